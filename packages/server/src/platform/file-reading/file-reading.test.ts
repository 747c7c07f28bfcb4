import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { FileReaders, type ReadersOptions } from './index.ts'

const readers = (options: ReadersOptions = {}): FileReaders =>
  new FileReaders(new URL('./test/program.ts', import.meta.url), options)

async function* chunks(count: number, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < count; at++) yield new Uint8Array(size).fill(1)
}

async function all<T, End>(rows: AsyncGenerator<T, End>): Promise<{ found: T[]; end: End }> {
  const found: T[] = []
  for (;;) {
    const step = await rows.next()
    if (step.done === true) return { found, end: step.value }
    found.push(step.value)
  }
}

test('bytes go in and rows come out as they are asked for, and what is known at the end comes last', async () => {
  const { opened, rows } = await readers().open<string, number, number>({
    task: 'bytes',
    options: {},
    bytes: chunks(7, 100),
  })
  expect(opened).toBe('bytes')
  const { found, end } = await all(rows)
  expect([found.length, end]).toEqual([700, 700])
})

test('a file is not read ahead of who takes its rows', async () => {
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

test('a thread asks whoever has the file read, and hears why it can’t be answered', async () => {
  const one = readers()
  const answer = async (question: number): Promise<number> => question * 2
  expect(await one.read<number>({ task: 'ask', options: 21, answer })).toBe(42)
  const refuse = async (): Promise<never> => {
    throw new RangeError('the store is away')
  }
  await expect(one.read({ task: 'ask', options: 21, answer: refuse })).rejects.toThrow(
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
  const found: number[] = []
  const reading = async (): Promise<void> => {
    for await (const row of rows) found.push(row)
  }
  await expect(reading()).rejects.toBe(broken)
  expect(found).toEqual([0, 0, 0])
})

test('a file that takes too long ends with a plain error, while everything else goes on', async () => {
  const one = readers({ silenceMs: 400 })
  await one.read({ task: 'ask', options: 1, answer: async () => 1 })
  let turns = 0
  const ticking = setInterval(() => turns++, 10)
  const started = performance.now()
  await expect(one.read({ task: 'spin', options: {} })).rejects.toMatchObject({
    code: 'bad-input',
    status: 422,
    message: expect.stringMatching(
      /takes too long to read and was stopped after .* send it in parts/,
    ),
  })
  clearInterval(ticking)
  const milliseconds = performance.now() - started
  expect(turns).toBeGreaterThan(milliseconds / 40)
  // The next file has a thread of its own again.
  expect(await one.read<number>({ task: 'ask', options: 2, answer: async () => 4 })).toBe(4)
}, 90_000)

test('rows before the end of the time stand', async () => {
  const { rows } = await readers({ silenceMs: 400 }).open<string, string, undefined>({
    task: 'rows and spin',
    options: {},
  })
  const found: string[] = []
  const reading = async (): Promise<void> => {
    for await (const row of rows) found.push(row)
  }
  await expect(reading()).rejects.toMatchObject({ code: 'bad-input' })
  expect(found.length).toBe(200)
})

test('the clock stands still while bytes are on their way', async () => {
  async function* slow(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < 4; at++) {
      await pause(250)
      yield new Uint8Array(1)
    }
  }
  const { rows } = await readers({ silenceMs: 600, baseMs: 600 }).open<string, number, number>({
    task: 'bytes',
    options: {},
    bytes: slow(),
  })
  expect((await all(rows)).found).toHaveLength(4)
})

test('a file that needs too much memory ends with a plain error', async () => {
  const one = readers({ memoryMb: 64, silenceMs: 60_000 })
  await expect(one.read({ task: 'fill', options: {} })).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringMatching(/needs more than 64 MB of memory/),
  })
}, 90_000)

test('one call that allocates far more than a thread may hold ends it too, and not the process', async () => {
  const one = readers({ memoryMb: 64, silenceMs: 60_000 })
  await expect(one.read({ task: 'parse', options: {} })).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringMatching(/needs more than 64 MB of memory/),
  })
}, 90_000)

test('a fault of a reader is told as it is', async () => {
  await expect(readers().read({ task: 'fail', options: {} })).rejects.toThrow(
    'a fault of the reader',
  )
})

test('one organisation takes no more than its share of the threads; others wait for their turn', async () => {
  const one = readers({ maxThreads: 2, maxThreadsOfOne: 1, maxWaitMs: 300 })
  const open = (holder: string) =>
    one.open<string, string, undefined>({ task: 'rows', options: 3, holder })
  const first = await open('a')
  await expect(open('a')).rejects.toMatchObject({
    code: 'overloaded',
    status: 503,
    retryable: true,
  })
  const second = await open('b')
  const waiting = open('c')
  expect((await all(first.rows)).found).toHaveLength(3)
  expect((await all((await waiting).rows)).found).toHaveLength(3)
  second.close()
  expect((await all((await open('b')).rows)).found).toHaveLength(3)
}, 90_000)

test('one sender of an organisation has one file read at a time, and its others have their turn', async () => {
  const one = readers({ maxThreads: 3, maxThreadsOfOne: 2, maxWaitMs: 300 })
  const open = (sender: string) =>
    one.open<string, string, undefined>({ task: 'rows', options: 3, holder: 'a', sender })
  const first = await open('link 1')
  const second = await open('link 2')
  second.close()
  await expect(open('link 1')).rejects.toMatchObject({ code: 'overloaded' })
  const waiting = open('link 1')
  first.close()
  expect((await all((await waiting).rows)).found).toHaveLength(3)
}, 90_000)

test('files that share a budget of time end once together they used it', async () => {
  const one = readers({ baseMs: 60_000, silenceMs: 60_000 })
  const budget = { leftMs: 200 }
  await expect(one.read({ task: 'spin', options: {}, budget })).rejects.toMatchObject({
    message: expect.stringMatching(/takes too long/),
  })
  await expect(one.read({ task: 'spin', options: {}, budget })).rejects.toThrow('takes too long')
  expect(budget.leftMs).toBeLessThan(0)
  expect(budget.leftMs).toBeGreaterThan(-5000)
}, 90_000)
