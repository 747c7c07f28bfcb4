import type { Queued, ReceivedItem } from './queries.ts'

/** The state of an item: that of its own workflow instance. */
export function stateOf(instances: ReceivedItem['instances'], own: string): Queued['state'] {
  const state = instances.find(({ id }) => id === own)?.state
  return (state ?? 'received') as Queued['state']
}
