import type { NoticeQualityGroup as Group } from '@touchstone/contract'

export type NoticeQualityGroup = Group

/** By what figures are shown, in the order of the page. */
export const noticeQualityGroups = [
  'notifier-ground',
  'notifier',
  'rule',
  'signal',
  'brand',
  'analyst',
] satisfies Group[]

/** The line of good faith, as the pages draw it. */
export const line = { success: 0.9, upheld: 0.05 } as const
