import {
  ledgerNeeds,
  type ErrorLedger,
  type LedgerFiguresView,
  type LedgerRow,
  type LedgerRuleView,
} from '@touchstone/contract'
import { shareOf } from './shares.ts'

type Rule = Pick<LedgerRuleView, 'kind' | 'code'>

/**
 * How often each verdict, queue and signal was right, wrong and reversed. Depends on the rows alone, in whatever order,
 * so that anyone with the rows computes the same ledger.
 */
export function errorLedgerOf(rows: readonly LedgerRow[]): ErrorLedger {
  const byRule = new Map<string, { rule: Rule; rows: LedgerRow[] }>()
  for (const row of rows) {
    for (const rule of rulesOf(row)) {
      const key = `${rule.kind} ${rule.code}`
      const entry = byRule.get(key) ?? { rule, rows: [] }
      entry.rows.push(row)
      byRule.set(key, entry)
    }
  }
  const all = [...byRule.values()].map(({ rule, rows: own }): LedgerRuleView => ({
    ...rule,
    audited: figuresOf(rule, own, 'blind-audit'),
    decided: figuresOf(rule, own, 'decision'),
    reversed: reversalsOf(own),
  }))
  const isShown = ({ audited, decided, reversed }: LedgerRuleView): boolean =>
    audited !== null || decided !== null || reversed !== null
  const kinds = ['verdict', 'queue', 'signal']
  return {
    rules: all
      .filter(isShown)
      .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (a.code < b.code ? -1 : 1)),
    withheld: all.filter((rule) => !isShown(rule)).length,
  }
}

function rulesOf({ verdict, queues, signals }: LedgerRow): Rule[] {
  return [
    { kind: 'verdict', code: verdict },
    ...[...new Set(queues)].map((code): Rule => ({ kind: 'queue', code })),
    ...[...new Set(signals)].map((code): Rule => ({ kind: 'signal', code })),
  ]
}

/** Every rule says that the goods may be counterfeit, but for the verdict that passes them. */
function wrongGoodsOf({ kind, code }: Rule): LedgerRow['goods'] {
  return kind === 'verdict' && code === 'clear' ? 'counterfeit' : 'honest'
}

function figuresOf(
  rule: Rule,
  rows: readonly LedgerRow[],
  basis: LedgerRow['basis'],
): LedgerFiguresView | null {
  const settled = rows.filter((row) => row.basis === basis && row.goods !== null)
  if (identifies(settled)) return null
  const wrongGoods = wrongGoodsOf(rule)
  const isWrong = ({ goods }: LedgerRow): boolean => goods === wrongGoods
  const wrong = settled.filter(isWrong).length
  return {
    right: settled.length - wrong,
    wrong,
    wrongShare: weightedShare(settled, isWrong),
  }
}

function reversalsOf(rows: readonly LedgerRow[]): LedgerRuleView['reversed'] {
  const against = rows.filter(({ reversed }) => reversed !== null)
  if (identifies(against)) return null
  const isReversed = ({ reversed }: LedgerRow): boolean => reversed === true
  const count = against.filter(isReversed).length
  return { count, of: against.length, share: weightedShare(against, isReversed) }
}

/** Whether counts of these rows could say something of one seller, or of one who competes with a few. */
function identifies(rows: readonly LedgerRow[]): boolean {
  const bySeller = new Map<number, number>()
  for (const { seller } of rows) bySeller.set(seller, (bySeller.get(seller) ?? 0) + 1)
  return (
    rows.length < ledgerNeeds.listings ||
    bySeller.size < ledgerNeeds.sellers ||
    Math.max(...bySeller.values()) > ledgerNeeds.largestShare * rows.length
  )
}

/** Unequal weights leave the worth of fewer rows (Kish 1965), by which Wilson's interval widens. */
function weightedShare(
  rows: readonly LedgerRow[],
  is: (row: LedgerRow) => boolean,
): LedgerFiguresView['wrongShare'] {
  // Sorted, so that the sum does not depend on the order of the rows.
  const weights = rows.map(({ weight }) => weight).sort((a, b) => a - b)
  const chosen = rows
    .filter(is)
    .map(({ weight }) => weight)
    .sort((a, b) => a - b)
  const total = sum(weights)
  const size = total ** 2 / sum(weights.map((weight) => weight ** 2))
  const share = chosen.length === rows.length ? 1 : sum(chosen) / total
  const { low, high } = shareOf(Math.min(size, share * size), size)
  return { value: share, low, high }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
