import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser } from './browser.ts'
import { sharedConsole } from './shared-console.ts'
import { Visitors, type Calls } from './signed-in-users.ts'

const admin = 'ada@watch-connectors.example'
const analyst = 'ana@watch-connectors.example'
const phone = { width: 390, height: 844 }

describe.skipIf(!hasChromium)(`kinds of sites ${inBrowser}`, () => {
  let visitors: Visitors
  let calls: Calls

  beforeAll(async () => {
    const server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('watch-connectors', 'Watch Connectors', 'marketplace')
    await server.addMember('watch-connectors', admin, ['admin'])
    await server.addMember('watch-connectors', analyst, ['analyst'])
    calls = await visitors.calls(admin)
  })
  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })
  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
  })

  test('an admin states the key of the eBay API, whose secret is not shown again', async () => {
    const page = await visitors.open('/watches/connectors', admin, phone)
    const card = page.getByRole('region', { name: 'Key of the eBay API' })
    await card.getByText('No key is stored.').waitFor()
    const save = card.getByRole('button', { name: 'Save' })
    await card.getByLabel('App ID (client ID)').fill('app-1')
    expect(await save.isDisabled()).toBe(true)
    await card.getByRole('textbox', { name: 'Cert ID (client secret)' }).fill('s3cret')
    await card.getByLabel('Calls per day').fill('300')
    expect(await findings(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(phone.width)
    await save.click()
    await card.getByText('0 of 300 calls used today (UTC).').waitFor()
    expect(await card.getByRole('textbox', { name: 'Cert ID (client secret)' }).inputValue()).toBe(
      '',
    )
    const { ebayKey } = await calls.get('/api/v1/watch-settings')
    expect(ebayKey).toEqual({ clientId: 'app-1', callsPerDay: 300, callsToday: 0 })
    await card.getByRole('button', { name: 'Remove key' }).click()
    await card.getByText('No key is stored.').waitFor()
    await page.close()
  })

  test('others read the kinds of sites, without the key', async () => {
    const page = await visitors.open('/watches/connectors', analyst)
    await page.getByRole('heading', { name: 'Pages that need a browser' }).waitFor()
    expect(await page.getByRole('heading', { name: 'Key of the eBay API' }).count()).toBe(0)
    await page.close()
  })
})
