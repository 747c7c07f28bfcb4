import type { Client } from '@touchstone/client'
import { setTimeout as sleep } from 'node:timers/promises'
import { pdf } from '@touchstone/server/testing/document-files'
import { TestShop } from '@touchstone/server/testing/shop'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  claimVelmoraq,
  openRightsHolder,
  type RightsHolderFixture,
} from './rights-holder-fixture.ts'
import { chooseTerritory } from './choose-territory.ts'
import { findings, goSettled, hasChromium, inBrowser, type View } from './browser.ts'
import { buildOnce, openConsole, samples, type ConsoleFixture } from './console-fixture.ts'
import { Visitors } from './signed-in-users.ts'

const ana = 'ana@sample.example'
const bo = 'bo@sample.example'
const mira = 'mira@velmoraq.example'
const dewi = 'dewi@velmoraq.example'

describe.skipIf(!hasChromium)(
  `from an offer to a case, a capture and steps under law ${inBrowser}`,
  () => {
    let server: ConsoleFixture
    let client: Client
    let visitors: Visitors
    let listing: string
    let brandHouse: RightsHolderFixture
    const shop = new TestShop()

    beforeAll(async () => {
      await Promise.all([buildOnce(), shop.open()])
      server = await openConsole(
        {},
        { shopPort: shop.port, prepare: (operator) => claimVelmoraq(operator, 'velmoraq') },
      )
      visitors = await Visitors.to(server)
      await server.addOrganisation('sample-house', 'Sample House', 'marketplace')
      await server.addMember('sample-house', ana, ['admin', 'analyst'])
      await server.addMember('sample-house', bo, ['reviewer'])
      await server.operate('organisations.marketplaces', {
        organisation: 'sample-house',
        marketplaces: ['toko'],
      })
      client = await server.clientOf('sample-house')
      await client.listings.takeBatch({ body: samples.listings.slice(0, 60) })
      brandHouse = await openRightsHolder(server, visitors, {
        slug: 'velmoraq',
        admin: mira,
        analyst: dewi,
        url: `http://toko.example:${shop.port}/item/17`,
      })
    })

    afterEach(() => {
      // A conflict is answered with 409, which browsers log as an error.
      const told = visitors.complaints().filter((one) => !one.includes('status of 409'))
      expect(told).toEqual([])
    })

    afterAll(async () => {
      await visitors?.close()
      await server?.close()
      shop.close()
    })

    const open = (path: string, as = ana, view: View = {}): Promise<Page> =>
      visitors.open(path, as, view)
    let casePath = ''

    test('many listings of the queue are added to one case at once', async () => {
      const page = await open('/listings')
      await page.getByLabel(/^Select all \d+ loaded$/).check()
      const count = await picked(page)
      expect(count).toBeGreaterThan(30)
      await page.keyboard.press('c')
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Name').fill('Seller 7 of toko')
      await dialog.getByRole('button', { name: 'Open case' }).click()
      await page.getByText(`Case opened with ${count} listings.`).waitFor()
      await page.getByRole('link', { name: 'Go to case' }).click()
      await page.getByRole('heading', { name: 'Seller 7 of toko', level: 1 }).waitFor()
      casePath = new URL(page.url()).pathname
      await page.getByRole('heading', { name: `Listings (${count})` }).waitFor()
      expect(await findings(page)).toEqual([])
      // One key undoes the removal.
      await page.getByLabel('Select all shown').check()
      await page.getByRole('button', { name: 'Remove' }).click()
      await page.getByText(/listings removed from the case\.$/).waitFor()
      await page.keyboard.press('u')
      await page.getByRole('heading', { name: `Listings (${count})` }).waitFor()
      await page.close()
    })

    test('a listing is captured from its page, added to the case, and the case shows it', async () => {
      const taken = await client.listings.take({
        body: {
          id: 'toko-17',
          marketplace: 'toko',
          title: 'Sandal Velmoraq KW',
          url: `http://toko.example:${shop.port}/go`,
          price: { amount: '90000', currency: 'IDR' },
          unitsSold: 40,
        },
      })
      listing = taken.id
      const page = await open(`/listings/${listing}`)
      await page.getByRole('button', { name: 'Request capture' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Reason').fill('The title says “KW”.')
      await dialog.getByRole('button', { name: 'Request capture' }).click()
      await page.getByText('Sealed', { exact: true }).first().waitFor()
      await page.getByRole('heading', { name: 'Chain of custody' }).waitFor()
      await page.getByText('The title says “KW”.').first().waitFor()
      const custody = page.getByRole('region', { name: 'Chain of custody' })
      await custody.getByText('Touchstone (software)').first().waitFor()
      // Names and times in words: what is stored is in the package.
      expect(await custody.innerText()).not.toMatch(/\d{4}-\d\d-\d\dT|[0-9a-f]{8}-[0-9a-f]{4}-/)
      const shot = page.getByRole('img', { name: /^Part 1 of 1/ })
      await expect
        .poll(() => shot.evaluate((image) => (image as HTMLImageElement).naturalWidth))
        .toBeGreaterThan(1000)
      await page.getByText('302').first().waitFor()
      await page.getByRole('button', { name: 'Show as text: page.html' }).click()
      await page.getByRole('dialog').getByText('<h1>Sandal Velmoraq KW</h1>').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      expect(await findings(page)).toEqual([])
      await page.getByRole('button', { name: 'Place legal hold' }).click()
      await page.getByRole('dialog').getByLabel('Reason').fill('Order 4 O 117/26')
      await page.getByRole('dialog').getByRole('button', { name: 'Place legal hold' }).click()
      await page.getByText('On legal hold: Order 4 O 117/26').waitFor()
      await page.getByRole('button', { name: 'Download package' }).click()
      await page.getByRole('dialog').getByLabel('Reason').fill('Sent to counsel')
      const saved = page.waitForEvent('download')
      await page.getByRole('dialog').getByRole('button', { name: 'Download package' }).click()
      expect((await saved).suggestedFilename()).toMatch(/^capture-.*\.zip$/)

      await page.getByRole('button', { name: 'Redact: page-1.png' }).click()
      const drawing = page
        .getByRole('group', { name: /^Picture with the drawn areas/ })
        .locator('svg')
      await drawing.waitFor()
      const there = (await drawing.boundingBox()) as { x: number; y: number }
      await page.mouse.move(there.x + 20, there.y + 20)
      await page.mouse.down()
      await page.mouse.move(there.x + 90, there.y + 60)
      await page.mouse.up()
      await page.getByRole('dialog').getByLabel('Reason').fill('The buyer’s name')
      await page.getByRole('button', { name: 'Create copy' }).click()
      await page.getByText('page-1.redacted-1.png').first().waitFor()
      await page.getByRole('button', { name: 'Capture again' }).click()
      await dialog.getByRole('button', { name: 'Request capture' }).click()
      await page.getByText('On legal hold: Order 4 O 117/26').waitFor({ state: 'detached' })
      await page.getByText('Sealed', { exact: true }).first().waitFor()
      await page.getByRole('link', { name: 'Compare with previous capture' }).click()
      await page.getByText('The text is unchanged.').waitFor()
      await page.getByRole('img', { name: 'Part 1 of the page, Before' }).waitFor()
      expect(await findings(page)).toEqual([])

      await page.goto(`/listings/${listing}`)
      await page.getByRole('button', { name: 'Open a case' }).click()
      await dialog.getByText('Existing open case').click()
      await dialog.getByRole('button', { name: 'Add', exact: true }).click()
      await page.getByText('One listing is in the case.').waitFor()
      await page.getByRole('link', { name: 'Go to case' }).click()
      const record = page.getByRole('region', { name: 'Timeline' })
      await record.getByText('capture result: Captured –').first().waitFor()
      await record.getByText('added a listing').waitFor()
      const packages = page.getByRole('region', { name: 'Packages for counsel' })
      await packages.getByRole('button', { name: 'Make a package' }).click()
      await dialog.getByLabel('Reason').fill('For our counsel')
      await dialog.getByRole('button', { name: 'Make a package' }).click()
      await packages.getByText('Ready', { exact: true }).waitFor()
      await packages.getByText('For our counsel').waitFor()
      const packed = page.waitForEvent('download')
      await packages.getByRole('link', { name: /^Download/ }).click()
      expect((await packed).suggestedFilename()).toMatch(/^case-.*\.zip$/)
      expect(await findings(page)).toEqual([])
      await page.close()
    })

    test('a case is worked on by keyboard, and a conflicting edit is reported', async () => {
      const page = await open(casePath)
      await page.getByRole('button', { name: 'Assign to me' }).waitFor()
      await page.keyboard.press('a')
      await page.getByRole('button', { name: 'Unassign' }).waitFor()
      await page.keyboard.press('t')
      await page.getByLabel('New task').fill('Ask the customs')
      await page.keyboard.press('Enter')
      await page.getByLabel('Ask the customs').click()
      await page.getByText('Task completed.').waitFor()
      const other = await open(casePath, bo)
      await other.getByLabel('Note for everyone on the case').fill('Seen at the fair too')
      await other.getByRole('button', { name: 'Add note' }).click()
      await other.getByText('Note added.').waitFor()
      await page.getByLabel('Priority').selectOption('urgent')
      await page
        .getByText('Someone else changed the case since you loaded it.', { exact: false })
        .waitFor()
      await page.getByText('Seen at the fair too').waitFor()
      await page.getByRole('button', { name: 'Apply anyway' }).click()
      await page.getByText('Priority changed.').waitFor()
      await page.getByRole('button', { name: 'Add entry' }).click()
      await page
        .getByLabel('Listing', { exact: true })
        .selectOption({ label: 'Sandal Velmoraq KW' })
      await expect.poll(() => page.getByLabel('Units sold').inputValue()).toBe('40')
      await page.getByLabel('Source').fill('counter on the page')
      await page.getByRole('button', { name: 'Add entry' }).click()
      await page.getByText('Total in IDR').waitFor()
      await page.getByText('IDR 3,600,000').first().waitFor()
      expect(await findings(page)).toEqual([])
      await page.keyboard.press('c')
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
      await page.getByText('Closed: Enforced').waitFor()
      await page.keyboard.press('u')
      await page.getByRole('button', { name: 'Unassign' }).waitFor()
      await other.close()
      await page.close()
    })

    test('the list is controlled by filters in the address, and by keys', async () => {
      const page = await open('/cases')
      await page.getByRole('link', { name: /Seller 7 of toko/ }).waitFor()
      expect(await findings(page)).toEqual([])
      await page.getByLabel('Priority').selectOption('low')
      await page.waitForURL(/priority=low/)
      await page.getByRole('heading', { name: 'No matching cases' }).waitFor()
      await page.goto('/cases?priority=urgent&assignee=me')
      await page.getByRole('link', { name: /Seller 7 of toko/ }).waitFor()
      await page.keyboard.press('Enter')
      await page.waitForURL(casePath)
      await page.close()
    })

    test('a card moves from column to column and into a queue with its time limit, and a file needs two people', async () => {
      const page = await open('/cases/queues')
      await page.getByRole('button', { name: 'New queue' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Name').fill('Sandals')
      await dialog.getByLabel('Urgent').fill('30')
      await dialog.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('heading', { name: 'Sandals' }).waitFor()
      await page.getByRole('link', { name: 'Board' }).click()
      const card = page.getByRole('link', { name: 'Seller 7 of toko' })
      const columnOf = (name: string) => page.getByRole('region', { name })
      await columnOf('In progress').getByRole('link', { name: 'Seller 7 of toko' }).waitFor()
      await page.route(/\/api\/v1\/cases\/board/, async (route) => {
        await sleep(300)
        await route.continue()
      })
      await card.focus()
      await page.keyboard.press('Shift+ArrowLeft')
      await page.getByText('“Seller 7 of toko” moved to “Unassigned”.').waitFor()
      // The card is in the announced column even if the board reloads later, and can be moved again at once.
      expect(await columnOf('Unassigned').getByRole('link').count()).toBe(1)
      await card.dragTo(columnOf('In progress').getByRole('heading'), { steps: 10 })
      await page.getByText('“Seller 7 of toko” moved to “In progress”.').waitFor()
      expect(await findings(page)).toEqual([])
      await card.click()
      await page.getByRole('button', { name: 'More' }).click()
      await page.getByRole('menuitem', { name: 'Queue…' }).click()
      await dialog.getByLabel('Queue').selectOption({ label: 'Sandals' })
      await dialog.getByRole('button', { name: 'Save' }).click()
      await page
        .getByText(/ left$/)
        .first()
        .waitFor()
      const png = Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      )
      const files = page.getByRole('region', { name: 'Files' })
      const sent = { name: 'label.png', mimeType: 'image/png', buffer: png }
      await files.locator('input[type=file]').setInputFiles(sent)
      await files.getByRole('link', { name: 'label.png' }).waitFor()
      await files.getByRole('button', { name: 'Remove…' }).click()
      await dialog.getByLabel('Reason').fill('Of another case')
      await dialog.getByRole('button', { name: 'Request removal' }).click()
      await files.getByText('You requested this: another person must approve it.').waitFor()
      await page.close()
      const other = await open(casePath, bo)
      await other.getByRole('button', { name: 'Approve removal' }).click()
      const record = other.getByRole('region', { name: 'Timeline' })
      await record.getByText('approved the removal of the file label.png').waitFor()
      await other.close()
    })

    test('a proceeding shows its law, requires the fields of the law, and refuses with a sentence', async () => {
      const page = await open(`/proceedings?listing=${listing}`)
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Name').fill('Notice on the sandals')
      await dialog.getByRole('button', { name: 'Open a proceeding' }).click()
      await page.getByRole('heading', { name: 'Notice on the sandals', level: 1 }).waitFor()
      await page.getByText('Rehearsal only').waitFor()
      await page.getByRole('button', { name: 'Record: receive a notice' }).click()
      await dialog.getByLabel(/electronic contact/).selectOption('true')
      await dialog.getByRole('button', { name: 'Record' }).click()
      await page.getByRole('heading', { name: 'Notice', exact: true }).waitFor()
      const deadlines = page.getByRole('region', { name: 'Deadlines' })
      await deadlines.getByText('Confirm receipt', { exact: true }).waitFor()
      expect(await findings(page)).toEqual([])
      await page.getByRole('button', { name: 'Record: confirm receipt' }).click()
      await dialog.getByRole('textbox').first().fill(' ')
      await dialog.getByRole('button', { name: 'Record' }).click()
      await dialog.getByText(/Required to confirm receipt: confirmation that was sent/).waitFor()
      expect(await findings(page)).toEqual([])
      await dialog.getByRole('textbox').first().fill('mail 7')
      await dialog.getByRole('button', { name: 'Record' }).click()
      await page.getByText('No documents due.').waitFor()
      await page.goto('/deadlines?within=week')
      await page.getByRole('heading', { level: 1, name: 'Deadlines', exact: true }).waitFor()
      const due = page.getByRole('row').filter({ hasText: 'Notice on the sandals' }).first()
      await due.waitFor()
      // Under how soon it falls: what is due by whom under which law, and what it concerns.
      await page
        .getByRole('region', { name: /^Within/ })
        .first()
        .waitFor()
      await due.getByText('Notice · Owed by the host').waitFor()
      await due.getByText('Digital Services Act').waitFor()
      await expect.poll(() => due.locator(`a[href="/listings/${listing}"]`).count()).toBe(1)
      await page
        .getByText(/\d (days?|h) .*left$/)
        .first()
        .waitFor()
      await page.goto('/regimes/eu-dsa')
      await page.getByRole('heading', { name: 'Legal basis' }).waitFor()
      await page.getByText('Not verified').first().waitFor()
      expect(await findings(page)).toEqual([])
      await page.goto(casePath)
      const record = page.getByRole('region', { name: 'Timeline' })
      await record.getByText('Notice n1: receive a notice → Received').waitFor()
      await page.close()
    })

    let noticePath = ''

    test('missing parts of a notice are stated in sentences, and counsel signs the running version', async () => {
      const page = await open(`/cases/${brandHouse.kase}`, dewi)
      await page.getByRole('button', { name: 'Write a notice' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText('It will name one listing.', { exact: false }).waitFor()
      await dialog.getByRole('button', { name: 'Start draft' }).click()
      await page.getByRole('heading', { name: 'Draft notice', level: 1 }).waitFor()
      noticePath = new URL(page.url()).pathname
      expect(new URL(page.url()).search).toBe('?edit=true')
      await page.getByText('The notice has no signatory.').waitFor()
      await page.getByText(/^EM 018000009 is only declared by its holder/).waitFor()
      await page.getByText('The notice has no recipient.').waitFor()
      await page.getByText('Rehearsal only', { exact: false }).waitFor()
      const quote = page.getByRole('button', { name: /^Quote the title/ })
      await quote.click()
      const stated = page.getByLabel('Facts about listing 1')
      await expect.poll(() => stated.inputValue()).toContain('says “')
      const once = await stated.inputValue()
      // Quoting it again adds nothing.
      await quote.click()
      expect(await stated.inputValue()).toBe(once)
      await page.getByLabel('Facts that apply to every listing').fill('This bag is a fake.')
      await page.getByText(/is a conclusion: state the facts/).waitFor()
      await page.getByLabel('Facts that apply to every listing').fill('')
      await page.getByRole('button', { name: /^Add evidence/ }).click()
      await page.getByLabel('Kind of evidence').selectOption('never-made')
      await page
        .getByLabel('What it shows, and according to whom')
        .fill('No such model in the catalog.')
      await chooseTerritory(page, 'Countries where the goods are offered', 'Germany')
      await chooseTerritory(page, 'Countries where the goods are offered', 'France')
      await page.getByLabel('Nice classes of the goods').fill('18')
      await page.getByRole('button', { name: /^Choose capture/ }).click()
      const shot = dialog.getByRole('img', { name: /^Screenshot from/ })
      await expect
        .poll(() => shot.evaluate((image) => (image as HTMLImageElement).naturalWidth))
        .toBeGreaterThan(1000)
      await dialog.getByRole('button', { name: /^Use the capture of/ }).click()
      expect(await findings(page)).toEqual([])
      // Leaves the page before the last edit is saved: nothing is lost.
      await page
        .getByLabel('Facts that apply to every listing')
        .fill('Seen on the page of the offer.')
      await page.getByRole('link', { name: 'Go to case' }).click()
      await page.getByRole('region', { name: 'Notices' }).getByText('Draft').waitFor()
      await page.close()

      const admin = await open('/notices/settings', mira)
      await admin.getByRole('button', { name: 'Add extract' }).click()
      const form = admin.getByRole('dialog')
      const extract = { name: 'extract.pdf', mimeType: 'application/pdf' }
      await form.getByLabel('Choose a file').setInputFiles({ ...extract, buffer: pdf('Extract') })
      await form.getByLabel('Date of the extract').fill(day(-100))
      await chooseTerritory(form, 'Territory', 'European Union')
      await form.getByLabel('Nice classes').fill('18, 25')
      await form.getByLabel('Valid from').fill('2019-03-01')
      await form.getByRole('button', { name: 'Add extract' }).click()
      await admin.getByText('outdated: 100 days old').waitFor()
      expect(await findings(admin)).toEqual([])
      await admin.goto('/regimes/eu-dsa')
      const counsel = admin.getByRole('region', { name: 'Counsel’s review' })
      await counsel.getByText('Not reviewed').waitFor()
      await counsel.getByLabel('Counsel’s name').fill('Jonas Brandt')
      await counsel.getByLabel('Reviewed on').fill(day(0))
      await counsel.getByRole('button', { name: 'Record review' }).click()
      await counsel.getByText(/Lapses on/).waitFor()
      await admin.close()
    })

    test('a second person sends it, a marketplace inside decides, and it is withdrawn with proof', async () => {
      const page = await open(`${noticePath}?edit=true`, dewi)
      await expect
        .poll(() => page.getByLabel('Facts that apply to every listing').inputValue())
        .toBe('Seen on the page of the offer.')
      await page.getByLabel('Signatory').selectOption(brandHouse.signatory)
      await page.getByLabel(/^I believe in good faith/).check()
      await page.getByLabel('Add recipient').selectOption({ label: 'Sample House' })
      await page.getByText('Ready to send').waitFor()
      const preview = page.getByRole('region', { name: 'Preview' })
      await preview.getByText('Seen on the page of the offer.', { exact: false }).waitFor()
      const propose = { name: 'Submit for approval' }
      await page.getByRole('button', propose).click()
      await page.getByRole('dialog').getByRole('button', propose).click()
      await page.getByText('You prepared it: another person must approve it.').waitFor()

      const second = await open('/notices?state=proposed', mira)
      await second.getByRole('link', { name: /Counterfeit · toko/ }).waitFor()
      await second.keyboard.press('Enter')
      await second.getByRole('button', { name: 'Approve and send' }).click()
      const dialog = second.getByRole('dialog')
      await dialog.getByRole('button', { name: 'Approve and send' }).click()
      const recipients = second.getByRole('region', { name: 'Recipients' })
      await recipients.getByText('Delivered', { exact: true }).waitFor()
      const received = /number (\S+)/.exec((await recipients.textContent()) ?? '')?.[1] ?? ''

      const market = await visitors.calls(ana)
      const actions = `/api/v1/moderation/notices/${received.slice(0, 36)}/items/0/actions`
      const knowledge = { knowledge: 'yes', knowledgeReason: 'The title says so.' }
      await market.post(actions, { action: { type: 'triage', ...knowledge, lifeSafety: false } })
      await market.post(actions, { action: { type: 'start-review' } })
      const reasons = 'The listing states what our terms do not allow.'
      await market.post(actions, { action: { type: 'decide', outcome: 'no-action', reasons } })
      await second.getByRole('button', { name: 'Check status now' }).click()
      const answers = second.getByRole('region', { name: 'Responses' })
      await answers.getByText(reasons).waitFor()
      await second.getByText('No action').first().waitFor()
      expect(await findings(second)).toEqual([])

      await second.getByRole('button', { name: 'Withdraw' }).click()
      await dialog.getByText(/The marketplace’s measures are reversed/).waitFor()
      await dialog.getByLabel('Reason, as shown to recipients').fill('An invoice was shown.')
      await dialog.getByRole('button', { name: 'Withdraw' }).click()
      await recipients.getByText(/^Withdrawal (delivered|pending)$/).waitFor()
      await expect
        .poll(async () => {
          await second.reload()
          await recipients
            .getByText(/^Withdrawal/)
            .first()
            .waitFor()
          return recipients.textContent()
        })
        .toContain(`Proof: ${received.slice(0, 36)}`)
      // The page of the case alone shows all of it.
      await page.goto(`/cases/${brandHouse.kase}`)
      const record = page.getByRole('region', { name: 'Timeline' })
      for (const words of [
        'capture result: Captured –',
        'submitted the notice for approval',
        'withdrew the notice',
        'sent the notice: To a member of this installation',
        'Sample House decided: No action',
      ]) {
        await record.getByText(words).first().waitFor()
      }
      await page.close()
      await second.close()
    })

    test.each([
      { width: 390, dark: false, locale: 'id' },
      { width: 1280, dark: true, locale: 'zh' },
    ])('the pages stand at $width in $locale, dark $dark', async (view) => {
      const captures = await firstCapture()
      const paths: [path: string, as: string][] = [
        ...[
          '/cases',
          '/cases/board',
          casePath,
          '/captures',
          captures,
          '/proceedings',
          '/deadlines',
        ].map((path): [string, string] => [path, ana]),
        ...[noticePath, '/notices/settings'].map((path): [string, string] => [path, mira]),
      ]
      const pages = new Map<string, Page>()
      for (const [path, as] of paths) {
        const page = pages.get(as) ?? (await visitors.open('/', as, view))
        pages.set(as, page)
        await goSettled(page, path)
        expect([path, await findings(page)]).toEqual([path, []])
        const beyond = await page.evaluate<number>(
          `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('#content'))`,
        )
        expect([path, beyond]).toEqual([path, 0])
      }
      for (const page of pages.values()) await page.close()
    })

    async function firstCapture(): Promise<string> {
      const page = await open('/captures')
      const link = page.locator('#content a[href^="/captures/"]').first()
      await link.waitFor()
      const path = (await link.getAttribute('href')) ?? ''
      await page.close()
      return path
    }
  },
)

/** A date in the format of date fields, counted from today. */
function day(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}

async function picked(page: Page): Promise<number> {
  const text = await page.getByText(/^\d+ selected$/).textContent()
  return Number.parseInt(text ?? '0', 10)
}
