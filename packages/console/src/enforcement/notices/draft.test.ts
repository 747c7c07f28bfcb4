import type { NoticeContentView } from '@touchstone/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { classesIn, contentOf, draftOf, isAllKept } from './draft.ts'

const content: NoticeContentView = {
  regime: 'eu-dsa',
  ground: 'counterfeit',
  language: 'en',
  goodFaith: true,
  claim: '6f1f5b3e-0000-4000-8000-000000000001',
  items: [
    {
      listing: '6f1f5b3e-0000-4000-8000-000000000002',
      capture: '6f1f5b3e-0000-4000-8000-000000000003',
      reasons: 'The title says “replica 1:1”.',
      evidence: [{ kind: 'never-made', statement: 'No such model stands in the catalog.' }],
    },
  ],
  reasons: 'Facts of all.',
  territory: ['DE', 'FR'],
  classes: [18, 25],
  signatory: '6f1f5b3e-0000-4000-8000-000000000004',
  contact: 'rights@house-a.example',
  recipients: [
    { by: 'inside', organisation: 'market-a' },
    { by: 'email', to: 'notices@pasar.example' },
    { by: 'file' },
  ],
}

test('a draft is converted to the notice and back unchanged', () => {
  expect(contentOf(draftOf(content))).toEqual(content)
  expect(isAllKept(draftOf(content))).toBe(true)
})

test('lines that are not complete stay with their writer', () => {
  const draft = draftOf(content)
  const half = {
    ...draft,
    contact: 'rights@',
    reasons: ' ',
    signatory: '',
    recipients: [...draft.recipients, { by: 'email' as const, to: 'somebody@' }],
    items: draft.items.map((item) => ({
      ...item,
      reasons: '',
      evidence: [{ kind: 'comparison' as const, statement: ' ' }],
    })),
  }
  const kept = contentOf(half)
  expect(kept.recipients).toEqual(content.recipients)
  expect(kept.items[0]).toEqual({
    listing: content.items[0]?.listing,
    capture: content.items[0]?.capture,
    evidence: [],
  })
  expect([kept.contact, kept.reasons, kept.signatory]).toEqual([undefined, undefined, undefined])
  expect(isAllKept(half)).toBe(false)
})

test('classes are read from any input', () => {
  expect(classesIn('18, 25 and 99, 18')).toEqual([18, 25])
  fc.assert(
    fc.property(fc.string(), (text) => {
      const classes = classesIn(text)
      expect(classes.every((one) => one >= 1 && one <= 45)).toBe(true)
      expect(new Set(classes).size).toBe(classes.length)
    }),
  )
})
