import { startMailServer, type MailServer } from '@touchstone/server/testing/mail-server'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser } from './browser.ts'
import { buildOnce, openConsole, type ConsoleFixture } from './console-fixture.ts'
import { Visitors } from './signed-in-users.ts'

const seller = { marketplace: 'bazaar', id: 'S-88' }

describe.skipIf(!hasChromium)(`emails to sellers, ${inBrowser}`, () => {
  let post: MailServer
  let server: ConsoleFixture
  let visitors: Visitors
  let otto: Page
  let listing: string

  beforeAll(async () => {
    await buildOnce()
    post = await startMailServer()
    server = await openConsole({}, { mailPort: post.port })
    visitors = await Visitors.to(server)
    await server.addOrganisation('harbour', 'Harbour Bazaar', 'marketplace')
    await server.addMember('harbour', 'otto@harbour.example', ['admin'])
    const key = await server.clientOf('harbour')
    const belt = { id: 'o-1', marketplace: 'bazaar', title: 'Belt, Velmoraq, brown', seller }
    await key.catalog.putBrand({
      params: { id: 'velmoraq' },
      body: { id: 'velmoraq', name: 'Velmoraq' },
    })
    listing = (await key.listings.take({ body: belt })).id
    otto = await visitors.open('/', 'otto@harbour.example')
  })
  afterAll(async () => {
    await visitors?.close()
    await server?.close()
    await post?.stop()
  })

  async function told(path: string, data: object): Promise<Record<string, unknown>> {
    const answer = await otto.request.post(path, { data, headers: { origin: server.url } })
    if (!answer.ok()) throw new Error(await answer.text())
    return (await answer.json()) as Record<string, unknown>
  }

  /** The page of a new link, for a browser of its own. */
  async function newPage(): Promise<string> {
    const proof = { listing, brand: 'velmoraq', reason: 'The price.', accepts: ['invoice'] }
    const { id } = await told('/api/v1/proof-requests', proof)
    const link = { proofRequest: id, seller, ownChannel: 'Seller centre → Messages' }
    return (await told('/api/v1/appeal-links', link))['url'] as string
  }

  /** The address in the newest email to a recipient, once there are this many. */
  async function addressMailed(to: string, count: number): Promise<string> {
    const mails = () => post.mails.filter((mail) => mail.to.includes(to))
    await expect.poll(() => mails().length).toBe(count)
    const text = mails()
      .at(-1)!
      .text.replaceAll(/=\r?\n/g, '')
      .replaceAll('=3D', '=')
    return /http:\S+#[\w-]{43}/.exec(text)![0]
  }

  test('a seller leaves an address on a phone, confirms it in another browser, and removes it', async () => {
    const email = 'sam@belts.example'
    const page = await visitors.stranger({ width: 390 })
    await page.goto(await newPage())
    const updates = page.locator('section', { hasText: 'Email updates' })
    await updates.getByLabel('Email address').fill(email)
    expect(await findings(page)).toEqual([])
    await updates.getByRole('button', { name: 'Send confirmation email' }).click()
    await page.getByText(`We sent an email to ${email}.`).waitFor()
    expect(await findings(page)).toEqual([])

    const address = await addressMailed(email, 1)
    const other = await visitors.stranger({ width: 390 })
    await other.goto(address)
    await other.getByRole('heading', { name: 'Confirm your email address' }).waitFor()
    expect(await findings(other)).toEqual([])
    // No token remains in the address, and nothing of the case is shown.
    expect(other.url()).toMatch(/\/appeal$/)
    await expect.poll(() => other.locator('body').innerText()).not.toContain('Belt')
    await other.getByRole('button', { name: 'Confirm address' }).click()
    await other.getByText('Your address is confirmed.').waitFor()

    await page.reload()
    await page.getByText(`When something changes here, we will email ${email}.`).waitFor()
    await page.getByRole('button', { name: 'Remove address' }).click()
    await page.getByText('Your email address was removed.').waitFor()
    await page.getByLabel('Email address').waitFor()
    // The used link confirms nothing any more.
    await other.goto('about:blank')
    await other.goto(address)
    await other.getByRole('button', { name: 'Confirm address' }).click()
    await other.getByText('This link no longer works.').waitFor()
    expect(await findings(other)).toEqual([])
  })

  test.each([
    ['id', 'Kabar lewat email', 'Alamat email', 'Kirim email konfirmasi', 'Hapus alamat'],
    [
      'ar',
      'إشعارات بالبريد الإلكتروني',
      'عنوان البريد الإلكتروني',
      'إرسال رسالة التأكيد',
      'إزالة العنوان',
    ],
  ])(
    'in %s the page and the email are in that language, and an address that was typed survives',
    async (language, heading, label, send, remove) => {
      const email = `${language}@belts.example`
      const page = await visitors.stranger({ width: 390 })
      await page.goto(await newPage())
      await page.getByLabel('Email address').fill(email)
      await page.locator('select').selectOption(language)
      await page.getByRole('heading', { name: heading }).waitFor()
      await expect.poll(() => page.getByLabel(label).inputValue()).toBe(email)
      await page.getByRole('button', { name: send }).click()
      await page.getByRole('button', { name: remove }).waitFor()
      expect(await findings(page)).toEqual([])
      const other = await visitors.stranger({ width: 390 })
      await other.goto(await addressMailed(email, 1))
      await other.getByRole('button', { name: 'Remove address' }).click()
      await other.getByText('Your email address was removed.').waitFor()
    },
  )

  test('a link asks three times a day, and says so', async () => {
    const page = await visitors.stranger()
    await page.goto(await newPage())
    for (const name of ['one', 'two', 'three', 'four']) {
      await page.getByLabel('Email address').fill(`${name}@belts.example`)
      await page.getByRole('button', { name: 'Send confirmation email' }).click()
      if (name === 'four') break
      await page.getByRole('button', { name: 'Remove address' }).click()
      await page.getByText('Your email address was removed.').waitFor()
    }
    await page.getByText('Too many confirmation emails were requested today.').waitFor()
    await expect
      .poll(() => page.getByLabel('Email address').inputValue())
      .toBe('four@belts.example')
  })
})
