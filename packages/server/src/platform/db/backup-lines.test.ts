import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { testGrowth } from '../../../test/growth.ts'
import { backupLines } from './backup-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-backup-lines-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function linesOf(text: string): Promise<string[]> {
  const file = join(folder, 'backup.gz')
  writeFileSync(file, gzipSync(text))
  const lines: string[] = []
  for await (const line of backupLines(file)) lines.push(line)
  return lines
}

test('the lines of a backup are those of its text, wherever its parts end', async () => {
  for (const text of ['', 'one', 'one\n', 'one\n\ntwo', `${'x'.repeat(100_000)}\nköln\n鞋`]) {
    const lines = text.split('\n')
    if (lines.at(-1) === '') lines.pop()
    expect(await linesOf(text)).toEqual(lines)
  }
})

testGrowth([
  ['a row of a backup', 2_000_000, (size) => `${'x'.repeat(size)}\n`, (text) => linesOf(text)],
])
