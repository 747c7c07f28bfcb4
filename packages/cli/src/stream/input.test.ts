import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openInput } from './input.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-input-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function fileOf(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

async function read(path: string, signal = new AbortController().signal) {
  const input = await openInput({ stdin: Readable.from([]) }, path, signal)
  const parts: Uint8Array[] = []
  let failure: Error | undefined
  try {
    for await (const chunk of input.chunks) parts.push(chunk)
  } catch (error) {
    failure = error as Error
  }
  await input.close()
  return { text: Buffer.concat(parts).toString('utf8'), failure, input }
}

// Text that compresses badly, so that the archive is long enough to cut anywhere.
const long = Array.from({ length: 60_000 }, (_, at) => `${at} ${(at * 7919) % 104729}\n`).join('')

test('plain and compressed files give the same bytes, distinguished by content', async () => {
  const plain = await read(await fileOf('a.gz', long))
  const packed = await read(await fileOf('a.ndjson', gzipSync(long)))
  expect(plain.text === long && packed.text === long).toBe(true)
  expect([plain.input.packed, packed.input.packed]).toEqual([false, true])
  expect(packed.input.bytesRead()).toBe(packed.input.size)
})

test('an archive of several members is read to its end', async () => {
  const bytes = Buffer.concat([gzipSync('one\n'), gzipSync('two\n')])
  expect((await read(await fileOf('members', bytes))).text).toBe('one\ntwo\n')
})

test('zeros behind an archive end it', async () => {
  for (const zeros of [1, 100, 100_000, 1_000_000]) {
    const bytes = Buffer.concat([gzipSync('one\n'), Buffer.alloc(zeros)])
    expect(await read(await fileOf('padded.gz', bytes))).toMatchObject({
      text: 'one\n',
      failure: undefined,
    })
  }
})

test('a cut archive gives everything that could be unpacked, then its error', async () => {
  const bytes = gzipSync(long)
  for (const share of [0.1, 0.5, 0.99]) {
    const cut = bytes.subarray(0, Math.floor(bytes.length * share))
    const { text, failure } = await read(await fileOf('cut.gz', cut))
    expect(failure?.message).toMatch(/is a damaged gzip file/)
    expect(long.startsWith(text)).toBe(true)
    expect(text.length).toBeGreaterThan(long.length * (share - 0.09))
  }
})

test('an archive damaged in the middle gives its sound beginning', async () => {
  const bytes = gzipSync(long)
  bytes.fill(0xff, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 64)
  const { text, failure } = await read(await fileOf('hurt.gz', bytes))
  expect(failure?.message).toMatch(/is a damaged gzip file/)
  expect(text.slice(0, long.length / 4)).toBe(long.slice(0, long.length / 4))
})

test('an empty file and a file of one byte are read', async () => {
  expect((await read(await fileOf('empty', ''))).text).toBe('')
  expect((await read(await fileOf('one', '5'))).text).toBe('5')
})

test('a missing file and a directory are reported plainly', async () => {
  await expect(read(join(folder, 'none'))).rejects.toThrow(/none does not exist: check the path/)
  await expect(read(folder)).rejects.toThrow(/is a directory: name a file in it/)
})

test('an abort ends the chunks without an error', async () => {
  const controller = new AbortController()
  const input = await openInput(
    { stdin: Readable.from([]) },
    await fileOf('long', long),
    controller.signal,
  )
  let chunks = 0
  for await (const chunk of input.chunks) {
    chunks += chunk.length > 0 ? 1 : 0
    controller.abort()
  }
  await input.close()
  expect(chunks).toBe(1)
})
