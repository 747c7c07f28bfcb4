import {
  inboxKinds,
  inboxUrgencies,
  maxInboxCount,
  type InboxAction,
  type InboxCountView,
  type InboxItemView,
  type InboxKind,
  type InboxUrgency,
} from '@touchstone/contract'

/** An item as a statement reads it. */
export type InboxRow = {
  id: string
  title: string | null
  detail: string | null
  listing: string | null
  signal: string | null
  brand: string | null
  seller: string | null
  marketplace: string | null
  from: string | null
  since: Date
  until: Date | null
  path: string
  version: number | null
  /** The time limit of a deadline. */
  limit: InboxItemView['limit']
  /** Whether life or safety may be at risk. */
  urgent: boolean
  action: InboxAction | null
}

/** What rows leave out that have nothing of it. */
export const blankRow = {
  title: null,
  detail: null,
  listing: null,
  signal: null,
  brand: null,
  seller: null,
  marketplace: null,
  from: null,
  until: null,
  version: null,
  limit: null,
  urgent: false,
  action: null,
} as const satisfies Partial<InboxRow>

/** The first items of a kind and their count. */
export type Waiting = { count: number; more: boolean; rows: InboxRow[] }

export type WaitingByKind = Partial<Record<InboxKind, Waiting>>

/** A row with its kind and group: what goes out, with times as dates. */
export type InboxItem = Omit<InboxItemView, 'since' | 'until'> & {
  since: Date
  until: Date | null
}

/** Rows read of each kind: one more than is counted, to know whether there are more. */
export const countedRows = maxInboxCount + 1

const hour = 3_600_000
const day = 24 * hour

/** Deadlines within this time count as soon. */
const soon = 3 * day
/** Deadlines and cases due later are only in their own lists. */
export const aheadMilliseconds = 7 * day
/** Responses and failures older than this leave the inbox. */
export const recentMilliseconds = 30 * day

export function urgencyOf(
  kind: InboxKind,
  { until, urgent }: Pick<InboxRow, 'until' | 'urgent'>,
  now: Date,
): InboxUrgency {
  const left = until === null ? Infinity : until.getTime() - now.getTime()
  if (left <= 0) return 'overdue'
  if (urgent || left <= soon) return 'soon'
  return kind === 'finding' || kind === 'seller' ? 'new' : 'open'
}

/** By urgency, deadline, kind (in the order of the inbox) and age. */
export function inOrder(waiting: WaitingByKind, now: Date): InboxItem[] {
  const time = (at: Date | null): number => at?.getTime() ?? Infinity
  return inboxKinds
    .flatMap((kind) =>
      (waiting[kind]?.rows ?? []).map(({ urgent, ...row }) => ({
        ...row,
        kind,
        urgency: urgencyOf(kind, { until: row.until, urgent }, now),
      })),
    )
    .map((item, place) => ({ item, place }))
    .toSorted(
      (one, other) =>
        inboxUrgencies.indexOf(one.item.urgency) - inboxUrgencies.indexOf(other.item.urgency) ||
        compare(time(one.item.until), time(other.item.until)) ||
        one.place - other.place,
    )
    .map(({ item }) => item)
}

function compare(one: number, other: number): number {
  return one === other ? 0 : one < other ? -1 : 1
}

export function countsOf(waiting: WaitingByKind): InboxCountView[] {
  return inboxKinds.flatMap((kind) => {
    const { count = 0, more = false } = waiting[kind] ?? {}
    return count > 0 || more ? [{ kind, count, more }] : []
  })
}
