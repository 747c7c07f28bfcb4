import type { Draft, Statement } from './queries.ts'

export type Measure = Statement['measures'][number]['measure']

/** Offered first; the other measures are one click away. */
export const usualMeasures = [
  'remove',
  'disable',
  'demote',
  'hold-funds',
  'suspend-account',
] as const satisfies Measure[]
export const otherMeasures = [
  'label',
  'restrict-age',
  'restrict-interaction',
  'other-visibility',
  'end-payments',
  'other-payments',
  'suspend-service',
  'suspend-service-in-part',
  'end-service',
  'end-service-in-part',
  'end-account',
] as const satisfies Measure[]

const allMeasures: readonly Measure[] = [...usualMeasures, ...otherMeasures]

/** The editable parts of a statement of reasons: free text only where the law allows it. */
export type Completed = {
  measures: readonly Measure[]
  /** Last day of all measures; empty for no end. */
  endsOn: string
  /** Describes a measure of another kind. */
  words: string
  territory: readonly string[]
  startsOn: string
  facts: string
  /** Whether the statement gives the counts of the seller's other listings that the draft has. */
  givesOthers: boolean
  kind: 'illegal' | 'terms'
  legalGround: string
  clause: string
  why: string
  alsoIllegal: boolean
  discloses: boolean
  notifierName: string
  necessity: string
}

type Drafted = Draft['draft']

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Initial values from the evidence. */
export function begun(draft: Drafted): Completed {
  const ground = record(draft['ground'])
  const proposed = Array.isArray(draft['measures']) ? (draft['measures'] as unknown[]) : []
  return {
    measures: proposed.flatMap((one) => {
      const { measure } = record(one)
      return allMeasures.filter((known) => known === measure)
    }),
    endsOn: '',
    words: '',
    territory: textsIn(draft['territory']),
    startsOn: textIn(draft['startsOn']),
    facts: textIn(draft['facts']),
    givesOthers: draft['otherListings'] !== undefined,
    kind: 'illegal',
    legalGround: textIn(ground['legalGround']),
    clause: '',
    why: textIn(ground['why']),
    alsoIllegal: false,
    discloses: false,
    notifierName: '',
    necessity: '',
  }
}

export type Lack = 'measures' | 'words' | 'territory' | 'startsOn' | 'facts' | 'ground' | 'why'

/** The required fields that are still empty. */
export function lacksOf(completed: Completed): Lack[] {
  const { measures, words, territory, startsOn, facts, kind, legalGround, clause, why } = completed
  const needsWords = measures.some((one) => one.startsWith('other-'))
  const lacks: Record<Lack, boolean> = {
    measures: measures.length === 0,
    words: needsWords && words.trim() === '',
    territory: territory.length === 0,
    startsOn: startsOn === '',
    facts: facts.trim() === '',
    ground: (kind === 'illegal' ? legalGround : clause).trim() === '',
    why: why.trim() === '',
  }
  return (Object.keys(lacks) as Lack[]).filter((one) => lacks[one])
}

/** The complete statement; the draft's account of how the decision came about is unchanged. */
export function completedIn({ otherListings, ...draft }: Drafted, completed: Completed): Statement {
  const { endsOn, words, kind, legalGround, clause, why, alsoIllegal, discloses } = completed
  const ground =
    kind === 'illegal'
      ? { kind, legalGround: legalGround.trim(), why: why.trim() }
      : { kind, clause: clause.trim(), why: why.trim(), ...(alsoIllegal && { alsoIllegal }) }
  const statement = {
    ...draft,
    measures: completed.measures.map((measure) => ({
      measure,
      ...(measure.startsWith('other-') && { words: words.trim() }),
      ...(endsOn !== '' && { endsOn }),
    })),
    territory: completed.territory,
    startsOn: completed.startsOn,
    facts: completed.facts.trim(),
    ...(completed.givesOthers && otherListings !== undefined && { otherListings }),
    ground,
    ...(discloses && {
      notifier: {
        name: completed.notifierName.trim(),
        necessity: completed.necessity.trim(),
      },
    }),
  }
  // The server drafted the rest, and validates the whole against its schema.
  return statement as unknown as Statement
}
