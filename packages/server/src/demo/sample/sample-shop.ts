import type { BuiltInPage, BuiltInPages } from '../../platform/outbound/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { findSample, sampleOrganisationIds } from './repository.ts'
import { readSamples, sampleShopHost, type SampleListing } from './sample-listings.ts'
import { escapeHtml, imagePage, missingPage } from './site-pages.ts'
import { sampleContext } from './types.ts'

type ShopListing = SampleListing['listing']

const style =
  '<style>body{font:17px/1.5 sans-serif;margin:40px;max-width:960px}main{display:flex;gap:32px}img{width:420px;border-radius:8px}.price{font-size:28px}</style>'

/**
 * The sample's one invented shop, which the capture browser can open: its pages are drawn from the sample's listings
 * and answered by the guarded proxy itself, under a name that no host on the internet can have.
 */
export class SampleShop {
  private readonly store: Store
  private listings: Promise<ShopListing[]> | undefined

  constructor(store: Store) {
    this.store = store
  }

  /** Undefined unless the sample is loaded, and for all organisations but its own. */
  async pagesFor(organisationId: string): Promise<BuiltInPages | undefined> {
    const isOpen = await this.store.transact(sampleContext, async (handle) => {
      if ((await findSample(handle))?.state !== 'loaded') return false
      return [...(await sampleOrganisationIds(handle)).values()].includes(organisationId)
    })
    if (!isOpen) return undefined
    this.listings ??= readSamples().then(({ listings }) =>
      listings.flatMap(({ listing }) => (isHere(listing) ? [listing] : [])),
    )
    const listings = await this.listings
    return (url) => (url.hostname === sampleShopHost ? pageOf(url.pathname, listings) : undefined)
  }
}

function isHere({ url = '' }: ShopListing): boolean {
  return URL.parse(url)?.hostname === sampleShopHost
}

function pageOf(path: string, listings: readonly ShopListing[]): BuiltInPage {
  const image = imagePage(path)
  if (image !== undefined) return image
  const listing = listings.find(({ url = '' }) => URL.parse(url)?.pathname === path)
  if (listing !== undefined) return page(listing.title, itemOf(listing))
  const ofSeller = listings.filter(
    ({ seller }) => seller !== undefined && sellerPath(seller.id) === path,
  )
  const seller = ofSeller[0]?.seller
  return seller === undefined ? missingPage : page(seller.name ?? seller.id, sellerOf(ofSeller))
}

function page(title: string, body: string): BuiltInPage {
  const text = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)}</title>${style}<p>Market A, an invented shop</p>${body}</html>`
  return { status: 200, type: 'text/html; charset=utf-8', body: text }
}

function itemOf({ title, description = '', price, images = [], seller }: ShopListing): string {
  const [first] = images
  return `<h1>${escapeHtml(title)}</h1><main>${
    first?.url === undefined ? '' : `<img src="${escapeHtml(first.url)}" alt="">`
  }<div><p class="price">${escapeHtml(price ? `${price.currency} ${price.amount}` : '')}</p><p>${escapeHtml(description)}</p>${
    seller === undefined
      ? ''
      : `<p>Sold by <a href="${sellerPath(seller.id)}">${escapeHtml(seller.name ?? seller.id)}</a></p>`
  }</div></main>`
}

function sellerOf(listings: readonly ShopListing[]): string {
  const items = listings.map(
    ({ url = '', title }) =>
      `<li><a href="${escapeHtml(URL.parse(url)?.pathname ?? '')}">${escapeHtml(title)}</a></li>`,
  )
  return `<ul>${items.join('')}</ul>`
}

function sellerPath(id: string): string {
  return `/seller/${encodeURIComponent(id)}`
}
