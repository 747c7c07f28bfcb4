import type { Translated } from '../catalogue.ts'
import type { imports as english } from '../en/import.ts'

export const imports: Translated<typeof english> = {
  'import.title': '导入商品',
  'import.lead': '文件中的每条商品都会保存并判断。有误的行会列出，其余照常接收。',
  'import.denied': '商品由管理员和分析员导入，请联系他们。',
  'import.drop': '将商品文件拖到此处',
  'import.formats': 'NDJSON、JSON、CSV、XLSX 或 Merchant 源，可用 gzip 压缩',
  'import.preview': '文件开头',
  'import.no-preview': '工作簿：发送时读取其各行。',
  'import.size': '{kilobytes} KB',
  'import.marketplace': '平台',
  'import.marketplace.hint': '文件未写明时填写',
  'import.currency': '货币',
  'import.currency.hint': '三个字母：EUR、CNY',
  'import.language': '语言',
  'import.language.hint': '两个字母：en、zh',
  'import.do': '导入',
  'import.sending': '正在发送：{share}',
  'import.judging': '已发送，正在判断。',
  'import.done': '{count, plural, other {已接收 # 条商品}}',
  'import.done.lead':
    '按 {format} 读取。{changed, plural, =0 {} other {# 条与此前不同。}}{unchanged, plural, =0 {} other {# 条与此前相同。}}{failed, plural, =0 {没有有误的行。} other {# 行有误。}}',
  'import.look': '查看商品',
  'import.offers': '商品',
}
