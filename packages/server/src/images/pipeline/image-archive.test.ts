import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ImageArchive } from './image-archive.ts'

let folder: string
let archive: ImageArchive

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'touchstone-archive-'))
  archive = new ImageArchive(join(folder, 'pictures'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const bytes = Buffer.from('a picture')
const digest = createHash('sha256').update(bytes).digest('hex')

test('keeps the same bytes once, for this user alone, under their digest', async () => {
  const digests = await Promise.all([archive.store(bytes), archive.store(bytes)])
  expect(digests).toEqual([digest, digest])
  expect(await archive.read(digest)).toEqual(bytes)
  const files = readdirSync(join(folder, 'pictures', digest.slice(0, 2)))
  expect(files).toEqual([digest])
  expect(statSync(archive.pathOf(digest, 'bytes')).mode & 0o077).toBe(0)
})

test.each(['../../secret.key', '', `${'0'.repeat(64)}/..`, 'A'.repeat(64)])(
  'leads nowhere else (%s)',
  (name) => {
    expect(() => archive.pathOf(name, 'bytes')).toThrow('by its digest alone')
  },
)

test('a deleted image is gone with all its results', async () => {
  await archive.write(digest, 'facts', Buffer.from('{"width":1}'))
  expect(await archive.factsOf(digest)).toEqual({ width: 1 })
  await archive.remove(digest)
  expect(await archive.read(digest)).toBeUndefined()
  expect(await archive.factsOf(digest)).toBeUndefined()
})

test('lists older images, and removes incomplete ones', async () => {
  await archive.store(bytes)
  const broken = `${archive.pathOf(digest, 'bytes')}.1.tmp`
  writeFileSync(broken, 'half')
  const digests: string[] = []
  for await (const some of archive.hereOlderThan(new Date(Date.now() + 60_000)))
    digests.push(...some)
  expect(digests).toEqual([digest])
  expect(existsSync(broken)).toBe(false)
  for await (const some of archive.hereOlderThan(new Date(0))) expect(some).toEqual([])
})
