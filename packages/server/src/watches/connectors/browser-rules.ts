import { parseListing, type BrowserRules } from '@touchstone/contract'
import { readPrice } from '../../listings/formats/index.ts'
import type { Visited } from '../gate/index.ts'
import {
  isOnSite,
  type Address,
  type Connector,
  type Reading,
  type Row,
  type Site,
} from './connector.ts'

/** Addresses that the pages of one walk lead to. */
const maxAddresses = 20_000
/** Pages in a row without a new listing. */
const maxBarren = 25

/** A site whose pages a browser must render, with rules that say where they show their listings. */
export function browserRules(rules: BrowserRules): Connector {
  const waiting: string[] = []
  const known = new Set<string>()
  const ids = new Set<string>()
  let barren = 0
  const readPage = async (site: Site, url: string): Promise<Visited<Reading>> => {
    const visited = await site.render(url, rules)
    if (visited.kind !== 'page') return visited
    const { listings, links, base } = visited.value
    const rows = listings.map((texts) => toRow(texts, { base, page: visited.url, rules }))
    const before = ids.size
    for (const row of rows) if ('listing' in row) ids.add(row.listing.id)
    barren = ids.size > before ? 0 : barren + 1
    return { ...visited, value: { rows, leadsTo: toAddresses(site, links) } }
  }
  const toAddresses = (site: Site, links: readonly string[]): Address[] => {
    const addresses: Address[] = []
    for (const link of links) {
      const url = URL.parse(link)
      if (url === null || !isOnSite(site.url, url) || known.size >= maxAddresses) continue
      url.hash = ''
      addresses.push({ url: url.href })
      if (!known.has(url.href)) waiting.push(url.href)
      known.add(url.href)
    }
    return addresses
  }
  return {
    name: 'browser-rules',
    needs: 'rules that say where its pages show their listings; Chromium on the server',
    hosts: 'that of the address, with or without www; nothing of other hosts is loaded',
    terms:
      'check whether the terms of the shop forbid automated visits; its robots.txt is always followed',
    searches: true,
    async *search(site) {
      const { href } = new URL(site.url)
      known.add(href)
      yield { url: href, visited: await readPage(site, href) }
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        yield { url: next }
      }
    },
    isWorthwhile: () => barren < maxBarren,
    visit: readPage,
  }
}

type RowContext = { base: string; page: string; rules: BrowserRules }

/** What a page shows under the name of a field, as that field of a listing. */
function toRow(texts: Record<string, string>, { base, page, rules }: RowContext): Row {
  const { id, title, description, price, url, image, seller } = texts
  const money =
    price === undefined
      ? undefined
      : readPrice(price, rules.currency === undefined ? {} : { currency: rules.currency })
  const picture = image === undefined ? undefined : URL.parse(image, base)?.href
  const parsed = parseListing({
    id: id?.slice(0, 200),
    title,
    url: url === undefined ? page : (URL.parse(url, base)?.href ?? page),
    ...(description !== undefined && { description }),
    // A price that cannot be read is no reason to lose the listing.
    ...(money?.ok === true && { price: money.money }),
    ...(picture !== undefined && { images: [{ url: picture }] }),
    ...(seller !== undefined && {
      seller: { id: seller.slice(0, 200), name: seller.slice(0, 200) },
    }),
  })
  return parsed.ok ? { listing: parsed.listing } : { faults: parsed.faults }
}
