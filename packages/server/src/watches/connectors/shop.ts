import { readListingPage } from '../../listings/imports/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { VisitError } from '../gate/index.ts'
import {
  isOnSite,
  maxPageBytes,
  maxSitemapBytes,
  type Connector,
  type Found,
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
/** Addresses in mind at a time. */
const maxAddresses = 20_000
/** Pages without a listing that are visited of one form of address, such as the days of a calendar. */
const maxBarren = 25

type Page = { html: Buffer; url: string; charset: string | undefined }

/** A shop that publishes sitemaps, or links its pages, and describes its goods as JSON-LD, microdata or Open Graph. */
export function shop(): Connector {
  const links = new Links()
  return {
    name: 'shop',
    needs: 'product pages with JSON-LD, microdata or Open Graph; a sitemap, or links to them',
    async *search(site) {
      let count = 0
      for await (const url of sitemapAddresses(site)) {
        count++
        if (links.isWorthwhile(url)) yield { url }
      }
      if (count === 0) yield* links.search(site)
    },
    async visit(site, url) {
      const page = await fetchPage(site, url)
      if (page === undefined) return undefined
      const rows = await listingsOf(page, site)
      links.note(page, rows.length > 0)
      return rows
    },
  }
}

/** Addresses of a shop without sitemaps, in the order in which its pages link to them. */
class Links {
  private readonly waiting: string[] = []
  private readonly known = new Set<string>()
  private readonly barren = new Map<string, number>()
  private isSearching = false

  async *search(site: Site): AsyncGenerator<Found, void> {
    this.isSearching = true
    this.add(new URL(site.url), site.url)
    for (let url = this.waiting.shift(); url !== undefined; url = this.waiting.shift()) {
      if (this.isWorthwhile(url)) yield { url }
    }
  }

  /** False for one more address of a form that has led to no listing so far. */
  isWorthwhile(url: string): boolean {
    return (this.barren.get(formOf(url)) ?? 0) < maxBarren
  }

  note({ html, url }: Page, hasListings: boolean): void {
    const form = formOf(url)
    if (hasListings) this.barren.set(form, -Infinity)
    else this.barren.set(form, (this.barren.get(form) ?? 0) + 1)
    if (!this.isSearching) return
    for (const link of linksOf(html.toString('latin1'), url)) this.add(link, url)
  }

  private add(url: URL, from: string): void {
    if (!isOnSite(from, url) || this.known.has(url.href) || this.known.size >= maxAddresses) return
    this.known.add(url.href)
    this.waiting.push(url.href)
  }
}

/** The form of an address: its path without numbers, and the names of its parameters. */
function formOf(address: string): string {
  const { pathname, searchParams } = new URL(address)
  return `${pathname.replace(/\d+/g, '#')}?${[...searchParams.keys()].sort().join('&')}`
}

async function* sitemapAddresses(site: Site): AsyncGenerator<string, void> {
  const named = await site.sitemaps()
  const standard = new URL('/sitemap.xml', site.url).href
  let level = (named.length > 0 ? named : [standard]).filter((url) => isOwn(site, url))
  const seen = new Set<string>()
  for (let nesting = 0; nesting < maxNesting && level.length > 0; nesting++) {
    const next: string[] = []
    for (const sitemap of level) {
      if (seen.has(sitemap) || seen.size >= maxSitemaps) continue
      seen.add(sitemap)
      const { pages, sitemaps } = await readOne(site, sitemap)
      next.push(...sitemaps)
      for (const url of likelyFirst(pages)) {
        if (!seen.has(url)) yield url
        seen.add(url)
      }
    }
    level = next
  }
}

/** Reads one sitemap to its end, since its turn ends with it. One that cannot be had has no addresses. */
async function readOne(site: Site, url: string): Promise<{ pages: string[]; sitemaps: string[] }> {
  const pages = new Set<string>()
  const sitemaps = new Set<string>()
  try {
    await site.visit({ url, accept: sitemapTypes, bytes: maxSitemapBytes }, async ({ body }) => {
      for await (const entry of readSitemap(body, maxSitemapBytes)) {
        if (!isOwn(site, entry.url)) continue
        const found = entry.kind === 'sitemap' ? sitemaps : pages
        found.add(entry.url)
        if (pages.size + sitemaps.size >= maxAddresses) return
      }
    })
  } catch (error) {
    // What was read before is used.
    if (!(error instanceof VisitError) || error.kind === 'blocked' || error.retryAt !== undefined) {
      throw error
    }
  }
  return { pages: [...pages], sitemaps: [...sitemaps].slice(0, maxSitemaps) }
}

const likely = /\/(products?|items?|goods|listings?|dp|itm|produk|barang|p)\//i

/** Pages of goods before others; the order is the shop’s own otherwise. */
function likelyFirst(urls: readonly string[]): string[] {
  return [...urls.filter((url) => likely.test(url)), ...urls.filter((url) => !likely.test(url))]
}

function isOwn(site: Site, url: string): boolean {
  const parsed = URL.parse(url)
  return parsed !== null && isOnSite(site.url, parsed)
}

async function fetchPage(site: Site, url: string): Promise<Page | undefined> {
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
  return visited.kind === 'page' ? visited.value : undefined
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
