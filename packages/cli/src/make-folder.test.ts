import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeFolder } from './make-folder.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'touchstone-folder-'))
})
afterAll(() => rm(root, { recursive: true }))

test('a folder is made with those above it, and once more without harm', async () => {
  const path = join(root, 'a', 'b', 'c')
  await makeFolder(path)
  await makeFolder(path)
  expect((await stat(path)).isDirectory()).toBe(true)
})

test('a file in place of the folder is reported', async () => {
  const file = join(root, 'file')
  await writeFile(file, '')
  await expect(makeFolder(file)).rejects.toMatchObject({ code: 'ENOTDIR' })
  await expect(makeFolder(join(file, 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' })
})

test.runIf(process.platform === 'linux')(
  'a file system that creates no folders is reported at once',
  async () => {
    await expect(makeFolder('/proc/touchstone/data')).rejects.toMatchObject({ code: 'ENOENT' })
  },
)
