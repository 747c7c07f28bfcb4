import type { Page } from 'playwright-core'
import { rowsOf } from './page-queries.ts'
import { rivalPeople, type Step, type Journey } from './journey.ts'

type ListedListing = {
  id: string
  assessment: { brands: { id: string }[] } | null
  decision?: unknown
}

/** Everything that a user's session can list. */
async function listed(page: Page): Promise<ListedListing[]> {
  const all: ListedListing[] = []
  const headers = { origin: new URL(page.url()).origin }
  for (let after = ''; ;) {
    const answer = await page.request.get(`/api/v1/listings?limit=200${after}`, { headers })
    const { items, next } = (await answer.json()) as { items: ListedListing[]; next: string | null }
    all.push(...items)
    if (next === null) return all
    after = `&after=${encodeURIComponent(next)}`
  }
}

const brandsIn = ({ assessment }: ListedListing): string[] =>
  assessment?.brands.map(({ id }) => id) ?? []

async function sees(walk: Journey, at: 0 | 1): Promise<ListedListing[]> {
  const own = walk.goods.catalogs[at].brand
  const rival = walk.goods.catalogs[1 - at]!.brand
  const page = await walk.pageOf(rivalPeople[at])
  await page.goto('/listings')
  await rowsOf(page).first().waitFor()
  await walk.look(page, `rival-${at + 1}-queue`)
  for (const text of await rowsOf(page).allTextContents()) {
    if (!text.includes(own)) throw new Error(`${own}'s house is shown: ${text}`)
  }
  const all = await listed(page)
  const strange = all.find((listing) => brandsIn(listing).some((brand) => brand !== own))
  if (strange) throw new Error(`${own}'s house is told of ${brandsIn(strange).join(', ')}`)
  if (all.some(({ decision }) => decision)) throw new Error('what others decided is shown')
  await page.goto(`/listings?brand=${rival}`)
  await page.getByRole('heading', { name: 'No matching listings' }).waitFor()
  await page.goto(`/catalog/brands/${rival}`)
  await page.getByText('Nothing found').waitFor()
  await walk.look(page, `rival-${at + 1}-no-brand`)
  await page.goto('/overview')
  await page.getByRole('heading', { name: 'Needs a decision' }).waitFor()
  await walk.look(page, `rival-${at + 1}-overview`)
  return all
}

const rivals: Step = {
  name: 'two rivals and the marketplace side by side see what they may and no more',
  walk: async (walk) => {
    const { server, market } = walk
    for (const [index, email] of rivalPeople.entries()) {
      await server.addMember(index === 0 ? 'first-house' : 'second-house', email, ['admin'])
    }
    const [first, second] = [await sees(walk, 0), await sees(walk, 1)]
    const onlyFirst = first.find(({ id }) => second.every((other) => other.id !== id))
    if (onlyFirst === undefined) throw new Error('all offers of one rival are the other one’s too')
    const other = await walk.pageOf(rivalPeople[1])
    await other.goto(`/listings/${onlyFirst.id}`)
    await other.getByText('Nothing found').waitFor()
    await walk.look(other, 'rival-2-strange-offer')
    const own = await market.listings.count({ query: {} })
    return `${first.length} and ${second.length} offers of ${own.count}${own.more ? '+' : ''} of the marketplace`
  },
}

export const alliance: readonly Step[] = [rivals]
