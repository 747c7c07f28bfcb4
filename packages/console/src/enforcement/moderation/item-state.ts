import type { Queued, ReceivedItem } from './queries.ts'

/** How far an item is: the state of its own matter. */
export function stateOf(instances: ReceivedItem['instances'], own: string): Queued['state'] {
  const state = instances.find(({ id }) => id === own)?.state
  return (state ?? 'received') as Queued['state']
}
