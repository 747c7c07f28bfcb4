import type { PreviousMonitoring } from '@touchstone/contract'

/** The mean of the months in which watches ran. */
export type MonthlyFigures = { cost: number; finds: number }

export type Savings = {
  /** Per month; negative if watches cost more. */
  cost: number
  /** Finds per month beyond those before. */
  finds: number
}

export function monthlyFigures(
  months: readonly { cost: number; perFind: { count: number } }[],
): MonthlyFigures | undefined {
  if (months.length === 0) return undefined
  const sum = (of: (month: (typeof months)[number]) => number): number =>
    months.reduce((total, month) => total + of(month), 0) / months.length
  return { cost: sum(({ cost }) => cost), finds: sum(({ perFind }) => perFind.count) }
}

export function savingsOf(before: PreviousMonitoring, now: MonthlyFigures): Savings {
  return { cost: before.costPerMonth - now.cost, finds: now.finds - before.findsPerMonth }
}
