import type {
  Assessment,
  Catalog,
  Listing,
  EngineReleaseContent,
  Weights,
} from '@touchstone/contract'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { runToEnd } from '../../platform/time-slicing/index.ts'
import { compileEngine } from './engine.ts'
import { catalogJson } from './engine-parts.ts'
import { withTimeEnough } from '../../../test/with-time-enough.ts'
import type { Screening } from './types.ts'
import { startScreening, type ScreeningOptions } from './screening.ts'

const execArgv = ['--conditions=touchstone-source']
const odd: ScreeningOptions = {
  program: new URL('./test/failing-worker.ts', import.meta.url),
  execArgv,
  threads: 2,
}

let open: Screening[] = []
afterEach(async () => {
  await Promise.all(open.map((screening) => screening.close()))
  open = []
})

async function start(options: ScreeningOptions): Promise<Screening> {
  const screening = await startScreening(options)
  open.push(screening)
  return screening
}

const plain = (count: number, title = 'Bag'): Listing[] =>
  Array.from({ length: count }, (_, at) => ({ id: `${title} ${at}`, title }))

const catalogOf = (name: string): Catalog => ({ brands: [{ id: name, name, categories: [] }] })
const weights = { id: 'draft-1' } as unknown as Weights

const idsOf = (judged: (Assessment | undefined)[]): (string | undefined)[] =>
  judged.map((judgement) => judgement?.listing)
const incomplete = (judged: (Assessment | undefined)[]): (string | undefined)[] =>
  idsOf(judged.filter((judgement) => judgement?.complete !== true))

test('workers return the same results as the engine on this thread, in the order of the listings', async () => {
  const screening = await start({ threads: 2, execArgv })
  const engine = compileEngine()
  const listings = plain(100).map((listing, at) => ({
    ...listing,
    title: at % 3 === 0 ? 'Gucci bag 1:1 replica' : 'Cotton shirt',
  }))
  const judged = await screening.screen(listings)
  expect(judged).toEqual(listings.map((listing) => engine.screen(listing)))
  expect([screening.name, screening.names]).toEqual([engine.name, [engine.name]])
})

test.each(['exit', 'memory', 'throw'])(
  'a listing at which a worker ends (%s) costs no other its assessment',
  async (what) => {
    const screening = await start({ ...odd, memoryMb: 64 })
    const listings = plain(120)
    listings[37] = { id: 'bad', title: what }
    const judged = await screening.screen(listings)
    expect(idsOf(judged)).toEqual(listings.map(({ id }) => id))
    expect(incomplete(judged)).toEqual(['bad'])
    expect(judged[37]).toMatchObject({ probability: 0.02, signals: [], verdict: 'clear' })
    expect(incomplete(await screening.screen(plain(40)))).toEqual([])
  },
)

test('a listing that takes too long ends its worker, and alone is left out', async () => {
  const listings = plain(50)
  listings[20] = { id: 'slow', title: 'hang' }
  await withTimeEnough(300, async (hangMs) => {
    const screening = await start({ ...odd, threads: 1, hangMs })
    expect(incomplete(await screening.screen(listings))).toEqual(['slow'])
  })
})

test('one listing does not wait behind a batch, nor one batch behind another', async () => {
  const screening = await start({ ...odd, threads: 1 })
  const order: string[] = []
  const screenAs = async (name: string, listings: Listing[]): Promise<void> => {
    await screening.screen(listings)
    order.push(name)
  }
  await Promise.all([
    screenAs('long', plain(3000, 'busy 0.3')),
    screenAs('shorter', plain(200, 'busy 0.3')),
    screenAs('single', plain(1)),
  ])
  expect(order).toEqual(['single', 'shorter', 'long'])
})

test('one organisation’s thousand short calls alternate with another’s single one', async () => {
  const screening = await start({ ...odd, threads: 1 })
  const order: string[] = []
  const screenFor = async (party: string, listings: Listing[]): Promise<void> => {
    await screening.screen(listings, { party })
    order.push(party)
  }
  const many = Array.from({ length: 300 }, () => screenFor('many', plain(10, 'busy 0.3')))
  await Promise.all([...many, screenFor('one', plain(1))])
  expect(order.indexOf('one')).toBeLessThan(10)
})

test('only the organisation concerned learns that too many of its own calls wait', async () => {
  const screening = await start({ ...odd, threads: 1, mostWaiting: 100 })
  const many = screening.screen(plain(100, 'busy 5'), { party: 'many' })
  await expect(screening.screen(plain(50), { party: 'many' })).rejects.toMatchObject({
    class: 'unavailable',
  })
  expect(await screening.screen(plain(50), { party: 'one' })).toHaveLength(50)
  expect(await many).toHaveLength(100)
})

test('listings not assessed by the deadline are left out, and abandoned', async () => {
  const screening = await start({ ...odd, threads: 1 })
  let done = 0
  // On a busy machine nothing may be assessed in so little time. All of them would take twenty seconds.
  for (let deadlineMs = 300; done === 0; deadlineMs *= 2) {
    const judged = await screening.screen(plain(10_000, 'busy 2'), { deadlineMs })
    done = judged.filter((one) => one !== undefined).length
  }
  expect(done).toBeLessThan(2500)
  const from = process.cpuUsage()
  await screening.screen(plain(1))
  const { user, system } = process.cpuUsage(from)
  expect((user + system) / 1000).toBeLessThan(5000)
})

test('more calls than may wait are refused as a whole, with a request to retry', async () => {
  const screening = await start({ ...odd, mostWaiting: 100 })
  await expect(screening.screen(plain(101))).rejects.toMatchObject({
    class: 'unavailable',
    retryable: true,
  })
  expect(await screening.screen(plain(100))).toHaveLength(100)
})

test('another catalog is loaded without a pause, and earlier calls are answered', async () => {
  const screening = await start({ ...odd, threads: 1 })
  const before = screening.name
  const changes: string[] = []
  screening.onChange((name) => changes.push(name))
  const screened = screening.screen(plain(500, 'busy 1'))
  const { name } = await screening.use(catalogOf('velmoraq'))
  expect(name).toMatch(/^odd@1\+catalog\.[0-9a-f]{8}$/)
  expect(screening.name).toBe(name)
  expect((await screening.screen(plain(1)))[0]?.engine).toBe(name)
  expect((await screened).every((judgement) => judgement?.engine === before)).toBe(true)
  // The previous engine can still be requested by name, others cannot.
  expect((await screening.screen(plain(1), { engine: before }))[0]?.engine).toBe(before)
  await expect(screening.screen(plain(1), { engine: 'odd@0' })).rejects.toMatchObject({
    class: 'conflict',
    message: expect.stringContaining(`use one of ${name}, ${before}`) as string,
  })
  expect(await screening.use(catalogOf('velmoraq'))).toEqual({ name })
  expect(changes).toEqual([name])
})

test('the previous engine is released after its time', async () => {
  const screening = await start({ ...odd, keepPreviousMs: 50 })
  await screening.use(catalogOf('velmoraq'))
  expect(screening.names).toHaveLength(2)
  await expect.poll(() => screening.names).toEqual([screening.name])
})

test('of several catalogs at once the last one counts', async () => {
  const screening = await start(odd)
  const used = await Promise.all(
    ['one', 'two', 'three', 'four'].map((name) => screening.use(catalogOf(name))),
  )
  expect(screening.name).toBe(used[3]?.name)
  expect(used[1]).toEqual(used[3])
})

test('a worker that was prepared takes the next engine, and none that died is waited for', async () => {
  const screening = await start(odd)
  screening.prepare()
  screening.prepare()
  const { name } = await screening.use(catalogOf('velmoraq'))
  expect(name).toContain('+catalog.')
  expect(idsOf(await screening.screen(plain(3)))).toHaveLength(3)
  // Without a candidate it ends as well.
  const { name: other } = await screening.use(catalogOf('quorvane'))
  expect([screening.name, other !== name]).toEqual([other, true])
})

test('a catalog that does not compile is reported, and the engine stays', async () => {
  const screening = await start(odd)
  const before = screening.name
  await expect(screening.use(catalogOf('does-not-compile'))).rejects.toMatchObject({
    code: 'bad-catalog',
    message: expect.stringContaining('the brand is no brand') as string,
  })
  expect((await screening.screen(plain(1)))[0]?.engine).toBe(before)
  expect((await screening.use(catalogOf('fine'))).name).not.toBe(before)
})

test('a candidate follows the catalog and is asked by name alone', async () => {
  const screening = await start({ ...odd, candidate: { weights, share: 0.5 } })
  await expect.poll(() => screening.candidate?.name).toBe('odd@1+weights.draft-1')
  const { name } = await screening.use(catalogOf('velmoraq'))
  await expect.poll(() => screening.candidate?.name).toBe(`${name}+weights.draft-1`)
  expect((await screening.screen(plain(1)))[0]?.engine).toBe(name)
  const engine = screening.candidate?.name ?? ''
  expect((await screening.screen(plain(1), { engine }))[0]?.engine).toBe(engine)
})

const release: EngineReleaseContent = {
  lexicon: { terms: [], guards: [], off: ['en.superfake'] },
  weights: null,
}

test('a revision assesses in shadow, replaces the live one, and is rolled back', async () => {
  const screening = await start(odd)
  const before = screening.name
  expect(await screening.revise({ shadow: { content: release, share: 0.2 } })).toEqual({
    name: before,
  })
  await expect.poll(() => screening.candidate).toMatchObject({ share: 0.2 })
  const name = screening.candidate?.name
  expect(name).toMatch(/^odd@1\+release\.[0-9a-f]{8}$/)
  expect(await screening.revise({ live: release })).toEqual({ name })
  expect([screening.candidate, (await screening.screen(plain(40)))[39]?.engine]).toEqual([
    undefined,
    name,
  ])
  // A change of catalogs keeps the engine release.
  expect((await screening.use(catalogOf('velmoraq'))).name).toMatch(/\+release\..*\+catalog\./)
  expect((await screening.revise({})).name).toMatch(/^odd@1\+catalog\./)
})

test('a candidate of a file gives way to a revision in shadow', async () => {
  const screening = await start({ ...odd, candidate: { weights, share: 0.5 } })
  await expect.poll(() => screening.candidate?.share).toBe(0.5)
  await screening.revise({ shadow: { content: release, share: 0.2 } })
  await expect.poll(() => screening.candidate?.share).toBe(0.2)
  expect(screening.candidate?.name).not.toContain('weights')
  await screening.revise({})
  await expect.poll(() => screening.candidate?.name).toBe('odd@1+weights.draft-1')
})

test('a catalog is written entry by entry as JSON writes it whole', () => {
  const member = fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue(), fc.constant(undefined))
  fc.assert(
    fc.property(fc.dictionary(fc.string(), member), (value) => {
      const catalog = value as unknown as Catalog
      expect(runToEnd(catalogJson(catalog))).toBe(JSON.stringify(value))
    }),
  )
})
