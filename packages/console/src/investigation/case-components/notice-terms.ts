import type {
  NoticeContentView,
  NoticeGround,
  NoticeOutcome,
  NoticeState,
  WithdrawalCause,
} from '@touchstone/contract'

/** Repeats the contract's values, so that pages need not load its schemas. */
export const noticeGrounds = [
  'counterfeit',
  'unlicensed-use',
  'copyright',
  'design',
  'grey-market',
] satisfies NoticeGround[]
export const noticeStates = ['draft', 'proposed', 'sent', 'withdrawn'] satisfies NoticeState[]
export const noticeOutcomes = [
  'restricted',
  'overturned',
  'ended',
  'no-action',
  'already-gone',
  'other',
] satisfies NoticeOutcome[]
/** The first is the default cause of a withdrawal. */
export const withdrawalCauses = [
  'mistaken',
  'settled',
  'listing-gone',
  'right-ended',
] satisfies WithdrawalCause[]

export type EvidenceKind = NoticeContentView['items'][number]['evidence'][number]['kind']
export const evidenceKinds = [
  'comparison',
  'test-purchase',
  'never-made',
  'holder-statement',
  'mark-in-use',
  'original-work',
  'design-comparison',
] satisfies EvidenceKind[]

/** The kind of further evidence suggested for each ground; the hint names the alternatives. */
export const firstEvidence: Readonly<Record<NoticeGround, EvidenceKind>> = {
  counterfeit: 'comparison',
  'unlicensed-use': 'mark-in-use',
  copyright: 'original-work',
  design: 'design-comparison',
  'grey-market': 'holder-statement',
}
