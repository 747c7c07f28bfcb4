import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { beginningOf } from './file-beginning.ts'

const text = Array.from({ length: 20_000 }, (_, row) => `{"id":"${row}","title":"包 ${row}"}`).join(
  '\n',
)

test('a short file is read completely', async () => {
  const { bytes, cut } = await beginningOf(new Blob(['id,title\n1,包\n']))
  expect([await bytes.text(), cut]).toEqual(['id,title\n1,包\n', false])
})

test('of a long file the beginning is read, of a packed one unpacked', async () => {
  for (const file of [text, gzipSync(text)]) {
    const { bytes, cut } = await beginningOf(new Blob([file]))
    expect(text.startsWith((await bytes.text()).replace(/\ufffd+$/, ''))).toBe(true)
    expect([bytes.size, cut]).toEqual([512 * 1024, true])
  }
})

test('a short packed file is read completely', async () => {
  const packed = gzipSync('id,title\n1,Belt\n')
  expect(gunzipSync(packed).length).toBe(16)
  const { bytes, cut } = await beginningOf(new Blob([packed]))
  expect([await bytes.text(), cut]).toEqual(['id,title\n1,Belt\n', false])
})

test('a workbook is returned completely', async () => {
  const { bytes, cut } = await beginningOf(new Blob(['PK\u0003\u0004', 'x'.repeat(600_000)]))
  expect([bytes.size, cut]).toEqual([600_004, false])
})
