import { execFile } from 'node:child_process'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onBothEngines } from '../../../test/engines.ts'
import type { StoreConfig } from '../../platform/config/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { createMetrics } from '../../platform/telemetry/index.ts'
import { ownTurns, storedTurns, VisitError } from './index.ts'
import { gapsOf, openPlainShop, openShop, type ShopServer } from '../../../test/watched-shop.ts'
import { agent, gateTo, outcomeOf, unlimited } from '../../../test/gate-visits.ts'
import type { Turns } from './turns.ts'

const open: ShopServer[] = []
afterAll(() => {
  for (const shop of open) shop.close()
})
async function shop(...args: Parameters<typeof openPlainShop>): Promise<ShopServer> {
  const opened = await openPlainShop(...args)
  open.push(opened)
  return opened
}
const pathsOf = ({ asked }: ShopServer): string[] => asked.map(({ path }) => path)
// Timers fire up to a millisecond early.
const tolerance = 10

// At once, since each waits for the pauses of its own site.
describe.concurrent('without a store', () => {
  test('robots.txt is read once, closed pages are never asked for, and the agent names itself', async () => {
    const site = await shop('User-agent: *\nDisallow: /basket')
    const gate = gateTo(ownTurns(), [site.origin])
    expect(await outcomeOf(gate, `${site.origin}/goods`)).toBe('<h1>Goods</h1>')
    expect(await outcomeOf(gate, `${site.origin}/basket/1`)).toBe('forbidden')
    expect(await outcomeOf(gate, `${site.origin}/goods/2`)).toBe('<h1>Goods</h1>')
    expect(pathsOf(site)).toEqual(['/robots.txt', '/goods', '/goods/2'])
    expect(site.asked[0]?.agent).toBe(agent.userAgent)
    expect(Math.min(...gapsOf(site))).toBeGreaterThan(2000 - tolerance)
  })

  test('a delay that robots.txt asks for holds from the first page on', async () => {
    const site = await shop('User-agent: *\nCrawl-delay: 3')
    await outcomeOf(gateTo(ownTurns(), [site.origin]), `${site.origin}/goods`)
    expect(Math.min(...gapsOf(site))).toBeGreaterThan(3000 - tolerance)
  })

  test.each([
    [404, 'open'],
    [403, 'open'],
    [429, 'closed'],
    [500, 'closed'],
    [503, 'closed'],
  ])('a robots.txt of status %i leaves the site %s', async (status, state) => {
    const site = await shop('', {
      '/robots.txt': (_, response) => response.writeHead(status).end(),
    })
    const turns = ownTurns()
    const gate = gateTo(turns, [site.origin])
    const outcome = await outcomeOf(gate, `${site.origin}/goods`, { patience: 30_000 })
    // After 403 the pause is a minute: the page is open and still waits.
    expect(outcome).toBe(status === 404 ? '<h1>Goods</h1>' : 'retryable')
    expect(pathsOf(site)).toEqual(['/robots.txt', ...(status === 404 ? ['/goods'] : [])])
    const known = await turns.findRobots(site.origin)
    expect(known?.text === undefined ? 'closed' : 'open').toBe(state)
  })

  test('the last known robots.txt applies while the site fails', async () => {
    const turns = ownTurns()
    let fails = false
    const site = await shop('', {
      '/robots.txt': (_, response) =>
        response.writeHead(fails ? 500 : 200).end('User-agent: *\nDisallow: /basket'),
    })
    const gate = gateTo(turns, [site.origin])
    await outcomeOf(gate, `${site.origin}/goods`)
    await turns.saveRobots(site.origin, undefined, 0)
    fails = true
    expect(await outcomeOf(gate, `${site.origin}/basket`)).toBe('forbidden')
    expect(await outcomeOf(gate, `${site.origin}/goods`)).toBe('<h1>Goods</h1>')
    expect(pathsOf(site)).toEqual(['/robots.txt', '/goods', '/robots.txt', '/goods'])
  })

  test('each redirect is a turn of its own, five at most, and none leads to another site', async () => {
    const to = (location: string) => (_: IncomingMessage, response: ServerResponse) =>
      void response.writeHead(302, { location }).end()
    const other = await shop('')
    const site = await shop('User-agent: *\nDisallow: /basket', {
      '/a': to('/b'),
      '/b': to('/goods'),
      '/closed': to('/basket'),
      '/away': to(`http://localhost:${new URL(other.origin).port}/`),
      '/inside': to('http://169.254.169.254/latest'),
    })
    const gate = gateTo(ownTurns(), [site.origin, other.origin])
    expect(await outcomeOf(gate, `${site.origin}/a`)).toBe('<h1>Goods</h1>')
    expect(await outcomeOf(gate, `${site.origin}/closed`)).toBe('forbidden')
    expect(await outcomeOf(gate, `${site.origin}/away`)).toBe('permanent')
    expect(await outcomeOf(gate, `${site.origin}/inside`)).toBe('permanent')
    expect(pathsOf(site)).not.toContain('/basket')
    expect(other.asked).toEqual([])
    expect(Math.min(...gapsOf(site))).toBeGreaterThan(2000 - tolerance)
  })

  test('pages that are gone, unchanged, closed by a log-in or a CAPTCHA are told apart', async () => {
    const site = await shop('', {
      '/gone': (_, response) => void response.writeHead(410).end(),
      '/same': ({ headers }, response) =>
        void response.writeHead(headers['if-none-match'] === '"7"' ? 304 : 200).end(),
      '/login': (_, response) => void response.writeHead(401).end(),
      '/human': (_, response) =>
        void response
          .writeHead(200, { 'content-type': 'text/html' })
          .end('<title>Just a moment…</title>'),
    })
    const gate = gateTo(ownTurns(), [site.origin])
    const at = (path: string, more = {}): Promise<string> =>
      outcomeOf(gate, `${site.origin}${path}`, more)
    expect(await at('/gone')).toBe('absent')
    expect(await at('/same', { known: { etag: '"7"' } })).toBe('unchanged')
    expect(await at('/login')).toBe('forbidden')
    expect(await at('/human')).toBe('blocked')
    // A CAPTCHA pauses the site for a minute.
    expect(await at('/goods', { patience: 30_000 })).toBe('retryable')
    expect(pathsOf(site)).not.toContain('/goods')
  })

  test('nothing is taken beyond the allowance, and none is spent on a turn that did not come', async () => {
    const site = await shop('', {
      '/long': (_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' })
        const write = (): void => {
          while (!response.destroyed && response.write('a'.repeat(65_536)));
          if (!response.destroyed) response.once('drain', write)
        }
        write()
      },
    })
    const gate = gateTo(ownTurns(), [site.origin])
    let requests = 2
    let bytes = 0
    const allowance = {
      spendRequest: () => {
        if (requests === 0) throw new RangeError('none left')
        requests--
      },
      bytesLeft: () => 500_000 - bytes,
      receive: (more: number) => void (bytes += more),
    }
    expect(await outcomeOf(gate, `${site.origin}/long`, { allowance })).toBe('permanent')
    expect(bytes).toBeLessThan(600_000)
    await expect(outcomeOf(gate, `${site.origin}/goods`, { allowance })).rejects.toThrow(
      'none left',
    )
    expect(await outcomeOf(gate, `${site.origin}/goods`, { patience: 0 })).toMatch('<h1>')
    expect(pathsOf(site)).toEqual(['/robots.txt', '/long', '/goods'])
  })
})

onBothEngines((engine) => {
  let config: StoreConfig
  let store: Store
  let turns: Turns
  beforeAll(async () => {
    config = await engine.newStore()
    store = await openStore(config)
    turns = storedTurns(store)
  })
  afterAll(() => store?.close())

  test('of many that ask at once one has the turn, and the next begins after the pause', async () => {
    const asked = await Promise.all(
      Array.from({ length: 8 }, () => turns.take('http://a.example', 60_000, 0)),
    )
    const taken = asked.flatMap((turn) => ('lease' in turn ? [turn] : []))
    expect(taken.length).toBe(1)
    await turns.giveBack('http://a.example', taken[0]!, { pause: 60_000, penalty: 60_000 })
    const waiting = await turns.take('http://a.example', 60_000, 0)
    expect(waiting).toEqual({ waitMilliseconds: expect.any(Number) as number })
    const first = await turns.take('http://d.example', 60_000, 0)
    if (!('lease' in first)) throw new Error('the first turn was refused')
    await turns.giveBack('http://d.example', first, { pause: 300, penalty: 60_000 })
    await expect
      .poll(() => turns.take('http://d.example', 60_000, 0))
      .toMatchObject({ penalty: 60_000 })
  })

  test('a turn that is never given back ends with its lease and the pause', async () => {
    const waits = { waitMilliseconds: expect.any(Number) as number }
    await turns.take('http://b.example', 200, 60_000)
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect(await turns.take('http://b.example', 200, 0)).toEqual(waits)
    await turns.take('http://e.example', 200, 300)
    await expect.poll(() => turns.take('http://e.example', 60_000, 0)).toHaveProperty('lease')
    await turns.giveBack(
      'http://e.example',
      { lease: crypto.randomUUID(), penalty: 0 },
      { pause: 0, penalty: 0 },
    )
    expect(await turns.take('http://e.example', 200, 0)).toEqual(waits)
  })

  test('the last known robots.txt is kept when a later one cannot be read', async () => {
    const at = 'http://c.example'
    expect(await turns.findRobots(at)).toBe(undefined)
    await turns.take(at, 200, 0)
    await turns.saveRobots(at, undefined, 60_000)
    expect(await turns.findRobots(at)).toEqual({ text: undefined, isCurrent: true })
    await turns.saveRobots(at, 'User-agent: *', 60_000)
    await turns.saveRobots(at, undefined, -1)
    expect(await turns.findRobots(at)).toEqual({ text: 'User-agent: *', isCurrent: false })
  })

  test('four shops, one hostile, two watches, two processes: every gap is kept', async () => {
    let refused = 0
    let later = 0
    const [plain, slow, busy, hostile] = await Promise.all([
      shop('User-agent: *\nDisallow: /basket\nAllow: /'),
      shop('User-agent: *\nCrawl-delay: 3\nDisallow: /basket'),
      shop('', {
        '/goods/1': (_, response) => {
          refused = performance.now()
          later = refused + 90_000
          const until = new Date(Date.now() + 90_000).toUTCString()
          response.writeHead(503, { 'retry-after': until }).end()
        },
      }),
      shop('', { '/robots.txt': (_, response) => void response.writeHead(500).end() }),
    ])
    const shops = [plain, slow, busy, hostile]
    const urls = shops.flatMap(({ origin }) =>
      ['/goods/1', '/basket'].map((path) => `${origin}${path}`),
    )
    const visitor = join(import.meta.dirname, 'test/visitor.ts')
    const args = ['--conditions=touchstone-source', visitor, JSON.stringify(urls)]
    const url = config.engine === 'postgresql' ? config.ownerUrl.reveal() : ''
    const env = { ...process.env, DATABASE_URL: url }
    const run = async (): Promise<string[]> => {
      const ran = await promisify(execFile)(process.execPath, args, { env })
      return JSON.parse(ran.stdout) as string[]
    }
    // The embedded store belongs to one process: there two gates stand for them.
    const watch = async (): Promise<string[]> => {
      const gate = gateTo(
        storedTurns(store),
        shops.map(({ origin }) => origin),
      )
      return Promise.all(urls.map((url) => outcomeOf(gate, url, { patience: 40_000 })))
    }
    const all =
      engine.name === 'postgresql'
        ? await Promise.all([run(), run()])
        : await Promise.all([watch(), watch(), watch(), watch()])
    const outcomes = all.flat()
    expect(outcomes.length).toBe(4 * urls.length)
    const count = (word: string): number => outcomes.filter((each) => each === word).length
    expect(count('forbidden')).toBe(8)
    expect(count('<h1>Goods</h1>')).toBeGreaterThanOrEqual(8)
    expect(
      shops.flatMap((each) => pathsOf(each)).filter((path) => path === '/basket').length,
    ).toBeLessThanOrEqual(4)
    // The day's copy is everyone's: whoever waited for its turn reads what the first has read.
    for (const each of shops) {
      expect(pathsOf(each).filter((path) => path === '/robots.txt').length).toBe(1)
    }
    for (const closed of [plain, slow]) expect(pathsOf(closed)).not.toContain('/basket')
    expect(new Set(pathsOf(hostile))).toEqual(new Set(['/robots.txt']))
    expect(busy.asked.filter(({ at }) => refused > 0 && at > refused && at < later)).toEqual([])
    expect(Math.min(...[plain, busy, hostile].flatMap(gapsOf), 2000)).toBeGreaterThan(
      2000 - tolerance,
    )
    expect(Math.min(...gapsOf(slow))).toBeGreaterThan(3000 - tolerance)
  })
})

test('a wait that is too long says when the site may be asked again', async () => {
  const site = await openShop((_, response) =>
    response.writeHead(404, { 'retry-after': '120' }).end(),
  )
  open.push(site)
  const gate = gateTo(ownTurns(), [site.origin])
  const visit = {
    url: `${site.origin}/goods`,
    accept: 'text/html',
    bytes: 1000,
    allowance: unlimited,
    mayRedirectTo: () => false,
    patience: 1000,
  }
  const failure = await gate.visit(visit, async () => '').catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(VisitError)
  const { retryAt } = failure as VisitError
  expect(retryAt!.getTime() - Date.now()).toBeGreaterThan(115_000)
  expect(site.asked.length).toBe(1)
})

test('metrics count how sites respond, and name none', async () => {
  const metrics = createMetrics()
  const site = await shop('', { '/closed': (_, response) => response.writeHead(403).end() })
  const gate = gateTo(ownTurns(), [site.origin])
  expect(await outcomeOf(gate, `${site.origin}/closed`)).toBe('blocked')
  const { text } = await metrics.read()
  metrics.close()
  expect(text).toMatch(/^touchstone_gate_requests_total\{outcome="refused"\} [1-9]/m)
  expect(text).toMatch(/^touchstone_gate_requests_total\{outcome="captcha"\} 0/m)
  expect(text).not.toContain(new URL(site.origin).host)
})
