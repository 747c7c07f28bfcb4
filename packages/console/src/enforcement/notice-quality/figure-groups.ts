import type { NoticeQualityGroup as Group } from '@touchstone/contract'

export type NoticeQualityGroup = Group

/** In the order of the page. */
export const noticeQualityGroups = [
  'notifier-ground',
  'notifier',
  'rule',
  'signal',
  'brand',
  'analyst',
] satisfies Group[]

/** Limits of good faith, as drawn on the pages. */
export const line = { success: 0.9, upheld: 0.05 } as const
