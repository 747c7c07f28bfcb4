import { noticeQualityGroups as all, goodFaithThresholds } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { noticeQualityGroups, line } from './figure-groups.ts'
import { readNoticeQualitySearch } from './search.ts'

test('the pages know every group and draw the line at the server’s threshold', () => {
  expect([...noticeQualityGroups].sort()).toEqual([...all].sort())
  expect(line).toEqual({ success: goodFaithThresholds.success, upheld: goodFaithThresholds.upheld })
})

test('an address names a group, or none', () => {
  expect(readNoticeQualitySearch({ by: 'signal' })).toEqual({ by: 'signal' })
  expect(readNoticeQualitySearch({ by: 'seller' })).toEqual({})
})
