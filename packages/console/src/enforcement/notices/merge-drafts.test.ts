import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentOf, draftOf, type Draft } from './draft.ts'
import { mergeDrafts, taking } from './merge-drafts.ts'

const [bag, belt, scarf] = ['1', '2', '3'].map((end) => `6f1f5b3e-0000-4000-8000-00000000000${end}`)
const base: Draft = draftOf({
  regime: 'eu-dsa',
  ground: 'counterfeit',
  language: 'en',
  goodFaith: false,
  claim: '6f1f5b3e-0000-4000-8000-000000000009',
  items: [bag!, belt!].map((listing) => ({ listing, evidence: [] })),
  territory: ['DE'],
  classes: [18],
  recipients: [{ by: 'file' }],
})
const about = (draft: Draft, listing: string, reasons: string): Draft => ({
  ...draft,
  items: draft.items.map((item) => (item.listing === listing ? { ...item, reasons } : item)),
})

test('text that only one of two people wrote is preserved, regardless of who wrote it', () => {
  const mine = { ...about(base, bag!, 'The title says “1:1”.'), territory: ['DE', 'FR'] }
  const theirs = {
    ...about(base, belt!, 'The clasp shows no mark.'),
    goodFaith: true,
    recipients: [{ by: 'email' as const, to: 'desk@pasar.example' }],
  }
  const { draft, apart } = mergeDrafts(base, mine, theirs)
  expect(apart).toEqual([])
  expect(contentOf(draft)).toMatchObject({
    goodFaith: true,
    territory: ['DE', 'FR'],
    items: [{ reasons: 'The title says “1:1”.' }, { reasons: 'The clasp shows no mark.' }],
    recipients: [{ by: 'email', to: 'desk@pasar.example' }],
  })
})

test('a listing that one person adds and another removes', () => {
  const mine = { ...base, items: base.items.filter(({ listing }) => listing !== belt) }
  const theirs = {
    ...base,
    items: [...base.items, { listing: scarf!, reasons: '', evidence: [] }],
  }
  const { draft, apart } = mergeDrafts(base, mine, theirs)
  expect([draft.items.map(({ listing }) => listing), apart]).toEqual([[bag, scarf], []])
})

test('where both wrote otherwise each is there to be chosen, and neither is lost', () => {
  const mine = { ...about(base, bag!, 'Mine.'), reasons: 'Of mine.', contact: 'a@house-a.example' }
  const theirs = { ...about(base, bag!, 'Theirs.'), reasons: 'Of theirs.' }
  const { draft, apart } = mergeDrafts(base, mine, theirs)
  expect(apart).toEqual(['reasons', `listing ${bag}`])
  expect(draft).toEqual(mine)
  expect(taking(draft, theirs, [`listing ${bag!}`])).toEqual({
    ...about(mine, bag!, 'Theirs.'),
  })
  expect(taking(draft, theirs, apart)).toMatchObject({
    reasons: 'Of theirs.',
    contact: 'a@house-a.example',
  })
})

test('spaces, empty fields and the order of keys cause no conflict', () => {
  const [item] = base.items
  const mine = {
    ...base,
    signatory: '',
    reasons: 'The same. ',
    items: base.items.map((one) =>
      one === item ? { evidence: one.evidence, reasons: '', listing: one.listing } : one,
    ),
  }
  expect(mergeDrafts(base, mine, { ...base, reasons: 'The same.' }).apart).toEqual([])
})

test('a single writer keeps his text, and identical texts of two writers remain', () => {
  const drafts = fc
    .record({ reasons: fc.string(), territory: fc.array(fc.string()), goodFaith: fc.boolean() })
    .map((part) => ({ ...base, ...part }))
  fc.assert(
    fc.property(drafts, (written) => {
      for (const [mine, theirs] of [
        [written, base],
        [base, written],
        [written, written],
      ] as const) {
        const { draft, apart } = mergeDrafts(base, mine, theirs)
        expect(apart).toEqual([])
        expect(contentOf(draft)).toEqual(contentOf(written))
      }
    }),
  )
})
