import {
  goodFaithThresholds,
  type NoticeQualityCountsView,
  type NoticeQualityRowView,
  type NoticeQualitySide,
  type SafeguardTarget,
  type SafeguardState,
} from '@touchstone/contract'
import { shareOf } from '@touchstone/evaluation'

export type QualityMark = {
  id: string
  organisationId: string
  side: NoticeQualitySide
  about: SafeguardTarget
  subject: string
  notifier: string | null
  warnedAt: Date
  warnedFigures: NoticeQualityCountsView
  safeguardedAt: Date | null
  safeguardedFigures: NoticeQualityCountsView | null
  endedAt: Date | null
  endReason: 'kept' | 'lifted' | null
  endedBy: string | null
  reason: string | null
}

/** Automatic changes. Lifting a safeguard is not one. */
export type MarkChange = 'warn' | 'safeguard' | 'keep'

const dayMilliseconds = 86_400_000

/** The level of counts relative to the thresholds: at face value, and with certainty. */
export function qualityLevelOf({
  decided,
  succeeded,
  upheld,
}: NoticeQualityCountsView): NoticeQualityRowView['line'] {
  if (decided < goodFaithThresholds.warnedFrom) return 'too-few'
  const success = shareOf(succeeded, decided)
  const overturned = shareOf(upheld, decided)
  // The bound in favour of the subject: certain only if even this one is beyond the threshold.
  const surely =
    overturned.low > goodFaithThresholds.upheld || success.high < goodFaithThresholds.success
  if (surely) return 'surely-over'
  const over =
    upheld > goodFaithThresholds.upheld * decided ||
    succeeded < goodFaithThresholds.success * decided
  return over ? 'over' : 'kept'
}

/**
 * The consequence of counts for a subject with a warning, a safeguard, or neither: first a warning; after its period,
 * with enough decisions and only with certainty, a safeguard; the end of a warning once within the thresholds again.
 * A safeguard is only lifted by a person.
 */
export function nextMarkChange(
  counts: NoticeQualityCountsView,
  mark: Pick<QualityMark, 'warnedAt' | 'safeguardedAt'> | undefined,
  now: Date,
): MarkChange | undefined {
  const line = qualityLevelOf(counts)
  if (mark === undefined) return line === 'over' || line === 'surely-over' ? 'warn' : undefined
  if (mark.safeguardedAt !== null) return undefined
  if (line === 'kept' || line === 'too-few') return 'keep'
  const isDue =
    now.getTime() >= mark.warnedAt.getTime() + goodFaithThresholds.warnedDays * dayMilliseconds
  const isSure = line === 'surely-over' && counts.decided >= goodFaithThresholds.decisions
  return isDue && isSure ? 'safeguard' : undefined
}

export function markStateOf({ safeguardedAt, endReason }: QualityMark): SafeguardState {
  if (endReason !== null) return endReason
  return safeguardedAt === null ? 'warned' : 'safeguarded'
}

/** The first day of a period of so many months up to a day. */
export function monthsBefore(day: Date, months: number): Date {
  const from = new Date(day)
  from.setUTCMonth(from.getUTCMonth() - months)
  // The 31st, in a month without one, would fall into the next month.
  if (from.getUTCDate() !== day.getUTCDate()) from.setUTCDate(0)
  return from
}

export const notifierSubject = (notifier: string, ground: string): string => `${notifier} ${ground}`
export const ruleSubject = (regime: string, ground: string): string => `${regime} ${ground}`
