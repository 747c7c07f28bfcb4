import type { Client } from '@touchstone/client'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser } from './browser.ts'
import { sharedConsole } from './shared-console.ts'
import { Visitors } from './signed-in-users.ts'

const person = 'ana@links.example'

describe.skipIf(!hasChromium)(`links of sellers ${inBrowser}`, () => {
  let client: Client
  let visitors: Visitors

  beforeAll(async () => {
    const server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('links-market', 'Links Market', 'marketplace')
    await server.addMember('links-market', person, ['admin'])
    client = await server.clientOf('links-market')
    const of = (id: string, title: string, name: string, description?: string) => ({
      id,
      title,
      marketplace: 'bazaar',
      seller: { id: `shop-${name}`, name },
      ...(description !== undefined && { description }),
    })
    await client.listings.takeBatch({
      body: [
        of('1', 'Wooden spoon', 'Lumira', 'WhatsApp +62 812 3456 7890'),
        of('2', 'Copper kettle', 'Norvik', 'WA: +62 (812) 3456-7890'),
        of('3', 'Woollen scarf', 'Tallow'),
      ],
    })
  })

  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })

  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
  })

  test('a seller’s page names the accounts that seem to be the same seller, with the strongest reason', async () => {
    const linked = async () => (await client.sellerLinks.list({ query: {} })).items
    await expect.poll(async () => (await linked()).length).toBe(1)
    const [{ a, b }] = (await linked()) as [Awaited<ReturnType<typeof linked>>[number]]
    const lumira = a.name === 'Lumira' ? a : b
    const page = await visitors.open(`/sellers/${lumira.id}`, person)
    const title = '1 other account seems to be the same seller'
    await page.getByRole('heading', { name: title }).waitFor()
    await page.getByText('Same contact: +62•••90').waitFor()
    expect(await findings(page)).toEqual([])
    await page.getByRole('link', { name: 'Norvik' }).first().click()
    await page.getByRole('heading', { name: 'Norvik', level: 1 }).waitFor()
    await page.getByRole('link', { name: 'Lumira' }).first().waitFor()
    await page.getByRole('heading', { name: 'Identifiers' }).waitFor()
    await page.getByRole('link', { name: 'Open the network' }).click()
    await page.getByRole('heading', { name: 'Network of 2 accounts', level: 1 }).waitFor()
    await page.close()
  })
})
