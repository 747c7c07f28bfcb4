import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { withTimeEnough } from '../../../test/with-time-enough.ts'
import { ByteShares } from '../fairness/index.ts'
import { FileReaders, type ReadersOptions } from './index.ts'

const readers = (options: ReadersOptions = {}): FileReaders =>
  new FileReaders(new URL('./test/program.ts', import.meta.url), options)

async function* chunks(count: number, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < count; at++) yield new Uint8Array(size).fill(1)
}

async function all<T, End>(rows: AsyncGenerator<T, End>): Promise<{ received: T[]; end: End }> {
  const received: T[] = []
  for (;;) {
    const step = await rows.next()
    if (step.done === true) return { received, end: step.value }
    received.push(step.value)
  }
}

test('bytes are sent and rows returned on demand, and the final results are last', async () => {
  const { opened, rows } = await readers().open<string, number, number>({
    task: 'bytes',
    options: {},
    bytes: chunks(7, 100),
  })
  expect(opened).toBe('bytes')
  const { received, end } = await all(rows)
  expect([received.length, end]).toEqual([700, 700])
})

test('a file is not read faster than its rows are taken', async () => {
  let pulled = 0
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      pulled++
      yield new Uint8Array(1000)
    }
  }
  const { rows } = await readers().open<string, number, number>({
    task: 'bytes',
    options: {},
    bytes: endless(),
  })
  await rows.next()
  await pause(200)
  expect(pulled).toBeLessThan(5)
  await rows.return(0)
})

test('a thread asks its caller, and learns why there is no response', async () => {
  const pool = readers()
  const answer = async (question: number): Promise<number> => question * 2
  expect(await pool.read<number>({ task: 'ask', options: 21, answer })).toBe(42)
  const refuse = async (): Promise<never> => {
    throw new RangeError('the store is away')
  }
  await expect(pool.read({ task: 'ask', options: 21, answer: refuse })).rejects.toThrow(
    new RangeError('the store is away'),
  )
})

test('bytes that break off end the reading with their own error, after the rows before them', async () => {
  const broken = Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
  async function* brokenOff(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(3)
    throw broken
  }
  const { rows } = await readers().open<string, number, number>({
    task: 'bytes',
    options: {},
    bytes: brokenOff(),
  })
  const received: number[] = []
  const reading = async (): Promise<void> => {
    for await (const row of rows) received.push(row)
  }
  await expect(reading()).rejects.toBe(broken)
  expect(received).toEqual([0, 0, 0])
})

test('a file that takes too long ends with a plain error, while everything else continues', async () => {
  // On a busy machine everything else has its turns less often: it is given longer.
  for (let silenceMs = 400, turns = 0; turns <= 10; silenceMs *= 2) {
    const pool = readers({ silenceMs })
    turns = 0
    const ticking = setInterval(() => turns++, 10)
    await expect(pool.read({ task: 'spin', options: {} })).rejects.toMatchObject({
      class: 'validation-failed',
      status: 422,
      message: expect.stringMatching(
        /takes too long to read and was stopped after .* send it in parts/,
      ),
    })
    clearInterval(ticking)
    // The next file gets a thread again.
    expect(await pool.read<number>({ task: 'ask', options: 2, answer: async () => 4 })).toBe(4)
  }
})

test('rows before the timeout remain', async () => {
  await withTimeEnough(400, async (silenceMs) => {
    const { rows } = await readers({ silenceMs }).open<string, string, undefined>({
      task: 'rows and spin',
      options: {},
    })
    const received: string[] = []
    const reading = async (): Promise<void> => {
      for await (const row of rows) received.push(row)
    }
    await expect(reading()).rejects.toMatchObject({ class: 'validation-failed' })
    expect(received.length).toBe(200)
  })
})

test('time spent waiting for bytes does not count', async () => {
  await withTimeEnough(400, async (limitMs) => {
    async function* slow(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < 4; at++) {
        await pause(limitMs / 2)
        yield new Uint8Array(1)
      }
    }
    const limits = { silenceMs: limitMs, baseMs: limitMs }
    const { rows } = await readers(limits).open<string, number, number>({
      task: 'bytes',
      options: {},
      bytes: slow(),
    })
    expect((await all(rows)).received).toHaveLength(4)
  })
})

test('a file that needs too much memory ends with a plain error', async () => {
  const pool = readers({ memoryMb: 64, silenceMs: 60_000 })
  await expect(pool.read({ task: 'fill', options: {} })).rejects.toMatchObject({
    class: 'validation-failed',
    message: expect.stringMatching(/needs more than 64 MB of memory/),
  })
})

test('a single call that allocates far more than a thread’s limit ends the thread, and not the process', async () => {
  const pool = readers({ memoryMb: 64, silenceMs: 60_000 })
  await expect(pool.read({ task: 'parse', options: {} })).rejects.toMatchObject({
    class: 'validation-failed',
    message: expect.stringMatching(/needs more than 64 MB of memory/),
  })
})

test('a fault of a reader is reported unchanged', async () => {
  await expect(readers().read({ task: 'fail', options: {} })).rejects.toThrow(
    'a fault of the reader',
  )
})

test('one organisation uses no more than its share of the threads; others wait for their turn', async () => {
  const limits = { maxThreads: 2, maxThreadsOfOne: 1, maxResting: 0 }
  const openIn = (pool: FileReaders) => (holder: string) =>
    pool.open<string, string, undefined>({ task: 'rows', options: 3, holder })
  const openHurried = openIn(readers({ ...limits, maxWaitMs: 100 }))
  const { close } = await openHurried('a')
  await expect(openHurried('a')).rejects.toMatchObject({
    class: 'unavailable',
    status: 503,
    retryable: true,
  })
  close()
  const open = openIn(readers(limits))
  const first = await open('a')
  const second = await open('b')
  const waiting = open('c')
  expect((await all(first.rows)).received).toHaveLength(3)
  expect((await all((await waiting).rows)).received).toHaveLength(3)
  second.close()
  expect((await all((await open('b')).rows)).received).toHaveLength(3)
})

test('the links of an organisation have one file read at a time, after the organisation’s own files', async () => {
  const limits = { maxThreads: 3, maxThreadsOfOne: 2, maxResting: 0 }
  const openIn = (pool: FileReaders) => (sender: string) =>
    pool.open<string, string, undefined>({ task: 'rows', options: 3, holder: 'a', sender })
  const openHurried = openIn(readers({ ...limits, maxWaitMs: 100 }))
  const { close } = await openHurried('link 1')
  const refused = { class: 'unavailable' }
  await expect(openHurried('link 1')).rejects.toMatchObject({ ...refused, isOfSender: true })
  await expect(openHurried('link 2')).rejects.toMatchObject({ ...refused, isOfSender: false })
  close()
  const open = openIn(readers(limits))
  const first = await open('link 1')
  const own = await open('')
  const started: string[] = []
  const waiting = ['link 1', 'link 1', 'link 2', ''].map(async (sender) => {
    const { rows } = await open(sender)
    started.push(sender)
    await all(rows)
  })
  await Promise.all([all(first.rows), ...waiting])
  own.close()
  expect(started).toEqual(['', 'link 2', 'link 1', 'link 1'])
})

/** Bytes that arrive as they are sent. */
class Upload {
  private readonly parts: (Uint8Array | null)[] = []
  private heard = Promise.withResolvers<void>()
  /** All that was sent is read, and more is waited for. */
  isAwaited = false

  send(...parts: (Uint8Array | null)[]): void {
    this.isAwaited = false
    this.parts.push(...parts)
    this.heard.resolve()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const part = this.parts.shift()
      if (part === null) return
      if (part !== undefined) yield part
      else {
        this.heard = Promise.withResolvers()
        this.isAwaited = true
        await this.heard.promise
      }
    }
  }
}

const numbered = (from: number, count: number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, at) => (from + at) % 251)

test('files whose bytes do not arrive give their threads to waiting files, without losing rows or their place', async () => {
  const room = new ByteShares(1024 * 1024)
  const limits = { maxThreads: 2, maxThreadsOfOne: 2, maxWaitMs: 60_000, patienceMs: 100 }
  const pool = readers({ ...limits, room })
  const open = (holder: string, bytes: AsyncIterable<Uint8Array>) =>
    pool.open<string, number, number>({ task: 'bytes', options: {}, bytes, holder })
  const slow = [new Upload(), new Upload()]
  for (const upload of slow) upload.send(numbered(0, 300))
  const opened = await Promise.all(slow.map((upload, at) => open(`slow ${at}`, upload)))
  const reading = opened.map(({ rows }) => all(rows))
  await pause(200)
  // They would be refused if they got no threads.
  const quick = await Promise.all(
    [0, 1, 2].map(async (at) => all((await open(`quick ${at}`, chunks(2, 100))).rows)),
  )
  expect(quick.map(({ received }) => received.length)).toEqual([200, 200, 200])
  for (const upload of slow) upload.send(numbered(300, 200_000))
  await expect.poll(() => room.usedBy('slow 0')).toBe(200_300)
  // The copies are unlinked, so nothing remains if the process is killed.
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('touchstone-upload'))).toEqual([])
  for (const upload of slow) upload.send(numbered(200_300, 700), null)
  const expected = [...numbered(0, 201_000)]
  for (const { received, end } of await Promise.all(reading)) {
    expect(received).toEqual(expected)
    expect(end).toBe(expected.reduce((sum, byte) => sum + byte, 0))
  }
  await expect.poll(() => room.usedBy('slow 0') + room.usedBy('slow 1')).toBe(0)
})

test('a file that breaks off without a thread gives the rows before that', async () => {
  const pool = readers({ maxThreads: 1, patienceMs: 50 })
  const broken = new Error('aborted')
  const breaking = Promise.withResolvers<never>()
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield numbered(0, 5)
    await breaking.promise
  }
  const { rows } = await pool.open<string, number, number>({
    task: 'bytes',
    options: {},
    bytes: bytes(),
  })
  const received: number[] = []
  const reading = (async () => {
    for await (const row of rows) received.push(row)
  })()
  reading.catch(() => undefined)
  await pause(100)
  expect(await pool.read<number>({ task: 'ask', options: 1, answer: async () => 1 })).toBe(1)
  breaking.reject(broken)
  await expect(reading).rejects.toBe(broken)
  expect(received).toEqual([0, 1, 2, 3, 4])
})

test('a file without room to wait is refused once others wait, and not before', async () => {
  const room = new ByteShares(4000)
  const pool = readers({ maxThreads: 1, patienceMs: 50, room })
  const upload = new Upload()
  upload.send(numbered(0, 3000))
  const { rows } = await pool.open<string, number, number>({
    task: 'bytes',
    options: {},
    bytes: upload,
    holder: 'a',
  })
  const reading = all(rows)
  reading.catch(() => undefined)
  upload.send(numbered(0, 3000))
  await expect.poll(() => upload.isAwaited, { interval: 5 }).toBe(true)
  await pause(100)
  expect(room.usedBy('a')).toBe(0)
  expect(await pool.read<number>({ task: 'ask', options: 1, answer: async () => 1 })).toBe(1)
  await expect(reading).rejects.toMatchObject({
    class: 'unavailable',
    message: expect.stringContaining('no room to store it'),
  })
})

test('two organisations cannot take every thread', async () => {
  const pool = readers({ maxThreads: 6, maxThreadsOfOne: 3, maxWaitMs: 100, maxResting: 0 })
  const open = (holder: string) =>
    pool.open<string, string, undefined>({ task: 'rows', options: 3, holder })
  const attempts = await Promise.allSettled(['a', 'a', 'a', 'b', 'b', 'b'].map(open))
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(4)
  const third = await open('c')
  expect((await all(third.rows)).received).toHaveLength(3)
  for (const attempt of attempts) if (attempt.status === 'fulfilled') attempt.value.close()
})

test('files whose rows are taken slowly leave their threads to others, without losing rows', async () => {
  const pool = readers({ maxThreads: 6, maxThreadsOfOne: 3 })
  const open = (holder: string, count: number) =>
    pool.open<string, string, undefined>({ task: 'rows', options: count, holder })
  const slow = await Promise.all(['a', 'a', 'a', 'b', 'b'].map((holder) => open(holder, 2000)))
  for (const { rows } of slow) await rows.next()
  const queued = await Promise.all(['c', 'd', 'e', 'f', 'g'].map((holder) => open(holder, 2000)))
  for (const { rows } of queued) await rows.next()
  // An organisation's open files count towards its limit nevertheless: another one waits for their end.
  let isOpen = false
  const another = open('a', 3).finally(() => (isOpen = true))
  expect((await all((await open('h', 3)).rows)).received).toHaveLength(3)
  expect(isOpen).toBe(false)
  const [left, ...rest] = [...slow, ...queued]
  left?.close()
  const ends = await Promise.all(rest.map(async ({ rows }) => all(rows)))
  expect(ends.map(({ received }) => received.length)).toEqual(Array(9).fill(1999))
  expect((await all((await another).rows)).received).toHaveLength(3)
})

test('a file that continues waits for its turn, and ends if it is closed meanwhile', async () => {
  const pool = readers({ maxThreads: 1, maxThreadsOfOne: 1, patienceMs: 60_000 })
  const { rows, close } = await pool.open({ task: 'rows', options: 2000, holder: 'a' })
  await rows.next()
  const upload = new Upload()
  upload.send(numbered(0, 10))
  const bytes = await pool.open<string, number, number>({
    task: 'bytes',
    options: {},
    bytes: upload,
    holder: 'b',
  })
  const slow = all(bytes.rows)
  await pause(100)
  const goingOn = all(rows)
  goingOn.catch(() => undefined)
  expect(await Promise.race([goingOn, pause(100)])).toBeUndefined()
  close()
  await expect(goingOn).rejects.toThrow('thread')
  upload.send(null)
  expect((await slow).received).toHaveLength(10)
})

test('a limited number of files rest, and fewer of organisations that have some', async () => {
  const pool = readers({ maxThreads: 1, maxThreadsOfOne: 3, maxResting: 3 })
  const begin = async (holder: string): Promise<() => void> => {
    const { rows, close } = await pool.open({ task: 'rows', options: 2000, holder })
    await rows.next()
    return close
  }
  const closings = [await begin('a'), await begin('a'), await begin('a')]
  const second = begin('b')
  expect(await Promise.race([second, pause(200)])).toBeUndefined()
  closings.pop()?.()
  closings.push(await second, await begin('c'))
  const last = begin('d')
  expect(await Promise.race([last, pause(200)])).toBeUndefined()
  for (const close of closings) close()
  ;(await last)()
})

test('files that share a budget of time end once together they used it', async () => {
  const pool = readers({ baseMs: 600_000, silenceMs: 600_000 })
  const budget = { leftMs: 200 }
  await expect(pool.read({ task: 'spin', options: {}, budget })).rejects.toMatchObject({
    message: expect.stringMatching(/takes too long/),
  })
  await expect(pool.read({ task: 'spin', options: {}, budget })).rejects.toThrow('takes too long')
  expect(budget.leftMs).toBeLessThan(0)
  expect(budget.leftMs).toBeGreaterThan(-50_000)
})
