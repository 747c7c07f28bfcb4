import { mebibyte, type Budget } from './usage.ts'

/** A budget as typed. */
export type BudgetValues = { requests: string; mebibytes: string; seconds: string; cost: string }

export function budgetValues({ requests, bytes, processorSeconds, cost }: Budget): BudgetValues {
  return {
    requests: String(requests),
    mebibytes: String(Number((bytes / mebibyte).toFixed(2))),
    seconds: String(processorSeconds),
    cost: cost === null ? '' : String(cost),
  }
}

export function budgetOf({ requests, mebibytes, seconds, cost }: BudgetValues): Budget {
  return {
    requests: Number(requests),
    bytes: Math.round(Number(mebibytes) * mebibyte),
    processorSeconds: Number(seconds),
    cost: cost.trim() === '' ? null : Number(cost),
  }
}

export function isBudget({ requests, mebibytes, seconds, cost }: BudgetValues): boolean {
  const within = (text: string, most: number): boolean =>
    text.trim() !== '' && Number(text) >= 0 && Number(text) <= most
  return (
    within(requests, 1_000_000) &&
    Number.isInteger(Number(requests)) &&
    within(mebibytes, 953_674) &&
    within(seconds, 1_000_000) &&
    (cost.trim() === '' || within(cost, 1_000_000_000))
  )
}
