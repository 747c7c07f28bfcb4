import { Worker } from 'node:worker_threads'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ThreadedPictureMatcher, type PictureDescription } from '../src/image/index.ts'
import { blobs } from './images/generated-images.ts'
import { processorMs } from './processor-time.ts'

const limit = 60_000

let worker: Worker
let matcher: ThreadedPictureMatcher

beforeAll(() => {
  worker = new Worker(new URL('./images/matching-thread.ts', import.meta.url), {
    execArgv: ['--conditions=touchstone-source'],
  })
  matcher = new ThreadedPictureMatcher(worker)
  worker.on('error', (error) => matcher.fail(error))
  worker.on('exit', (code) => matcher.fail(new Error(`it ended with code ${code}`)))
})
afterAll(() => worker.terminate())

async function photo(seed: number, quality = 90): Promise<Buffer> {
  const { width, height, data } = blobs(seed, 480, 360)
  return sharp(data, { raw: { width, height, channels: 1 } })
    .jpeg({ quality })
    .toBuffer()
}

/** Milliseconds of processor time that this thread and the other one have used. */
async function processorTimes(): Promise<{ here: number; there: number }> {
  const { user, system } = await worker.cpuUsage()
  return { here: processorMs(), there: (user + system) / 1000 }
}

async function described(bytes: Uint8Array): Promise<PictureDescription> {
  const answer = await matcher.describe(bytes)
  if (!answer.ok) throw new Error(answer.refusal.message)
  return answer.description
}

test(
  'a reference is found from the moment in which it was added, until it is removed',
  { timeout: limit },
  async () => {
    const description = await described(await photo(1))
    const query = await described(await photo(1, 50))
    const [, matches] = await Promise.all([
      matcher.add('one', description),
      matcher.match(query, { top: 1 }),
    ])
    expect(matches).toEqual([expect.objectContaining({ reference: 'one', kind: 'near-duplicate' })])
    expect(await matcher.remove('one')).toBe(true)
    expect(await matcher.remove('one')).toBe(false)
    expect(await matcher.match(query)).toEqual([])
  },
)

test('bytes that are no picture are refused with the reason', { timeout: limit }, async () => {
  expect(await matcher.describe(Buffer.from('<svg/>'))).toMatchObject({
    ok: false,
    refusal: { reason: 'unread-format' },
  })
})

test(
  'a failing request gets a response, and the thread continues',
  { timeout: limit },
  async () => {
    await expect(matcher.add('wrong', {} as PictureDescription)).rejects.toThrow()
    expect(await matcher.remove('wrong')).toBe(false)
  },
)

test(
  'pictures that are described and matched do not hold up the thread that asks',
  { timeout: limit },
  async () => {
    const photos = await Promise.all(Array.from({ length: 12 }, (_, seed) => photo(seed + 1)))
    await described(photos[0]!)
    const before = await processorTimes()
    const tasks: Promise<unknown>[] = []
    for (const [number, bytes] of photos.entries()) {
      const description = await described(bytes)
      tasks.push(matcher.add(String(number), description), matcher.match(description))
    }
    await Promise.all(tasks)
    const after = await processorTimes()
    expect(after.here - before.here).toBeLessThan((after.there - before.there) / 5)
    expect(matcher.load).toBe(0)
  },
)

test('callers waiting for a thread that ends learn why', { timeout: limit }, async () => {
  const waiting = matcher.describe(await photo(20))
  await worker.terminate()
  await expect(waiting).rejects.toThrow('it ended with code')
  await expect(matcher.remove('one')).rejects.toThrow('it ended with code')
})
