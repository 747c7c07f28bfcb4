import type { Client } from '@touchstone/client'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { findings, hasChromium, inBrowser } from './browser.ts'
import { sharedConsole } from './shared-console.ts'
import { Visitors } from './signed-in-users.ts'

const person = 'ana@networks.example'

describe.skipIf(!hasChromium)(`networks of sellers ${inBrowser}`, () => {
  let client: Client
  let rival: Client
  let visitors: Visitors

  beforeAll(async () => {
    const server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('networks-market', 'Networks Market', 'marketplace')
    await server.addMember('networks-market', person, ['admin'])
    await server.addOrganisation('networks-rival', 'Networks Rival', 'marketplace')
    client = await server.clientOf('networks-market')
    rival = await server.clientOf('networks-rival')
    await send([
      ['1', 'Wooden spoon', 'Lumira', 'WhatsApp +62 812 3456 7890'],
      ['2', 'Copper kettle', 'Norvik', 'WA: +62 (812) 3456-7890'],
      ['3', 'Woollen scarf', 'Tallow', 'WhatsApp +62 812 9999 1234'],
      ['4', 'Brass lamp', 'Quillon', 'WhatsApp +62 812 9999 1234'],
    ])
    await vi.waitFor(async () => expect(await networks()).toHaveLength(2), 60_000)
  })

  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })

  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
  })

  async function send(
    listings: readonly (readonly [id: string, title: string, name: string, text: string])[],
  ): Promise<void> {
    await client.listings.takeBatch({
      body: listings.map(([id, title, name, description]) => ({
        id,
        title,
        description,
        marketplace: 'bazaar',
        seller: { id: `shop-${name}`, name },
      })),
    })
  }
  const networksOf = async (market: Client) =>
    (await market.sellerNetworks.list({ query: {} })).items
  const networks = () => networksOf(client)
  const accountsOf = async (name: string): Promise<string> => {
    const { items } = await client.sellerAccounts.list({ query: { search: name } })
    return items[0]!.id
  }
  const judgements = async () => (await client.linkJudgements.list({ query: {} })).items
  const openPair = async (page: Page): Promise<void> => {
    await page.getByRole('article').waitFor()
    await page.getByRole('heading', { name: 'Evidence' }).waitFor()
  }

  test('pairs are judged, skipped and undone by keys, and a reason survives a reload', async () => {
    const page = await visitors.open('/networks/review?state=linked', person)
    await openPair(page)
    const first = await page.getByRole('article').getAttribute('aria-label')
    await page.keyboard.press('r')
    await page.keyboard.type('Their pages share a phone.')
    await page.reload()
    await openPair(page)
    const reason = page.getByLabel('Reason')
    expect(await reason.inputValue()).toBe('Their pages share a phone.')
    await page.keyboard.press('1')
    await page.getByText('Recorded: Same seller.').waitFor()
    expect(await judgements()).toMatchObject([
      { judgement: 'same', reason: 'Their pages share a phone.', state: 'in-force' },
    ])
    await expect.poll(() => page.getByRole('article').getAttribute('aria-label')).not.toBe(first)
    await page.keyboard.press('s')
    await page.getByText('Skipped.').waitFor()
    await page.keyboard.press('u')
    await page.keyboard.press('u')
    await page.getByText('Withdrawn. The pair is back.').waitFor()
    await expect.poll(() => page.getByRole('article').getAttribute('aria-label')).toBe(first)
    expect(await judgements()).toMatchObject([{ state: 'withdrawn' }])
    expect(await findings(page)).toEqual([])
    await page.close()
  })

  test('a value is masked until a purpose is named, and the effect of a judgement is told', async () => {
    const [a, b] = [await accountsOf('Lumira'), await accountsOf('Norvik')]
    const page = await visitors.open(`/networks/review?a=${a}&b=${b}`, person)
    const article = page.getByRole('article')
    await article.getByText('+62•••90').waitFor()
    expect(await article.textContent()).not.toContain('6281234567890')
    await article.getByText('divides the network into parts of 1, 1 accounts.').waitFor()
    await page.getByRole('button', { name: 'Show WhatsApp number' }).click()
    await page.getByRole('menuitem', { name: 'Reviewing this link' }).click()
    await article.getByText('+6281234567890').waitFor()
    await page.close()
  })

  test('a network grows as listings arrive, and is told by graph, tables and history', async () => {
    const [a, b] = [await accountsOf('Lumira'), await accountsOf('Norvik')]
    const { network } = await client.sellerLinks.ofAccount({ params: { id: a } })
    await send([['5', 'Cotton towel', 'Verrin', 'chat WhatsApp +62 812 3456 7890']])
    await expect
      .poll(async () => (await networks()).map(({ accounts }) => accounts).toSorted())
      .toEqual([2, 3])
    const page = await visitors.open('/networks', person)
    await page.getByRole('link', { name: '3 accounts' }).click()
    await page.getByRole('heading', { name: 'Network of 3 accounts', level: 1 }).waitFor()
    expect(new URL(page.url()).pathname).toBe(`/networks/${network}`)
    const table = page.getByRole('group', { name: /accounts$/ })
    for (const name of ['Lumira', 'Norvik', 'Verrin'])
      await table.getByRole('link', { name }).waitFor()
    await page.getByRole('heading', { name: 'History' }).waitFor()
    // Drawn, or told why not.
    await page
      .locator('[data-drawn=true]')
      .or(page.getByText('Your browser does not draw by WebGL 2'))
      .waitFor()
    await page.getByRole('combobox', { name: 'One account' }).fill('Lumira')
    await page.getByRole('option', { name: 'Lumira' }).click()
    await page.getByRole('combobox', { name: 'Other account' }).fill('Norvik')
    await page.getByRole('option', { name: 'Norvik' }).click()
    await page.getByText('Both are in one network.').waitFor()
    expect(await findings(page)).toEqual([])
    const slider = page.getByRole('slider')
    await slider.focus()
    await page.keyboard.press('Home')
    await page.getByRole('heading', { name: 'Network of 2 accounts', level: 1 }).waitFor()
    const file = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save as GEXF' }).click()
    expect((await file).suggestedFilename()).toBe(`network-${network}.gexf`)
    await page.close()
    await expect(
      rival.sellerNetworks.read({ params: { id: network! }, query: {} }),
    ).rejects.toThrow()
    await expect(rival.sellerLinks.pair({ params: { id: a, other: b } })).rejects.toThrow()
  })

  test('a hub is confirmed and restored, each with a reason and a way back', async () => {
    const server = await sharedConsole.borrow()
    await server.addOrganisation('networks-hubs', 'Networks Hubs', 'marketplace')
    const colleague = 'budi@networks.example'
    await server.addMember('networks-hubs', colleague, ['admin'])
    const market = await server.clientOf('networks-hubs')
    await market.listings.takeBatch({
      body: Array.from({ length: 31 }, (_, at) => ({
        id: `hub-${at}`,
        title: `Bowl ${at}`,
        description: 'WhatsApp +62 812 3456 7890',
        marketplace: 'bazaar',
        seller: { id: `hub-shop-${at}`, name: `Shop ${at}` },
      })),
    })
    const hubs = async () => (await market.linkHubs.list({ query: {} })).items
    await expect.poll(hubs).toHaveLength(1)
    const page = await visitors.open('/networks/hubs', colleague)
    const row = page.getByRole('row', { name: /WhatsApp/ })
    await row.getByText('One seller’s is usually on at most 30').waitFor()
    await row.getByRole('button', { name: 'Confirm hub' }).focus()
    await page.keyboard.press('Enter')
    await page.getByLabel('Reason').fill('A forwarder answers this number.')
    await page.getByRole('dialog').getByRole('button', { name: 'Confirm hub' }).click()
    await row.getByText('Confirmed hub').waitFor()
    await row.getByText('A forwarder answers this number.').waitFor()
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Decision withdrawn.').waitFor()
    expect(await hubs()).toMatchObject([{ decision: null }])
    await row.getByRole('button', { name: 'Restore' }).click()
    await page.getByLabel('Reason').fill('One workshop uses it everywhere.')
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click()
    await row.getByText('Restored, awaiting approval').waitFor()
    expect(await row.getByRole('button', { name: 'Approve' }).count()).toBe(0)
    await row.getByRole('button', { name: 'Withdraw decision' }).click()
    await row.getByRole('button', { name: 'Restore' }).waitFor()
    expect(await networksOf(market)).toEqual([])
    await page.close()
    sharedConsole.giveBack()
  })

  test('hubs and the model have pages of their own, which say when there is nothing', async () => {
    const page = await visitors.open('/networks/hubs', person)
    await page.getByRole('heading', { name: 'No such values' }).waitFor()
    await page.getByRole('link', { name: 'Model' }).click()
    await page.getByRole('heading', { name: 'No model yet' }).waitFor()
    expect(await findings(page)).toEqual([])
    await page.close()
  })
})
