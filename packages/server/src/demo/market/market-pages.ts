import type { BuiltInPage, BuiltInPages } from '../../platform/outbound/index.ts'
import { sampleMarketHost } from '../../watches/connectors/index.ts'
import { escapeHtml, imagePage, missingPage, readSamples } from '../sample/index.ts'
import { MarketListings, placeCount, sellerCount, type MarketListing } from './market-listings.ts'

const origin = `http://${sampleMarketHost}`
const sitemapCount = 5

const robots = `User-agent: *
Disallow: /account
Disallow: /basket
Sitemap: ${origin}/sitemap.xml
`

/**
 * The built-in market, a site of 5,000 invented listings that change all the time. Its pages are answered without a
 * connection, under a name that no host on the internet can have.
 */
export class SampleMarket {
  private readonly now: () => Date
  private listings: Promise<MarketListings> | undefined

  constructor(now: () => Date = () => new Date()) {
    this.now = now
  }

  has(address: string): boolean {
    return URL.parse(address)?.hostname === sampleMarketHost
  }

  /** The page at an address of the market; undefined for all other addresses. */
  async page(url: URL): Promise<BuiltInPage | undefined> {
    return this.has(url.href) ? (await this.pages())(url) : undefined
  }

  /** Fails where the sample listings are not installed. */
  async pages(): Promise<BuiltInPages> {
    this.listings ??= readSamples().then((samples) => new MarketListings(samples.listings))
    const listings = await this.listings
    return (url) => (this.has(url.href) ? pageAt(url, listings, this.now()) : undefined)
  }
}

function pageAt(
  { pathname: path, searchParams }: URL,
  listings: MarketListings,
  now: Date,
): BuiltInPage {
  const words = searchParams.get('q') ?? ''
  if (path === '/robots.txt') return { status: 200, type: 'text/plain', body: robots }
  if (path === '/sitemap.xml') return sitemapIndex()
  const [, sitemap] = /^\/sitemaps\/(\d)\.xml$/.exec(path) ?? []
  if (sitemap !== undefined) return sitemapOf(Number(sitemap), listings, now)
  const image = imagePage(path)
  if (image !== undefined) return image
  const [, id] = /^\/item\/([\d-]{1,20})$/.exec(path) ?? []
  if (id !== undefined) {
    const listing = listings.find(id, now)
    if (listing === 'gone') return { ...missingPage, status: 410 }
    return listing === undefined ? missingPage : itemPage(listing)
  }
  const [, seller] = /^\/seller\/(\d{1,3})$/.exec(path) ?? []
  if (seller !== undefined && Number(seller) < sellerCount) {
    return page(sellerName(Number(seller)), linksTo(listings.ofSeller(Number(seller), now)))
  }
  if (path === '/search') return page('Search', linksTo(listings.search(words, now)))
  if (path !== '/') return missingPage
  return page('Sample market', linksTo(listings.all(now).slice(0, 100)))
}

function xml(body: string): BuiltInPage {
  return {
    status: 200,
    type: 'application/xml',
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`,
  }
}

const sitemapNames = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

function sitemapIndex(): BuiltInPage {
  const parts = Array.from(
    { length: sitemapCount },
    (_, at) => `<sitemap><loc>${origin}/sitemaps/${at}.xml</loc></sitemap>`,
  )
  return xml(`<sitemapindex ${sitemapNames}>${parts.join('')}</sitemapindex>`)
}

function sitemapOf(part: number, listings: MarketListings, now: Date): BuiltInPage {
  if (part >= sitemapCount) return missingPage
  const size = placeCount / sitemapCount
  const urls = Array.from({ length: size }, (_, at) => listings.at(part * size + at, now) ?? [])
    .flat()
    .map(
      ({ id, changedAt }) =>
        `<url><loc>${origin}/item/${id}</loc><lastmod>${changedAt.toISOString()}</lastmod></url>`,
    )
  return xml(`<urlset ${sitemapNames}>${urls.join('')}</urlset>`)
}

function itemPage({ id, seller, sample, amount, currency, quantity }: MarketListing): BuiltInPage {
  const { title, description, brand, condition, images = [], language } = sample.listing
  const goods = {
    '@context': 'https://schema.org',
    '@type': 'Product',
    productID: id,
    name: title,
    ...(description !== undefined && { description }),
    ...(brand !== undefined && { brand: { '@type': 'Brand', name: brand } }),
    image: images.map(({ url }) => new URL(url ?? '', origin).href),
    offers: {
      '@type': 'Offer',
      url: `${origin}/item/${id}`,
      price: amount,
      priceCurrency: currency,
      ...(condition === 'new' && { itemCondition: 'https://schema.org/NewCondition' }),
      ...(condition === 'used' && { itemCondition: 'https://schema.org/UsedCondition' }),
      inventoryLevel: { '@type': 'QuantitativeValue', value: quantity },
      seller: {
        '@type': 'Organization',
        '@id': `${origin}/seller/${seller}`,
        url: `${origin}/seller/${seller}`,
        name: sellerName(seller),
      },
    },
  }
  const [first] = images
  const picture =
    first?.url === undefined ? '' : `<img src="${escapeHtml(first.url)}" alt="" width="420">`
  return page(
    title,
    `${picture}<p>${escapeHtml(`${currency} ${amount}`)}</p><p>${escapeHtml(description ?? '')}</p>` +
      `<p>Sold by <a href="/seller/${seller}">${escapeHtml(sellerName(seller))}</a></p>` +
      `<script type="application/ld+json">${JSON.stringify(goods).replaceAll('<', '\\u003c')}</script>`,
    language,
  )
}

function linksTo(listings: readonly MarketListing[]): string {
  const items = listings.map(
    ({ id, sample }) => `<li><a href="/item/${id}">${escapeHtml(sample.listing.title)}</a></li>`,
  )
  return `<ul>${items.join('')}</ul>`
}

function sellerName(seller: number): string {
  return `Sample Stall ${String(seller).padStart(3, '0')}`
}

function page(title: string, body: string, language?: string): BuiltInPage {
  const stated = language === undefined ? '' : ` lang="${language}"`
  const text = `<!doctype html><html${stated}><meta charset="utf-8"><title>${escapeHtml(title)}</title><p>Sample market, an invented site</p><h1>${escapeHtml(title)}</h1>${body}</html>`
  return { status: 200, type: 'text/html; charset=utf-8', body: text }
}
