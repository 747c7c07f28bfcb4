import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '@touchstone/server'
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import {
  hasChromium,
  inBrowser,
  launchChromium,
  openContext,
} from '../packages/console/test/browser.ts'
import { buildConsole, openConsole } from '../packages/console/test/console-fixture.ts'
import { signInByApi } from '../packages/console/test/signed-in-users.ts'
import { asOperator } from '../packages/server/test/builders.ts'
import { benchFolder } from './bench-folder.ts'
import { framesOf, type Frames } from './frames.ts'

const sizes = [50, 500, 5000]
const linksPerAccount = 4
const ofOtherNetworks = 5
const person = 'reader@market.example'
const tooLong = 100

/**
 * The page of a network of a fifth of so many accounts, four links each: how long tasks of the page take while it is
 * loaded, unfolded, zoomed and moved. Photographs lie in the bench's folder.
 */
export async function* networkGraph(): AsyncGenerator<string> {
  if (!hasChromium) {
    yield `The graph of networks is left out: ${inBrowser}`
    return
  }
  buildConsole()
  mkdirSync(benchFolder, { recursive: true })
  const dataDir = mkdtempSync(join(benchFolder, 'network-graph-'))
  const server = await openConsole({}, { store: { engine: 'embedded', dataDir } })
  const browser = await launchChromium()
  try {
    for (const size of sizes)
      await server.addOrganisation(slugOf(size), `Market of ${size}`, 'marketplace')
    for (const size of sizes) await server.addMember(slugOf(size), `${size}-${person}`, ['analyst'])
    await server.whileClosed(async (config) => {
      const store = await openStore(config)
      try {
        for (const size of sizes)
          await asOperator(store, async (handle) => fillNetworks(handle, size))
      } finally {
        await store.close()
      }
    })
    for (const size of sizes) yield* measure(browser, server.url, size)
  } finally {
    await browser.close()
    await server.close()
    rmSync(dataDir, { recursive: true })
  }
}

const slugOf = (size: number): string => `market-${size}`

async function* measure(browser: Browser, url: string, size: number): AsyncGenerator<string> {
  const cookies = await signInByApi(url, `${size}-${person}`)
  const context = await openContext(browser, url, { cookies })
  const page = await context.newPage()
  const measured = async (name: string, work: () => Promise<void>): Promise<string> => {
    const frames = await framesOf(browser, page, work)
    return `  ${name.padEnd(28)} ${summary(frames)}`
  }
  await page.goto('/networks')
  const link = page.locator('#content a[href^="/networks/"]', { hasText: 'account' }).first()
  await link.waitFor()
  yield `Graph of ${size.toLocaleString('en')} accounts, ${(size * linksPerAccount).toLocaleString('en')} links:`
  yield await measured('opened', async () => {
    await link.click()
    await drawn(page)
  })
  const further = page.getByRole('button', { name: 'Show what is further away' })
  if ((await further.count()) > 0)
    yield await measured('all that is further away', async () => {
      const answered = page.waitForResponse((response) => response.url().includes('/graph?'))
      await further.click()
      await answered
      await page.waitForTimeout(100)
      await drawn(page)
    })
  yield await measured('unfolded', async () => {
    await page.getByLabel('Show accounts of other networks one by one').check()
    await page.waitForTimeout(100)
    await drawn(page)
  })
  const frame = page.locator('[data-drawn]')
  await frame.scrollIntoViewIfNeeded()
  await frame.screenshot({ path: join(benchFolder, `network-graph-${size}.png`) })
  const box = await frame.boundingBox()
  if (box === null) throw new Error('the graph is not on the page')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  yield await measured('zoomed by the wheel', async () => {
    await page.mouse.move(x, y)
    for (let turn = 0; turn < 20; turn++) {
      await page.mouse.wheel(0, turn < 10 ? -120 : 120)
      await page.waitForTimeout(60)
    }
    await page.waitForTimeout(500)
  })
  yield await measured('moved by the mouse', async () => {
    await page.mouse.move(x, y)
    await page.mouse.down()
    for (let step = 0; step < 30; step++) {
      await page.mouse.move(x + 120 * Math.sin(step / 5), y + 80 * Math.cos(step / 5))
      await page.waitForTimeout(30)
    }
    await page.mouse.up()
    await page.waitForTimeout(500)
  })
  yield await measured('an account chosen', async () => {
    await page.getByRole('combobox', { name: 'One account' }).click()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForTimeout(500)
  })
  await context.close()
}

const drawn = (page: Page): Promise<void> => page.locator('[data-drawn=true]').waitFor()

/** By the clock, which the rasteriser of a machine without a graphics card keeps waiting, and by processor time. */
function summary({ tasks, computed, between }: Frames): string {
  const longest = (values: readonly number[]): string => {
    const over = values.filter((value) => value > tooLong).length
    return `${Math.max(0, ...values).toFixed(0)} ms, ${over} over ${tooLong} ms`
  }
  return `longest task ${longest(tasks)}; of processor ${longest(computed)}; longest between frames ${Math.max(0, ...between).toFixed(0)} ms`
}

type Handle = Parameters<Parameters<typeof asOperator>[1]>[0]

/** Accounts in networks, the first of which is the largest, and links within them and between. */
async function fillNetworks(handle: Handle, size: number): Promise<void> {
  const own = size / 5
  const networkOf = (account: number): number =>
    account < own ? 1 : 2 + Math.floor((account - own) / ofOtherNetworks)
  const networks = networkOf(size - 1)
  const organisation = sql`(select id from organisations where slug = ${slugOf(size)})`
  const idOf = (kind: string, column: string) =>
    // Of a version that requests accept.
    sql`overlay(overlay(md5(${`${kind} ${size} `} || ${sql.ref(column)}) placing '4' from 13)
      placing '8' from 17)::uuid`
  const random = randomNumbers(size)
  const links = new Map<string, { a: number; b: number; bits: number }>()
  for (let a = 0; a < size; a++)
    for (let link = 0; link < linksPerAccount; link++) {
      const [from, to] = a < own ? [a - (a % 50), Math.min(own, a - (a % 50) + 50)] : near(a, own)
      const isWithin = link < linksPerAccount - 1
      const drawnAccount = isWithin
        ? from + Math.floor(random() * (Math.min(to, size) - from))
        : Math.floor(random() * size)
      const b = drawnAccount === a ? (a + 1) % size : drawnAccount
      const isOne = networkOf(a) === networkOf(b)
      links.set(`${Math.min(a, b)} ${Math.max(a, b)}`, {
        a,
        b,
        bits: isOne ? 1 + random() * 15 : -4 + random() * 3,
      })
    }
  const rows = [...links.values()]
  await sql`
    insert into seller_accounts (id, organisation_id, marketplace, seller_hash, seller_id, name)
    select ${idOf('account', 'n')}, ${organisation}, 'bazaar', sha256(('shop-' || n)::bytea),
      'shop-' || n,
      (array['Toko', 'Shop', '小店', 'Лавка'])[1 + n % 4] || ' shop ' || n
    from generate_series(0, ${size - 1}::int4) as n`.execute(handle)
  await sql`
    insert into seller_networks (id, organisation_id, number, accounts, probability, weakest_bits,
      formed_at, changed_at)
    select ${idOf('network', 'n')}, ${organisation}, n,
      case when n = 1 then ${own}::int4 else ${ofOtherNetworks}::int4 end, 0.9, 3, now(), now()
    from generate_series(1, ${networks}::int4) as n`.execute(handle)
  await sql`
    insert into network_memberships (network_id, organisation_id, seller_account_id, from_at)
    select ${idOf('network', 'network')}, ${organisation}, ${idOf('account', 'account')}, now()
    from unnest(${Array.from({ length: size }, (_, account) => account)}::int4[],
      ${Array.from({ length: size }, (_, account) => networkOf(account))}::int4[])
      as given (account, network)`.execute(handle)
  await sql`
    insert into seller_links (organisation_id, account_a, account_b, weight, probability, linked,
      reasons, digest)
    select ${organisation}, least(a, b), greatest(a, b), bits, 1 / (1 + power(2, -bits)), bits >= 0,
      json_build_array(json_build_object('code', 'text.alike', 'family', 'text', 'weight', bits,
        'identifier', null, 'places', '[]'::json)), decode(md5(a::text || b::text), 'hex')
    from (
      select ${idOf('account', 'one')} as a, ${idOf('account', 'other')} as b, bits
      from unnest(${rows.map(({ a }) => a)}::int4[], ${rows.map(({ b }) => b)}::int4[],
        ${rows.map(({ bits }) => bits)}::float8[]) as given (one, other, bits)
    ) ends`.execute(handle)
}

/** The accounts of the network that one is in. */
function near(account: number, own: number): [from: number, to: number] {
  const from = account - ((account - own) % ofOtherNetworks)
  return [from, from + ofOtherNetworks]
}

/** The same numbers in each run. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}
