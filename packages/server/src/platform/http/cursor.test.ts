import { expect, test } from 'vitest'
import { z } from 'zod'
import { TimeCursor, valueCursor, toPageQuery, pageOf, readCursor, rowsOfPage } from './cursor.ts'

const rows = Array.from({ length: 6 }, (_, at) => ({
  at: new Date(Date.UTC(2026, 10, 20 - at)),
  id: `00000000-0000-4000-8000-00000000000${at}`,
}))

/** Like a store: up to this many rows after a position. */
function read({ limit, after }: { limit: number; after?: { at: Date; id: string } }) {
  const from = after === undefined ? 0 : rows.findIndex(({ id }) => id === after.id) + 1
  return rows.slice(from, from + limit)
}

test.each([1, 2, 3, 4, 6, 7])('pages of %i bring every row once, and none is empty', (limit) => {
  const pages: unknown[][] = []
  let after: string | undefined
  do {
    const pageQuery = toPageQuery({ limit, after }, TimeCursor)
    const pageRows = read(pageQuery)
    const { items, next } = pageOf(pageRows, limit, ({ at, id }) => [at, id])
    expect(rowsOfPage(pageRows, pageQuery)).toEqual(items)
    pages.push(items)
    after = next ?? undefined
  } while (after !== undefined)
  expect(pages.flat()).toEqual(rows)
  expect(pages.map(({ length }) => length)).not.toContain(0)
  expect(pages).toHaveLength(Math.ceil(rows.length / limit))
})

test('a cursor is read back with its names, and an invalid one is refused by its field', () => {
  const [first, second] = rows
  const { next } = pageOf([first, second], 1, (row) => [row!.at, row!.id])
  expect(readCursor(TimeCursor, next!)).toEqual(first)
  const slug = pageOf(['a', 'b'], 1, (text) => [text])
  expect(readCursor(valueCursor(z.string()), slug.next!)).toBe('a')
  for (const text of ['', 'x', next!.slice(4), slug.next!]) {
    expect(() => readCursor(TimeCursor, text)).toThrow(
      expect.objectContaining({ class: 'validation-failed', pointer: '/after' }),
    )
  }
})
