import { expect, test } from 'vitest'
import { visiblePageItems } from './page-images.ts'

const item = (name: string, derivedFrom: string | null = null, mediatype = 'image/png') => ({
  name,
  derivedFrom,
  mediatype,
})
const names = (...items: ReturnType<typeof item>[]): string[] =>
  visiblePageItems(items).map(({ name }) => name)

test('the parts of the page itself are shown in their order, and no other page', () => {
  expect(
    names(
      item('page-10.png'),
      item('page-2.png'),
      item('page-1.png'),
      item('page-2-1.png'),
      item('page.html', null, 'text/html'),
      item('picture-1.png'),
      item('own-1.png'),
    ),
  ).toEqual(['page-1.png', 'page-2.png', 'page-10.png'])
})

test('a redacted part replaces the original, and the last redaction the earlier ones', () => {
  const [first, second] = [item('page-1.png'), item('page-2.png')]
  const redacted = item('page-1.redacted-1.png', 'page-1.png')
  expect(names(first, second, redacted)).toEqual(['page-1.redacted-1.png', 'page-2.png'])
  const tenth = item('page-1.redacted-10.png', 'page-1.png')
  const ninth = item('page-1.redacted-9.png', 'page-1.png')
  expect(names(first, ninth, tenth)).toEqual(['page-1.redacted-10.png'])
  const again = item('page-1.redacted-1.redacted-1.png', 'page-1.redacted-1.png')
  expect(names(first, redacted, again)).toEqual(['page-1.redacted-1.redacted-1.png'])
})
