import { parseListing, showFound, type Fault, type Listing } from '@touchstone/contract'
import { conditionOf, readPrice } from '../mapping/index.ts'
import { formatBytes, type Row } from '../row.ts'
import { brokenSign, type EncodingCandidate } from '../table/index.ts'
import { decodePage, type PageEncoding } from './decode-page.ts'
import { productsIn, readScripts } from './json-ld.ts'
import { defaultPageLimits, type PageLimits } from './limits.ts'
import { draftsOf, idOf, type Draft, type PageContext } from './product.ts'
import { scanPage, type ScannedPage } from './scan-page.ts'
import { addressOf, truncate, oneLine, plainText } from './text.ts'

export type PageListings = {
  /** In page order; `row` counts them, `line` is 0, since markup has no lines. */
  listings: Row<Listing>[]
  /** Their source: the first of the three that contains a listing. */
  source: 'json-ld' | 'microdata' | 'open-graph' | undefined
  /** What could not be read beside the listings: a price without currency, a broken script. */
  faults: Fault[]
}

/** Listings of a page given as bytes. */
export type ReadPage = PageListings & {
  /** If the encoding is unclear: how the page's texts start in each likely one. There are no listings then. */
  readings?: readonly EncodingCandidate[]
}

/**
 * Decodes a page and reads its listings. A listing with invalid bytes in its texts is rejected; if nobody stated the
 * encoding, the whole page is, with its likely encodings.
 */
export async function decodeListingPage(
  html: Uint8Array,
  pageUrl: string,
  { limits = {}, ...known }: PageEncoding & { limits?: Partial<PageLimits> } = {},
): Promise<ReadPage> {
  const all = { ...defaultPageLimits, ...limits }
  const { text, encoding, doubt } = await decodePage(html.subarray(0, all.size), known)
  const { listings, source, faults } = readPageListings(text, pageUrl, limits)
  const large = tooLarge(html.length, all)
  if (large !== undefined) faults.unshift(large)
  if (doubt !== undefined && listings.some((listing) => doubt.of.test(JSON.stringify(listing)))) {
    return { listings: [], source: undefined, faults: [], readings: doubt.readings }
  }
  const checked = listings.map((listing) =>
    JSON.stringify(listing).includes(brokenSign) ? brokenListing(listing, encoding) : listing,
  )
  return { listings: checked, source, faults: faults.map(shown) }
}

function brokenListing({ row, line }: Row<Listing>, encoding: string): Row<Listing> {
  const fault = {
    pointer: '',
    problem: `contains bytes that are not ${encoding}`,
    found: 'a text with lost characters',
    remedy: 'state the encoding of the page, or save it as UTF-8',
  }
  return { row, line, faults: [fault] }
}

function shown(fault: Fault): Fault {
  return { ...fault, found: fault.found.replaceAll(brokenSign, '\ufffd') }
}

/**
 * Reads the listings of a saved or fetched page from its structured data: schema.org as JSON-LD or microdata, else
 * Open Graph with product tags. All texts are plain text. Loads nothing, runs no script, and never throws on invalid
 * input. `pageUrl` is the page's own address.
 */
export function readPageListings(
  html: string,
  pageUrl: string,
  limits: Partial<PageLimits> = {},
): PageListings {
  const all = { ...defaultPageLimits, ...limits }
  const faults: Fault[] = []
  const large = tooLarge(html.length, all)
  if (large !== undefined) faults.push(large)
  const page = scanPage(html.slice(0, all.size), all)
  if (page.stoppedBy !== undefined) faults.push(stoppedFault(page.stoppedBy, all))
  const base = addressOf(page.base ?? '', pageUrl) ?? pageUrl
  const language = /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.exec(page.language?.trim() ?? '')?.[0]
  const context: PageContext = { pageUrl, base, language, textCharacters: all.textCharacters }
  const found = findDrafts(page, context, all, faults)
  const drafts = uniqueDrafts(found.drafts)
  if (drafts.length > all.listings) faults.push(tooMany(drafts.length, all.listings))
  const listings = drafts.slice(0, all.listings).map((draft, at): Row<Listing> => {
    const only = drafts.length === 1
    const { faults: own, ...listing } = only ? completed(draft, page, context) : draft
    faults.push(...own)
    const parsed = parseListing(listing)
    const place = { row: at + 1, line: 0 }
    if (parsed.ok) return { ...place, value: parsed.listing }
    const [first = missing(), ...others] = parsed.faults
    return { ...place, faults: [first, ...others] }
  })
  if (listings.length === 0) faults.push(missing())
  return { listings, source: listings.length === 0 ? undefined : found.source, faults }
}

type PageDrafts = { drafts: Draft[]; source: PageListings['source'] }

function findDrafts(
  page: ScannedPage,
  context: PageContext,
  limits: PageLimits,
  faults: Fault[],
): PageDrafts {
  const scripts = readScripts(page.jsonLd)
  faults.push(...scripts.faults)
  const sources = [
    ['json-ld', scripts.values],
    ['microdata', page.items],
  ] as const
  for (const [source, values] of sources) {
    const drafts = productsIn(values, limits).flatMap((product) => draftsOf(product, context))
    const titled = drafts.filter((draft) => draft.title !== undefined)
    if (titled.length > 0) return { drafts: titled, source }
  }
  const draft = openGraphDraft(page, context)
  return { drafts: draft === undefined ? [] : [draft], source: 'open-graph' }
}

/** Open Graph and the product tags that shops add (https://ogp.me). */
function openGraphDraft(page: ScannedPage, context: PageContext): Draft | undefined {
  const { meta } = page
  const of = (...names: string[]): string | undefined =>
    names.flatMap((name) => meta.get(name) ?? []).find((text) => text.trim() !== '')
  const amount = of('product:sale_price:amount', 'product:price:amount', 'og:price:amount')
  const isProduct = /^(og:)?product/i.test(of('og:type') ?? '')
  const title = of('og:title', 'twitter:title') ?? page.title
  if ((!isProduct && amount === undefined) || title.trim() === '') return undefined
  const faults: Fault[] = []
  const stated = of('product:sale_price:currency', 'product:price:currency', 'og:price:currency')
  const price = amount === undefined ? undefined : readPrice(amount, { stated, decimal: '.' })
  if (price?.ok === false) {
    const { problem, remedy, field } = price
    faults.push({ pointer: `/price/${field}`, problem, found: showFound(amount), remedy })
  }
  const { base } = context
  const url = addressOf(of('og:url') ?? page.canonical ?? context.pageUrl, base) ?? context.pageUrl
  const images = [...(meta.get('og:image') ?? []), ...(meta.get('og:image:secure_url') ?? [])]
  const urls = [...new Set(images.flatMap((image) => addressOf(image, base) ?? []))].slice(0, 50)
  const description = of('og:description', 'description')
  const condition = of('product:condition', 'og:condition')
  const brand = of('product:brand', 'og:brand')
  const category = of('product:category')
  const own = of('product:retailer_item_id', 'product:item_id')
  return {
    id: own === undefined || own.trim().length > 190 ? idOf([], url) : oneLine(own),
    url,
    title: truncate(oneLine(title), 2000),
    ...(description !== undefined && {
      description: truncate(plainText(description), context.textCharacters),
    }),
    ...(brand !== undefined && { brand: oneLine(brand) }),
    ...(category !== undefined && { category: oneLine(category) }),
    ...(condition !== undefined && { condition: conditionOf(condition).value }),
    ...(price?.ok === true && { price: price.money }),
    ...(urls.length > 0 && { images: urls.map((image) => ({ url: image })) }),
    ...(context.language !== undefined && { language: context.language }),
    sources: [{ kind: 'page', url: context.pageUrl }],
    faults,
  }
}

// If the page has one listing, its missing fields are elsewhere on the page.
function completed(draft: Draft, page: ScannedPage, context: PageContext): Draft {
  const graph: Partial<Draft> = openGraphDraft(page, context) ?? {}
  const { description, images, ...other } = graph
  const canonical =
    page.canonical === undefined ? undefined : addressOf(page.canonical, context.base)
  const url = draft.url ?? other.url ?? canonical ?? context.pageUrl
  return {
    ...(description !== undefined && { description }),
    ...(images !== undefined && { images }),
    ...(draft.price === undefined && other.price !== undefined && { price: other.price }),
    ...draft,
    url,
  }
}

function uniqueDrafts(drafts: readonly Draft[]): Draft[] {
  const byId = new Map<string, Draft>()
  for (const draft of drafts) {
    const id = draft.id ?? ''
    const before = byId.get(id)
    if (before === undefined) byId.set(id, draft)
    // The same product twice, or another one without a number of its own.
    else if (before.title !== draft.title) {
      const own = `${id}#${byId.size + 1}`
      byId.set(own, { ...draft, id: truncate(own, 200) })
    }
  }
  return [...byId.values()]
}

function tooLarge(length: number, { size }: PageLimits): Fault | undefined {
  if (length <= size) return undefined
  return {
    pointer: '',
    problem: `is larger than ${formatBytes(size)}; the rest was not read`,
    found: formatBytes(length),
    remedy: 'save the page without its pictures and scripts',
  }
}

function stoppedFault(by: 'depth' | 'script', limits: PageLimits): Fault {
  const problem =
    by === 'depth'
      ? `is nested deeper than ${limits.depth} elements; the rest was not read`
      : `contains a JSON-LD script longer than ${limits.scriptCharacters.toLocaleString('en')} characters`
  return {
    pointer: '',
    problem,
    found: 'a page of unusual structure',
    remedy: 'enter the listing manually',
  }
}

function tooMany(count: number, most: number): Fault {
  const problem = `contains ${count.toLocaleString('en')} listings; the first ${most} were read`
  return { pointer: '', problem, found: String(count), remedy: 'upload the pages of the others' }
}

function missing(): Fault {
  return {
    pointer: '',
    problem: 'contains no listing as JSON-LD, microdata or Open Graph',
    found: 'a page without product markup',
    remedy: 'enter the listing manually, or upload the page of one product',
  }
}
