import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { drawnPdf, pdf } from '@touchstone/server/testing/document-files'
import { photograph as photographOf } from '@touchstone/server/testing/photographs'
import { restrictByMachine } from '@touchstone/server/testing/restricting'
import type { APIRequestContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser } from './browser.ts'
import type { ConsoleFixture } from './console-fixture.ts'
import { sharedConsole } from './shared-console.ts'
import { Visitors } from './signed-in-users.ts'

const seller = { marketplace: 'bazaar', id: 'S-77' }
const shots = process.env['SCREENSHOTS']
/** Whether a canvas shows more than one colour. */
const isDrawn = `(() => {
  const canvas = document.querySelector('canvas')
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  return new Set(new Uint32Array(data.buffer)).size > 1
})()`
const dist = join(import.meta.dirname, '..', 'dist')

describe.skipIf(!hasChromium)(`the seller’s page ${inBrowser}`, () => {
  let server: ConsoleFixture
  let visitors: Visitors
  let staff: APIRequestContext
  let listing: string
  let otto: Page

  beforeAll(async () => {
    server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('harbour', 'Harbour Bazaar', 'marketplace')
    await server.addMember('harbour', 'otto@harbour.example', ['admin'])
    await server.addMember('harbour', 'rhea@harbour.example', ['reviewer'])
    const key = await server.clientOf('harbour')
    const newListing = {
      id: 'o-1',
      marketplace: 'bazaar',
      title: 'Belt, Velmoraq, brown',
      seller: { id: 'S-77', name: 'Norvik Belts' },
      price: { amount: '40', currency: 'EUR' },
      url: 'https://bazaar.example/o-1',
    }
    listing = (await key.listings.take({ body: newListing })).id
    otto = await visitors.open('/', 'otto@harbour.example')
    staff = otto.request
  })
  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
  })

  async function post(url: string, data: unknown): Promise<{ status: number; body: unknown }> {
    const answer = await staff.post(url, { data, headers: { origin: server.url } })
    return { status: answer.status(), body: await answer.json() }
  }
  const told = async (url: string, data: unknown): Promise<Record<string, unknown>> => {
    const { status, body } = await post(url, data)
    if (status >= 300) throw new Error(JSON.stringify(body))
    return body as Record<string, unknown>
  }

  async function restricted(role = 'system'): Promise<string> {
    const { id } = await told('/api/v1/proceedings', {
      title: 'Belts',
      listing,
      regime: 'eu-dsa',
      settings: { 'automated-first-decision': true },
      profile: { tier: 'marketplace', sizeClass: 'other' },
    })
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Brussels' }).format(Date.now())
    await restrictByMachine({ post }, id as string, day, {
      words: 'The title of the listing says “replica”. <img src=x onerror=alert(1)>',
      role,
    })
    return id as string
  }
  async function linkTo(about: object): Promise<string> {
    const wish = { ...about, seller, ownChannel: 'Seller centre → Messages → Decisions' }
    return (await told('/api/v1/appeal-links', wish))['url'] as string
  }
  const photograph = async (page: Page, name: string): Promise<void> => {
    if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
  }
  const state = (page: Page) => page.locator('.state')

  test('a seller reads, answers by keyboard with a document, takes it back, and hears the decision', async () => {
    const url = await linkTo({ proceeding: await restricted() })
    const page = await visitors.stranger()
    await page.goto(url)
    await page.getByRole('heading', { level: 1, name: 'Decision by Harbour Bazaar' }).waitFor()
    // No secret remains in the address or the history.
    await expect.poll(() => page.url()).toMatch(/\/appeal\?link=[0-9a-f-]{36}$/)
    for (const shown of [
      'Belt, Velmoraq, brown',
      'The listing is not visible',
      'The title of the listing says “replica”.',
      'EM 018000001',
      'Germany and France',
      'This page never asks for a password or a payment.',
      'Seller centre → Messages → Decisions',
      'Time left:',
      '<img src=x onerror=alert(1)>',
    ]) {
      await expect.poll(() => page.locator('body').innerText()).toContain(shown)
    }
    expect(await findings(page)).toEqual([])
    await photograph(page, 'en-1280-light')
    await page.getByLabel('Language').selectOption('de')
    await page.getByText('Im Titel des Angebots steht „replica“. <img').waitFor()
    await page.getByLabel('Sprache').selectOption('en')
    await page.getByText('The title of the listing says “replica”. <img').waitFor()
    await page.getByLabel('Your explanation for the marketplace').focus()
    await page.keyboard.type('We bought these from the brand’s own dealer.')
    const file = page.getByLabel('Documents', { exact: false })
    await file.setInputFiles([
      {
        name: 'script.pdf',
        mimeType: 'application/pdf',
        buffer: Buffer.from('%PDF-1.7 /JavaScript'),
      },
    ])
    await page.getByRole('button', { name: 'Submit' }).press('Enter')
    await page.getByText('script.pdf could not be uploaded.').waitFor()
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('role')))
      .toBe('status')
    await page.getByRole('button', { name: 'Remove script.pdf' }).press('Enter')
    await file.setInputFiles([
      {
        name: 'invoice.pdf',
        mimeType: 'application/pdf',
        buffer: pdf('Invoice'),
      },
    ])
    await expect(
      page.getByLabel('Your explanation for the marketplace').inputValue(),
    ).resolves.toContain('own dealer')
    await page.getByRole('button', { name: 'Submit' }).press('Enter')
    await page.getByText('Your response was received.').waitFor()
    await page.locator('main', { hasText: 'invoice.pdf' }).waitFor()
    await page.getByRole('button', { name: 'Withdraw response' }).press('Enter')
    await page.getByText('Your response was withdrawn.').waitFor()
    await page.getByLabel('Your explanation for the marketplace').fill('Please read this one.')
    await page.getByRole('button', { name: 'Submit' }).click()
    await page.getByText('Your response was received.').waitFor()
    const headers = { origin: server.url }
    const { items } = (await (await staff.get('/api/v1/appeals', { headers })).json()) as {
      items: { id: string }[]
    }
    const answered = await Promise.all(
      items.map(async ({ id }) => (await staff.get(`/api/v1/appeals/${id}`, { headers })).json()),
    )
    const given = (answered as { id: string; state: string }[]).find((one) => one.state === 'open')
    await told(`/api/v1/appeals/${given!.id}/decision`, {
      outcome: 'upheld',
      reasons: 'The dealer confirmed it.',
      summary: 'Proof was shown.',
      qualification: 'Lawyer',
    })
    await page.reload()
    await expect
      .poll(() => state(page).innerText())
      .toContain('Your appeal succeeded: the decision was reversed')
    await page.getByText('The dealer confirmed it.').waitFor()
    // What no longer applies is folded away, and named as such.
    await page.getByText('The measures of the original decision have ended.').waitFor()
    const measure = page.getByText('The listing is not visible')
    expect(await measure.isVisible()).toBe(false)
    await page.getByText('Original decision, no longer in force').click()
    await measure.waitFor()
    expect(await findings(page)).toEqual([])
    await photograph(page, 'en-1280-decided')
    // In another browser the used link does not work.
    const other = await visitors.stranger()
    await other.goto(url)
    await other.getByText('it has already been opened in another.').waitFor()
    expect(await findings(other)).toEqual([])
  })

  test('from a stranger’s notice to a statement, the seller’s invoice, and a clearance', async () => {
    const texts = {
      platform: 'Harbour Bazaar',
      complaints: 'https://harbour.example/complaints',
      bodies: 'Any certified body.',
      court: 'The courts of your seat.',
      territory: ['DE'],
    }
    const profile = { tier: 'marketplace', sizeClass: 'other' }
    const set = await staff.put('/api/v1/moderation/settings', {
      data: { profile, door: 'open', texts },
      headers: { origin: server.url },
    })
    expect(set.status()).toBe(200)
    const brand = await staff.put('/api/v1/catalog/brands/velmoraq', {
      data: { id: 'velmoraq', name: 'Velmoraq' },
      headers: { origin: server.url },
    })
    expect(brand.ok()).toBe(true)
    const stranger = await visitors.stranger()
    await stranger.goto('/notice/harbour')
    await stranger.locator('#marketplace', { hasText: 'Harbour Bazaar' }).waitFor()
    await stranger.locator('#urls').fill('https://bazaar.example/o-1')
    await stranger.locator('#reasons').fill('The name in the title is our mark. <b>Look</b>')
    await stranger.locator('#ground').selectOption('counterfeit')
    await stranger.locator('#name').fill('Maren Osk')
    await stranger.getByRole('button', { name: 'Send the notice' }).click()
    await stranger.getByRole('button', { name: 'Send without these details' }).click()
    await stranger.locator('#receipt').waitFor()
    // The first reviewer finds the notice in the queue and continues by keyboard.
    const rhea = await visitors.open('/', 'rhea@harbour.example')
    const dialog = rhea.getByRole('dialog')
    const press = (name: string, within: Page | typeof dialog = rhea) =>
      within.getByRole('button', { name, exact: true }).click()
    const pages = rhea.getByRole('navigation', { name: 'Pages' })
    await pages.getByRole('link', { name: 'Received notices' }).click()
    // The inbox names the listing too, and stands until this page has its items.
    await rhea.getByRole('heading', { level: 1, name: 'Received notices' }).waitFor()
    await rhea.getByRole('link', { name: /Belt, Velmoraq, brown/ }).waitFor()
    expect(await findings(rhea)).toEqual([])
    await photograph(rhea, 'reception-queue')
    await rhea.keyboard.press('Enter')
    await rhea.getByRole('heading', { level: 1, name: 'Notice: Maren Osk' }).waitFor()
    // One of four elements is missing and one incomplete: the page says so, and the notice can still be decided.
    await expect.poll(() => rhea.getByText('not provided', { exact: true }).count()).toBe(1)
    await expect.poll(() => rhea.locator('#content').innerText()).toContain('<b>Look</b>')
    // By its key; a key that closes a dialog has no other effect.
    await rhea.keyboard.press('d')
    await dialog.getByRole('button', { name: 'Close' }).focus()
    await rhea.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await rhea.keyboard.press('d')
    await dialog.getByLabel('Is the illegality evident').selectOption('yes')
    await dialog.getByLabel('Reason').fill('The title itself says so.')
    await press('Triage', dialog)
    await press('Start review')
    await press('Start review', dialog)
    await press('Decide…')
    await dialog.getByLabel('Decision').selectOption('restrict')
    await dialog.getByLabel('Reasons').fill('The title uses a registered name.')
    await press('Decide', dialog)
    await rhea.getByLabel('Disable access').check()
    await rhea.getByLabel('Hold funds').check()
    await rhea.getByRole('textbox', { name: 'Facts', exact: true }).fill('This belt is a fake.')
    await rhea.getByLabel('Law and article').fill('Regulation (EU) 2017/1001, Article 9(2)')
    await rhea
      .getByLabel('Why it applies')
      .fill('The name stands on goods that its holder never made.')
    await press('Preview')
    await rhea.getByText(/is a conclusion/).waitFor()
    await rhea
      .getByRole('textbox', { name: 'Facts', exact: true })
      .fill('The title of the offer says “Velmoraq”.')
    await press('Preview')
    await rhea.getByText('access to it is disabled').waitFor()
    expect(await findings(rhea)).toEqual([])
    await photograph(rhea, 'reception-statement')
    // A button that waits says for what.
    const restrict = rhea.getByRole('button', { name: 'Restrict and send' })
    const reason = rhea.getByText('Still missing: how the seller was informed.')
    await expect.poll(() => restrict.isDisabled()).toBe(true)
    const id = (await reason.getAttribute('id')) ?? ''
    await expect.poll(() => restrict.getAttribute('aria-describedby')).toBe(id)
    await rhea.getByLabel('Message reference').fill('m-1')
    await reason.waitFor({ state: 'detached' })
    await press('Restrict and send')
    await rhea.getByRole('heading', { name: 'Statement of reasons, as sent' }).waitFor()
    // The seller's link is shown at once, and only once.
    const url = await rhea.locator('#content code').first().innerText()
    const page = await visitors.stranger()
    await page.goto(url)
    // In their own language the seller reads the same statement, and below it the text as sent.
    await page.getByLabel('Language').selectOption('zh')
    await page.getByText('本决定涉及').waitFor()
    await page.getByText('已发送的理由说明原文').click()
    await page.getByText('access to it is disabled').waitFor()
    await page.getByLabel('语言').selectOption('en')
    await page
      .getByLabel('Your explanation for the marketplace')
      .fill('Bought from the brand’s dealer.')
    const link = '4 0 obj\n<< /A << /S /URI /URI (https://x.example) >> >>\nendobj\n'
    const buffer = pdf('Invoice', { objects: [link] })
    const invoice = { name: 'invoice.pdf', mimeType: 'application/pdf', buffer }
    await page.getByLabel('Documents', { exact: false }).setInputFiles([invoice])
    await page.getByRole('button', { name: 'Submit' }).click()
    await page.getByText('Your response was received.').waitFor()
    // A second person reviews the appeal: the document is downloaded, never rendered.
    await otto.goto('/appeals')
    await otto.getByRole('heading', { level: 1, name: 'Appeals' }).waitFor()
    const row = otto.getByRole('link', { name: /Belt, Velmoraq, brown/ })
    await row.getByText('Norvik Belts · bazaar · about a restriction').waitFor()
    await row.getByText(/^\d+ days \d+ h left$/).waitFor()
    await row.getByRole('img').waitFor()
    await otto.keyboard.press('/')
    const choice = otto.locator('input:focus')
    await expect.poll(() => choice.inputValue()).toBe('open')
    await choice.blur()
    await otto.keyboard.press('Enter')
    await otto.getByText('Bought from the brand’s dealer.').waitFor()
    await otto.getByRole('cell', { name: 'links' }).waitFor()
    // One screen shows what was decided, by whom and why, and until when a decision is due under which law.
    const subject = otto.getByRole('region', { name: 'Listing and deadline' })
    await subject.getByRole('link', { name: 'Belt, Velmoraq, brown' }).waitFor()
    await subject.getByText('EUR 40').waitFor()
    await subject.getByText(/^\d+ days \d+ h left$/).waitFor()
    await subject.getByText('Art. 20(4)', { exact: true }).first().waitFor()
    const original = otto.getByRole('region', { name: 'Original decision' })
    await original.getByText('rhea', { exact: true }).waitFor()
    await original.getByText('Disable access, Hold funds').waitFor()
    await original.getByText('The title of the offer says “Velmoraq”.', { exact: true }).waitFor()
    const sent = original.getByRole('group', { name: 'Statement of reasons as sent' })
    await expect.poll(() => sent.innerText()).toContain('access to it is disabled')
    await otto.emulateMedia({ colorScheme: 'dark' })
    expect(await findings(otto, 'of-colours')).toEqual([])
    await otto.emulateMedia({ colorScheme: 'light' })
    const [saved] = await Promise.all([
      otto.waitForEvent('download'),
      otto.getByRole('link', { name: 'Download invoice.pdf' }).click(),
    ])
    expect(readFileSync(await saved.path())).toEqual(buffer)
    await otto.getByLabel('Appeal upheld').check()
    await otto.getByLabel('Reasons for the seller').fill('The dealer’s invoice names these goods.')
    await otto.getByLabel('Summary for the notifier').fill('Proof of purchase was shown.')
    await otto.getByLabel('Your role and expertise').fill('Lawyer')
    expect(await findings(otto)).toEqual([])
    await photograph(otto, 'answer')
    await otto.getByRole('button', { name: 'Decide', exact: true }).click()
    await otto.getByLabel('Brand').selectOption('Velmoraq')
    await otto.getByLabel('Right', { exact: true }).fill('EM 018000001')
    await otto.getByRole('button', { name: 'Clear seller' }).click()
    await otto.getByText('Cleared until').waitFor()
    // The restriction and its measures are reversed, and the notice shows it.
    await otto.getByRole('link', { name: 'Notice', exact: true }).click()
    await otto.getByText('velmoraq · EM 018000001').waitFor()
    await otto.getByText('No measures in force.').waitFor()
    await otto.getByText('reversed', { exact: true }).waitFor()
    await photograph(otto, 'reception-undone')
    await otto.goto('/moderation/measures')
    await otto.getByText('No measures in force').waitFor()
  })

  test('who decided first cannot decide the appeal, and reads who can', async () => {
    const page = await visitors.stranger()
    await page.goto(await linkTo({ proceeding: await restricted('moderator') }))
    await page.getByLabel('Your explanation for the marketplace').fill('Ask the dealer.')
    await page.getByRole('button', { name: 'Submit' }).click()
    await page.getByText('Your response was received.').waitFor()
    await otto.goto('/appeals')
    await otto.getByRole('link', { name: /Belt, Velmoraq, brown/ }).click()
    await otto.getByText('Ask the dealer.').waitFor()
    await otto.getByText('someone else must decide on it. Any of these people can: rhea.').waitFor()
    const decide = { name: 'Decide', exact: true } as const
    expect(await otto.getByRole('button', decide).count()).toBe(0)
    const { pathname } = new URL(otto.url())
    const { status } = await post(`/api/v1${pathname}/decision`, {
      outcome: 'rejected',
      reasons: 'The title says “replica”.',
      summary: 'The appeal was rejected.',
      qualification: 'Lawyer',
    })
    expect(status).toBe(409)
    const rhea = await visitors.open(pathname, 'rhea@harbour.example')
    await rhea.getByRole('button', decide).waitFor()
    expect(await rhea.getByText('someone else must decide on it').count()).toBe(0)
    await rhea.close()
  })

  test('a reviewer previews a picture and a PDF of the seller in the page', async () => {
    const page = await visitors.stranger()
    await page.goto(await linkTo({ proceeding: await restricted() }))
    await page.getByLabel('Your explanation for the marketplace').fill('See the receipt.')
    await page.getByLabel('Documents', { exact: false }).setInputFiles([
      { name: 'receipt.jpg', mimeType: 'image/jpeg', buffer: await photographOf(7) },
      { name: 'invoice.pdf', mimeType: 'application/pdf', buffer: drawnPdf('Invoice') },
    ])
    await page.getByRole('button', { name: 'Submit' }).click()
    await page.getByText('Your response was received.').waitFor()
    const calls = await visitors.calls('rhea@harbour.example')
    const { items } = (await calls.get('/api/v1/appeals')) as { items: { id: string }[] }
    const read = await Promise.all(items.map(({ id }) => calls.get(`/api/v1/appeals/${id}`)))
    const { id } = read.find(({ words }) => words === 'See the receipt.')!
    const rhea = await visitors.open(`/appeals/${String(id)}`, 'rhea@harbour.example')
    await rhea.getByRole('link', { name: 'Download invoice.pdf' }).waitFor()
    const preview = rhea.getByRole('button', { name: 'Preview receipt.jpg' })
    await preview.click()
    const picture = rhea.getByRole('img', { name: 'receipt.jpg' })
    await picture.waitFor()
    // It is made of pixels: no element of the page loads the file itself.
    await expect.poll(() => rhea.evaluate<boolean>(isDrawn)).toBe(true)
    expect(await rhea.locator('iframe, object, embed').count()).toBe(0)
    expect(await findings(rhea)).toEqual([])
    await preview.click()
    await picture.waitFor({ state: 'detached' })
    await rhea.getByRole('button', { name: 'Preview invoice.pdf' }).click()
    await rhea.getByRole('img', { name: 'invoice.pdf' }).waitFor()
    await expect.poll(() => rhea.evaluate<boolean>(isDrawn)).toBe(true)
    expect(await rhea.locator('iframe, object, embed').count()).toBe(0)
    expect(await findings(rhea)).toEqual([])
    await rhea.close()
  })

  test.each<[string, Buffer, 'drawn' | 'refused']>([
    [
      'a script, a form and a link',
      drawnPdf('Invoice', {
        catalog: `/OpenAction << /S /JavaScript /JS (app.alert\\(1\\); app.launchURL\\("https://a.example"\\)) >>
          /AcroForm << /Fields [] /XFA (<xdp/>) >>`,
        page: `/AA << /O << /S /JavaScript /JS (app.alert\\(2\\)) >> >>
          /Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 200 200]
            /A << /S /URI /URI (https://a.example) >> >>]`,
      }),
      'drawn',
    ],
    ['no page', pdf('Invoice'), 'refused'],
    ['a damaged end', drawnPdf('Invoice').subarray(0, 120), 'refused'],
    ['other bytes', Buffer.from('<script>alert(1)</script>'), 'refused'],
  ])('a PDF with %s runs, links to and loads nothing', async (_, hostile, outcome) => {
    const calls = await visitors.calls('rhea@harbour.example')
    const { items } = (await calls.get('/api/v1/appeals')) as { items: { id: string }[] }
    const read = await Promise.all(items.map(({ id }) => calls.get(`/api/v1/appeals/${id}`)))
    const { id } = read.find(({ words }) => words === 'See the receipt.')!
    const rhea = await visitors.open(`/appeals/${String(id)}`, 'rhea@harbour.example')
    const asked: string[] = []
    const dialogs: string[] = []
    rhea.on('request', (request) => asked.push(request.url()))
    rhea.on('dialog', (dialog) => {
      dialogs.push(dialog.message())
      void dialog.dismiss()
    })
    // The server refuses such files: one that it let through is harmless too.
    await rhea.route('**/api/v1/appeals/*/documents/*', (route) => route.fulfill({ body: hostile }))
    await rhea.getByRole('button', { name: 'Preview invoice.pdf' }).click()
    if (outcome === 'drawn') {
      await rhea.getByRole('img', { name: 'invoice.pdf' }).waitFor()
      await expect.poll(() => rhea.evaluate<boolean>(isDrawn)).toBe(true)
      const parts = rhea.locator('iframe, object, embed, a[href*="a.example"]')
      expect(await parts.count()).toBe(0)
    } else {
      await rhea.getByText('This document can’t be previewed. Download it instead.').waitFor()
    }
    const { origin } = new URL(rhea.url())
    expect(asked.filter((url) => new URL(url).origin !== origin)).toEqual([])
    expect(asked.filter((url) => url.includes('sandbox'))).toEqual([])
    expect(dialogs).toEqual([])
    await rhea.close()
  })

  test('a seller who turns to a body records that, and a seller who leaves is forgotten', async () => {
    const page = await visitors.stranger()
    await page.goto(await linkTo({ proceeding: await restricted() }))
    await page.getByLabel('Name of the body').fill('Settlement House')
    await page.getByRole('button', { name: 'Tell the marketplace which body you chose' }).click()
    await page.getByText('You referred the matter to:').waitFor()
    await page.getByRole('button', { name: 'Close access in this browser' }).click()
    await page.getByText('This page is now closed in this browser.').waitFor()
    await page.reload()
    await page.getByText('This link has expired or been revoked.').waitFor()
  })

  test.each([
    ['ar', 'rtl', 390, true, 'ردك'],
    ['ar', 'rtl', 1280, false, 'ردك'],
    ['fa', 'rtl', 390, false, 'پاسخ شما'],
    ['zh', 'ltr', 390, false, '您的申诉或答复'],
    ['de', 'ltr', 390, true, 'Ihre Antwort'],
    ['en', 'ltr', 390, true, 'Your appeal or response'],
    ['zh', 'ltr', 1280, true, '您的申诉或答复'],
  ])('in %s it runs %s at %i, dark: %s', async (language, direction, width, dark, heading) => {
    const proofRequest = await told('/api/v1/proof-requests', {
      listing,
      brand: 'velmoraq',
      reason: 'The price is far below.',
      accepts: ['invoice', 'receipt'],
    })
    const about =
      width === 390 && language !== 'en'
        ? { proofRequest: proofRequest['id'] }
        : { proceeding: await restricted() }
    const page = await visitors.stranger({ width, height: 844, dark, locale: language })
    await page.goto(await linkTo(about))
    await page.getByRole('heading', { level: 2, name: heading }).waitFor()
    const drawn = () =>
      page.evaluate(() => ({
        dir: getComputedStyle(document.body).direction,
        lang: document.documentElement.lang,
        tooWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
        // A note says so if no native speaker has reviewed the texts.
        note: document.querySelectorAll('.unreviewed').length,
      }))
    await expect.poll(drawn).toEqual({
      dir: direction,
      lang: language,
      tooWide: false,
      note: language === 'en' ? 0 : 1,
    })
    expect(await findings(page)).toEqual([])
    await photograph(page, `${language}-${width}-${dark ? 'dark' : 'light'}`)
    if (language === 'en') return
    await page.locator('.unreviewed button').click()
    await page.getByRole('heading', { level: 2, name: 'Your appeal or response' }).waitFor()
    await expect.poll(() => page.evaluate(() => document.documentElement.dir)).toBe('ltr')
  })

  test('no page complained of anything but the answers that are refused here on purpose', () => {
    const complaints = visitors.complaints()
    const refused = /status of (404|409|422)/
    expect(complaints.filter((complaint) => !refused.test(complaint))).toEqual([])
  })

  test.each([
    ['appeal.html', 12.8, 'seller-page', 'ar'],
    ['notice-form.html', 9.8, 'notice-form', 'zh'],
  ] as const)(
    '%s loads less than %s kB of script and style, packed, without React or a parser',
    (name, most, namespace, language) => {
      const manifest = JSON.parse(
        readFileSync(join(dist, '.vite', 'seller-portal-manifest.json'), 'utf8'),
      ) as Record<string, { file: string; css?: string[]; imports?: string[] }>
      const filesOf = (chunk: string): string[] => {
        const { file, css = [], imports = [] } = manifest[chunk]!
        return [file, ...css, ...imports.flatMap(filesOf)]
      }
      const files = new Set([...filesOf(name), ...filesOf(`locales/${language}/${namespace}.json`)])
      const contents = [...files].map((file) => readFileSync(join(dist, file)))
      expect(contents.reduce((sum, one) => sum + gzipSync(one).length, 0)).toBeLessThan(most * 1000)
      expect(contents.join('\n')).not.toMatch(
        /createElementNS\(|react|modulepreload|EXPECT_ARGUMENT|IntlMessage/i,
      )
      expect(readdirSync(join(dist, 'assets')).length).toBeGreaterThan(19)
    },
  )
})
