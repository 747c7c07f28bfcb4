import type { Queued, ReceivedItem } from './queries.ts'

/** How far an item is: the state of its own matter. */
export function stateOf(matters: ReceivedItem['matters'], own: string): Queued['state'] {
  const state = matters.find(({ id }) => id === own)?.state
  return (state ?? 'received') as Queued['state']
}
