import { expect, test } from 'vitest'
import { newTag, tagsIn, withTag } from './email-tags.ts'

const mailbox = 'tips@brand.example'
const tag = 'a1'.repeat(15)

test('a tag stands in the local part and is found there, whatever the case and folding', () => {
  expect(withTag(mailbox, tag)).toBe(`tips+${tag}@brand.example`)
  const fresh = newTag()
  expect(tagsIn(`To: "Tips" <${withTag(mailbox, fresh)}>`, mailbox)).toEqual([fresh])
  const headers = `Delivered-To: TIPS+${tag.toUpperCase()}@Brand.Example\r\nTo: a@b.example,\r\n <tips+${tag}@brand.example>`
  expect(tagsIn(headers, mailbox)).toEqual([tag])
})

test.each([
  'To: tips@brand.example',
  `To: tips+${tag.slice(1)}@brand.example`,
  `To: tips+${tag}0@brand.example`,
  `To: tips+${tag}@brand.example.evil.example`,
  `To: tips+${tag}@brandXexample`,
  `To: more.tips+${tag}@brand.example`,
])('%s names none', (header) => {
  expect(tagsIn(header, mailbox)).toEqual([])
})
