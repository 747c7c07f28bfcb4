import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium as playwright, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Canaries } from '../../../test/proxy-bypass-listeners.ts'
import { reachingPage } from '../../../test/probing-page.ts'
import { TestShop } from '../../../test/shop.ts'
import { startGuardedProxy } from '../../platform/outbound/index.ts'
import { capture, findChromium } from './index.ts'
import { checkIsolation, launchBrowser } from './launch-browser.ts'

const chromium = await findChromium(process.env)
const { shortfall } =
  chromium === undefined ? { shortfall: 'no Chromium' } : await checkIsolation(chromium)
const shop = new TestShop()
const canaries = new Canaries()
let guard: {
  lookup: () => Promise<{ address: string }[]>
  testAllowances: { address: string; port: number }[]
}
/** Without and with encryption: each allows attempts that the other does not. */
let addresses: string[]
beforeAll(async () => {
  await shop.open()
  await canaries.open()
  shop.changing = { body: reachingPage(canaries.places) }
  const ports = [shop.port, shop.tlsPort]
  guard = {
    lookup: async () => [{ address: '127.0.0.1' }],
    testAllowances: ports.map((port) => ({ address: '127.0.0.1', port })),
  }
  addresses = [
    `http://toko.example:${shop.port}/changing`,
    `https://toko.example:${shop.tlsPort}/changing`,
  ]
})
afterAll(() => {
  shop.close()
  canaries.close()
})

/** Opens both pages, and returns their attempts after some time. */
async function visit(browser: Browser, host: string): Promise<string> {
  const opened = addresses.map(async (address) => {
    const page = await browser.newPage()
    await page.goto(address.replace('toko.example', host), { waitUntil: 'commit' })
    const state = page.getByText(/^tried/)
    await state.waitFor({ timeout: 120_000 })
    return (await state.textContent()) ?? ''
  })
  return (await Promise.all(opened)).join(', ')
}

async function captureBoth(isolation: 'required' | 'flags'): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-capture-'))
  try {
    const [url = '', ...also] = addresses
    const options = { url, also, operator: 'Dewi Lestari', reason: 'The title says “KW”.', folder }
    const limits = { scrolls: 0 }
    const launchOptions = { ...guard, testKeys: [shop.key], chromium: chromium!, version: '0.1.0' }
    const { record } = await capture({ ...options, ...launchOptions, isolation, limits })
    expect(record.isolation).toBe(isolation === 'flags' ? 'flags' : 'namespace')
    expect(record.pages.map(({ outcome }) => outcome)).toEqual(['captured', 'captured'])
    return ['page.html', 'page-2.html']
      .map(
        (name) => /<p id="state">(tried[^<]*)/.exec(readFileSync(join(folder, name), 'utf8'))?.[1],
      )
      .join(', ')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const always = ['fetch', 'beacon', 'event source', 'web socket', 'worker']
const where = chromium === undefined ? 'in Chromium (none was found)' : 'in Chromium'
describe.skipIf(chromium === undefined)(`a page that reaches past the proxy ${where}`, () => {
  it('is heard on every address, by UDP and TCP, where nothing guards the browser', async () => {
    const browser = await playwright.launch({
      executablePath: chromium!,
      chromiumSandbox: process.getuid?.() !== 0,
      args: [`--ignore-certificate-errors-spki-list=${shop.key}`],
    })
    const tried = await visit(browser, '127.0.0.1')
    await browser.close()
    for (const way of [...always, 'webrtc', 'web transport']) expect(tried).toContain(way)
    const contacts = canaries.contacts.splice(0)
    const hosts = canaries.places.map(({ host }) => host)
    for (const host of hosts)
      expect(contacts).toEqual(expect.arrayContaining([`udp ${host}`, `tcp ${host}`]))
  })

  it.skipIf(shortfall !== undefined)(
    `is captured in a network namespace, and nobody hears it (${shortfall ?? 'possible here'})`,
    async () => {
      const tried = await captureBoth('required')
      for (const way of [...always, 'webrtc', 'web transport']) expect(tried).toContain(way)
      expect(canaries.contacts.splice(0)).toEqual([])
    },
  )

  it('is captured by a browser with only its flags, without WebRTC, and reaches no one', async () => {
    const tried = await captureBoth('flags')
    for (const way of always) expect(tried).toContain(way)
    expect(tried).not.toMatch(/webrtc|web transport/)
    expect(canaries.contacts.splice(0)).toEqual([])
  })

  it('reaches no one if the flags have to do without the script', async () => {
    const launched = await launchBrowser({
      executablePath: chromium!,
      isolation: 'flags',
      openProxy: () => startGuardedProxy({ bytes: 1e8, ...guard }),
      testKeys: [shop.key],
    })
    const tried = await visit(launched.browser, 'toko.example')
    await launched.close()
    for (const way of [...always, 'webrtc', 'web transport']) expect(tried).toContain(way)
    expect(canaries.contacts.splice(0)).toEqual([])
  })
})
