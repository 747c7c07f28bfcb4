import type { CasePriority, CaseStateName } from '@touchstone/contract'

/** Which cases the list shows; all of it is in the address. */
export type CaseSearch = {
  /** Open ones where nothing is said. */
  state?: Exclude<CaseStateName, 'open'>
  /** A person’s id, the reader, or nobody. */
  assignee?: string
  priority?: CasePriority
  brand?: string
  queue?: string
}

// Not from the room of what cases show: every first page would load all of it.
const priorities = ['low', 'normal', 'high', 'urgent'] as const satisfies CasePriority[]
const assignees = /^(me|nobody|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Reads the list's part of an address; what is none of its values is left out. */
export function readCaseSearch(search: Record<string, unknown>): CaseSearch {
  const { state, assignee, priority, brand, queue } = search
  const read = {
    state: (['snoozed', 'closed'] as const).find((one) => one === state),
    assignee: typeof assignee === 'string' && assignees.test(assignee) ? assignee : undefined,
    priority: priorities.find((one) => one === priority),
    brand: typeof brand === 'string' && brand !== '' ? brand.slice(0, 200) : undefined,
    queue: typeof queue === 'string' && uuid.test(queue) ? queue : undefined,
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}
