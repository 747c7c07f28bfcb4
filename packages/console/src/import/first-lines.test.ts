import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { firstLines } from './first-lines.ts'

const text = Array.from({ length: 20_000 }, (_, row) => `{"id":"${row}","title":"包 ${row}"}`).join(
  '\n',
)

test('a text file shows its first lines', async () => {
  const lines = await firstLines(new Blob([text]))
  expect(lines).toHaveLength(6)
  expect(lines?.[0]).toBe('{"id":"0","title":"包 0"}')
})

test('a packed file shows its first lines, though only its beginning is read', async () => {
  const lines = await firstLines(new Blob([gzipSync(text)]))
  expect(lines?.[5]).toBe('{"id":"5","title":"包 5"}')
})

test('a workbook shows none', async () => {
  expect(await firstLines(new Blob(['PK\u0003\u0004 and more']))).toBeNull()
})

test('a line without an end is cut', async () => {
  expect((await firstLines(new Blob(['a'.repeat(10_000)])))?.[0]).toHaveLength(401)
})
