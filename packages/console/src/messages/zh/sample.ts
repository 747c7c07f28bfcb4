import type { Translated } from '../catalogue.ts'
import type { sample as english } from '../en/sample.ts'

export const sample: Translated<typeof english> = {
  'sample.loading': '正在载入示例联盟：{taken} / {total}',
  'sample.loaded': '示例联盟已载入。',
  'sample.show': '显示现有内容',
}
