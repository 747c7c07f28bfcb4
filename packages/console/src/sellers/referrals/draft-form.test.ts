import type { ReferralDraft } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { contentOf, formOf, incompleteParts } from './draft-form.ts'
import { changedParts, mergeParts, takeParts, textOfPart } from './merge-parts.ts'

const draft: ReferralDraft = {
  title: 'Velmoraq bags',
  language: 'en',
  recipient: { kind: 'organisation', organisation: 'north', country: 'NL', office: 'customs' },
  complainant: null,
  rights: [],
  examination: null,
  accounts: null,
  omissions: [],
  listings: null,
  persons: [],
  places: [],
  genuineUnitValue: null,
  particulars: [],
  transfer: null,
  approvalNumber: null,
  storedInChina: false,
  tlp: 'amber',
  deconflictionNumber: 'R2026-AB',
}
const form = formOf(draft)

test('a stored draft is the content of its own form', () => {
  const full: ReferralDraft = {
    ...draft,
    complainant: { name: 'Velmoraq', country: 'FR', contact: { name: 'Desk', phone: '+33 1' } },
    rights: [
      {
        kind: 'trademark',
        claim: 'c',
        mark: 'VELMORAQ',
        niceClasses: [18],
        territory: ['EM'],
      },
    ],
    particulars: [{ line: 'eori', text: 'FR1' }],
    genuineUnitValue: { amount: '120', currency: 'EUR' },
  }
  expect(contentOf(formOf(full))).toEqual(full)
  expect(changedParts(full, formOf(full))).toEqual({})
  expect(incompleteParts(formOf(full))).toEqual([])
})

test('a part that is begun stays out of what is saved until it is complete', () => {
  const begun = {
    ...form,
    complainant: { ...form.complainant, name: 'Velmoraq' },
    examination: { ...form.examination, examiner: 'Lab' },
    genuineUnitValue: { amount: '120', currency: '' },
  }
  expect(incompleteParts(begun)).toEqual(['complainant', 'examination', 'genuineUnitValue'])
  expect(changedParts(draft, begun)).toEqual({})
  const whole = { ...begun, genuineUnitValue: { amount: ' 120 ', currency: 'EUR' } }
  expect(changedParts(draft, whole)).toEqual({
    genuineUnitValue: { amount: '120', currency: 'EUR' },
  })
})

test('parts that only one person changed are joined, and the same part is a conflict', () => {
  const theirs: ReferralDraft = { ...draft, tlp: 'red', title: 'Theirs' }
  const mine = { ...form, title: 'Mine', approvalNumber: '7' }
  const merged = mergeParts(draft, mine, theirs)
  expect(merged.conflicts).toEqual(['title'])
  expect(merged.form).toMatchObject({ title: 'Mine', tlp: 'red', approvalNumber: '7' })
  expect(takeParts(merged.form, theirs, ['title']).title).toBe('Theirs')
})

test('a part that another person changed while it is begun here is a conflict', () => {
  const complainant = { name: 'Other', country: 'FR', contact: { name: 'Desk' } }
  const mine = { ...form, complainant: { ...form.complainant, name: 'Velmoraq' } }
  expect(mergeParts(draft, mine, { ...draft, complainant }).conflicts).toEqual(['complainant'])
})

test('parts are compared by people in words, without identifiers', () => {
  const id = '01234567-89ab-4def-8123-456789abcdef'
  expect(textOfPart([{ claim: id, mark: 'VELMORAQ', niceClasses: [18, 25] }])).toBe(
    'VELMORAQ · 18 · 25',
  )
})
