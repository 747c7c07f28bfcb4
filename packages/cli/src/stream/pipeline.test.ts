import { TouchstoneError } from '@touchstone/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOf, listingLine, memorySink, tinyScreener } from '../../test/builders.ts'
import { ownThread, workerThreads, type Lane } from './screening-lane.ts'
import { screenStream, type ScreenOptions } from './pipeline.ts'
import { screenBlock } from './screen-block.ts'

const plain = { strict: false, withPairs: false }

function lines(count: number, bad: (at: number) => boolean = () => false): string {
  return Array.from({ length: count }, (_, at) =>
    bad(at + 1) ? '{"broken":true}\n' : `${listingLine(at + 1)}\n`,
  ).join('')
}

/** Answers in a shuffled order, like threads of different speeds. */
function unevenLane(capacity: number, seed: number, options = plain): Lane & { most: number } {
  let state = seed
  let atWork = 0
  const lane = {
    capacity,
    most: 0,
    screen: async (block: Parameters<Lane['screen']>[0]) => {
      atWork++
      lane.most = Math.max(lane.most, atWork)
      state = (state * 48271) % 2147483647
      for (let turns = state % 7; turns > 0; turns--) await new Promise(setImmediate)
      atWork--
      return screenBlock(tinyScreener, block.bytes, block.firstLine, options)
    },
    close: async () => undefined,
  }
  return lane
}

async function run(text: string, over: Partial<ScreenOptions> = {}) {
  const out = memorySink()
  const rejects = memorySink()
  const summary = await screenStream({
    chunks: bytesOf(text, 100),
    lane: ownThread(tinyScreener, { ...plain, strict: over.strict === true }),
    out,
    rejects,
    cut: { blockBytes: 300 },
    ...over,
  })
  return { summary, rows: out.lines(), rejects: rejects.lines() }
}

test('output keeps the order of the input, however unevenly results arrive', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1000 }), async (seed) => {
      const lane = unevenLane(6, seed)
      const { rows, rejects } = await run(
        lines(120, (at) => at % 10 === 0),
        { lane },
      )
      expect(rows.map(({ line }) => line)).toEqual(
        Array.from({ length: 120 }, (_, at) => at + 1).filter((at) => at % 10 !== 0),
      )
      expect(rejects.map(({ line }) => line)).toEqual(
        Array.from({ length: 12 }, (_, at) => (at + 1) * 10),
      )
      expect(lane.most).toBeLessThanOrEqual(6)
    }),
    { numRuns: 20 },
  )
})

const start = {
  catalog: { brands: [] },
  starterPack: false,
  asOf: '',
  tables: { buffer: new SharedArrayBuffer(0), from: 0, places: [] },
  options: plain,
}

test('three worker threads give the same bytes as this thread', async () => {
  const text = lines(5000, (at) => at % 97 === 0)
  const lane = workerThreads({
    threads: 3,
    start,
    program: new URL('../../test/tiny-screening-worker.ts', import.meta.url),
    execArgv: ['--conditions=touchstone-source'],
  })
  try {
    const cut = { blockBytes: 4096 }
    const threaded = await run(text, { lane, cut })
    const alone = await run(text, { cut })
    expect(threaded).toEqual(alone)
    expect(threaded.summary).toMatchObject({ rows: 4949, rejects: 51 })
  } finally {
    await lane.close()
  }
})

test('a worker that cannot start is reported as a failure, not waited for', async () => {
  const lane = workerThreads({
    threads: 2,
    start,
    program: new URL('data:text/javascript,throw 1'),
  })
  await expect(run(lines(50), { lane })).rejects.toThrow(TouchstoneError)
  await lane.close()
})

test('strict writes the good lines before the first bad one and stops', async () => {
  const lane = unevenLane(4, 7, { strict: true, withPairs: false })
  const { summary, rows, rejects } = await run(
    lines(200, (at) => at >= 77),
    { lane, strict: true },
  )
  expect(summary.outcome).toBe('strict-stop')
  expect(rows).toHaveLength(76)
  expect(rejects.map(({ line }) => line)).toEqual([77])
})

test('a line too long stops strict too, and is only a reject without it', async () => {
  const text = `${listingLine(1)}\n${'x'.repeat(900)}\n${listingLine(3)}\n`
  const cut = { maxLineBytes: 500 }
  expect((await run(text, { cut })).rows).toHaveLength(2)
  expect((await run(text, { cut, strict: true })).rows).toHaveLength(1)
})

test('reading stops once the output is closed', async () => {
  let lineCount = 0
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      lineCount++
      yield Buffer.from(`${listingLine(lineCount)}\n`)
    }
  }
  const { summary } = await run('', { chunks: endless(), out: memorySink(3) })
  expect(summary.outcome).toBe('reader-gone')
  expect(lineCount).toBeLessThan(200)
})

test('a damaged input keeps the rows before the damage and reports it', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${listingLine(1)}\n${listingLine(2)}\n{"id":`)
    throw new TouchstoneError({ code: 'unusable-input', message: 'the disk is gone' })
  }
  const { summary, rows } = await run('', { chunks: broken() })
  expect(rows).toHaveLength(2)
  expect(summary).toMatchObject({ outcome: 'damaged', damage: { message: 'the disk is gone' } })
})

test('a sink that fails ends the run with its error', async () => {
  const out = {
    ...memorySink(),
    write: async () => {
      throw new TouchstoneError({ code: 'output-failed', message: 'the disk is full' })
    },
  }
  await expect(run(lines(500), { out })).rejects.toThrow('the disk is full')
})

test('each listing meets its own assessment in the report', async () => {
  const pairs: [string, string][] = []
  const lane = unevenLane(4, 3, { strict: false, withPairs: true })
  await run(lines(60), {
    lane,
    onPair: (listing, assessment) => pairs.push([listing.id, assessment.listing]),
  })
  expect(pairs).toEqual(Array.from({ length: 60 }, (_, at) => [String(at + 1), String(at + 1)]))
})

test('an empty input is legal', async () => {
  const { summary, rows } = await run('')
  expect([summary.rows, summary.rejects, rows.length]).toEqual([0, 0, 0])
})
