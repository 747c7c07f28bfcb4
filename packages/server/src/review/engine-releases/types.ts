import type {
  BackTestView,
  EngineReleaseStep,
  EngineReleaseContent,
  EngineReleaseState,
  EngineReleaseSummaryView,
  TrialFiguresView,
} from '@touchstone/contract'

export const shippedContent: EngineReleaseContent = {
  lexicon: { terms: [], guards: [], off: [] },
  weights: null,
}

/** An engine release as it is stored. */
export type ReleaseRow = {
  id: string
  number: number
  title: string
  note: string | null
  content: EngineReleaseContent
  state: EngineReleaseState
  parentId: string | null
  replacedId: string | null
  share: number | null
  edit: number
  version: number
  author: { kind: string; id: string }
  createdAt: Date
  changedAt: Date
}

export type ReleaseEventRow = {
  id: string
  at: Date
  actor: { kind: string; id: string }
  step: EngineReleaseStep
  note: string | null
  terms: string[]
  weights: boolean
}

export type TrialRow =
  | { kind: 'sample'; at: Date; figures: TrialFiguresView }
  | { kind: 'back-test'; at: Date; figures: BackTestView }

/** Each step's starting states, and its target state. */
const steps = {
  'to-shadow': { from: ['draft'], to: 'shadow' },
  'to-draft': { from: ['shadow'], to: 'draft' },
  'to-live': { from: ['shadow', 'retired'], to: 'live' },
  retired: { from: ['draft', 'shadow', 'live'], to: 'retired' },
} as const satisfies Partial<
  Record<EngineReleaseStep, { from: readonly EngineReleaseState[]; to: EngineReleaseState }>
>
export type Step = keyof typeof steps

/** The state that a step leads to; undefined where it leads nowhere from this one. */
export function stateAfter(step: Step, state: EngineReleaseState): EngineReleaseState | undefined {
  const { from, to }: { from: readonly EngineReleaseState[]; to: EngineReleaseState } = steps[step]
  return from.includes(state) ? to : undefined
}

/** Ids of terms and guards that differ between two contents, in order of the ids. */
export function changedIds(before: EngineReleaseContent, after: EngineReleaseContent): string[] {
  const contentById = ({
    lexicon: { terms, guards, off },
  }: EngineReleaseContent): Map<string, string> =>
    new Map([
      ...guards.map((guard) => [guard.guard.id, JSON.stringify(guard)] as const),
      ...terms.map((term) => [term.term.id, JSON.stringify(term)] as const),
      ...off.map((id) => [id, 'off'] as const),
    ])
  const [old, now] = [contentById(before), contentById(after)]
  const ids = new Set([...old.keys(), ...now.keys()])
  return [...ids].filter((id) => old.get(id) !== now.get(id)).sort()
}

export function changedWeights(before: EngineReleaseContent, after: EngineReleaseContent): boolean {
  return JSON.stringify(before.weights) !== JSON.stringify(after.weights)
}

type Outgoing = Omit<EngineReleaseSummaryView, 'createdAt' | 'changedAt'> & {
  createdAt: Date
  changedAt: Date
}

export function toReleaseSummary(release: ReleaseRow): Outgoing {
  const { id, number, title, note, state, parentId, author, edit, version, share } = release
  const { content, createdAt, changedAt } = release
  return {
    id,
    number,
    title,
    note,
    state,
    version,
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
