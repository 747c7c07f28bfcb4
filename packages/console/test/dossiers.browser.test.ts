import type { Client } from '@touchstone/client'
import { isEndurance, onOneEngine } from '@touchstone/server/testing/engines'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { findings, hasChromium, inBrowser } from './browser.ts'
import { chooseTerritory } from './choose-territory.ts'
import { buildOnce, openConsole, type ConsoleFixture } from './console-fixture.ts'
import { sharedConsole } from './shared-console.ts'
import { Visitors } from './signed-in-users.ts'

const analyst = 'ana@dossier-house.example'
const counsel = 'ada@dossier-house.example'
const officer = 'off@dossier-police.example'
const customs = 'cus@dossier-customs.example'
const rival = 'riv@dossier-rival.example'
/** A picture of one point. */
const dot =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const phone = { width: 390, height: 844 }

type ServerOfWalk = { open: () => Promise<ConsoleFixture>; close: () => void | Promise<void> }

describe.skipIf(!hasChromium)(`dossiers ${inBrowser}`, () => {
  if (!isEndurance) {
    return walk({ open: () => sharedConsole.borrow(), close: () => sharedConsole.giveBack() })
  }
  onOneEngine((engine) => {
    let server: ConsoleFixture
    walk({
      open: async () => {
        await buildOnce()
        server = await openConsole({}, { store: await engine.newStore() })
        return server
      },
      close: () => server.close(),
    })
  })
})

function walk({ open, close }: ServerOfWalk): void {
  let client: Client
  let visitors: Visitors
  let dossier: string
  let outside: string

  beforeAll(async () => {
    const server = await open()
    visitors = await Visitors.to(server)
    await server.addOrganisation('dossier-house', 'Dossier House', 'rights-holder')
    await server.addMember('dossier-house', analyst, ['analyst'])
    await server.addMember('dossier-house', counsel, ['admin'])
    await server.addOrganisation('dossier-police', 'Harbour Police', 'authority')
    await server.addMember('dossier-police', officer, ['admin'])
    await server.addOrganisation('dossier-customs', 'Inland Customs', 'authority')
    await server.addMember('dossier-customs', customs, ['admin'])
    await server.addOrganisation('dossier-rival', 'Dossier Rival', 'rights-holder')
    await server.addMember('dossier-rival', rival, ['admin'])
    client = await server.clientOf('dossier-house')
    await client.listings.takeBatch({
      body: ['Lumira', 'Norvik'].flatMap((name) =>
        [1, 2].map((number) => ({
          id: `${name}-${number}`,
          title: `${name} bowl <b>${number}</b>`,
          description: 'WhatsApp +62 812 3456 7002',
          marketplace: 'bazaar',
          price: { amount: '20', currency: 'IDR' },
          unitsSold: 5,
          seller: { id: `dossier-${name}`, name },
        })),
      ),
    })
    await vi.waitFor(
      async () => expect((await client.sellerNetworks.list({ query: {} })).items).toHaveLength(1),
      60_000,
    )
  })

  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })

  afterAll(async () => {
    await visitors?.close()
    await close()
  })

  /** Chooses by the keyboard: a button or link is reached and pressed. */
  async function press(target: Locator, key = 'Enter'): Promise<void> {
    await target.focus()
    await target.press(key)
  }
  const button = (page: Page | Locator, name: string | RegExp): Locator =>
    page.getByRole('button', { name, exact: typeof name === 'string' })

  const photograph = async (page: Page, name: string): Promise<void> => {
    const folder = process.env['SCREENSHOTS']
    if (folder !== undefined)
      await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
  }

  test('an analyst makes a dossier of a network, and what is missing leads to its field', async () => {
    const page = await visitors.open('/dossiers', analyst)
    await page.getByRole('heading', { name: 'No dossiers yet' }).waitFor()
    await press(page.locator('#content').getByRole('link', { name: 'Networks' }))
    await press(page.getByRole('link', { name: '2 accounts' }))
    // Drawn, or told why not: a graph that begins after the page was left has no room.
    await page
      .locator('[data-drawn=true]')
      .or(page.getByText('Your browser does not draw by WebGL 2'))
      .waitFor()
    await press(page.getByRole('link', { name: 'Prepare a dossier' }))
    await page.getByRole('heading', { name: 'Prepare a dossier', level: 1 }).waitFor()
    await press(page.getByRole('radio', { name: 'PIPCU, City of London Police' }), 'Space')
    await page.getByRole('textbox', { name: 'Organisation', exact: true }).fill('dossier-police')
    await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Bowls of one network')
    expect(await findings(page)).toEqual([])
    await press(button(page, 'Create the draft'))
    await page.getByRole('heading', { name: 'Bowls of one network', level: 1 }).waitFor()
    dossier = new URL(page.url()).pathname.split('/').at(-1)!
    await press(page.getByRole('button', { name: /Comparison with genuine goods/ }))
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('field-documents')
    await page.getByLabel('Purpose').selectOption('comparison')
    await page.locator('input[type=file]').setInputFiles({
      name: 'comparison.png',
      mimeType: 'image/png',
      buffer: Buffer.from(dot, 'base64'),
    })
    await page.getByText('comparison.png').waitFor()
    await page.getByLabel('Name of the organisation').fill('Dossier House')
    await chooseTerritory(page, 'Country of the complainant', 'United Kingdom')
    await page.getByText('Incomplete. Kept in this browser').waitFor()
    await page.getByRole('group', { name: 'Contact' }).getByLabel('Name').fill('Duty desk')
    await page.getByText('All changes saved.').waitFor()
    await page.getByText('Incomplete. Kept in this browser').waitFor({ state: 'detached' })
    await page.getByText('Lumira bowl <b>1</b>').waitFor()
    expect(await page.locator('#content b').count()).toBe(0)
    expect(await findings(page)).toEqual([])
    await page.reload()
    expect(await page.getByLabel('Name of the organisation').inputValue()).toBe('Dossier House')
    await press(button(page, 'Submit for release'))
    await page.getByText('You submitted it, so another admin releases it.').waitFor()
    await page.close()
  })

  test('counsel releases it, and sees the package made', async () => {
    const page = await visitors.open(`/dossiers/${dossier}`, counsel)
    await page.getByText('Nothing has changed since it was submitted.').waitFor()
    expect(await findings(page)).toEqual([])
    await page.getByText('The dossier says on its first page that it must not be sent').waitFor()
    await press(button(page, 'Release'))
    const dialog = page.getByRole('dialog')
    await press(dialog.getByRole('checkbox', { name: /^This is a rehearsal/ }), 'Space')
    await press(button(dialog, 'Release'))
    await page.getByRole('link', { name: 'Download the package' }).waitFor({ timeout: 60_000 })
    await page.getByText('No outcome reported yet.').waitFor()
    expect(await findings(page)).toEqual([])
    await page.close()
  })

  test('an officer receives it on a phone, acknowledges it and asks about marked items', async () => {
    const page = await visitors.open('/', officer, phone)
    await press(page.getByRole('link', { name: /Bowls of one network/ }))
    await press(button(page, 'Acknowledge receipt'))
    await press(button(page.getByRole('dialog'), 'Acknowledge receipt'))
    await page.getByText('Acknowledged').first().waitFor()
    await press(page.getByRole('radio', { name: 'Links' }), 'Space')
    await page
      .getByText(/^WhatsApp number: .+ – speaks for the link, seen in 4 listings$/)
      .waitFor()
    await press(page.getByRole('radio', { name: 'Listings' }), 'Space')
    await press(page.getByRole('checkbox', { name: /^Mark L-1:/ }), 'Space')
    await page.getByText('One item marked').waitFor()
    expect(await findings(page)).toEqual([])
    expect(
      await page.evaluate(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth',
      ),
    ).toBe(false)
    await press(button(page, 'Ask the sender'))
    await page.getByRole('textbox', { name: 'Question' }).fill('Is there a photograph of the base?')
    await press(button(page, 'Send the question'))
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByText('No items marked').waitFor()
    await page.getByText('Is there a photograph of the base?').waitFor()
    await page.close()
  })

  test('the question is answered with a supplement that a second person released', async () => {
    const listing = (await client.listings.list({ query: { limit: 1 } })).items[0]!.id
    const page = await visitors.open(`/dossiers/${dossier}`, analyst)
    await press(button(page, 'Add a supplement'))
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('What it adds').fill('Photographs of the base.')
    await dialog.getByLabel('Listings').fill(listing)
    await press(button(dialog, 'Add a supplement'))
    await page.getByText('Photographs of the base.').first().waitFor()
    const second = await visitors.open(`/dossiers/${dossier}`, counsel)
    await press(button(second, 'Release the supplement'))
    await press(button(second.getByRole('dialog'), 'Release the supplement'))
    await expect
      .poll(() => second.getByRole('link', { name: 'Download the package' }).count(), {
        timeout: 60_000,
      })
      .toBe(2)
    await second.close()
    await page.getByRole('textbox', { name: 'Answer' }).fill('See the supplement.')
    await page.getByLabel('With a supplement').selectOption({ index: 1 })
    await press(button(page, 'Send the answer'))
    // The label of the form says “With a supplement” too: only its end shows that the answer arrived.
    await page.getByRole('textbox', { name: 'Answer' }).waitFor({ state: 'detached' })
    await page.getByText('with a supplement').waitFor()
    await page.close()
    const officers = await visitors.open(`/dossiers/${dossier}`, officer, phone)
    await officers.getByText('See the supplement.').waitFor()
    await officers.getByText('Photographs of the base.').waitFor()
    await officers.close()
  })

  /** On how many listings of a seller an authority reported, as each other listing of the house counts it. */
  async function reported(): Promise<number[]> {
    return (await priors()).map((prior) => prior.reported).toSorted()
  }

  async function priors(): Promise<{ id: string; reported: number; logOdds: number }[]> {
    const { items } = await client.listings.list({ query: { limit: 10 } })
    return Promise.all(
      items.map(async ({ id }) => {
        const { reported: count, logOdds } = await client.sellerPriors.read({ params: { id } })
        return { id, reported: count, logOdds }
      }),
    )
  }

  /** Reports an outcome of the first listing, on a phone. */
  async function report(outcome: string, fill: (dialog: Locator) => Promise<void>): Promise<void> {
    const page = await visitors.open(`/dossiers/${dossier}`, officer, phone)
    await press(page.getByRole('radio', { name: 'Listings' }), 'Space')
    await press(page.getByRole('checkbox', { name: /^Mark L-1:/ }), 'Space')
    await page.getByText('One item marked').waitFor()
    await press(button(page, 'Report an outcome'))
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: 'Outcome' }).selectOption(outcome)
    await dialog.getByLabel('File number').fill('HP 7/26')
    await dialog.getByLabel('Date').fill('2026-11-30')
    await fill(dialog)
    expect(await findings(page)).toEqual([])
    await press(button(dialog, 'Send the report'))
    await dialog.waitFor({ state: 'detached' })
    await page.close()
  }

  test('a seizure is reported on a phone with its weight, and an acquittal replaces it and tells', async () => {
    await report('seizure', async (dialog) => {
      await dialog.getByRole('textbox', { name: 'Goods', exact: true }).fill('Bowls')
      await dialog.getByLabel('Quantity').fill('140')
    })
    const page = await visitors.open(`/dossiers/${dossier}`, analyst)
    await page.getByText('Evidence of medium strength that the goods are counterfeit.').waitFor()
    await page.getByText('140 pieces · Bowls').waitFor()
    await expect.poll(reported, { timeout: 60_000 }).toEqual([0, 0, 0, 1])
    expect(await findings(page)).toEqual([])
    const raised = (await priors()).find((prior) => prior.reported > 0)!
    expect(raised.logOdds).toBeGreaterThan(0)
    await page.goto(`/listings/${raised.id}`)
    await page.getByText('Of the counterfeit ones, one was reported by an authority').waitFor()
    await page.close()
    const elsewhere = await sent('The same bowls, for customs', {
      recipient: {
        kind: 'organisation',
        organisation: 'dossier-customs',
        country: 'GB',
        office: 'customs',
      },
    })
    await report('acquittal', async () => undefined)
    const after = await visitors.open(`/dossiers/${dossier}`, analyst)
    await after.getByText('Replaced by a newer report').waitFor()
    await after.getByRole('region', { name: 'Notices' }).waitFor()
    await expect.poll(reported, { timeout: 60_000 }).toEqual([0, 0, 0, 0])
    expect((await priors()).map(({ logOdds }) => logOdds)).toEqual([0, 0, 0, 0])
    await after.goto(`/listings/${raised.id}`)
    await after.getByRole('heading', { level: 1 }).waitFor()
    expect(await after.getByText('was reported by an authority').count()).toBe(0)
    await after.close()
    for (const [who, id] of [
      [officer, dossier],
      [customs, elsewhere],
    ] as const) {
      const informed = await visitors.open(`/dossiers/${id}`, who, phone)
      await informed
        .getByRole('region', { name: 'Notices' })
        .getByText('they no longer count as counterfeit here')
        .waitFor()
      await informed.close()
    }
  })

  test('pages of its network and account name the dossier, and its recipient is offered for the next', async () => {
    const [network] = (await client.sellerNetworks.list({ query: {} })).items
    const { members } = await client.sellerNetworks.read({ params: { id: network!.id } })
    const page = await visitors.open(`/sellers/${members[0]!.id}`, analyst)
    const made = page.getByRole('region', { name: 'Dossiers' })
    await made.getByRole('link', { name: /Acquittal.*Bowls of one network/ }).waitFor()
    await page.goto(`/networks/${network!.id}`)
    await made.getByRole('link', { name: /Bowls of one network/ }).waitFor()
    await press(made.getByRole('link', { name: 'Prepare a dossier' }))
    const known = page.getByLabel('Known recipient')
    expect(await known.locator('option').allTextContents()).not.toContain('Velmoraq')
    await known.selectOption('Harbour Police (United Kingdom)')
    const slug = page.getByRole('textbox', { name: 'Organisation', exact: true })
    expect(await slug.inputValue()).toBe('dossier-police')
    expect(await findings(page)).toEqual([])
    await page.close()
  })

  /** A dossier of the network that was released, by API: drafted by the analyst, released by counsel. */
  async function sent(title: string, more: Record<string, unknown>): Promise<string> {
    const { id } = await submitted(title, more)
    const release = await visitors.calls(counsel)
    await release.post(`/api/v1/referrals/${id}/actions`, { action: { type: 'release' } })
    await vi.waitFor(async () => {
      const { state } = (await release.get(`/api/v1/referrals/${id}`)) as { state: string }
      expect(state).toBe('sent')
    }, 60_000)
    return id
  }

  async function submitted(title: string, more: Record<string, unknown>): Promise<{ id: string }> {
    const [network] = (await client.sellerNetworks.list({ query: {} })).items
    const prepare = await visitors.calls(analyst)
    const draft = (await prepare.post('/api/v1/referrals', {
      template: 'counsel',
      source: { kind: 'network', network: network!.id },
      title,
      recipient: {
        kind: 'organisation',
        organisation: 'dossier-police',
        country: 'GB',
        office: 'police',
      },
      ...more,
    })) as { id: string; version: number }
    const path = `/api/v1/referrals/${draft.id}`
    await prepare.patch(path, {
      expectedVersion: draft.version,
      draft: {
        complainant: { name: 'Dossier House', country: 'GB', contact: { name: 'Duty desk' } },
        examination: {
          examiner: 'A. Examiner',
          examinedOn: '2026-11-02',
          statement: 'The glaze differs.',
        },
        particulars: [{ line: 'eori', text: 'GB123456789000' }],
      },
    })
    await prepare.post(`${path}/actions`, { action: { type: 'submit' } })
    return draft
  }

  test('a sheet for a portal is copied by field, and a letter is keyed in with its scan', async () => {
    const sheet = await sent('Bowls for the portal', {
      template: 'eu-afa',
      recipient: {
        kind: 'outside',
        name: 'Harbour Customs',
        country: 'GB',
        office: 'customs',
        address: '1 Quay',
      },
    })
    const page = await visitors.open(`/dossiers/${sheet}`, analyst)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const fields = page.getByRole('region', { name: 'Fields for IP Enforcement Portal' })
    await press(button(fields, 'Copy: EORI number'))
    await button(fields, 'Copied: EORI number').waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('GB123456789000')
    expect(await findings(page)).toEqual([])
    await page.getByText('Deliver the package to:').waitFor()
    await press(button(page, 'Key in a letter'))
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Items').fill('L-1')
    await dialog.getByRole('combobox', { name: 'Outcome' }).selectOption('declined')
    await dialog.getByLabel('File number').fill('HC 3/26')
    await dialog.getByLabel('Date', { exact: true }).fill('2026-11-30')
    await dialog.getByLabel('From').fill('Harbour Customs')
    await dialog.getByLabel('Dated').fill('2026-11-28')
    await dialog.locator('input[type=file]').setInputFiles({
      name: 'letter.png',
      mimeType: 'image/png',
      buffer: Buffer.from(dot, 'base64'),
    })
    await dialog.getByText('letter.png').waitFor()
    expect(await findings(page)).toEqual([])
    await press(button(dialog, 'Send the report'))
    await dialog.waitFor({ state: 'detached' })
    const letter = page.getByRole('link', { name: /Harbour Customs/ })
    const [scan] = await Promise.all([page.waitForEvent('download'), press(letter)])
    expect(scan.suggestedFilename()).toMatch(/\.png$/)
    await page.close()
    outside = sheet
  })

  test('an office without an account acknowledges, asks and reports by a link, until it is revoked', async () => {
    const page = await visitors.open(`/dossiers/${outside}`, counsel)
    const card = page.getByRole('region', { name: 'Reply link' })
    await press(button(card, 'Issue a link'))
    const address = (await card.locator('code').textContent()) ?? ''
    expect(await findings(page)).toEqual([])
    const reply = await visitors.stranger({ ...phone, locale: 'en' })
    await reply.goto(address)
    await reply.getByRole('heading', { level: 1, name: /^Referral / }).waitFor()
    await press(button(reply, 'Acknowledge receipt'))
    await reply.getByText('Acknowledged', { exact: true }).waitFor()
    expect(await reply.textContent('main')).not.toMatch(/Lumira|bowl|812/)
    await press(reply.getByText('Ask the sender'))
    await reply.getByLabel('Question').fill('When was it <b>bought</b>?')
    await reply.getByLabel('About these items').fill('l-1, X-99')
    await press(button(reply, 'Send the question'))
    await reply.getByText('A reference is not of this referral.').waitFor()
    await reply.getByLabel('About these items').fill('L-1')
    await press(button(reply, 'Send the question'))
    await reply.locator('#exchange').getByText('When was it <b>bought</b>?').waitFor()
    await press(reply.getByText('Report an outcome'))
    await reply.getByLabel('What happened').selectOption('seizure')
    await reply.getByLabel('Items concerned').fill('L-1')
    await reply.getByLabel('File number of your proceeding').fill('HC 4/26')
    await reply.getByLabel('Date', { exact: true }).fill('2026-11-30')
    await reply.getByLabel('Goods seized').fill('Bowls')
    await reply.getByLabel('Quantity').fill('120')
    await press(button(reply, 'Send the report'))
    await reply.locator('#exchange').getByText('HC 4/26').waitFor()
    expect(await findings(reply)).toEqual([])
    expect(await reply.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    await photograph(reply, 'referral-reply')
    await page.reload()
    await page.getByText('When was it <b>bought</b>?').waitFor()
    await page.getByText(/HC 4\/26/).waitFor()
    await press(button(card, 'Revoke the link'))
    await press(button(page.getByRole('dialog'), 'Revoke the link'))
    await card.getByText('No link is open.').waitFor()
    await reply.reload()
    await reply.getByText('This link does not open').waitFor()
    await reply.goto(address.slice(0, -5))
    await reply.reload()
    await reply.getByText('This link does not open').waitFor()
    // The refusals that are shown, the unknown reference and the revoked link, are in the browser's log too.
    const told = visitors.complaints().filter((one) => !/status of (?:422|404)/.test(one))
    expect(told).toEqual([])
    await reply.close()
    await page.close()
  })

  test('two dossiers of one identifier are named to their recipient alone', async () => {
    const title = 'The same telephone number'
    const second = await sent(title, {})
    const page = await visitors.open(`/dossiers/${dossier}`, officer, phone)
    const overlaps = page.getByRole('region', { name: 'Another dossier names the same' })
    await overlaps.getByText('WhatsApp number').waitFor()
    expect(await findings(page)).toEqual([])
    await press(overlaps.getByRole('link', { name: title }))
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
    await overlaps.getByRole('link', { name: 'Bowls of one network' }).waitFor()
    await page.close()
    const own = await visitors.open(`/dossiers/${second}`, analyst)
    await own.getByRole('link', { name: 'Download the package' }).waitFor()
    expect(await own.getByRole('region', { name: 'Another dossier names the same' }).count()).toBe(
      0,
    )
    await own.close()
  })

  test('a package that could not be made says why, and a second person has it made again', async () => {
    const { id } = await submitted('Bowls to be packed again', {})
    const page = await visitors.open('/dossiers', counsel)
    const steps: unknown[] = []
    // As the server answers once three attempts ended with their process.
    await page.route(`**/api/v1/referrals/${id}`, async (route) => {
      const response = await route.fetch()
      const problem = {
        code: 'referral-package-failed',
        message: 'the package could not be made in 3 attempts',
      }
      const answer = { ...(await response.json()), state: 'packing-failed', problem }
      await route.fulfill({ response, json: answer })
    })
    await page.route(`**/api/v1/referrals/${id}/actions`, async (route) => {
      steps.push(route.request().postDataJSON())
      await route.fulfill({ json: {} })
    })
    await press(page.getByRole('link', { name: /Bowls to be packed again/ }))
    await page.getByRole('alert').waitFor()
    expect(await findings(page)).toEqual([])
    await press(button(page, 'Make the package again'))
    await expect.poll(() => steps).toMatchObject([{ action: { type: 'retry' } }])
    await page.close()
  })

  test('a rival and another authority see none of it', async () => {
    const page = await visitors.open(`/dossiers/${dossier}`, rival)
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor()
    visitors.complaints()
    await page.goto('/dossiers')
    await page.getByRole('heading', { name: 'No dossiers yet' }).waitFor()
    await page.close()
    const other = await visitors.open(`/dossiers/${dossier}`, customs)
    await other.getByRole('heading', { name: 'Nothing found' }).waitFor()
    visitors.complaints()
    await other.goto('/dossiers/received')
    await other.getByRole('link', { name: /The same bowls, for customs/ }).waitFor()
    expect(await other.getByText('Bowls of one network').count()).toBe(0)
    await other.close()
  })

  test('an authority requests information that is answered', async () => {
    const asking = await visitors.open('/dossiers/requests/new', officer)
    await asking.getByLabel('Organisation asked').fill('dossier-house')
    await asking.getByRole('textbox', { name: 'Order' }).fill('Order 12 of the harbour court')
    await asking.getByLabel('Legal basis').fill('Section 5 of the Harbour Act')
    await asking.getByLabel('Requested items').fill('The invoices of the test purchase')
    expect(await findings(asking)).toEqual([])
    await press(button(asking, 'Send the request'))
    await asking.getByRole('heading', { name: 'Order 12 of the harbour court' }).waitFor()
    await asking.close()
    const reading = await visitors.open('/dossiers/requests', analyst)
    await press(reading.getByRole('link', { name: /Order 12 of the harbour court/ }))
    await reading.getByText('An admin of your organisation answers or refuses it.').waitFor()
    await reading.close()
    const answering = await visitors.open('/dossiers/requests', counsel)
    await press(answering.getByRole('link', { name: /Order 12 of the harbour court/ }))
    await answering.getByRole('textbox', { name: 'Answer' }).fill('There was no test purchase.')
    expect(await findings(answering)).toEqual([])
    await press(button(answering, 'Send the answer'))
    await answering.getByText('Answered', { exact: true }).waitFor()
    await answering.close()
    const statistics = await visitors.open('/dossiers/statistics', officer)
    await statistics.getByRole('row', { name: /Acquittal/ }).waitFor()
    expect(await findings(statistics)).toEqual([])
    await statistics.close()
  })
}
