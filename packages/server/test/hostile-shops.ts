import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import type { StoreConfig } from '../src/platform/config/index.ts'
import { asOperator, newOrganisation } from './builders.ts'
import { startWriting, watcher } from './child-programs.ts'
import { inStore } from './kill-ingest.ts'
import { environmentOf } from './start-server.ts'
import { openShop, type Asked, type ShopServer } from './watched-shop.ts'
import { newWatchRow } from './watches.ts'

export type HostileShopsResult = {
  /** That made requests. */
  processes: number
  requests: number
  /** Pauses between two requests to one shop, and those that were shorter than it asks for. */
  gaps: number
  shortGaps: number
  closedPaths: number
  earlyRetries: number
  /** Requests to the shop without a readable robots.txt, other than for that file. */
  pagesWithoutRobots: number
  /** The most that one run received from the hostile shop, in all. */
  mostBytes: number
  /** The most days of the hostile calendar that one run visited. */
  mostCalendarPages: number
  /** How runs ended, each with its number. */
  endings: Record<string, number>
}

/** A process claims at most eight runs of one organisation, so that two of them share these. */
const watchesOfShop = 4
const mebibyte = 1024 * 1024
const retrySeconds = 70
// Timers fire up to a millisecond early, and the shops note the time in a process of their own.
const tolerance = 10

/**
 * Two processes walk four shops, with four watches each: one asks for long pauses and closes paths, one refuses and asks
 * to be left alone for a while, one fails to send its robots.txt, and one is hostile. Each watch runs once.
 */
export async function watchHostileShops(config: StoreConfig): Promise<HostileShopsResult> {
  const refusal = { at: Infinity, until: Infinity }
  const [careful, busy, unreadable, hostile] = await Promise.all([
    openCarefulShop(),
    openBusyShop(refusal),
    openShop(({ url }, response) => {
      if (url === '/robots.txt') response.writeHead(500).end()
      else sendGoods(response, '1')
    }),
    openHostileShop(),
  ])
  const shops = [careful, busy, unreadable, hostile]
  const hosts = shops.map(({ origin }) => new URL(origin).host)
  const env = { ...environmentOf(config), OUTBOUND_ALLOW: hosts.join(',') }
  await inStore(config, async (store) => {
    const { id } = await newOrganisation(store, 'house')
    for (let round = 0; round < watchesOfShop; round++) {
      for (const { origin } of shops) await newWatchRow(store, id, { site: origin })
    }
    await asOperator(store, (handle) =>
      sql`update watches set run_bytes = ${64 * mebibyte}::int8, day_bytes = ${64 * mebibyte}::int8`.execute(
        handle,
      ),
    )
  })
  const processes = ['first', 'second'].map((name) => startWriting(env, [name], watcher))
  try {
    const ended = Promise.race(processes.map(async (each) => (await each.ended).err))
    return await inStore(config, async (store) => {
      for (;;) {
        const { rows } = await asOperator(store, (handle) =>
          sql<{ left: number }>`
            select count(*)::int as left from watches w where not exists (
              select from watch_runs r where r.watch_id = w.id and r.ended_at is not null
            )`.execute(handle),
        )
        if (rows[0]?.left === 0) break
        const failure = await Promise.race([ended, sleep(500)])
        if (failure !== undefined) throw new Error(`a process ended: ${failure}`)
      }
      const { rows: runs } = await asOperator(store, (handle) =>
        sql<{ endedBy: string; bytes: number; days: number }>`
          select r.ended_by as "endedBy",
            (select coalesce(sum(u.bytes), 0)::float8 from watch_usage u where u.run_id = r.id) as bytes,
            (select count(*)::int from watch_pages p
              where p.run_id = r.id and p.visited_at is not null and p.url like '%/calendar/%') as days
          from watch_runs r`.execute(handle),
      )
      const areShort = shops.flatMap((shop) =>
        gapsOf(shop).map((gap) => gap < (shop === careful ? 3000 : 2000) - tolerance),
      )
      const readable = [careful, busy, hostile]
      return {
        processes: new Set(readable.flatMap(({ asked }) => asked.map(({ agent }) => agent))).size,
        requests: shops.reduce((sum, { asked }) => sum + asked.length, 0),
        gaps: areShort.length,
        shortGaps: areShort.filter(Boolean).length,
        closedPaths: countOf(careful, ({ path }) => path.startsWith('/basket')),
        earlyRetries: countOf(busy, ({ at }) => at > refusal.at && at < refusal.until),
        pagesWithoutRobots: countOf(unreadable, ({ path }) => path !== '/robots.txt'),
        mostBytes: Math.max(...runs.map(({ bytes }) => bytes)),
        mostCalendarPages: Math.max(...runs.map(({ days }) => days)),
        endings: Object.fromEntries(
          [...Map.groupBy(runs, ({ endedBy }) => endedBy)].map(([by, all]) => [by, all.length]),
        ),
      }
    })
  } finally {
    for (const each of processes) each.kill()
    await Promise.all(processes.map(({ ended }) => ended))
    for (const shop of shops) shop.close()
  }
}

function openCarefulShop(): Promise<ShopServer> {
  return openShop(({ url = '', headers }, response) => {
    const origin = `http://${headers.host ?? ''}`
    if (url === '/robots.txt') {
      response.end(`User-agent: *\nDisallow: /basket\nCrawl-delay: 3\nSitemap: ${origin}/map.xml`)
    } else if (url === '/map.xml') {
      sendSitemap(response, [
        `${origin}/product/1`,
        `${origin}/basket/1`,
        'http://169.254.169.254/product/1',
        `${origin}/basket/2`,
        `${origin}/product/2`,
      ])
    } else sendGoods(response, url)
  })
}

/** Refuses one page once, with a date before which nobody may come again. */
function openBusyShop(refusal: { at: number; until: number }): Promise<ShopServer> {
  return openShop(({ url = '', headers }, response) => {
    const origin = `http://${headers.host ?? ''}`
    if (url === '/robots.txt') response.end('')
    else if (url === '/sitemap.xml') {
      sendSitemap(
        response,
        [1, 2, 3].map((each) => `${origin}/product/${each}`),
      )
    } else if (refusal.at === Infinity) {
      // Whole seconds, as the header states them.
      const until = Math.floor(Date.now() / 1000 + retrySeconds) * 1000
      refusal.at = performance.now()
      refusal.until = refusal.at + until - Date.now()
      response.writeHead(503, { 'retry-after': new Date(until).toUTCString() }).end()
    } else sendGoods(response, url)
  })
}

/** Its pages have no end, unpack to gigabytes, lead in circles and into other networks, or to ever more days. */
function openHostileShop(): Promise<ShopServer> {
  const bomb = gzipSync(Buffer.alloc(128 * mebibyte))
  const days = ['/calendar/2026/1/1', '/endless', '/bomb', '/circle/1', 'http://169.254.169.254/']
  return openShop(({ url = '' }, response) => {
    const [, day] = /^\/calendar\/2026\/1\/(\d+)$/.exec(url) ?? []
    const [, turn] = /^\/circle\/(\d)$/.exec(url) ?? []
    const type = { 'content-type': 'text/html' }
    if (url === '/robots.txt') response.end('Disallow: /\n'.repeat(100))
    else if (url === '/') response.writeHead(200, type).end(days.map(linkTo).join(''))
    else if (url === '/endless') sendWithoutEnd(response.writeHead(200, type))
    else if (url === '/bomb') {
      response.writeHead(200, { ...type, 'content-encoding': 'gzip' }).end(bomb)
    } else if (turn !== undefined) {
      response.writeHead(302, { location: `/circle/${3 - Number(turn)}` }).end()
    } else if (day !== undefined) {
      const next = [1, 2, 3].map((step) => linkTo(`/calendar/2026/1/${Number(day) + step}`))
      response.writeHead(200, type).end(next.join(''))
    } else response.writeHead(404).end()
  })
}

function linkTo(url: string): string {
  return `<a href="${url}">more</a>`
}

function sendSitemap(response: ServerResponse, urls: readonly string[]): void {
  const entries = urls.map((url) => `<url><loc>${url}</loc></url>`).join('')
  response.writeHead(200, { 'content-type': 'application/xml' }).end(`<urlset>${entries}</urlset>`)
}

function sendGoods(response: ServerResponse, id: string): void {
  const product = { '@context': 'https://schema.org', '@type': 'Product', sku: id, name: 'Bag' }
  response.writeHead(200, { 'content-type': 'text/html' })
  response.end(`<script type="application/ld+json">${JSON.stringify(product)}</script>`)
}

function sendWithoutEnd(response: ServerResponse): void {
  const write = (): void => {
    while (!response.destroyed && response.write('a'.repeat(65_536)));
    if (!response.destroyed) response.once('drain', write)
  }
  write()
}

function countOf({ asked }: ShopServer, isCounted: (request: Asked) => boolean): number {
  return asked.filter(isCounted).length
}

/** Of the page without an end the shop notices late that nobody reads it any more. */
function gapsOf({ asked }: ShopServer): number[] {
  return asked.slice(1).map(({ at }, index) => {
    const { at: before = 0, until = 0, path = '' } = asked[index] ?? {}
    return at - (path === '/endless' ? before : until)
  })
}
