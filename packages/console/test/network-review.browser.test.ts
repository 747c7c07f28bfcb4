import { createClient, type Client } from '@touchstone/client'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { findings, hasChromium, inBrowser } from './browser.ts'
import { password, type ConsoleFixture } from './console-fixture.ts'
import { sharedConsole } from './shared-console.ts'
import { Visitors } from './signed-in-users.ts'

const market = 'review-market'
const admin = 'ana@review.example'
const reviewer = 'rei@review.example'
/** Judges no pair. */
const decider = 'dee@review.example'
const limited = 'lim@review.example'
const rival = 'rival@review.example'

/** Two accounts each, with a number of their own. */
const rings = ['Arbor', 'Birch', 'Cedar', 'Velmoraq']
/** From so many accounts on there is a model. */
const others = 24

describe.skipIf(!hasChromium)(`reviewing networks of sellers ${inBrowser}`, () => {
  let server: ConsoleFixture
  let client: Client
  let visitors: Visitors

  beforeAll(async () => {
    server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation(market, 'Review Market', 'marketplace')
    await server.addOrganisation('review-rival', 'Review Rival', 'marketplace')
    await server.addMember(market, admin, ['admin'])
    await server.addMember(market, reviewer, ['reviewer'])
    await server.addMember(market, decider, ['reviewer'])
    await server.addMember('review-rival', rival, ['admin'])
    const { token } = await server.operate('users.invite', {
      organisation: market,
      email: limited,
      roles: ['analyst'],
      brands: ['velmoraq'],
    })
    await createClient({ url: server.url }).members.accept({
      body: { token, name: 'Lim', password, locale: 'en' },
    })
    client = await server.clientOf(market)
    await client.listings.takeBatch({
      body: [
        ...rings.flatMap((ring, place) =>
          ['one', 'two'].map((side) =>
            listing(`${ring} ${side}`, `${ring} handbag`, `WhatsApp +62 812 3456 70${10 + place}`),
          ),
        ),
        ...Array.from({ length: others }, (_, place) =>
          listing(`Other ${place}`, `Thing number ${place}`),
        ),
      ],
    })
    await vi.waitFor(async () => {
      expect(await sizes()).toEqual([2, 2, 2, 2])
      expect((await client.linkModels.list()).items).toMatchObject([{ state: 'live' }])
    }, 60_000)
  })

  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })

  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
  })

  const listing = (id: string, title: string, description?: string) => ({
    id,
    title,
    marketplace: 'bazaar',
    seller: { id: `shop-${id}`, name: id },
    ...(description !== undefined && { description }),
  })
  const sizes = async (): Promise<number[]> =>
    (await client.sellerNetworks.list({ query: {} })).items.map(({ accounts }) => accounts)
  const accountOf = async (name: string): Promise<string> => {
    const { items } = await client.sellerAccounts.list({ query: { search: name } })
    return items[0]!.id
  }
  const pairOnPage = (page: Page): Promise<string | null> =>
    page.getByRole('article').getAttribute('aria-label')
  /** Chooses an option by the keys alone. */
  const choose = async (page: Page, label: string, name: string): Promise<void> => {
    await page.getByRole('combobox', { name: label }).focus()
    await page.keyboard.type(name)
    await page.getByRole('option', { name }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
  }

  test('by the keyboard alone, a reviewer judges three pairs, splits a network, takes it back, asks why and why not, and sees it grow', async () => {
    const page = await visitors.open('/networks/review?state=linked', reviewer)
    const seen: (string | null)[] = []
    for (const [key, told] of [
      ['1', 'Same seller'],
      ['3', 'Unsure'],
      ['2', 'Different sellers'],
    ] as const) {
      await page.getByRole('heading', { name: 'Evidence' }).waitFor()
      await expect.poll(() => pairOnPage(page)).not.toBe(seen.at(-1) ?? null)
      seen.push(await pairOnPage(page))
      await page.keyboard.press(key)
      await page.getByText(`Recorded: ${told}.`).waitFor()
    }
    expect(new Set(seen).size).toBe(3)
    await expect.poll(sizes).toEqual([2, 2, 2])
    await page.keyboard.press('u')
    await page.getByText('Withdrawn. The pair is back.').waitFor()
    await expect.poll(sizes).toEqual([2, 2, 2, 2])
    await page.getByRole('link', { name: 'Networks', exact: true }).last().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Networks', level: 1 }).waitFor()
    const arbor = await accountOf('Arbor one')
    const { network } = await client.sellerLinks.ofAccount({ params: { id: arbor } })
    await page.locator(`a[href="/networks/${network}"]`).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Network of 2 accounts', level: 1 }).waitFor()
    await choose(page, 'One account', 'Arbor one')
    await choose(page, 'Other account', 'Arbor two')
    await page.getByText('Both are in one network.').waitFor()
    const why = page.getByRole('status').filter({ hasText: 'Why not: what keeps them apart' })
    await why.getByRole('link', { name: 'Arbor two' }).waitFor()
    // A listing arrives, and the network grows.
    await client.listings.take({
      body: listing('Arbor three', 'Arbor handbag', 'WhatsApp +62 812 3456 7010'),
    })
    await expect.poll(sizes).toEqual([3, 2, 2, 2])
    await page.reload()
    await page.getByRole('heading', { name: 'Network of 3 accounts', level: 1 }).waitFor()
    await page.close()
    const spy = await visitors.open('/networks', rival)
    await spy.getByRole('heading', { name: 'No networks' }).waitFor()
    await spy.goto('/networks/review?state=linked')
    await spy.getByRole('heading', { name: 'No pairs left to review' }).waitFor()
    await spy.close()
    await expect(
      (await server.clientOf('review-rival')).sellerNetworks.read({
        params: { id: network! },
        query: {},
      }),
    ).rejects.toThrow()
  })

  test('a contest is recorded on the seller’s page and decided by somebody else, with a reason that survives a reload', async () => {
    const page = await visitors.open(`/sellers/${await accountOf('Cedar one')}`, admin)
    await page.getByRole('button', { name: 'Record a contest' }).click()
    await page.getByLabel('What the seller says').fill('We share the phone of the shop.')
    await page.getByRole('dialog').getByRole('button', { name: 'Record a contest' }).click()
    await page.getByRole('heading', { name: 'Contested links' }).waitFor()
    await expect.poll(sizes).toEqual([3, 2, 2])
    await page.getByRole('link', { name: 'View contest' }).click()
    await page.getByText('You recorded this contest, so another person must decide it.').waitFor()
    expect(await findings(page)).toEqual([])
    await page.close()
    const other = await visitors.open('/', decider)
    await other.getByRole('link', { name: /Contested by the seller/ }).click()
    await other.getByRole('heading', { name: 'Contested link', level: 1 }).waitFor()
    await other.getByText('We share the phone of the shop.').waitFor()
    await other.getByText('WhatsApp number').waitFor()
    await other.getByLabel('Reason').fill('The shop confirms it.')
    await other.reload()
    await expect.poll(() => other.getByLabel('Reason').inputValue()).toBe('The shop confirms it.')
    await other.getByRole('button', { name: 'Uphold' }).click()
    await other.getByText('Upheld', { exact: true }).waitFor()
    expect((await client.linkContests.list({ query: {} })).items).toMatchObject([
      { state: 'upheld', reason: 'The shop confirms it.' },
    ])
    expect(await findings(other)).toEqual([])
    await other.goto('/networks/contests')
    await other.getByRole('heading', { name: 'No contested links' }).waitFor()
    await other.close()
  })

  test('an admin drafts a version, compares it in shadow, makes it live and rolls back', async () => {
    const page = await visitors.open('/networks/model', admin)
    const act = async (name: string): Promise<void> => {
      await page
        .getByRole('button', { name: `${name}: version` })
        .first()
        .click()
      await page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await page.getByRole('button', { name: 'Draft a version' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Draft a version' }).click()
    await act('Try in shadow')
    await page.getByRole('heading', { name: 'Shadow beside live' }).waitFor()
    await page.getByRole('cell', { name: 'Accounts of the largest network' }).waitFor()
    expect(await findings(page)).toEqual([])
    await act('Make live')
    const states = async () => (await client.linkModels.list()).items.map(({ state }) => state)
    await expect.poll(states).toEqual(['live', 'retired'])
    await act('Roll back')
    await expect.poll(states).toEqual(['retired', 'live'])
    await page.getByRole('heading', { name: 'Reliability' }).waitFor()
    await page.close()
    const other = await visitors.open('/networks/model', reviewer)
    await other.getByText('Admins draft versions').waitFor()
    expect(await other.getByRole('button', { name: 'Draft a version' }).count()).toBe(0)
    await other.close()
  })

  test('a member limited to a brand sees what its listings link, and nothing of the whole', async () => {
    const page = await visitors.open('/networks', limited)
    await page.getByText('links that listings about your brands show by themselves').waitFor()
    await page.getByRole('link', { name: '2 accounts' }).click()
    await page.getByRole('heading', { name: 'Network of 2 accounts', level: 1 }).waitFor()
    await page
      .getByRole('group', { name: /accounts$/ })
      .getByRole('link', { name: 'Velmoraq one' })
      .waitFor()
    expect(await page.getByRole('heading', { name: 'History' }).count()).toBe(0)
    expect(await findings(page)).toEqual([])
    const tabs = page.getByRole('navigation', { name: 'Pages about networks' })
    expect(await tabs.getByRole('link').allTextContents()).toEqual(['Networks', 'Review'])
    await tabs.getByRole('link', { name: 'Review' }).click()
    await page.getByRole('article', { name: /Velmoraq/ }).waitFor()
    await page.getByText('Admins, analysts and reviewers without limits judge pairs.').waitFor()
    expect(await page.getByRole('heading', { name: 'Judgements' }).count()).toBe(0)
    expect(await findings(page)).toEqual([])
    await page.goto('/networks/contests')
    await page.getByText('Members limited to some brands do not see them.').waitFor()
    await page.close()
  })
})
