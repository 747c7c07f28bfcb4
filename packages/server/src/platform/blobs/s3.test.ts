import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { S3Server, type Fault } from '../../../test/s3-server.ts'
import { Secret } from '../config/index.ts'
import { probeBucket } from './probe.ts'
import { blobsInS3 } from './s3.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-s3-'))
const storage = new S3Server()
beforeAll(() => storage.open())
beforeEach(() => {
  storage.objects.clear()
  storage.requests.length = 0
  storage.faults.length = 0
})
afterAll(() => {
  storage.close()
  rmSync(folder, { recursive: true })
})

const opened = (over: Parameters<S3Server['config']>[0] = {}) =>
  blobsInS3({ ...storage.config(over), cache: join(folder, randomUUID()), pauses: [5, 5, 5] })
const fileOf = (bytes: Uint8Array): string => {
  const file = join(folder, randomUUID())
  writeFileSync(file, bytes)
  return file
}
const keyOf = (sha256: string): string => `touchstone/${sha256.slice(0, 2)}/${sha256}`

test('stored bytes are returned under their digest, once however often they are stored', async () => {
  const blobs = opened()
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
      const stored = await blobs.put(fileOf(bytes))
      await blobs.put(fileOf(bytes))
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      expect(stored).toEqual({ sha256, bytes: bytes.length })
      expect(storage.objects.get(keyOf(sha256))?.bytes).toEqual(Buffer.from(bytes))
      expect(readFileSync(await blobs.file(sha256))).toEqual(Buffer.from(bytes))
      expect(
        storage.requests.filter((request) => request === `PUT /evidence/${keyOf(sha256)}`),
      ).toHaveLength(1)
    }),
    { numRuns: 25 },
  )
})

test('existing bytes take the same requests, so that the time reveals nothing', async () => {
  const bytes = Buffer.from('kept by another')
  const requests = async (): Promise<(string | undefined)[]> => {
    const before = storage.requests.length
    await opened().put(fileOf(bytes))
    return storage.requests.slice(before).map((request) => request.split(' ')[0])
  }
  const first = await requests()
  expect(first).toContain('PUT')
  expect(await requests()).toEqual(first)
  expect(storage.objects.size).toBe(1)
})

test('two who put the same at one moment get one blob, and another key gets in nowhere', async () => {
  const bytes = Buffer.from('what was captured')
  const stored = await Promise.all(
    [opened(), opened()].map((blobStore) => blobStore.put(fileOf(bytes))),
  )
  expect(new Set(stored.map(({ sha256 }) => sha256)).size).toBe(1)
  expect(storage.objects.size).toBe(1)
  const stranger = opened({ secretAccessKey: new Secret('another') })
  await expect(stranger.put(fileOf(bytes))).rejects.toThrow(/status 403; check BLOBS_URL/)
  const elsewhere = opened({ region: 'us-east-1' })
  await expect(elsewhere.has(stored[0]!.sha256)).rejects.toThrow(/status 403/)
})

test('temporary errors are retried, permanent ones are reported', async () => {
  const blobs = opened()
  const bytes = Buffer.from('tried again')
  const fault = fc.constantFrom<Fault>(429, 500, 502, 503, 504)
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { maxLength: 3 }), async (faults) => {
      storage.faults.splice(0, storage.faults.length, ...faults)
      const { sha256 } = await blobs.put(fileOf(bytes))
      expect(storage.objects.has(keyOf(sha256))).toBe(true)
      storage.faults.length = 0
    }),
    { numRuns: 10 },
  )
  storage.faults.push(503, 503, 503, 503)
  await expect(blobs.has('0'.repeat(64))).rejects.toThrow(
    /cannot be reached \(it responded with status 503\)/,
  )
  const nowhere = blobsInS3({
    ...storage.config({ url: 'http://127.0.0.1:9/evidence' }),
    cache: join(folder, 'none'),
    pauses: [5],
  })
  await expect(nowhere.has('0'.repeat(64))).rejects.toThrow(/cannot be reached \(.*ECONNREFUSED/)
})

test('an answer that breaks off is asked for anew', async () => {
  const blobs = opened()
  const { sha256 } = await blobs.put(fileOf(Buffer.from('whole')))
  storage.faults.push('cut', 'cut')
  expect(readFileSync(await blobs.file(sha256), 'utf8')).toBe('whole')
})

test('damaged or missing bytes are never returned', async () => {
  const blobs = opened()
  const { sha256 } = await blobs.put(fileOf(Buffer.from('right')))
  storage.objects.get(keyOf(sha256))!.bytes = Buffer.from('wrong')
  await expect(blobs.file(sha256)).rejects.toThrow(/is damaged in the bucket/)
  await blobs.dispose(sha256)
  expect(await blobs.has(sha256)).toBe(false)
  await expect(blobs.file(sha256)).rejects.toThrow(/is missing in the bucket/)
  await expect(blobs.file('../secret.key')).rejects.toThrow(/is not a SHA-256 digest/)
})

test('objects stored before a time are listed page by page, without objects that are no blobs', async () => {
  const blobs = opened()
  const old: string[] = []
  for (let at = 0; at < 5; at++) {
    const { sha256 } = await blobs.put(fileOf(Buffer.from(`blob ${at}`)))
    storage.objects.get(keyOf(sha256))!.at = new Date(Date.now() - 7_200_000)
    old.push(sha256)
  }
  await blobs.put(fileOf(Buffer.from('new')))
  const before = new Date(0)
  storage.objects.set('touchstone/README', { bytes: Buffer.of(1), at: before })
  storage.objects.set(`other/aa/${'a'.repeat(64)}`, { bytes: Buffer.of(1), at: before })
  const digests: string[] = []
  for await (const page of blobs.olderThan(new Date(Date.now() - 3_600_000))) digests.push(...page)
  expect(digests.sort()).toEqual(old.sort())
  // Stored again, it counts as new for the sweep.
  await blobs.put(fileOf(Buffer.from('blob 0')))
  const left: string[] = []
  for await (const page of blobs.olderThan(new Date(Date.now() - 3_600_000))) left.push(...page)
  expect(left).toHaveLength(4)
})

test('a probe puts an object, gets it and deletes it, and reports what prevents that', async () => {
  await probeBucket(storage.config())
  expect(storage.requests.map((request) => request.split(' ')[0])).toEqual([
    'PUT',
    'GET',
    'DELETE',
    'HEAD',
  ])
  expect(
    storage.requests.every((request) => / \/evidence\/touchstone\/.*\.passing$/.test(request)),
  ).toBe(true)
  expect(storage.objects.size).toBe(0)
  const wrong = storage.config({ secretAccessKey: new Secret('wrong') })
  await expect(probeBucket(wrong)).rejects.toThrow(
    'the blob bucket cannot be written to: it responded with status 403',
  )
  const nowhere = { ...storage.config(), url: 'http://127.0.0.1:9/evidence', pauses: [] }
  await expect(probeBucket(nowhere)).rejects.toThrow('the blob bucket cannot be reached')
})
