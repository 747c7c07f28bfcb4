import type { NoticeGround, NoticeOutcome, NoticeState, NoticeWait } from '@touchstone/contract'

/** Which notices the list shows; all of it is in the address. */
export type NoticeSearch = {
  state?: NoticeState
  ground?: NoticeGround
  outcome?: NoticeOutcome
  marketplace?: string
  waits?: NoticeWait
}

// Not from the room of what cases show: every first page would load all of it.
const states = ['draft', 'proposed', 'sent', 'withdrawn'] as const satisfies NoticeState[]
const grounds = [
  'counterfeit',
  'unlicensed-use',
  'copyright',
  'design',
  'grey-market',
] satisfies NoticeGround[]
const outcomes = [
  'restricted',
  'overturned',
  'ended',
  'no-action',
  'already-gone',
  'other',
] satisfies NoticeOutcome[]
const waits = ['receipt', 'decision'] as const satisfies NoticeWait[]

/** Reads the list's part of an address; what is none of its values is left out. */
export function readNoticeSearch(search: Record<string, unknown>): NoticeSearch {
  const { state, ground, outcome, marketplace, waits: wait } = search
  const read = {
    state: states.find((one) => one === state),
    ground: grounds.find((one) => one === ground),
    outcome: outcomes.find((one) => one === outcome),
    marketplace:
      typeof marketplace === 'string' && marketplace !== '' ? marketplace.slice(0, 200) : undefined,
    waits: waits.find((one) => one === wait),
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}
