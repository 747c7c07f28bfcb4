import type {
  BackTest,
  RevisionAct,
  RevisionContent,
  RevisionState,
  RevisionSummary,
  TrialFigures,
} from '@touchstone/contract'

export const shippedContent: RevisionContent = {
  lexicon: { terms: [], guards: [], off: [] },
  weights: null,
}

/** A revision as it is kept. */
export type KeptRevision = {
  id: string
  number: number
  title: string
  note: string | null
  content: RevisionContent
  state: RevisionState
  parentId: string | null
  replacedId: string | null
  share: number | null
  edit: number
  author: { kind: string; id: string }
  createdAt: Date
  changedAt: Date
}

export type KeptEvent = {
  id: string
  at: Date
  actor: { kind: string; id: string }
  act: RevisionAct
  note: string | null
  terms: string[]
  weights: boolean
}

export type KeptTrial =
  | { kind: 'sample'; at: Date; figures: TrialFigures }
  | { kind: 'back-test'; at: Date; figures: BackTest }

/** From which states each step leads, and where to. */
const steps = {
  'to-shadow': { from: ['draft'], to: 'shadow' },
  'to-draft': { from: ['shadow'], to: 'draft' },
  'to-live': { from: ['shadow', 'retired'], to: 'live' },
  retired: { from: ['draft', 'shadow', 'live'], to: 'retired' },
} as const satisfies Partial<
  Record<RevisionAct, { from: readonly RevisionState[]; to: RevisionState }>
>
export type Step = keyof typeof steps

/** The state that a step leads to; undefined where it leads nowhere from this one. */
export function stateAfter(step: Step, state: RevisionState): RevisionState | undefined {
  const { from, to }: { from: readonly RevisionState[]; to: RevisionState } = steps[step]
  return from.includes(state) ? to : undefined
}

/** Ids of terms and guards of which two contents say something else, in the order of their ids. */
export function changedIds(before: RevisionContent, after: RevisionContent): string[] {
  const said = ({ lexicon: { terms, guards, off } }: RevisionContent): Map<string, string> =>
    new Map([
      ...guards.map((one) => [one.guard.id, JSON.stringify(one)] as const),
      ...terms.map((one) => [one.term.id, JSON.stringify(one)] as const),
      ...off.map((id) => [id, 'off'] as const),
    ])
  const [old, now] = [said(before), said(after)]
  const ids = new Set([...old.keys(), ...now.keys()])
  return [...ids].filter((id) => old.get(id) !== now.get(id)).sort()
}

export function changedWeights(before: RevisionContent, after: RevisionContent): boolean {
  return JSON.stringify(before.weights) !== JSON.stringify(after.weights)
}

type Outgoing = Omit<RevisionSummary, 'createdAt' | 'changedAt'> & {
  createdAt: Date
  changedAt: Date
}

export function summaryOf(revision: KeptRevision): Outgoing {
  const { id, number, title, note, state, parentId, author, edit, share } = revision
  const { content, createdAt, changedAt } = revision
  return {
    id,
    number,
    title,
    note,
    state,
    parent: parentId,
    author,
    edit,
    share,
    createdAt,
    changedAt,
    terms: content.lexicon.terms.length,
    off: content.lexicon.off.length,
    weights: content.weights?.id ?? null,
  }
}
