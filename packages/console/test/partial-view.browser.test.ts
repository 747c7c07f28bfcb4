import type { Catalog } from '@touchstone/contract'
import { wholePercent } from '@touchstone/recognition/wording'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser } from './browser.ts'
import { openConsole, type ConsoleFixture } from './console-fixture.ts'
import type { OperatorFixture } from './operator-fixture.ts'
import { Visitors } from './signed-in-users.ts'

/** Two rights holders of one brand: the engine uses the catalog of one, and only that one reads its signals. */
const holders = ['first-holder', 'second-holder'] as const
const market = 'partial-market'
const readers = [market, ...holders]
const personOf = (slug: string): string => `ana@${slug}.example`

const catalog: Catalog = {
  brands: [{ id: 'velmoraq', name: 'Velmoraq' }],
  products: [
    {
      id: 'tarn',
      brand: 'velmoraq',
      name: 'Velmoraq Tarn',
      styleCodes: ['VLQ900X'],
      msrp: [{ amount: '900', currency: 'USD' }],
    },
  ],
}

async function shareBrand(operator: OperatorFixture): Promise<void> {
  await operator.addOrganisation(market, 'Partial Market', 'marketplace')
  const ids: string[] = []
  for (const [index, slug] of holders.entries()) {
    await operator.addOrganisation(slug, slug, 'rights-holder')
    await operator.importCatalog(slug, catalog)
    const document = { reference: 'register extract' }
    const right = { brand: 'velmoraq', office: 'EM', number: `${index}`, owner: slug, document }
    const { id } = await operator.operate('claims.submit', { organisation: slug, claim: right })
    ids.push(id)
  }
  const [first = '', second = ''] = ids
  await operator.operate('claims.approve', { id: first, decision: {} })
  const reason = 'Both extracts are sound.'
  await operator.operate('claims.contest', { id: second, decision: { reason } })
  await operator.operate('claims.resolve', { id: second, decision: { standing: 'all', reason } })
}

describe.skipIf(!hasChromium)(`a listing of which some see less ${inBrowser}`, () => {
  let house: ConsoleFixture
  let visitors: Visitors
  let listing: string

  beforeAll(async () => {
    house = await openConsole({}, { prepare: shareBrand })
    visitors = await Visitors.to(house)
    for (const slug of readers) await house.addMember(slug, personOf(slug), ['admin'])
    const client = await house.clientOf(market)
    const taken = await client.listings.take({
      body: {
        id: 'bag',
        marketplace: 'bazaar',
        title: 'Velmoraq VLQ900X handbag, mirror quality',
        condition: 'new',
        price: { amount: '90', currency: 'USD' },
        seller: { id: 'shop-9' },
      },
    })
    listing = taken.id
  })
  afterEach(() => {
    expect(visitors.complaints()).toEqual([])
  })
  afterAll(async () => {
    await visitors?.close()
    await house?.close()
  })

  /** What the page states of the probability: at its top, as the sum of all signals, and in the sentence. */
  async function statedTo(slug: string) {
    const page = await visitors.open(`/listings/${listing}`, personOf(slug))
    const top = page.getByText('estimated probability of counterfeit').locator('strong')
    const above = await top.innerText()
    await page.getByText('All signals', { exact: true }).click()
    const signals = page.getByRole('region', { name: 'All signals' })
    const ends = signals.locator('[data-to]')
    await ends.first().waitFor()
    const logOdds = await ends.last().getAttribute('data-to')
    const sentence = await signals.locator('p.stranger').first().innerText()
    expect(await findings(page)).toEqual([])
    await page.close()
    const sum = 1 / (1 + Math.exp(-Number(logOdds)))
    const [, within] = /At (\d+)\s?%/.exec(sentence) ?? []
    return {
      above: Number.parseInt(above, 10),
      sum: wholePercent(sum),
      within: within === undefined ? undefined : Number(within),
    }
  }

  test('the figure in the sentence and the sum of the signals equal the figure above them', async () => {
    const stated = await Promise.all(readers.map(statedTo))
    for (const { above, sum } of stated) expect(sum).toBe(above)
    const within = stated.map((one) => one.within)
    expect(within).toContain(stated[0]!.above)
    for (const [index, figure] of within.entries()) {
      if (figure !== undefined) expect(figure).toBe(stated[index]!.above)
    }
    // One holder does not see the price against the list price, and its figure does not count it.
    const [whole = 0, ...parts] = stated.map(({ above }) => above)
    expect(Math.max(...parts)).toBe(whole)
    expect(Math.min(...parts)).toBeLessThan(whole)
  })
})
