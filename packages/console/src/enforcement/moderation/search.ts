import type { NoticeGround, QueuedItemView } from '@touchstone/contract'

type Waiting = Extract<
  QueuedItemView['state'],
  'received' | 'on-hold' | 'triaged' | 'in-review' | 'information-requested'
>

/** The filters of the moderation queue, all in the page's address. */
export type ModerationSearch = {
  /** Undecided items by default. */
  work?: 'following'
  state?: Waiting
  notifierType?: QueuedItemView['notifierType']
  ground?: NoticeGround
  urgent?: 'life'
  due?: 'over'
}

// Repeats the contract's values, so that the first page need not load its schemas.
export const waitingStates = [
  'received',
  'on-hold',
  'triaged',
  'in-review',
  'information-requested',
] as const satisfies Waiting[]
export const notifierTypes = [
  'trusted-flagger',
  'programme-member',
  'normal',
] as const satisfies QueuedItemView['notifierType'][]
export const grounds = [
  'counterfeit',
  'unlicensed-use',
  'copyright',
  'design',
  'grey-market',
] as const satisfies NoticeGround[]

/** Reads the filters from an address and drops invalid values. */
export function readModerationSearch(search: Record<string, unknown>): ModerationSearch {
  const read = {
    work: search['work'] === 'following' ? 'following' : undefined,
    state: waitingStates.find((one) => one === search['state']),
    notifierType: notifierTypes.find((one) => one === search['notifierType']),
    ground: grounds.find((one) => one === search['ground']),
    urgent: search['urgent'] === 'life' ? 'life' : undefined,
    due: search['due'] === 'over' ? 'over' : undefined,
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

/** Reads which item of a notice is shown. */
export function readReceivedSearch(search: Record<string, unknown>): { item?: number } {
  const { item: itemValue } = search
  const text =
    typeof itemValue === 'number' || typeof itemValue === 'string' ? String(itemValue) : ''
  const item = /^\d{1,4}$/.test(text) ? Number(text) : 0
  return item === 0 ? {} : { item }
}
