import { readListingPage } from '../../listings/imports/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { VisitError, type Visited } from '../gate/index.ts'
import {
  isOnSite,
  maxPageBytes,
  maxSitemapBytes,
  type Address,
  type Connector,
  type Found,
  type Reading,
  type Row,
  type Site,
} from './connector.ts'
import { linksOf } from './page-links.ts'
import { readSitemap } from './read-sitemap.ts'

const pageTypes = 'text/html, application/xhtml+xml'
const sitemapTypes = 'application/xml, text/xml, text/plain, application/gzip'

/** Sitemaps read in one walk, and their nesting. */
const maxSitemaps = 50
const maxNesting = 3
/** Unpacked bytes of all sitemaps of one walk. */
const maxSitemapsBytes = 2 * maxSitemapBytes
/** Addresses of one sitemap, or of the pages of a shop without any; those of all sitemaps. */
const maxAddresses = 20_000
const maxSeen = 10 * maxAddresses
/** Pages in a row without a new listing that are visited of one form of address, such as the days of a calendar. */
const maxBarren = 25
/** The same of a form that has led to listings. */
const maxBarrenOfGoods = 100

type Page = { html: Buffer; url: string; charset: string | undefined }

/** A shop that publishes sitemaps, or links its pages, and describes its goods as JSON-LD, microdata or Open Graph. */
export function shop(): Connector {
  const links = new Links()
  return {
    name: 'shop',
    needs: 'product pages with JSON-LD, microdata or Open Graph; a sitemap, or links to them',
    hosts: 'that of the address, with or without www',
    terms:
      'check whether the terms of the shop forbid automated visits; its robots.txt is always followed',
    searches: true,
    async *search(site) {
      // Sitemaps name all pages, and not those that a search finds.
      let hasSitemap = false
      for await (const found of site.isSearch ? [] : sitemapAddresses(site)) {
        hasSitemap ||= found.visited === undefined || found.visited.kind === 'unchanged'
        yield found
      }
      if (!hasSitemap) yield* links.search(site, (url) => readPage(site, url, links))
    },
    isWorthwhile: (url) => links.isWorthwhile(url),
    visit: (site, url) => readPage(site, url, links),
  }
}

/** Addresses of a shop without sitemaps, in the order in which its pages link to them. */
class Links {
  private readonly waiting: string[] = []
  private readonly known = new Set<string>()
  private readonly barren = new Map<string, number>()
  private readonly ids = new Set<string>()
  private isSearching = false

  async *search(
    { url }: Site,
    visit: (url: string) => Promise<Visited<Reading>>,
  ): AsyncGenerator<Found, void> {
    this.isSearching = true
    const { href } = new URL(url)
    this.known.add(href)
    yield { url: href, visited: await visit(href) }
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      yield { url: next }
    }
  }

  /** False for one more address of a form that leads to nothing new. */
  isWorthwhile(url: string): boolean {
    return (this.barren.get(formOf(url)) ?? 0) < maxBarren
  }

  /** Notes a page that was read, and returns the addresses that it links to. */
  note({ html, url }: Page, rows: readonly Row[]): Address[] {
    const form = formOf(url)
    // A site that shows the same goods under ever new addresses has no end.
    const before = this.ids.size
    for (const row of rows) if ('listing' in row) this.ids.add(row.listing.id)
    const isNew = this.ids.size > before
    const count = isNew ? maxBarren - maxBarrenOfGoods : (this.barren.get(form) ?? 0) + 1
    this.barren.set(form, count)
    if (!this.isSearching) return []
    const found = linksOf(html.toString('latin1'), url).filter((link) => isOnSite(url, link))
    for (const { href } of found) {
      if (this.known.has(href) || this.known.size >= maxAddresses) continue
      this.known.add(href)
      this.waiting.push(href)
    }
    return found.map(({ href }) => ({ url: href }))
  }
}

/** The form of an address: its path without numbers, and the names of its parameters. */
function formOf(address: string): string {
  const { pathname, searchParams } = new URL(address)
  return `${pathname.replace(/\d+/g, '#')}?${[...searchParams.keys()].sort().join('&')}`
}

async function* sitemapAddresses(site: Site): AsyncGenerator<Found, void> {
  const named = await site.sitemaps()
  const standard = new URL('/sitemap.xml', site.url).href
  const first = named.length > 0 ? named : [standard]
  let level = [...first, ...(await site.knownSitemaps())].filter((url) => isOwn(site, url))
  const read = new Set<string>()
  const seen = new Set<string>()
  const left = { bytes: maxSitemapsBytes }
  for (let nesting = 0; nesting < maxNesting && level.length > 0; nesting++) {
    const next: string[] = []
    for (const url of level) {
      const isEnough = read.size >= maxSitemaps || seen.size >= maxSeen || left.bytes <= 0
      if (read.has(url) || isEnough) continue
      read.add(url)
      const { visited, sitemaps } = await readOne(site, url, left)
      next.push(...sitemaps)
      yield { url, visited, isSitemap: true }
      if (visited.kind !== 'page') continue
      for (const address of visited.value.leadsTo) {
        if (!seen.has(address.url)) yield address
        seen.add(address.url)
      }
    }
    level = next
  }
}

type SitemapVisit = { visited: Visited<Reading>; sitemaps: string[] }

/** Reads one sitemap to its end, since its turn ends with it. One that cannot be had has no addresses. */
async function readOne(site: Site, url: string, left: { bytes: number }): Promise<SitemapVisit> {
  const pages = new Map<string, Address>()
  const sitemaps = new Set<string>()
  const most = Math.min(maxSitemapBytes, left.bytes)
  const reading = (): Reading => ({ rows: [], leadsTo: likelyFirst([...pages.values()]) })
  let visited: Visited<Reading>
  try {
    const page = { url, accept: sitemapTypes, bytes: maxSitemapBytes }
    visited = await site.visit(page, async ({ body }) => {
      const entries = readSitemap(body, most, (bytes) => (left.bytes -= bytes))
      for await (const { kind, url: found, lastmod } of entries) {
        if (!isOwn(site, found)) continue
        if (kind === 'sitemap') sitemaps.add(found)
        else pages.set(found, { url: found, ...(lastmod !== undefined && { lastmod }) })
        if (pages.size + sitemaps.size >= maxAddresses) break
      }
      return reading()
    })
  } catch (error) {
    // What was read before is used.
    if (!(error instanceof VisitError) || error.kind === 'blocked' || error.retryAt !== undefined) {
      throw error
    }
    visited = { kind: 'page', url, etag: '', lastModified: '', value: reading() }
  }
  return { visited, sitemaps: [...sitemaps].slice(0, maxSitemaps) }
}

const likely = /\/(products?|items?|goods|listings?|dp|itm|produk|barang|p)\//i

/** Pages of goods before others; the order is the shop’s own otherwise. */
function likelyFirst(addresses: readonly Address[]): Address[] {
  const [goods, others] = [true, false].map((isLikely) =>
    addresses.filter(({ url }) => likely.test(url) === isLikely),
  )
  return [...(goods ?? []), ...(others ?? [])]
}

function isOwn(site: Site, url: string): boolean {
  const parsed = URL.parse(url)
  return parsed !== null && isOnSite(site.url, parsed)
}

/** Reads a page after its turn, since a page of many listings takes a while. */
async function readPage(site: Site, url: string, links: Links): Promise<Visited<Reading>> {
  const visited = await site.visit(
    { url, accept: pageTypes, bytes: maxPageBytes },
    async (page): Promise<Page> => {
      const contentType = page.header('content-type')
      const parts: Uint8Array[] = []
      if (/html|^$/i.test(contentType)) for await (const part of page.body) parts.push(part)
      const charset = /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType)?.[1]
      return { html: Buffer.concat(parts), url: page.url, charset }
    },
  )
  if (visited.kind !== 'page') return visited
  const page = visited.value
  const rows = await listingsOf(page, site)
  return { ...visited, value: { rows, leadsTo: links.note(page, rows) } }
}

async function listingsOf({ html, url, charset }: Page, site: Site): Promise<Row[]> {
  const source = {
    url,
    charset,
    html: (async function* () {
      yield html
    })(),
  }
  try {
    const { rows } = await readListingPage(source, {}, site.holder)
    return rows.map((row) => ('value' in row ? { listing: row.value } : { faults: row.faults }))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'page-without-listing') return []
    // Too slow to read, or in no clear encoding.
    throw new VisitError('permanent', url, error.publicMessage)
  }
}
