import { noticeQualityGroups, type NoticeQualityGroup } from './figure-groups.ts'

/** Reads the selected figures from an address. */
export function readNoticeQualitySearch(search: Record<string, unknown>): {
  by?: NoticeQualityGroup
} {
  const by = noticeQualityGroups.find((one) => one === search['by'])
  return by === undefined ? {} : { by }
}
