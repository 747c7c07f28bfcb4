/**
 * The line of good faith: of notices over three months at least 90 % lead to what they ask for, and at most 5 %
 * are overturned. Over it somebody is warned; a safeguard follows only on what is sure.
 */
export const goodFaithThresholds = {
  months: 3,
  /** Share of decided notices that led to a measure which stands, at least. */
  success: 0.9,
  /** Share of decided notices that were overturned or taken back, at most. */
  upheld: 0.05,
  /** Decisions from which on a safeguard may follow. */
  decisions: 30,
  /** Decisions from which on somebody is warned. */
  warnedFrom: 10,
  /** Days that a warning stands before a safeguard may follow. */
  warnedDays: 7,
} as const

export const noticeQualitySides = ['sent', 'received', 'own'] as const
export type NoticeQualitySide = (typeof noticeQualitySides)[number]

/** By what figures can be asked for. */
export const noticeQualityGroups = [
  'notifier',
  'notifier-ground',
  'rule',
  'signal',
  'brand',
  'analyst',
] as const
export type NoticeQualityGroup = (typeof noticeQualityGroups)[number]

/** On what a warning or a safeguard can stand. */
export const safeguardTargets = ['notifier-ground', 'rule', 'signal'] as const
export type SafeguardTarget = (typeof safeguardTargets)[number]
