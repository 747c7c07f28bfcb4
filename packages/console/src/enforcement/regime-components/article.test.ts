import { expect, test } from 'vitest'
import { textOf } from '../../../test/text-of.ts'
import { articleOf } from './article.ts'

test.each([
  ['Art. 16(1)', 'Pasal 16(1)', '第 16(1) 条'],
  ['Art. 16(2), recital 50', 'Pasal 16(2), pertimbangan 50', '第 16(2) 条、序言第 50 段'],
  ['Arts. 16 to 32', 'Pasal 16–32', '第 16–32 条'],
  ['Recital 54', 'Pertimbangan 54', '序言第 54 段'],
  ['Chapter III', 'Bab III', '第 III 章'],
  ['Rec. 2003/361/EC', 'Rec. 2003/361/EC', 'Rec. 2003/361/EC'],
])('%s is cited as %s in Indonesian and %s in Chinese', (article, id, zh) => {
  expect(articleOf(textOf('en', ['proceedings']), article)).toBe(article)
  expect(articleOf(textOf('id', ['proceedings']), article)).toBe(id)
  expect(articleOf(textOf('zh', ['proceedings']), article)).toBe(zh)
})
