import type { Translated } from '../catalogue.ts'
import type { audit as english } from '../en/audit.ts'

export const audit: Translated<typeof english> = {
  'log.title': '日志',
  'log.lead': '每一次更改，以及每一次读取个人数据。其内容从不改动。',
  'log.denied': '日志由管理员和审计员查看，请联系他们。',
  'log.empty': '还没有任何记录',
  'log.at': '时间',
  'log.who': '操作者',
  'log.what': '操作',
  'log.on': '对象',
  'log.detail': '详情',
  'log.you': '您',
}
