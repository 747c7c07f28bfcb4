import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findings, goSettled, hasChromium, inBrowser, signIn } from './browser.ts'
import { buildOnce, openConsole, type ConsoleFixture } from './console-fixture.ts'
import { countHands } from './count-hands.ts'
import { Visitors } from './signed-in-users.ts'

const analyst = 'analyst@velmoraq.example'
const reviewer = 'reviewer@bazarune.example'

describe.skipIf(!hasChromium)(`the sample alliance, ${inBrowser}`, () => {
  let server: ConsoleFixture
  let visitors: Visitors

  beforeAll(async () => {
    await buildOnce()
    server = await openConsole({}, { sample: true })
    visitors = await Visitors.to(server, server.sampleSignIns?.password)
  })
  afterAll(async () => {
    await visitors?.close()
    await server?.close()
  })

  test('a person who signs in during loading sees its progress, and then everything', async () => {
    const page = await visitors.stranger()
    await signIn(page, reviewer, server.sampleSignIns?.password)
    const bar = page.getByText(/^Loading the sample alliance: [\d,]+ of 2,044$/)
    await bar.waitFor()
    expect(await findings(page)).toEqual([])
    await page.getByText('The sample alliance is loaded.').waitFor({ timeout: 0 })
    await page.getByRole('button', { name: 'Show listings' }).click()
    await page.getByRole('button', { name: 'Show listings' }).waitFor({ state: 'detached' })

    // The content security policy allows pictures from this server, and they decode.
    const width = await page.evaluate(async () => {
      const { items } = (await (await fetch('/api/v1/listings?limit=1')).json()) as {
        items: [{ listing: { images: [{ url: string }] } }]
      }
      const picture = new Image()
      picture.src = items[0].listing.images[0].url
      await picture.decode()
      return picture.naturalWidth
    })
    expect(width).toBe(480)

    // Every row shows its picture in a box that was there before, blurred where a person wants that.
    await goSettled(page, '/listings')
    const pictures = page.getByRole('list', { name: /^Listings, / }).getByRole('img')
    await pictures.first().waitFor()
    const isShown = () =>
      pictures.evaluateAll((all) =>
        all.every((image) => image instanceof HTMLImageElement && image.naturalWidth > 0),
      )
    await expect.poll(isShown).toBe(true)
    expect((await pictures.first().getAttribute('alt'))?.startsWith('Picture in the listing')).toBe(
      true,
    )
    const filter = () => pictures.first().evaluate((image) => getComputedStyle(image).filter)
    expect(await filter()).toBe('none')
    await page.keyboard.press('b')
    await expect.poll(filter).toContain('blur')
    await page.keyboard.press('b')
    expect(await findings(page)).toEqual([])
    await page.close()
    expect(visitors.complaints()).toEqual([])
  })

  test('the inbox shows of what each item is: the picture of its listing, and the strongest signal', async () => {
    const page = await visitors.open('/?kind=received-notice', reviewer)
    const pictures = page.locator('[data-inbox-row]').getByRole('img')
    const loaded = () =>
      pictures.evaluateAll(
        (all) =>
          all.length > 0 &&
          all.every((image) => image instanceof HTMLImageElement && image.naturalWidth > 0),
      )
    await expect.poll(loaded).toBe(true)
    expect(await findings(page)).toEqual([])
    await page.goto('/?kind=finding')
    const finding = page.getByRole('link', {
      name: /^Picture in the listing .* Finding Strong signs/,
    })
    await finding.first().waitFor()
    const { items } = (await (await visitors.calls(reviewer)).get('/api/v1/inbox')) as {
      items: { kind: string; signal: string; seller: string }[]
    }
    const { signal, seller } = items.find(({ kind }) => kind === 'finding')!
    expect(signal).toMatch(/^[a-z]+\.[a-z-]+$/)
    expect(await finding.first().textContent()).not.toContain(signal)
    await finding.filter({ hasText: seller }).first().waitFor()
    await page.close()

    // A response is read first; of an appeal it says how it was decided, and whose it was.
    const responses = await visitors.open('/?kind=marketplace-response', analyst)
    const appeal = responses
      .getByRole('listitem')
      .filter({ hasText: 'Seller’s appeal upheld, in their favour' })
    await appeal.waitFor()
    expect(await appeal.getByRole('button').allTextContents()).toEqual([
      'Read response',
      'Mark as handled',
    ])
    await appeal.getByText('Seller not named here').waitFor()
    await responses.close()
  })

  test('an analyst finds sellers of counterfeits from the overview, sees why, and clears a collector', async () => {
    // The last listings of the sample are theirs, and portfolios follow within seconds.
    const { get } = await visitors.calls(analyst)
    const sellersInQueue = async (): Promise<unknown[]> => {
      const { items } = (await get('/api/v1/seller-portfolios')) as {
        items: { seller: { name: string } }[]
      }
      return items.map(({ seller }) => seller.name)
    }
    await expect.poll(sellersInQueue, { interval: 500 }).toContain('Elowen Marrwick')
    const page = await visitors.open('/overview', analyst)
    await page.getByRole('heading', { name: 'Sellers to review' }).waitFor()
    await page.getByRole('link', { name: 'Open the seller queue' }).click()
    await page.getByRole('heading', { name: 'Seller queue', exact: true }).waitFor()
    const table = page.getByRole('group', { name: 'Seller queue', exact: true })
    const rowOf = (name: string) =>
      table.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) })
    await rowOf('Elowen Marrwick').waitFor()
    for (const name of ['Fenwold Deals', 'Ostrelle Trade Hall', 'Mintrow Closet']) {
      await rowOf(name).waitFor()
      await rowOf(name).getByText('of the lowest usual price', { exact: false }).waitFor()
      await expect.poll(() => rowOf(name).getByRole('img').count()).toBeGreaterThan(1)
    }
    expect(await table.getByText('Casabrondi Outlet Norhaven').count()).toBe(0)
    expect(await findings(page)).toEqual([])

    // Why: each fact opens the listings behind it.
    await rowOf('Ostrelle Trade Hall').getByRole('link').click()
    await page.getByRole('heading', { name: 'Ostrelle Trade Hall' }).waitFor()
    const portfolio = page.getByRole('group', { name: 'Portfolio', exact: true })
    const cheap = portfolio.getByRole('row').filter({ hasText: 'priced below' })
    await cheap.getByRole('button').click()
    const behind = page.getByRole('group', { name: 'Listings behind this fact' })
    await behind.getByRole('link', { name: /^Velmoraq Brivane tote, ivory/ }).waitFor()
    expect(await findings(page)).toEqual([])

    // A listing says so too, and leads back to its seller.
    await behind.getByRole('link', { name: /^Velmoraq Brivane tote, ivory/ }).click()
    await page.getByText('Of this seller’s listings:', { exact: false }).waitFor()
    await page.getByRole('link', { name: 'Open the seller' }).click()
    await page.getByRole('heading', { name: 'Ostrelle Trade Hall' }).waitFor()

    // The collector is explained, undone, and explained again.
    await page.goto('/seller-queue')
    const explain = async () => {
      await rowOf('Elowen Marrwick').getByRole('button', { name: 'Mark as explained' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Explanation', { exact: true }).selectOption('Collector')
      await dialog.getByLabel('Valid for').selectOption('90 days')
      await dialog.getByLabel('Note').fill('Receipts of the estate seen')
      await dialog.getByRole('button', { name: 'Mark as explained' }).click()
      await page.getByText('Elowen Marrwick left the queue as explained.').waitFor()
      await rowOf('Elowen Marrwick').waitFor({ state: 'detached' })
    }
    await rowOf('Elowen Marrwick').waitFor()
    await explain()
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await rowOf('Elowen Marrwick').waitFor()
    await explain()
    await page.getByLabel('Decision', { exact: true }).selectOption('Explained')
    await rowOf('Elowen Marrwick').getByText('Explained', { exact: true }).waitFor()
    await expect.poll(() => table.getByRole('link').count()).toBe(1)
    expect(await findings(page)).toEqual([])
    await page.close()
    expect(visitors.complaints()).toEqual([])
  })

  test('decisions on a seller move the seller and its other listings, with the reason on each row', async () => {
    const page = await visitors.open('/seller-queue', analyst)
    const table = page.getByRole('group', { name: 'Seller queue', exact: true })
    const seller = table
      .getByRole('row')
      .filter({ has: page.getByRole('link', { name: 'Mintrow Closet', exact: true }) })
    await seller.waitFor()
    expect(await seller.getByText('from your decisions', { exact: false }).count()).toBe(0)
    await seller.getByRole('link').click()
    await page.getByRole('heading', { name: 'Mintrow Closet' }).waitFor()
    const account = new URL(page.url()).pathname.split('/').at(-1) ?? ''

    await page.goto(`/listings?sort=learned&sellerAccount=${account}`)
    const rows = page.getByRole('list', { name: /^Listings, highest/ }).getByRole('listitem')
    await rows.first().waitFor()
    const rowOf = (title: string) => rows.filter({ hasText: title })
    const ranked = 'seller’s other listings: 1 counterfeit, 0 not'
    expect(await rows.getByTitle('Ranked at').count()).toBe(0)
    await rowOf('Velmoraq Brivane tote').getByRole('link').first().click()
    await page.getByRole('button', { name: 'Counterfeit' }).click()
    await rowOf('Velmoraq Brivane tote').getByText('Counterfeit').first().waitFor()
    // Leaving the page sends the decision; the list may be read before it arrives.
    const rankedBelt = rowOf('Velmoraq Cordane belt').getByTitle(ranked)
    await expect
      .poll(async () => {
        await page.reload()
        await rows.first().waitFor()
        return rankedBelt.count()
      })
      .toBe(1)
    await rowOf('Velmoraq Cordane belt').getByText('1 counterfeit, 0 not').waitFor()
    // The decision says nothing of the listing on which it was made.
    await rowOf('Velmoraq Brivane tote').waitFor()
    expect(await rowOf('Velmoraq Brivane tote').getByTitle('Ranked at').count()).toBe(0)
    expect(await findings(page)).toEqual([])

    await page.goto('/seller-queue')
    await seller.getByText('from your decisions: 1 counterfeit, 0 not', { exact: false }).waitFor()
    expect(await findings(page)).toEqual([])
    await page.close()
    expect(visitors.complaints()).toEqual([])
  })

  test('from a case to the sent notice it takes three clicks, and nothing is typed', async () => {
    const page = await visitors.open('/cases', analyst)
    const kase = page.getByRole('link', { name: /Ostelle 24 handbag/ }).first()
    await kase.waitFor()
    const hands = await countHands(page)
    await kase.click()
    await page.getByRole('button', { name: 'Enforce', exact: true }).click()
    await page.getByText('To Bazarune · ').waitFor()
    await page
      .getByText('Ready to send')
      .waitFor()
      .catch(async () => {
        throw new Error(await page.locator('#content').innerText())
      })
    const notice = page.getByRole('region', { name: 'What the recipient reads' })
    await notice.getByText('The title of the listing says “replica”.').waitFor()
    await notice.getByText('House of Velmoraq examined the listing').waitFor()
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('Delivered').first().waitFor()
    expect(await hands()).toEqual({ clicks: 3, keys: 0, fields: 0 })
    await page.close()
    expect(visitors.complaints()).toEqual([])
  })

  test('a received notice becomes a restriction with its statement in at most four actions', async () => {
    const page = await visitors.open('/moderation', reviewer)
    const received = page.getByRole('link', { name: /Lunsetta/ }).first()
    await received.waitFor()
    const hands = await countHands(page)
    await received.click()
    const panel = page.getByRole('region', { name: 'Review' })
    await panel.getByText('The notice is complete').waitFor()
    await panel.getByText('access to it is disabled').waitFor()
    const pictures = panel.getByRole('img')
    await expect.poll(() => pictures.count()).toBeGreaterThan(1)
    expect(await findings(page)).toEqual([])
    await page.keyboard.press('r')
    await page.getByText('Restrict: sent.').waitFor()
    expect(await hands()).toEqual({ clicks: 1, keys: 1, fields: 0 })
    await page.goto('/moderation/measures')
    await page.getByText('Disable access').first().waitFor()
    await page.close()
    expect(visitors.complaints()).toEqual([])
  })

  test('a listing says who can ask its seller for proof, and offers it to them', async () => {
    const firstListing = async (as: string): Promise<string> => {
      const { items } = await (await visitors.calls(as)).get('/api/v1/listings?limit=1')
      return (items as [{ id: string }])[0].id
    }
    const page = await visitors.open(`/listings/${await firstListing(analyst)}`, analyst)
    const proof = page.getByRole('region', { name: 'Request proof', exact: true })
    await proof.getByText('Only the marketplace that submitted this listing can ask').waitFor()
    expect(await proof.getByRole('button').count()).toBe(0)
    expect(await findings(page)).toEqual([])

    const market = await visitors.open(`/listings/${await firstListing(reviewer)}`, reviewer)
    const ask = market
      .getByRole('region', { name: 'Request proof', exact: true })
      .getByRole('button', { name: 'Request proof', exact: true })
    await ask.press('Enter')
    const dialog = market.getByRole('dialog', { name: 'Request proof' })
    await dialog.getByLabel('Reason').fill('The price is far below what dealers ask.')
    await expect.poll(() => dialog.getByLabel('Brand').inputValue()).not.toBe('')
    await dialog.getByRole('button', { name: 'Send request' }).click()
    await market.getByRole('heading', { level: 1, name: /^Proof for / }).waitFor()
    await market.close()
    await page.close()
    expect(visitors.complaints()).toEqual([])
  })
})
