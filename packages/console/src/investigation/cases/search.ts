import type { CasePriority, CaseStateName } from '@touchstone/contract'

/** The filters of the cases, all in the page's address. */
export type CaseSearch = {
  /** Open ones by default. */
  state?: Exclude<CaseStateName, 'open'>
  /** A member's id, `me`, or `nobody`. */
  assignee?: string
  priority?: CasePriority
  brand?: string
  queue?: string
}

// Repeats the contract's values, so that the first page need not load the case components.
const priorities = ['low', 'normal', 'high', 'urgent'] as const satisfies CasePriority[]
const assignees = /^(me|nobody|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Reads the filters from an address and drops invalid values. */
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
