/**
 * Thresholds of good faith: over three months at least 90 % of notices lead to the requested measure, and at most 5 %
 * are overturned. Beyond them follows a warning; a safeguard only if the difference is statistically certain.
 */
export const goodFaithThresholds = {
  months: 3,
  /** Least share of decided notices that led to a measure still in force. */
  success: 0.9,
  /** Highest share of decided notices that were overturned or withdrawn. */
  upheld: 0.05,
  /** Decisions required before a safeguard can follow. */
  decisions: 30,
  /** Decisions required before a warning. */
  warnedFrom: 10,
  /** Days between a warning and a safeguard. */
  warnedDays: 7,
} as const

export const noticeQualitySides = ['sent', 'received', 'own'] as const
export type NoticeQualitySide = (typeof noticeQualitySides)[number]

/** Groups of figures. */
export const noticeQualityGroups = [
  'notifier',
  'notifier-ground',
  'rule',
  'signal',
  'brand',
  'analyst',
] as const
export type NoticeQualityGroup = (typeof noticeQualityGroups)[number]

/** Subjects of a warning or safeguard. */
export const safeguardTargets = ['notifier-ground', 'rule', 'signal'] as const
export type SafeguardTarget = (typeof safeguardTargets)[number]
