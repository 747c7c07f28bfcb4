import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withTemporaryFolder } from './temporary-store.ts'

test('a folder that a killed process left goes with the next one, and one in use stays', async () => {
  const prefix = `touchstone-leftover-${process.pid}-`
  const left = join(tmpdir(), `${prefix}aaaaaa`)
  mkdirSync(join(left, 'store.lock'), { recursive: true })
  const holder = { pid: 2 ** 30, started: 'long ago', host: hostname() }
  writeFileSync(join(left, 'store.lock', '1'), JSON.stringify(holder))
  writeFileSync(join(left, 'capture.zip'), 'bytes')
  const folders = await withTemporaryFolder(prefix, async (outer) => {
    expect(existsSync(left)).toBe(false)
    return withTemporaryFolder(prefix, async (inner) => {
      expect(existsSync(outer)).toBe(true)
      return [outer, inner]
    })
  })
  expect(folders.filter((folder) => existsSync(folder))).toEqual([])
  rmSync(left, { recursive: true, force: true })
})
