import { expect, test } from 'vitest'
import { fieldOf } from './missing-fields.ts'

test('each line leads to the field that answers it', () => {
  const of = (id: string, section: string, stated = false): string =>
    fieldOf({ id, section, stated })
  expect(of('eori', 'particulars', true)).toBe('field-particulars-eori')
  expect(of('expert-witness', 'complainant')).toBe('field-complainant')
  expect(of('signed-complaint', 'complainant')).toBe('field-documents')
  expect(of('genuine-value', 'scale')).toBe('field-genuineUnitValue')
  expect(of('turnover', 'scale')).toBe('section-scale')
})
