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
  endedBecause: 'kept' | 'lifted' | null
  endedBy: string | null
  reason: string | null
}

/** What may follow by itself. That a safeguard is lifted is none of it. */
export type MarkChange = 'warn' | 'safeguard' | 'keep'

const dayMilliseconds = 86_400_000

/** Where counts stand to the line, by what they say at their face and by what is sure of them. */
export function qualityLevelOf({
  decided,
  succeeded,
  upheld,
}: NoticeQualityCountsView): NoticeQualityRowView['line'] {
  if (decided < goodFaithThresholds.warnedFrom) return 'too-few'
  const success = shareOf(succeeded, decided)
  const overturned = shareOf(upheld, decided)
  // The bound that speaks for whoever is judged: what is sure is over the line wherever the truth lies.
  const surely =
    overturned.low > goodFaithThresholds.upheld || success.high < goodFaithThresholds.success
  if (surely) return 'surely-over'
  const over =
    upheld > goodFaithThresholds.upheld * decided ||
    succeeded < goodFaithThresholds.success * decided
  return over ? 'over' : 'kept'
}

/**
 * What follows of counts, for a subject on which a warning stands, a safeguard, or nothing: a warning first; after its
 * days, from so many decisions on and only where it is sure, a safeguard; the end of a warning where the line is kept
 * again. Of a safeguard nothing follows: a person lifts it.
 */
export function nextMarkChange(
  counts: NoticeQualityCountsView,
  standing: Pick<QualityMark, 'warnedAt' | 'safeguardedAt'> | undefined,
  now: Date,
): MarkChange | undefined {
  const line = qualityLevelOf(counts)
  if (standing === undefined) return line === 'over' || line === 'surely-over' ? 'warn' : undefined
  if (standing.safeguardedAt !== null) return undefined
  if (line === 'kept' || line === 'too-few') return 'keep'
  const isDue =
    now.getTime() >= standing.warnedAt.getTime() + goodFaithThresholds.warnedDays * dayMilliseconds
  const isSure = line === 'surely-over' && counts.decided >= goodFaithThresholds.decisions
  return isDue && isSure ? 'safeguard' : undefined
}

export function markStateOf({ safeguardedAt, endedBecause }: QualityMark): SafeguardState {
  if (endedBecause !== null) return endedBecause
  return safeguardedAt === null ? 'warned' : 'safeguarded'
}

/** The first day of so many months up to a day. */
export function monthsBefore(day: Date, months: number): Date {
  const from = new Date(day)
  from.setUTCMonth(from.getUTCMonth() - months)
  // The 31st of a month without one would fall into the next.
  if (from.getUTCDate() !== day.getUTCDate()) from.setUTCDate(0)
  return from
}

export const notifierSubject = (notifier: string, ground: string): string => `${notifier} ${ground}`
export const ruleSubject = (regime: string, ground: string): string => `${regime} ${ground}`
