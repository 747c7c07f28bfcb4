import { describe, expect, it } from 'vitest'
import { shippedRules } from '../regimes/index.ts'
import { maySend, type CounselSignature } from './index.ts'

const { regime } = shippedRules('eu-dsa')
const signature: CounselSignature = {
  regime: 'eu-dsa',
  version: regime.version,
  checkedOn: '2026-03-31',
  by: 'Counsel of the house',
}

describe('maySend', () => {
  it('allows no sending under a regime that counsel has not approved', () => {
    expect(maySend(regime, [], '2026-11-25T10:00:00Z')).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('has not checked'),
      unverified: expect.arrayContaining(['art-30-4', 'art-22-7', 'art-20-5']),
    })
  })

  it('counts a signature for twelve months of the regime’s days', () => {
    const at = (now: string): boolean => maySend(regime, [signature], now).allowed
    expect(at('2026-03-30T12:00:00Z')).toBe(false)
    expect(at('2026-03-31T12:00:00Z')).toBe(true)
    // Midnight in Brussels, an hour or two before that of UTC.
    expect(at('2027-03-30T21:59:59Z')).toBe(true)
    expect(at('2027-03-30T22:00:00Z')).toBe(false)
  })

  it('asks anew for a new version', () => {
    const answer = maySend({ ...regime, version: '2' }, [signature], '2026-04-01T10:00:00Z')
    expect(answer).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('another version'),
    })
  })

  it('takes the latest of several signatures', () => {
    const renewed = { ...signature, checkedOn: '2027-03-01' }
    expect(maySend(regime, [renewed, signature], '2027-10-01T10:00:00Z')).toMatchObject({
      allowed: true,
      until: '2028-03-01',
    })
  })
})
