import { ledgerNeeds, type LedgerRow } from '@touchstone/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { errorLedgerOf } from './error-ledger.ts'
import { shareOf } from './shares.ts'

const row = (over: Partial<LedgerRow> = {}): LedgerRow => ({
  basis: 'decision',
  verdict: 'review',
  queues: ['review'],
  signals: ['text.replica-term'],
  goods: 'counterfeit',
  reversed: false,
  weight: 1,
  seller: 0,
  ...over,
})

const someRow = fc.record({
  basis: fc.constantFrom<LedgerRow['basis']>('blind-audit', 'decision'),
  verdict: fc.constantFrom<LedgerRow['verdict']>('clear', 'review', 'block'),
  queues: fc.subarray(['review', 'block', 'impossible-price'] as const).map((all) => [...all]),
  signals: fc.subarray(['text.replica-term', 'price.impossible']),
  goods: fc.constantFrom<LedgerRow['goods']>('counterfeit', 'honest', null),
  reversed: fc.constantFrom(true, false, null),
  weight: fc.constantFrom(1, 0.1, 7.3, 120),
  seller: fc.nat(12),
})
const someRows = fc.array(someRow, { maxLength: 150 })

test('the order of the rows changes nothing', () => {
  fc.assert(
    fc.property(someRows, (rows) => {
      expect(errorLedgerOf(rows.toReversed())).toEqual(errorLedgerOf(rows))
    }),
  )
})

test('counts are those of a plain count, and none is of few listings or few sellers', () => {
  fc.assert(
    fc.property(someRows, (rows) => {
      const { rules, withheld } = errorLedgerOf(rows)
      const occurred = new Set(
        rows.flatMap(({ verdict, queues, signals }) => [
          `verdict ${verdict}`,
          ...queues.map((queue) => `queue ${queue}`),
          ...signals.map((code) => `signal ${code}`),
        ]),
      )
      expect(rules.length + withheld).toBe(occurred.size)
      for (const { kind, code, audited, decided, reversed } of rules) {
        const fired = rows.filter(({ verdict, queues, signals }) =>
          kind === 'verdict'
            ? verdict === code
            : ([...queues, ...signals] as string[]).includes(code),
        )
        const bases = [
          ['blind-audit', audited],
          ['decision', decided],
        ] as const
        for (const [basis, figures] of bases) {
          if (figures === null) continue
          const settled = fired.filter((one) => one.basis === basis && one.goods !== null)
          const rightGoods = code === 'clear' ? 'honest' : 'counterfeit'
          expect(figures.right).toBe(settled.filter(({ goods }) => goods === rightGoods).length)
          expect(figures.right + figures.wrong).toBe(settled.length)
          expect(settled.length).toBeGreaterThanOrEqual(ledgerNeeds.listings)
          const sellers = Map.groupBy(settled, ({ seller }) => seller)
          expect(sellers.size).toBeGreaterThanOrEqual(ledgerNeeds.sellers)
          const { value, low, high } = figures.wrongShare
          expect(low <= value && value <= high).toBe(true)
        }
        if (reversed === null) continue
        expect(reversed.count).toBe(fired.filter((one) => one.reversed === true).length)
      }
    }),
  )
})

test('equal weights give Wilson’s interval, unequal ones a wider one', () => {
  const rows = Array.from({ length: 40 }, (_, at) =>
    row({ basis: 'blind-audit', goods: at < 10 ? 'honest' : 'counterfeit', seller: at }),
  )
  const [verdict] = errorLedgerOf(rows).rules
  const { low, high } = shareOf(10, 40)
  expect(verdict!.audited).toMatchObject({ right: 30, wrong: 10 })
  expect(verdict!.audited!.wrongShare.low).toBeCloseTo(low, 12)
  expect(verdict!.audited!.wrongShare.high).toBeCloseTo(high, 12)
  const uneven = rows.map((one, at) => ({ ...one, weight: at % 2 === 0 ? 1 : 9 }))
  const [wide] = errorLedgerOf(uneven).rules
  const width = ({ low: from, high: to }: { low: number; high: number }): number => to - from
  expect(width(wide!.audited!.wrongShare)).toBeGreaterThan(width(verdict!.audited!.wrongShare))
})

test('a rule that fired mostly on one seller’s listings is withheld, and counted as such', () => {
  const rows = Array.from({ length: 60 }, (_, at) => row({ seller: at < 40 ? 0 : at }))
  expect(errorLedgerOf(rows)).toEqual({ rules: [], withheld: 3 })
})
