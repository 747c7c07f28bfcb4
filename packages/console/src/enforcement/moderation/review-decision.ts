import type { Permissions } from '../../access/session/index.ts'
import type { ItemDecision, ItemReview, Received, ReceivedItem } from './queries.ts'

type Restricting = Extract<ItemDecision, { outcome: 'restrict' }>
export type Restriction = Restricting['restriction']
type Triage = NonNullable<ItemDecision['triage']>

export type Obstacle = 'not-yours' | 'on-hold' | 'suspended' | 'threat' | 'decided'

/** Why the panel takes no decision now; each is a sentence on the page. */
export function obstaclesOf({
  review,
  rights,
  isDecided,
}: {
  review: Pick<ItemReview, 'isOnHold' | 'state' | 'suggestsThreat'>
  rights: Pick<Permissions, 'moderate'>
  isDecided: boolean
}): Obstacle[] {
  const { isOnHold, state, suggestsThreat } = review
  if (!rights.moderate) return ['not-yours']
  return [
    ...(isDecided ? (['decided'] as const) : []),
    ...(isOnHold ? (['on-hold'] as const) : []),
    ...(state === 'on-hold' ? (['suspended'] as const) : []),
    // Words suggest it: only a person's triage says whether it is so.
    ...(suggestsThreat && state === 'received' ? (['threat'] as const) : []),
  ]
}

/** The triage that a decision includes; undefined once the item has been triaged. */
export function triageOf(
  { state }: Pick<ItemReview, 'state'>,
  knowledge: Triage['knowledge'],
  knowledgeReason: string,
): Triage | undefined {
  if (state !== 'received') return undefined
  return { knowledge, knowledgeReason: knowledgeReason.slice(0, 2000), lifeSafety: false }
}

type Deciding = {
  outcome: ItemDecision['outcome']
  reasons: string
  byAssessment?: boolean
  triage: Triage | undefined
  expectedVersion: number
  restriction?: Restriction
}

/** A decision in the API's form. */
export function decisionOf({ outcome, restriction, triage, ...shared }: Deciding): ItemDecision {
  const common = { ...shared, ...(triage !== undefined && { triage }) }
  if (outcome !== 'restrict') return { outcome, ...common }
  if (restriction === undefined) throw new Error('a restriction has no statement')
  return { outcome, ...common, restriction }
}

/** How a decision is named while it is on its way. */
export function titleOf({ notice }: Received, { position, listing }: ReceivedItem): string {
  const place = notice.items?.[position]
  return place?.urls?.[0] ?? place?.identifiers?.[0] ?? listing ?? ''
}
