import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LedgerRow } from '@touchstone/contract'
import { errorLedgerOf } from '@touchstone/evaluation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from './run-cli.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-ledger-'))
})
afterAll(() => rm(folder, { recursive: true }))

const rows = Array.from({ length: 40 }, (_, at): LedgerRow => ({
  basis: 'decision',
  verdict: 'review',
  queues: ['review'],
  signals: ['text.replica-term'],
  goods: at % 4 === 0 ? 'honest' : 'counterfeit',
  reversed: at % 8 === 0,
  weight: 1,
  seller: at % 10,
}))

test('the ledger is computed again from its rows', async () => {
  const file = join(folder, 'rows.ndjson')
  const json = join(folder, 'ledger.json')
  await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const { code, out } = await runCli(['error-ledger', '--in', file, '--json', json])
  expect(code).toBe(0)
  expect(out).toContain('signal text.replica-term: 25.0 % (')
  expect(out).toContain('12.5 % (5.5–26.1) reversed of 40')
  expect(JSON.parse(await readFile(json, 'utf8'))).toEqual(errorLedgerOf(rows))
})

test('a file of something else is refused by line', async () => {
  const file = join(folder, 'listings.ndjson')
  await writeFile(file, `${JSON.stringify(rows[0])}\n{"id": "a", "title": "Bag"}\n`)
  const { code, err } = await runCli(['error-ledger', '--in', file])
  expect([code, err]).toEqual([1, expect.stringContaining('line 2 is no row of an error ledger')])
})
