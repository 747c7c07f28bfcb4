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
  'overview.trends': '最近三十天',
  'overview.trends.lead': '按首次发现的日期统计的商品，判断以统计当日为准。',
  'overview.trends.said':
    '{days, number} 天内共 {count, number} 条商品，最多的一天 {most, number} 条。表格列出每一天。',
  'overview.as-table': '以表格显示',
  'overview.as-chart': '以图表显示',
  'overview.day': '日期（UTC）',
  'overview.all': '全部',
  'overview.work': '待判定',
  'overview.work.lead': '贵组织尚未判定的商品。品牌和平台在每种判断最新的 2,000 条中统计。',
  'overview.work.done': '没有待办：所有未放行的商品都已有判定。',
  'overview.by-brand': '按品牌',
  'overview.by-marketplace': '按平台',
  'overview.name': '名称',
  'overview.coverage': '信号可判断的范围',
  'overview.coverage.lead':
    '最新 {count, plural, other {# 条商品}}中，每类信号有依据可判断的比例。没有依据时，信号沉默并不说明商品可信。',
}
