import type { Queued, ReceivedItem } from './queries.ts'

/** The state of an item: that of its own workflow instance. */
export function stateOf(instances: ReceivedItem['instances'], instance: string): Queued['state'] {
  const state = instances.find(({ id }) => id === instance)?.state
  return (state ?? 'received') as Queued['state']
}

/** States in which the review panel shows the pictures and takes the decision. */
export const undecided: ReadonlySet<string> = new Set([
  'received',
  'on-hold',
  'triaged',
  'in-review',
  'information-requested',
])
