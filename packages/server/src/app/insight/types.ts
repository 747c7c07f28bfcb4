import { insightMonths, takedownCurveDays, type InsightView } from '@touchstone/contract'

/** Days as YYYY-MM-DD, both included. */
export type Days = { from: string; to: string }

export type Periods = { period: Days; before: Days; months: string[]; monthsBefore: string[] }

/** The current month to date with the eleven before it, and the same days a year earlier. */
export function periodsAt(now: Date): Periods {
  const year = now.getUTCFullYear()
  const month = now.getUTCMonth()
  const months = Array.from({ length: 2 * insightMonths }, (_, at) =>
    isoDay(new Date(Date.UTC(year, month - 2 * insightMonths + 1 + at, 1))).slice(0, 7),
  )
  const [firstBefore = ''] = months
  const monthsBefore = months.slice(0, insightMonths)
  const own = months.slice(insightMonths)
  // The 29th of February has no counterpart.
  const lastDay = new Date(Date.UTC(year - 1, month + 1, 0)).getUTCDate()
  const until = new Date(Date.UTC(year - 1, month, Math.min(now.getUTCDate(), lastDay)))
  return {
    period: { from: `${own[0]}-01`, to: isoDay(now) },
    before: { from: `${firstBefore}-01`, to: isoDay(until) },
    months: own,
    monthsBefore,
  }
}

function isoDay(day: Date): string {
  return day.toISOString().slice(0, 10)
}

/** A number of listings with the same key in one month of one period. */
export type MonthCount = { key: string; before: boolean; month: string; count: number }

export type Series<K extends string> = {
  key: K
  total: number
  before: number
  months: number[]
  monthsBefore: number[]
}

/** The counts of each key by month. */
export function seriesOf<K extends string>(
  keys: readonly K[],
  counts: readonly MonthCount[],
  { months, monthsBefore }: Periods,
): Series<K>[] {
  return keys.map((key) => {
    const own = counts.filter((count) => count.key === key)
    const inMonth = (month: string, before: boolean): number =>
      sum(own.filter((count) => count.month === month && count.before === before))
    return {
      key,
      total: sum(own.filter(({ before }) => !before)),
      before: sum(own.filter(({ before }) => before)),
      months: months.map((month) => inMonth(month, false)),
      monthsBefore: monthsBefore.map((month) => inMonth(month, true)),
    }
  })
}

/** The number of listings with a key in one of the two periods. */
export function totalOf(counts: readonly MonthCount[], key: string, before: boolean): number {
  return sum(counts.filter((count) => count.key === key && count.before === before))
}

function sum(counts: readonly { count: number }[]): number {
  return counts.reduce((total, { count }) => total + count, 0)
}

/** Listings whose takedown falls after a whole number of days and by another; `to` is null if not seen gone. */
export type TimedCount = { from: number; to: number | null; count: number }

type Curve = InsightView['takedownTime']['curve']

/**
 * Bounds of the share gone by each day. A listing was certainly gone by the first check that saw it gone, and may have
 * been gone as soon as the last check that saw it live was over; no distribution is assumed between the two.
 */
export function curveOf(timed: readonly TimedCount[]): Curve {
  const all = sum(timed)
  if (all === 0) return []
  return Array.from({ length: takedownCurveDays + 1 }, (_, day) => ({
    day,
    atLeast: sum(timed.filter(({ to }) => to !== null && to <= day)) / all,
    atMost: sum(timed.filter(({ from }) => from < day)) / all,
  }))
}
