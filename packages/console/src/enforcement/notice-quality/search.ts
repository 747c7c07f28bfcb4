import { noticeQualityGroups, type NoticeQualityGroup } from './figure-groups.ts'

/** What an address says of the figures to be shown. */
export function readNoticeQualitySearch(search: Record<string, unknown>): {
  by?: NoticeQualityGroup
} {
  const by = noticeQualityGroups.find((one) => one === search['by'])
  return by === undefined ? {} : { by }
}
