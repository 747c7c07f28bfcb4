import { parseListing } from '@touchstone/contract'
import { siteHost, VisitError, type Visited } from '../gate/index.ts'
import { maxPageBytes, type Connector, type Reading, type Row, type Site } from './connector.ts'

/** An organisation’s own key of the eBay Browse API. */
export type EbayKey = { clientId: string; clientSecret: string }

/** The API of eBay, and its sandbox. A key is sent nowhere else. */
export const ebayOrigins = ['https://api.ebay.com', 'https://api.sandbox.ebay.com']
export const ebaySearchPath = '/buy/browse/v1/item_summary/search'
const tokenPath = '/identity/v1/oauth2/token'
const scope = 'https://api.ebay.com/oauth/api_scope'
/** The most that a call may return, and the last result that the API shows. */
const itemsPerCall = 200
const maxItems = 10_000
const defaultMarketplace = 'EBAY_US'

type EbayOptions = { key: EbayKey | undefined; origins?: readonly string[] }

/**
 * Searches eBay by its Browse API, with the organisation’s key
 * (https://developer.ebay.com/api-docs/buy/browse/overview.html). Each page of results is a call, and so is the token
 * that the key is exchanged for.
 */
export function ebayBrowse({ key, origins = ebayOrigins }: EbayOptions): Connector {
  let token: string | undefined
  const readPage = async (site: Site, url: string): Promise<Visited<Reading>> => {
    const { origin } = new URL(site.url)
    if (!origins.includes(origin)) {
      throw new VisitError('permanent', url, 'This is not the address of the eBay API.')
    }
    token ??= await requestToken(site, key)
    const headers = {
      authorization: `Bearer ${token}`,
      'x-ebay-c-marketplace-id': marketplaceOf(site.url),
    }
    const page = { url, accept: 'application/json', bytes: maxPageBytes, byKey: { headers } }
    return site.visit(page, async ({ body }): Promise<Reading> => {
      const { itemSummaries = [], next } = await readObject(url, body)
      if (!Array.isArray(itemSummaries)) throw notAsPublished(url)
      const following = typeof next === 'string' ? URL.parse(next) : null
      return {
        rows: itemSummaries.map(toRow),
        leadsTo:
          following?.origin === origin && following.pathname === ebaySearchPath
            ? [{ url: following.href }]
            : [],
      }
    })
  }
  return {
    name: 'ebay-browse',
    needs: 'a key of the eBay Browse API, whose daily calls are part of the budget',
    hosts: 'api.ebay.com',
    terms: 'check what the API licence agreement with eBay permits to store, and for how long',
    searches: true,
    async *search(site) {
      const first = new URL(site.url)
      first.searchParams.delete('marketplace')
      first.searchParams.set('limit', String(itemsPerCall))
      const seen = new Set<string>()
      for (let url: string | undefined = first.href; url !== undefined && !seen.has(url);) {
        seen.add(url)
        const visited: Visited<Reading> = await readPage(site, url)
        yield { url, visited }
        const isOver = seen.size * itemsPerCall >= maxItems
        url = visited.kind === 'page' && !isOver ? visited.value.leadsTo[0]?.url : undefined
      }
    },
    isWorthwhile: () => true,
    visit: readPage,
  }
}

/** Exchanges the key for a token, by the client credentials grant of OAuth 2.0 (RFC 6749, section 4.4). */
async function requestToken(site: Site, key: EbayKey | undefined): Promise<string> {
  const { href: url } = new URL(tokenPath, site.url)
  if (key === undefined) {
    const message = 'The organisation has stated no key of the eBay Browse API that can be read.'
    throw new VisitError('forbidden', url, message)
  }
  const basic = Buffer.from(`${key.clientId}:${key.clientSecret}`).toString('base64')
  const visited = await site.visit(
    {
      url,
      accept: 'application/json',
      bytes: 64 * 1024,
      byKey: {
        headers: { authorization: `Basic ${basic}` },
        form: { grant_type: 'client_credentials', scope },
      },
    },
    async ({ body }) => readObject(url, body),
  )
  const token = visited.kind === 'page' ? visited.value['access_token'] : undefined
  if (typeof token !== 'string' || !/^[\x21-\x7e]{1,8192}$/.test(token)) throw notAsPublished(url)
  return token
}

/** `marketplace` in the address of a watch names a marketplace of eBay, such as EBAY_DE. */
function marketplaceOf(site: string): string {
  const stated = new URL(site).searchParams.get('marketplace') ?? ''
  return /^EBAY_[A-Z]{2,10}$/.test(stated) ? stated : defaultMarketplace
}

async function readObject(
  url: string,
  body: AsyncIterable<Uint8Array>,
): Promise<Record<string, unknown>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // It is no JSON.
  }
  throw notAsPublished(url)
}

function notAsPublished(url: string): VisitError {
  return new VisitError('permanent', url, 'The API answered otherwise than its schema says.')
}

/** An `ItemSummary` of the published schema, as a listing. */
function toRow(summary: unknown): Row {
  const item = objectOf(summary)
  const price = objectOf(item['price'] ?? item['currentBidPrice'])
  const pictures = [item['image'], ...arrayOf(item['additionalImages'])].flatMap((image) => {
    const url = objectOf(image)['imageUrl']
    return typeof url === 'string' ? [{ url }] : []
  })
  const url = item['itemWebUrl']
  const host = typeof url === 'string' ? siteHost(url) : undefined
  const { username } = objectOf(item['seller'])
  const { country } = objectOf(item['itemLocation'])
  const parsed = parseListing({
    id: item['legacyItemId'] ?? item['itemId'],
    title: item['title'],
    url,
    ...(host !== undefined && { marketplace: host }),
    ...(item['shortDescription'] !== undefined && { description: item['shortDescription'] }),
    ...(price['value'] !== undefined && {
      price: { amount: price['value'], currency: price['currency'] },
    }),
    ...(pictures.length > 0 && { images: pictures }),
    ...(typeof username === 'string' && { seller: { id: username, name: username } }),
    ...(/^[A-Z]{2}$/.test(String(country)) && { shipsFrom: country }),
  })
  return parsed.ok ? { listing: parsed.listing } : { faults: parsed.faults }
}

function objectOf(value: unknown): Record<string, unknown> {
  return Object(value) as Record<string, unknown>
}

function arrayOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
