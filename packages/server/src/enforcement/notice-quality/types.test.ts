import { goodFaithThresholds, type NoticeQualityCountsView } from '@touchstone/contract'
import { shareOf } from '@touchstone/evaluation'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { qualityLevelOf, monthsBefore, nextMarkChange, type MarkChange } from './types.ts'
import { mayLiftSafeguards, maySeeFigures, maySeeFiguresOf } from './policy.ts'
import { personOf } from '../../../test/builders.ts'

const day = 86_400_000
const counts = fc
  .tuple(fc.nat(400), fc.nat(400), fc.nat(400))
  .map(([decided, first, second]): NoticeQualityCountsView => {
    const upheld = Math.min(first, decided)
    return { decided, upheld, succeeded: Math.min(second, decided - upheld) }
  })
const at = (days: number): Date => new Date(Date.UTC(2026, 0, 1) + days * day)

/** The marks that a daily job would set, if nobody lifts any. */
function played(each: readonly NoticeQualityCountsView[]): (MarkChange | undefined)[] {
  let standing: { warnedAt: Date; safeguardedAt: Date | null } | undefined
  return each.map((one, days) => {
    const type = nextMarkChange(one, standing, at(days))
    if (type === 'warn') standing = { warnedAt: at(days), safeguardedAt: null }
    if (type === 'keep') standing = undefined
    if (type === 'safeguard' && standing !== undefined)
      standing = { ...standing, safeguardedAt: at(days) }
    return type
  })
}

describe('acting on figures', () => {
  test('never a safeguard without a warning that lasted its days, and none that ended between', () => {
    fc.assert(
      fc.property(fc.array(counts, { maxLength: 40 }), (each) => {
        const actions = played(each)
        actions.forEach((type, on) => {
          if (type !== 'safeguard') return
          const warned = actions.lastIndexOf('warn', on)
          expect(warned).toBeGreaterThanOrEqual(0)
          expect(on - warned).toBeGreaterThanOrEqual(goodFaithThresholds.warnedDays)
          expect(actions.slice(warned, on)).not.toContain('keep')
        })
      }),
    )
  })

  test('never a safeguard below its number of decisions, or without certainty', () => {
    fc.assert(
      fc.property(counts, fc.nat(400), (one, days) => {
        if (nextMarkChange(one, { warnedAt: at(0), safeguardedAt: null }, at(days)) !== 'safeguard')
          return
        expect(one.decided).toBeGreaterThanOrEqual(goodFaithThresholds.decisions)
        const overturned = shareOf(one.upheld, one.decided)
        const success = shareOf(one.succeeded, one.decided)
        expect(
          overturned.low > goodFaithThresholds.upheld || success.high < goodFaithThresholds.success,
        ).toBe(true)
      }),
    )
  })

  test('never ends a safeguard by itself, whatever the figures and however long', () => {
    fc.assert(
      fc.property(counts, fc.nat(4000), (one, days) => {
        expect(
          nextMarkChange(one, { warnedAt: at(0), safeguardedAt: at(8) }, at(9 + days)),
        ).toBeUndefined()
      }),
    )
  })

  test('raises a warning when the line is crossed, and ends it when the rate is within the limit again', () => {
    const over = { decided: 20, succeeded: 17, upheld: 2 }
    const kept = { decided: 20, succeeded: 19, upheld: 1 }
    expect([qualityLevelOf(over), qualityLevelOf(kept)]).toEqual(['over', 'kept'])
    expect(nextMarkChange(over, undefined, at(0))).toBe('warn')
    expect(nextMarkChange(kept, undefined, at(0))).toBeUndefined()
    expect(nextMarkChange(kept, { warnedAt: at(0), safeguardedAt: null }, at(1))).toBe('keep')
    // Beyond the threshold after all its days, but not with certainty.
    expect(nextMarkChange(over, { warnedAt: at(0), safeguardedAt: null }, at(60))).toBeUndefined()
  })

  test('a rate at the limit is within it: 90 % and 5 %', () => {
    expect(qualityLevelOf({ decided: 100, succeeded: 90, upheld: 5 })).toBe('kept')
    expect(qualityLevelOf({ decided: 100, succeeded: 89, upheld: 5 })).toBe('over')
    expect(qualityLevelOf({ decided: 100, succeeded: 90, upheld: 6 })).toBe('over')
    expect(qualityLevelOf({ decided: 9, succeeded: 0, upheld: 9 })).toBe('too-few')
  })

  test('from which share on it is sure depends on how many were decided', () => {
    const upheldOf = (decided: number, upheld: number) =>
      qualityLevelOf({ decided, upheld, succeeded: decided - upheld })
    expect(upheldOf(30, 3)).toBe('over')
    expect(upheldOf(30, 4)).toBe('surely-over')
    expect(upheldOf(400, 28)).toBe('over')
    expect(upheldOf(400, 30)).toBe('surely-over')
  })
})

test('three months before the last of a month is the last of one', () => {
  const before = (text: string): string =>
    monthsBefore(new Date(`${text}T12:00:00Z`), 3)
      .toISOString()
      .slice(0, 10)
  expect([before('2026-05-31'), before('2026-07-15'), before('2026-01-30')]).toEqual([
    '2026-02-28',
    '2026-04-15',
    '2025-10-30',
  ])
})

test('viewing and lifting rights', () => {
  const admin = personOf('o')
  const limited = { ...personOf('o', ['admin']), brands: ['velmoraq'] }
  const analyst = personOf('o', ['analyst'])
  const key = { kind: 'key', id: 'k', organisationId: 'o', scopes: [] } as const
  expect([admin, limited, analyst, key].map((one) => maySeeFigures(one, 'rule'))).toEqual([
    true,
    false,
    true,
    false,
  ])
  expect([limited, key].map((one) => maySeeFigures(one, 'brand'))).toEqual([true, false])
  expect([admin, limited, analyst, key].map((one) => mayLiftSafeguards(one))).toEqual([
    true,
    false,
    false,
    false,
  ])
  expect([
    maySeeFiguresOf(admin, 'x'),
    maySeeFiguresOf(analyst, 'x'),
    maySeeFiguresOf(analyst, analyst.id),
  ]).toEqual([true, false, true])
})
