import { noticeQualityGroups as all, goodFaithThresholds } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { accountabilityGroups, line } from './figure-groups.ts'
import { readAccountabilitySearch } from './search.ts'

test('the pages know every group and draw the line where the server holds it', () => {
  expect([...accountabilityGroups].sort()).toEqual([...all].sort())
  expect(line).toEqual({ success: goodFaithThresholds.success, upheld: goodFaithThresholds.upheld })
})

test('an address names a group, or none', () => {
  expect(readAccountabilitySearch({ by: 'signal' })).toEqual({ by: 'signal' })
  expect(readAccountabilitySearch({ by: 'seller' })).toEqual({})
})
