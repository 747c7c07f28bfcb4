import type {
  NoticeContent,
  NoticeGround,
  NoticeOutcome,
  NoticeState,
  WithdrawalCause,
} from '@touchstone/contract'

/** As the interface names them; the pages load none of its schemas. */
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
/** The first is what a withdrawal means where nothing is said. */
export const withdrawalCauses = [
  'mistaken',
  'settled',
  'listing-gone',
  'right-ended',
] satisfies WithdrawalCause[]

export type EvidenceKind = NoticeContent['items'][number]['evidence'][number]['kind']
export const evidenceKinds = [
  'comparison',
  'test-purchase',
  'never-made',
  'holder-statement',
  'mark-in-use',
  'original-work',
  'design-comparison',
] satisfies EvidenceKind[]

/** The further evidence with which a ground begins; the words beside it say what else would do. */
export const firstEvidence: Readonly<Record<NoticeGround, EvidenceKind>> = {
  counterfeit: 'comparison',
  'unlicensed-use': 'mark-in-use',
  copyright: 'original-work',
  design: 'design-comparison',
  'grey-market': 'holder-statement',
}
