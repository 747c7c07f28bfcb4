import { expect, test } from 'vitest'
import { faultCause } from './fault-cause.ts'
import { parseListing } from './validation-faults.ts'

const good = { id: 'a', title: 'Belt' }

test.each([
  [{ title: 'Belt' }, 'missing'],
  [{ ...good, id: '' }, 'empty'],
  [{ ...good, title: 7 }, 'wrong-type'],
  [{ ...good, price: { amount: '12,-', currency: 'EUR' } }, 'wrong-format'],
  [{ ...good, price: { amount: '12', currency: 'eur' } }, 'wrong-format'],
  [{ ...good, condition: 'shiny' }, 'not-allowed'],
  [{ ...good, title: 'x'.repeat(100_000) }, 'wrong-length'],
  [
    { ...good, images: Array.from({ length: 5000 }, () => ({ url: 'https://a.example' })) },
    'wrong-length',
  ],
])('the cause of a fault is named: %#', (listing, cause) => {
  const parsed = parseListing(listing)
  expect(parsed.ok ? [] : parsed.faults.map(faultCause)).toContain(cause)
})

test.each([
  ['is a spreadsheet error', 'spreadsheet'],
  ['was rounded by a spreadsheet', 'spreadsheet'],
  ['is a date that can be read in two ways', 'ambiguous'],
  ['is no date', 'wrong-format'],
  ['cannot be joined', 'other'],
])('%s: %s', (problem, cause) => {
  expect(faultCause({ problem })).toBe(cause)
})
