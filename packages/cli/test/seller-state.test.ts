import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountsOfNetworks } from '@touchstone/linkage'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { SellerState } from '../src/seller-links/index.ts'
import { runCli, startCli, type Ran } from './run-cli.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-seller-state-'))
})
afterAll(() => rm(folder, { recursive: true }))

const place = (name: string): string => join(folder, name)
beforeEach(async () => {
  for (const name of await readdir(folder)) await rm(place(name), { recursive: true })
})

const listing = (id: string, seller: string, title: string): string =>
  JSON.stringify({ id, title, seller: { id: seller, country: 'ID' }, marketplace: 'bazaar' })
const first = [
  listing('1', 'ana', 'Velmora bag, WA 0812-3456-7890'),
  listing('2', 'budi', 'Tosqua\u2028watch, kartu 4111 1111 1111 1111'),
  listing('3', 'citra', 'Garden chair, two pieces'),
]
const second = [
  listing('4', 'dewi', 'Ombrise shoe, hubungi 0812 3456 7890'),
  listing('5', 'eka', 'Karnel lamp, kartu 4111-1111-1111-1111'),
]

async function link(lines: readonly string[], out: string, ...options: string[]): Promise<Ran> {
  await writeFile(place('in'), `${lines.join('\n')}\n`)
  return runCli(['link-sellers', '--in', place('in'), '--out', place(out), ...options])
}
const networks = (...options: string[]): Promise<Ran> => runCli(['networks', ...options])
const read = (name: string): Promise<string> => readFile(place(name), 'utf8')
const state = (): string[] => ['--state', place('state')]
type Line = Record<string, unknown>
async function linesOf(name: string): Promise<Line[]> {
  return (await read(name))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

test('a run goes on where another one ended, with the output of one run over all', async () => {
  expect((await link(first, 'one', ...state())).code).toBe(0)
  const { code, err } = await link(second, 'two', ...state())
  expect([code, err]).toEqual([0, expect.stringContaining('5 sellers of 5 listings')])
  expect(err).toContain('Made anew: 2 components of 2')
  const [model] = (await readdir(place('state'))).filter((name) => name.startsWith('model-'))
  await link([...second, ...first], 'all', '--model', join(place('state'), model!))
  expect(await read('two')).toBe(await read('all'))
  expect((await linesOf('two')).filter(({ kind }) => kind === 'network')).toMatchObject([
    { id: 'ana', sellers: ['ana', 'dewi'] },
    { id: 'budi', sellers: ['budi', 'eka'] },
  ])
  expect(await networks('check', ...state())).toMatchObject({
    code: 0,
    err: 'Sound: 5 sellers of 5 listings, 2 networks, run 2\n',
  })
})

test('the graph of a state of version 1 is made anew', async () => {
  await link(first, 'one', ...state())
  const [manifest] = (await readdir(place('state'))).filter((name) => name.startsWith('state-'))
  const older = (await read(`state/${manifest}`)).replace('"version": 2', '"version": 1')
  await writeFile(place(`state/${manifest}`), older)
  const { code, err } = await link([], 'two', ...state())
  expect([code, err]).toEqual([1, expect.stringContaining('3 sellers of 3 listings')])
  expect(await read('two')).toBe(await read('one'))
  expect((await networks('check', ...state())).err).toContain('run 2')
})

test('the number of a card stands nowhere in a state', async () => {
  await link([...first, ...second], 'out', ...state())
  for (const name of await readdir(place('state')))
    expect(await read(`state/${name}`)).not.toMatch(/4111|1111/)
})

test('the same listings again change nothing', async () => {
  await link(first, 'one', ...state())
  const before = await readdir(place('state'))
  const { err } = await link(first, 'two', ...state())
  expect(err).toContain('Made anew: 0 components of 0, 0 pairs weighed')
  expect(await readdir(place('state'))).toEqual(before)
  expect(await read('two')).toBe(await read('one'))
})

test('judgements are kept, and taken back they leave no trace in the output', async () => {
  await link([...first, ...second], 'before', ...state())
  const judgement = { a: 'ana', b: 'dewi', judgement: 'different', reason: '', at: '2026-02-01' }
  await writeFile(place('judgements'), JSON.stringify(judgement))
  await link([], 'judged', ...state(), '--judgements', place('judgements'))
  expect((await linesOf('judged')).filter(({ kind }) => kind === 'network')).toHaveLength(1)
  await link([], 'kept', ...state())
  expect(await read('kept')).toBe(await read('judged'))
  await writeFile(place('judgements'), JSON.stringify({ ...judgement, withdrawnAt: '2026-03-01' }))
  await link([], 'after', ...state(), '--judgements', place('judgements'))
  expect(await read('after')).toBe(await read('before'))
  expect((await networks('check', ...state())).code).toBe(0)
})

test('networks are exported under lasting IDs, with all that happened to them', async () => {
  await link([...second, ...first], 'one', ...state())
  await link([listing('6', 'aaron', 'Sarvo cap, tel 0812 3456 7890')], 'two', ...state())
  expect((await linesOf('two')).filter(({ kind }) => kind === 'network')[0]).toMatchObject({
    id: 'aaron',
  })
  await networks('export', ...state(), '--out', place('export'))
  const lines = await linesOf('export')
  const of = (kind: string): Line[] => lines.filter((line) => line['kind'] === kind)
  expect(of('network')).toMatchObject([
    { id: 'network-1', sellers: ['aaron', 'ana', 'dewi'], probability: expect.any(Number) },
    { id: 'network-2', sellers: ['budi', 'eka'] },
  ])
  expect(of('event').map(({ event, seller, network }) => [event, seller, network])).toEqual([
    ['joined', 'ana', 'network-1'],
    ['joined', 'dewi', 'network-1'],
    ['joined', 'budi', 'network-2'],
    ['joined', 'eka', 'network-2'],
    ['joined', 'aaron', 'network-1'],
  ])
  const [{ at }] = of('event') as [{ at: string }]
  await networks('export', ...state(), '--out', place('then'), '--at', at)
  expect((await linesOf('then')).filter(({ kind }) => kind === 'network')[0]).toMatchObject({
    id: 'network-1',
    sellers: ['ana', 'dewi'],
  })
  const { out } = await networks('export', ...state(), '--out', '-', '--format', 'gexf')
  expect(out).toContain('<node id="aaron" label="aaron"><attvalues><attvalue for="network"')
  expect(out).toMatch(/<edge id="0" source="aaron" target="ana" weight="[\d.]+">/)
})

const third = [
  listing('7', 'fajar', 'Lentu scarf, tel 0812 3456 7890'),
  listing('8', 'gita', 'Sarvo belt, WA 0812 1111 2222'),
  listing('9', 'hadi', 'Velmora cap, WA 0812 1111 2222'),
]
const toldOf = ({ register }: SellerState): unknown[] =>
  register.events().map((event) => ({ ...event, at: '' }))

test.each([
  { base: [], steps: ['model', 'card', 'graph', 'listings', 'judgements', 'events'] },
  { base: [first[0]!, second[0]!], steps: ['graph', 'listings', 'judgements', 'events'] },
])('a run killed after any step loses nothing and tells nothing twice', async ({ base, steps }) => {
  const judgement = { a: 'ana', b: 'gita', judgement: 'unsure' as const, at: '2026-02-01' }
  await writeFile(place('judgements'), JSON.stringify(judgement))
  if (base.length > 0) {
    await link(base, 'base', ...state())
    await cp(place('state'), place('apart'), { recursive: true })
  }
  const options = ['--judgements', place('judgements')]
  await link(third, 'expected', ...state(), ...options)
  const whole = await SellerState.openFilled(place('state'))
  const opened = await SellerState.open(place('apart'))
  const listings = whole.market.accounts().flatMap((account) => account.listings)
  const taken: string[] = []
  await opened.commit(
    {
      at: '2026-12-01T00:00:00.000Z',
      threshold: 0.5,
      model: whole.model,
      listings: listings.filter(({ id }) => third.some((line) => line.includes(`"id":"${id}"`))),
      judgements: [judgement],
      graph: whole.graph!,
      events: opened.register.update(accountsOfNetworks(whole.graph!), '2026-12-01T00:00:00.000Z'),
    },
    {
      onStep: async (step) => {
        taken.push(step)
        await cp(place('apart'), place(`killed-${step}`), { recursive: true })
      },
    },
  )
  expect(taken).toEqual([...steps, 'draft', 'manifest'])
  for (const step of taken) {
    const killed = `killed-${step}`
    const { run } = await SellerState.open(place(killed))
    expect([step, run]).toEqual([step, whole.run - (step === 'manifest' ? 0 : 1)])
    await link(third, 'again', '--state', place(killed), ...options)
    expect([step, await read('again')]).toEqual([step, await read('expected')])
    expect(toldOf(await SellerState.open(place(killed)))).toEqual(toldOf(whole))
  }
  expect((await readdir(place('killed-draft'))).length).toBe((await readdir(place('state'))).length)
})

test('a process killed at work leaves a state that the next run goes on from', async () => {
  await link(third, 'expected', ...state())
  const { child, ended } = startCli([
    'link-sellers',
    '--in',
    place('in'),
    '--out',
    place('out'),
    '--state',
    place('killed'),
  ])
  await expect
    .poll(async () => (await readdir(place('killed')).catch(() => [])).length)
    .toBeGreaterThan(0)
  child.kill('SIGKILL')
  await ended
  expect((await link(third, 'again', '--state', place('killed'))).code).toBe(0)
  expect(await read('again')).toBe(await read('expected'))
  expect((await networks('check', '--state', place('killed'))).code).toBe(0)
})

test('of two runs on one state, the one that ends last adds nothing and says so', async () => {
  await link(first, 'one', ...state())
  const slow = await SellerState.openFilled(place('state'))
  await link(second, 'two', ...state())
  const change = { ...slow, at: slow.timeOf(''), threshold: 0.6, listings: [], judgements: [] }
  await expect(slow.commit({ ...change, graph: slow.graph!, events: [] })).rejects.toThrow(
    'another run has changed the state',
  )
  expect((await networks('check', ...state())).err).toContain('5 sellers of 5 listings')
})

test('a folder of something else, and a damaged state, are refused and left alone', async () => {
  await link(first, 'one', '--state', folder)
  expect((await link(first, 'one', '--state', folder)).err).toContain('is no state of link-sellers')
  await link(first, 'one', ...state())
  const names = await readdir(place('state'))
  for (const kind of ['listings', 'graph', 'card', 'state', 'model']) {
    const name = names.find((one) => one.startsWith(kind))!
    const before = await read(`state/${name}`)
    await writeFile(place(`state/${name}`), before.replace(/\w/, 'x'))
    const { code, err } = await networks('check', ...state())
    expect([kind, code]).toEqual([kind, 1])
    expect(err).toMatch(/not as it was written|cannot be used/)
    await writeFile(place(`state/${name}`), before)
  }
  expect((await networks('check', ...state())).code).toBe(0)
  expect((await networks('check', '--state', place('nowhere'))).err).toContain('has no state')
})

test('a model is fitted, used, and refused if it is another file or was changed', async () => {
  await writeFile(place('in'), [...first, ...second].join('\n'))
  const trained = await runCli(['train-links', '--in', place('in'), '--model', place('model')])
  expect([trained.code, trained.err]).toEqual([
    0,
    expect.stringMatching(/^Fitted to 5 sellers of 5 listings: model [0-9a-f]{12}\n$/),
  ])
  expect(await read('model')).not.toMatch(/4111|1111/)
  await link(first, 'fitted', '--model', place('model'))
  expect(await linesOf('fitted')).not.toEqual([])
  const model = await read('model')
  for (const [text, reason] of [
    [model.replace('"prior": -', '"prior": -1'), 'its digest is another one'],
    [model.replace('"version": 1', '"version": 2'), '/version'],
    ['{"weights": {}}', '/format is missing'],
    [model.slice(0, 900), 'this is not JSON'],
  ] as const) {
    await writeFile(place('bad'), text)
    const { code, err } = await link(first, 'out', '--model', place('bad'))
    expect([code, err]).toEqual([1, expect.stringContaining(reason)])
  }
})

test('under another model everything is weighed again', async () => {
  await link([...first, ...second], 'one', ...state())
  await writeFile(place('in'), first.join('\n'))
  await runCli(['train-links', '--in', place('in'), '--model', place('model')])
  const { err } = await link([], 'two', ...state(), '--model', place('model'))
  expect(err).toContain('Made anew: 2 components of 2')
  await link([...first, ...second], 'all', '--model', place('model'))
  expect(await read('two')).toBe(await read('all'))
})
