import type { Translated } from '../catalogue.ts'
import type { overview as english } from '../en/overview.ts'

export const overview: Translated<typeof english> = {
  'overview.title': '概览',
  'overview.offers': '按判断分类的商品',
  'overview.go': '查看商品信息',
  'overview.empty': '先导入一个商品文件',
  'overview.empty.text': '导入商品即可看到判断；导入目录，系统才认识您自己的品牌。',
  'overview.decisions': '最近的判定',
  'overview.decision': '判定',
  'overview.offer': '商品',
}
