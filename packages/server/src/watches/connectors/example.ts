import { parseListing } from '@touchstone/contract'
import { VisitError, type Visited } from '../gate/index.ts'
import {
  isOnSite,
  maxPageBytes,
  type Connector,
  type Reading,
  type Row,
  type Site,
} from './connector.ts'

/** An example to copy (docs/design/connectors.md): a shop that publishes its goods as a list in JSON, a page at a time. */
export const example: Connector = {
  name: 'example',
  needs: 'the address of a list of goods in JSON',
  hosts: 'that of the address, with or without www',
  terms: 'check whether the terms of the shop limit the use of its list',
  searches: false,
  /** Yields what is visited: here the list itself, whose rows are the listings. */
  async *search(site) {
    const seen = new Set<string>()
    for (let url: string | undefined = site.url; url !== undefined && !seen.has(url);) {
      seen.add(url)
      const visited: Visited<Reading> = await readList(site, url)
      yield { url, visited }
      url = visited.kind === 'page' ? visited.value.leadsTo[0]?.url : undefined
    }
  },
  isWorthwhile: () => true,
  visit: readList,
}

/** `visit` goes through the gate: robots.txt, pauses and budgets are kept by it alone. */
function readList(site: Site, url: string): Promise<Visited<Reading>> {
  const page = { url, accept: 'application/json', bytes: maxPageBytes }
  return site.visit(page, async ({ body }): Promise<Reading> => {
    const chunks: Uint8Array[] = []
    for await (const chunk of body) chunks.push(chunk)
    const list = listOf(url, Buffer.concat(chunks).toString('utf8'))
    const next = typeof list.next === 'string' ? URL.parse(list.next, url) : null
    return {
      rows: list.goods.map((goods) => toRow(url, goods)),
      // A site may name others, which no watch was set up for.
      leadsTo: next !== null && isOnSite(site.url, next) ? [{ url: next.href }] : [],
    }
  })
}

/** What strangers write is checked: an error names the address and ends this visit alone. */
function listOf(url: string, text: string): { goods: unknown[]; next?: unknown } {
  try {
    const list: unknown = JSON.parse(text)
    if (typeof list === 'object' && list !== null && 'goods' in list && Array.isArray(list.goods)) {
      return { ...list, goods: list.goods }
    }
  } catch {
    // It is no JSON.
  }
  throw new VisitError('permanent', url, 'The page holds no list of goods.')
}

/** Your shop's fields, as those of a listing; `parseListing` says what is wrong with them. */
function toRow(url: string, goods: unknown): Row {
  const { id, name, price, currency, path, seller } = Object(goods) as Record<string, unknown>
  const listing = {
    id: textOf(id),
    title: name,
    url: URL.parse(String(path), url)?.href,
    ...(price !== undefined && { price: { amount: textOf(price), currency } }),
    ...(seller !== undefined && { seller: { id: textOf(seller) } }),
  }
  const parsed = parseListing(listing)
  return parsed.ok ? { listing: parsed.listing } : { faults: parsed.faults }
}

/** Ids and amounts are text in a listing, also where a shop writes numbers. */
function textOf(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value
}
