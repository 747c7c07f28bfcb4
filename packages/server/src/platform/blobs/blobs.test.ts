import { createHash } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { blobsIn } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-blobs-'))
const blobs = blobsIn(join(folder, 'kept'))
const source = join(folder, 'source')
afterAll(() => rmSync(folder, { recursive: true }))

test('stored bytes are returned under their digest, and drafts are removed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
      writeFileSync(source, bytes)
      const stored = await blobs.put(source)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      expect(stored).toEqual({ sha256, bytes: bytes.length })
      expect(readFileSync(await blobs.file(sha256))).toEqual(Buffer.from(bytes))
    }),
    { numRuns: 40 },
  )
  expect(readdirSync(join(folder, 'kept', 'drafts'))).toEqual([])
})

test('a damaged blob is never delivered, and is repaired by storing it again', async () => {
  writeFileSync(source, 'what was captured')
  const { sha256 } = await blobs.put(source)
  writeFileSync(await blobs.file(sha256), 'what was captureD')
  await expect(blobs.file(sha256)).rejects.toThrow(/is damaged/)
  await blobs.put(source)
  expect(readFileSync(await blobs.file(sha256), 'utf8')).toBe('what was captured')
  await blobs.dispose(sha256)
  await expect(blobs.file(sha256)).rejects.toThrow(/is missing/)
})

test('blobs are only for this user, even in a folder that was open to others', async () => {
  const open = join(folder, 'open')
  mkdirSync(join(open, 'drafts'), { recursive: true, mode: 0o755 })
  writeFileSync(source, 'for one')
  const path = await blobsIn(open).file((await blobsIn(open).put(source)).sha256)
  for (const place of [path, join(path, '..'), open, join(open, 'drafts')]) {
    expect(statSync(place).mode & 0o077).toBe(0)
  }
})

test('nothing but a digest names a blob', async () => {
  await expect(blobs.file('../secret.key')).rejects.toThrow(/is not a SHA-256 digest/)
})
