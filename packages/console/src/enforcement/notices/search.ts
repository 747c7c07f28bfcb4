import type { NoticeGround, NoticeOutcome, NoticeState, NoticeWait } from '@touchstone/contract'

/** The filters of the notices, all in the page's address. */
export type NoticeSearch = {
  state?: NoticeState
  ground?: NoticeGround
  outcome?: NoticeOutcome
  marketplace?: string
  waits?: NoticeWait
}

// Repeats the contract's values, so that the first page need not load the case components.
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
const noticeWaits = ['receipt', 'decision'] as const satisfies NoticeWait[]

/** Reads the filters from an address and drops invalid values. */
export function readNoticeSearch(search: Record<string, unknown>): NoticeSearch {
  const { state, ground, outcome, marketplace, waits: wait } = search
  const read = {
    state: states.find((one) => one === state),
    ground: grounds.find((one) => one === ground),
    outcome: outcomes.find((one) => one === outcome),
    marketplace:
      typeof marketplace === 'string' && marketplace !== '' ? marketplace.slice(0, 200) : undefined,
    waits: noticeWaits.find((one) => one === wait),
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

/** Whether a draft is edited as a form, instead of read as its recipient will see it. */
type DraftSearch = { edit?: true }

export function readDraftSearch({ edit }: Record<string, unknown>): DraftSearch {
  return edit === true || edit === 'true' ? { edit: true } : {}
}
