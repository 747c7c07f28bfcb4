import { expect, test } from 'vitest'
import { approvalStatusOf } from './counsel-approval-status.ts'

const now = Date.parse('2026-11-26T12:00:00Z')
const one = { version: '1' }

test('a check is valid, about to expire, expired, for an earlier version, or missing', () => {
  const holding = { maySend: true, version: '1', signatures: [one] }
  expect(approvalStatusOf({ ...holding, until: '2027-10-01' }, now)).toBe('holds')
  expect(approvalStatusOf({ ...holding, until: '2026-12-20' }, now)).toBe('ends')
  const not = { maySend: false, until: null, version: '1' }
  expect(approvalStatusOf({ ...not, signatures: [one] }, now)).toBe('lapsed')
  expect(approvalStatusOf({ ...not, signatures: [{ version: '0' }] }, now)).toBe('replaced')
  expect(approvalStatusOf({ ...not, signatures: [] }, now)).toBe('none')
})
