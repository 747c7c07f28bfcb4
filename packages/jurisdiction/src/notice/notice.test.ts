import { Notice } from '@touchstone/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkBeforeSending,
  elementsOf,
  evidenceKinds,
  type NoticeDraft,
  type WrongNotice,
} from './index.ts'

const full: Notice = {
  items: [
    { urls: ['https://shop.example/1'], reasons: 'The title names a model that was never made.' },
  ],
  name: 'A. Person',
  email: 'person@brand.example',
  goodFaith: true,
  ground: 'counterfeit',
}

describe('a notice of a stranger', () => {
  it('is accepted when empty, and the four elements are requested', () => {
    const empty = Notice.parse({})
    expect(elementsOf(empty)).toMatchObject({ given: [], contact: false })
    expect(elementsOf(empty).missing.map(({ element }) => element)).toEqual([
      'reasons',
      'location',
      'name',
      'good-faith',
    ])
  })

  it('contains all four', () => {
    expect(elementsOf(full)).toEqual({
      given: ['reasons', 'location', 'name', 'good-faith'],
      missing: [],
      contact: true,
    })
  })

  it('is not missing for a name where abuse of children is suspected', () => {
    expect(elementsOf({ childAbuse: true }).missing.map(({ element }) => element)).not.toContain(
      'name',
    )
  })

  it('asks for the address of each of several items', () => {
    const notice = { ...full, items: [...full.items!, { urls: [' '] }] }
    expect(elementsOf(notice).missing.map(({ element }) => element)).toEqual([
      'reasons',
      'location',
    ])
  })
})

const ready: NoticeDraft = {
  notice: full,
  right: {
    name: 'EU trade mark 1',
    kind: 'trade-mark',
    territory: ['DE', 'FR'],
    goods: ['14'],
    validFrom: '2010-01-01',
    validUntil: '2030-01-01',
    extract: { on: '2026-10-01', sha256: 'a'.repeat(64) },
  },
  listing: { territory: ['DE'], goods: ['14'], state: 'live' },
  evidence: { sealed: true, kinds: ['capture', 'never-made'] },
  signatory: { name: 'A. Person', authorised: true },
  today: '2026-11-25',
}
const right = ready.right!
const wrong: WrongNotice = { id: 'n-0', on: '2026-11-01', reason: 'withdrawn' }

describe('a notice of an own sender', () => {
  it('is sent when it is complete', () => {
    expect(checkBeforeSending(ready)).toEqual({ ok: true, refusals: [], warnings: [] })
  })

  it.each<[string, Partial<NoticeDraft>]>([
    ['no-ground', { notice: { ...full, ground: undefined } }],
    ['grey-market', { notice: { ...full, ground: 'grey-market' } }],
    ['no-right', { right: undefined }],
    ['wrong-right', { right: { ...right, kind: 'other' } }],
    ['self-declared', { right: { ...right, extract: undefined } }],
    ['bad-extract', { right: { ...right, extract: { on: '2027-01-01', sha256: 'a'.repeat(64) } } }],
    ['not-yet-valid', { right: { ...right, validFrom: '2026-12-01' } }],
    ['expired', { right: { ...right, validUntil: '2026-11-24' } }],
    ['territory', { listing: { ...ready.listing, territory: ['US'] } }],
    ['territory', { listing: { ...ready.listing, territory: ['DE', 'US'] } }],
    ['territory', { listing: { ...ready.listing, territory: [] } }],
    ['goods', { listing: { ...ready.listing, goods: ['25'] } }],
    ['goods', { listing: { ...ready.listing, goods: ['14', '25'] } }],
    ['goods', { listing: { ...ready.listing, goods: [] } }],
    ['not-sealed', { evidence: { ...ready.evidence, sealed: false } }],
    ['evidence', { evidence: { sealed: true, kinds: ['capture'] } }],
    ['evidence', { evidence: { sealed: true, kinds: ['never-made'] } }],
    ['location', { notice: { ...full, items: [{ reasons: 'The title says so.' }] } }],
    ['good-faith', { notice: { ...full, goodFaith: false } }],
    ['wording', { notice: { ...full, reasons: 'This watch is clearly a fake.' } }],
    ['no-signatory', { signatory: undefined }],
    ['signatory', { signatory: { name: 'B', authorised: false } }],
    ['signatory', { signatory: { name: 'B', authorised: true, until: '2026-11-01' } }],
    ['gone', { listing: { ...ready.listing, state: 'gone' } }],
    ['duplicate', { listing: { ...ready.listing, earlierNotice: 'n-1' } }],
    ['repeated', { listing: { ...ready.listing, wrongNotice: wrong } }],
    [
      'repeated',
      { listing: { ...ready.listing, wrongNotice: { ...wrong, reason: 'overturned' } } },
    ],
    ['cleared', { listing: { ...ready.listing, clearedBy: 'c-1' } }],
  ])('is held back for %s, in a sentence', (code, change) => {
    const { ok, refusals } = checkBeforeSending({ ...ready, ...change })
    expect(ok).toBe(false)
    expect(refusals.map((refusal) => refusal.code)).toContain(code)
    for (const { message } of refusals) expect(message).toMatch(/^[A-Z“].+[.]$/)
  })

  it('rests on a work by proof of who made it, since no register lists works', () => {
    const { extract: _extract, ...work } = { ...right, kind: 'copyright', goods: 'all' } as const
    const notice = { ...full, ground: 'copyright' } as const
    const evidence = { sealed: true, kinds: ['capture', 'original-work'] } as const
    const of = (authorship?: { sha256: string }) =>
      checkBeforeSending({
        ...ready,
        notice,
        evidence,
        right: { ...work, ...(authorship && { authorship }) },
      })
    expect(of({ sha256: 'a'.repeat(64) })).toEqual({ ok: true, refusals: [], warnings: [] })
    expect(of().refusals).toMatchObject([
      { code: 'self-declared', message: expect.stringContaining('proves who made it') },
    ])
  })

  it('repeats a wrong notice for a stated reason alone, and says so', () => {
    const listing = { ...ready.listing, wrongNotice: wrong, repeatReason: 'A purchase proved it.' }
    const { ok, warnings } = checkBeforeSending({ ...ready, listing })
    expect([ok, warnings.map(({ code }) => code)]).toEqual([true, ['repeated']])
  })

  it('names a cleared seller only where it is stated what has changed since, and says so', () => {
    const cleared = { ...ready.listing, clearedBy: 'c-1' }
    // The reason for a repeat is none for this.
    const repeated = { ...cleared, repeatReason: 'A purchase proved it.' }
    expect(checkBeforeSending({ ...ready, listing: repeated }).ok).toBe(false)
    const listing = { ...cleared, clearanceReason: 'The goods come from elsewhere now.' }
    const { ok, warnings } = checkBeforeSending({ ...ready, listing })
    expect([ok, warnings.map(({ code }) => code)]).toEqual([true, ['cleared']])
  })

  it('takes grey market on counsel’s template alone', () => {
    const notice: Notice = { ...full, ground: 'grey-market' }
    expect(checkBeforeSending({ ...ready, notice, counselTemplate: 'template-1' }).ok).toBe(true)
  })

  it('shows an extract as stale after 90 days, and sends all the same', () => {
    const stale = (on: string): string[] =>
      checkBeforeSending({
        ...ready,
        right: { ...right, extract: { on, sha256: 'b'.repeat(64) } },
      }).warnings.map(({ code }) => code)
    expect([stale('2026-08-27'), stale('2026-08-26')]).toEqual([[], ['stale']])
  })

  it('is never sent without a sealed capture, an extract and a signatory', () => {
    const kinds = fc.subarray([...evidenceKinds])
    const ground = fc.constantFrom<Notice['ground']>(
      'counterfeit',
      'unlicensed-use',
      'copyright',
      'design',
      'grey-market',
      undefined,
    )
    fc.assert(
      fc.property(
        kinds,
        ground,
        fc.boolean(),
        fc.boolean(),
        (kindsPresent, why, sealed, proven) => {
          const { ok } = checkBeforeSending({
            ...ready,
            notice: { ...full, ground: why },
            right: {
              ...right,
              kind: why === 'copyright' ? 'copyright' : why === 'design' ? 'design' : 'trade-mark',
              extract: proven ? right.extract : undefined,
            },
            evidence: { sealed, kinds: kindsPresent },
          })
          if (ok)
            expect([sealed, proven, kindsPresent.includes('capture'), why !== undefined]).toEqual([
              true,
              true,
              true,
              true,
            ])
        },
      ),
    )
  })
})
