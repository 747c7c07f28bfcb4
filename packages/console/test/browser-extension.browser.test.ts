import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { chromium, type BrowserContext, type CDPSession, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { extensionFiles } from '../build/extension-archive.ts'
import { findings, inBrowser } from './browser.ts'
import { buildOnce, openConsole, samples, type ConsoleFixture } from './console-fixture.ts'
import { claimVelmoraq } from './rights-holder-fixture.ts'
import { signInByApi, welcomeFirstAdmin } from './signed-in-users.ts'

// Only the whole browser loads extensions.
const chromiumPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const hasChromium = existsSync(chromiumPath) || Boolean(process.env['CI'])

const goods = (name: string): string => `<!doctype html><html lang="en"><title>${name}</title>
  <script type="application/ld+json">${JSON.stringify({
    '@type': 'Product',
    sku: name,
    name,
    offers: { '@type': 'Offer', price: '39.00', priceCurrency: 'EUR' },
    review: [{ '@type': 'Review', author: 'Eve Buyer', reviewBody: 'It fell apart' }],
  })}</script><h1>${name}</h1><p>A message from Eve Buyer</p>`
const signIn = `${goods('Velmoraq purse')}<form><input type="password" name="secret"></form>`

describe.skipIf(!hasChromium)(`pages sent out of a browser ${inBrowser}`, () => {
  let server: ConsoleFixture
  let shop: Server
  let origin = ''
  let visits = 0
  let folder: string
  let context: BrowserContext
  let protocol: CDPSession
  let extension = ''

  beforeAll(async () => {
    await buildOnce()
    server = await openConsole(
      {},
      {
        prepare: async (operator) => {
          await claimVelmoraq(operator, 'velmoraq')
          await operator.importCatalog('velmoraq', samples.catalog)
        },
      },
    )
    await welcomeFirstAdmin(server)
    await server.addMember('velmoraq', 'mira@velmoraq.example', ['analyst'])
    shop = createServer(({ url = '' }, response) => {
      if (url === '/17') visits++
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      response.end(url === '/account' ? signIn : goods(`Velmoraq tote 牛皮 ${url.slice(1)}`))
    })
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`
    folder = mkdtempSync(join(tmpdir(), 'touchstone-extension-'))
    for (const [file, content] of extensionFiles()) {
      const path = join(folder, 'extension', file)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, content)
    }
    context = await chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath: chromiumPath,
      // The new headless mode is the whole browser without windows.
      headless: false,
      args: ['--headless=new', '--enable-unsafe-extension-debugging', '--lang=en'].concat(
        process.getuid?.() === 0 ? ['--no-sandbox'] : [],
      ),
      ignoreDefaultArgs: ['--disable-extensions'],
    })
    context.setDefaultTimeout(120_000)
    await context.addCookies(await signInByApi(server.url, 'mira@velmoraq.example'))
    protocol = await context.browser()!.newBrowserCDPSession()
    const loaded = await ask<{ id: string }>('Extensions.loadUnpacked', {
      path: join(folder, 'extension'),
    })
    extension = loaded.id
  })

  afterAll(async () => {
    await context?.close()
    await server?.close()
    shop?.closeAllConnections()
    shop?.close()
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  })

  /** What playwright’s types of the protocol lack. */
  const ask = <T>(method: string, parameters: object): Promise<T> =>
    (protocol.send as (method: string, parameters: object) => Promise<T>)(method, parameters)

  /** Presses the extension’s button on the page, and returns what runs scripts in its window. */
  async function pressButton(url: string): Promise<(script: string) => Promise<unknown>> {
    const page = await context.newPage()
    await page.goto(url)
    await page.bringToFront()
    type Targets = { targetInfos: { targetId: string; url: string }[] }
    const tabs = await ask<Targets>('Target.getTargets', { filter: [{ type: 'tab' }] })
    const tab = tabs.targetInfos.find((target) => target.url === url)
    await ask('Extensions.triggerAction', { id: extension, targetId: tab?.targetId })
    let popup: string | undefined
    await expect
      .poll(async () => {
        const { targetInfos } = await ask<Targets>('Target.getTargets', {})
        popup = targetInfos.find((target) => target.url.startsWith('chrome-extension:'))?.targetId
        return popup
      })
      .toBeDefined()
    const { sessionId } = await ask<{ sessionId: string }>('Target.attachToTarget', {
      targetId: popup,
      flatten: false,
    })
    let last = 0
    return (expression) => {
      const id = ++last
      const message = JSON.stringify({
        id,
        method: 'Runtime.evaluate',
        params: { expression, awaitPromise: true, returnByValue: true, userGesture: true },
      })
      return new Promise((resolve, reject) => {
        const hear = (event: { sessionId: string; message: string }): void => {
          if (event.sessionId !== sessionId) return
          const answer = JSON.parse(event.message) as {
            id?: number
            result?: { result: { value?: unknown }; exceptionDetails?: unknown }
          }
          if (answer.id !== id) return
          protocol.off('Target.receivedMessageFromTarget', hear)
          if (answer.result?.exceptionDetails !== undefined) reject(new Error(event.message))
          else resolve(answer.result?.result.value)
        }
        protocol.on('Target.receivedMessageFromTarget', hear)
        void ask('Target.sendMessageToTarget', { sessionId, message })
      })
    }
  }

  const shows = (id: string): string =>
    `document.getElementById('${id}')?.checkVisibility() === true`
  const press = (id: string): string => `document.getElementById('${id}').click()`

  async function tabOpenedBy(work: () => Promise<unknown>): Promise<Page> {
    const [page] = await Promise.all([context.waitForEvent('page'), work()])
    return page
  }

  test('the extension brings a listing into the queue, without words of its buyers', async () => {
    const inPopup = await pressButton(`${origin}/17`)
    await expect.poll(() => inPopup(shows('server'))).toBe(true)
    await inPopup(`document.getElementById('address').value = 'http://shop.example'
      document.querySelector('#server button').click()`)
    expect(await inPopup(`document.getElementById('address-fault').textContent`)).toMatch(/https/)
    await inPopup(`document.getElementById('address').value = '${server.url}/'
      document.querySelector('#server button').click()`)
    await expect.poll(() => inPopup(shows('send'))).toBe(true)
    expect(await inPopup(`document.getElementById('title').textContent`)).toBe(
      'Velmoraq tote 牛皮 17',
    )
    const page = await tabOpenedBy(() => inPopup(press('send')))
    await page.getByRole('heading', { name: 'A page from your browser' }).waitFor()
    expect(await page.getByLabel('Address of the page').inputValue()).toBe(`${origin}/17`)
    expect(await findings(page)).toEqual([])
    // Whoever reloads has lost nothing.
    await page.reload()
    expect(visits).toBe(1)
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.url().endsWith('/api/v1/tips')),
      page.getByRole('button', { name: 'Record tip' }).click(),
    ])
    expect(sent.postData()).toContain('牛皮 17')
    expect(sent.postData()).not.toMatch(/Eve|fell apart/)
    await page.getByText('One listing was submitted').waitFor()
    expect(visits).toBe(1)
    await page.getByText('sent from the browser').waitFor()
    expect(new URL(page.url()).hash).toBe('')
    await page.getByRole('link', { name: 'Review listing' }).click()
    await page.getByText('tote 牛皮 17').first().waitFor()
    await page.waitForURL(/\/listings\//)
    // The capture is made independently, and fails or not for reasons of its own.
    await page.getByText('A page that an analyst sent from the browser').waitFor()
  })

  test('a page that asks for a password is sent with a reason alone, and by admins alone', async () => {
    const inPopup = await pressButton(`${origin}/account`)
    await expect.poll(() => inPopup(shows('sign-in'))).toBe(true)
    expect(await inPopup(`document.getElementById('page').checkValidity()`)).toBe(false)
    const page = await tabOpenedBy(() =>
      inPopup(`document.getElementById('reason').value = 'Our own order'; ${press('send')}`),
    )
    await page.getByText('Only an admin can send it').waitFor()
    await page.getByRole('button', { name: 'Record tip' }).click()
    await page
      .getByRole('alert')
      .filter({ hasText: /permission|role|may not/i })
      .waitFor()
    await page.getByRole('button', { name: 'Discard' }).click()
    await page.getByRole('heading', { name: 'Record a tip' }).waitFor()
  })

  test('the bookmark sends pages too, and none that asks for a password', async () => {
    const tips = await context.newPage()
    await tips.goto(`${server.url}/watches/tips`)
    const bookmark = tips.getByRole('link', { name: 'Send to Touchstone' })
    const script = decodeURIComponent((await bookmark.getAttribute('href')) ?? '')
    expect(script).toMatch(/^javascript:/)
    const visited = await context.newPage()
    await visited.goto(`${origin}/18`)
    const opened = await tabOpenedBy(() => visited.evaluate(script.slice('javascript:'.length)))
    await opened.getByText('Velmoraq tote 牛皮 18').waitFor()
    await visited.goto(`${origin}/account`)
    const [dialog] = await Promise.all([
      visited.waitForEvent('dialog'),
      visited.evaluate(`setTimeout(() => { ${script.slice('javascript:'.length)} })`),
    ])
    expect(dialog.message()).toMatch(/password/)
    await dialog.dismiss()
  })

  test('what another program shared is recorded by its address', async () => {
    const page = await context.newPage()
    const text = encodeURIComponent(`See ${origin}/19`)
    await page.goto(`${server.url}/watches/tips?title=Tote&text=${text}`)
    await page.getByRole('heading', { name: 'A page from your browser' }).waitFor()
    expect(await page.getByLabel('Address of the page').inputValue()).toBe(`${origin}/19`)
  })
})
