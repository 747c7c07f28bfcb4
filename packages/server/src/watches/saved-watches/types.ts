import type { BrowserRules, WatchBudget, WatchRates, WatchRunView } from '@touchstone/contract'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { isEbaySearch } from '../connectors/index.ts'

export type WatchRow = {
  id: string
  version: number
  name: string
  brand: string
  connector: string
  site: string
  queries: string[]
  rules: BrowserRules | null
  intervalMinutes: number
  budgetPerRun: WatchBudget
  budgetPerDay: WatchBudget
  capturesPerDay: number
  stopped: boolean
  nextRunAt: Date
  /** True if a daily budget that is spent delays the next run. */
  isHeld: boolean
  createdAt: Date
  changedAt: Date
}

export type RunRow = Omit<Outgoing<WatchRunView>, 'startedAt'> & {
  watchId: string
  startedAt: Date
}

/** Whether anything costs anything but the fees of others. */
export function hasRates(rates: WatchRates): boolean {
  const { perThousandRequests, perGibibyte, perProcessorHour, perPersonHour } = rates
  return [perThousandRequests, perGibibyte, perProcessorHour, perPersonHour].some(
    (rate) => rate > 0,
  )
}

/** The most watches of an organisation. */
export const maxWatches = 1000

/** The place of a query in the address of a site. */
const placeOfQuery = '{query}'

/** The address that is walked for a query. */
export function siteForQuery(site: string, query: string): string {
  return site.replaceAll(placeOfQuery, encodeURIComponent(query))
}

/** Whether a site is searched for queries. */
export function isSearched(site: string): boolean {
  return site.includes(placeOfQuery)
}

type SiteChoice = {
  connector: { name: string; searches: boolean }
  site: string
  queries: readonly string[]
  rules: BrowserRules | null
}

/** Refuses an address that cannot be visited, queries that have no place in it, and rules for another connector. */
export function checkSite({ connector, site, queries, rules }: SiteChoice): void {
  if ((connector.name === 'browser-rules') !== (rules !== null)) {
    throw new AppError({
      code: 'validation-failed',
      message:
        rules === null
          ? 'the connector browser-rules needs rules that say where pages show their listings'
          : `the connector ${connector.name} has no rules: remove them, or choose browser-rules`,
      pointer: '/rules',
    })
  }
  const [url, other] = ['a', 'b'].map((query) => URL.parse(siteForQuery(site, query)))
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:'
  if (
    !url ||
    !isWeb ||
    url.username !== '' ||
    url.password !== '' ||
    url.origin !== other?.origin
  ) {
    throw new AppError({
      code: 'address-invalid',
      message:
        'the site must be a whole http or https address without a name or password, such as https://shop.example; {query} may be in its path or query',
      pointer: '/site',
    })
  }
  if (connector.name === 'ebay-browse' && !isEbaySearch(url)) {
    throw new AppError({
      code: 'address-invalid',
      message:
        'the site of ebay-browse is https://api.ebay.com/buy/browse/v1/item_summary/search?q={query}; add &marketplace=EBAY_DE for another marketplace',
      pointer: '/site',
    })
  }
  if (isSearched(site) && !connector.searches) {
    throw new AppError({
      code: 'validation-failed',
      message: `the connector ${connector.name} searches for no queries: remove {query} from the address`,
      pointer: '/site',
    })
  }
  if (isSearched(site) !== queries.length > 0) {
    throw new AppError({
      code: 'validation-failed',
      message: isSearched(site)
        ? 'the address contains {query}: state at least one query'
        : 'queries need a place in the address: write {query} where the shop expects the words, or remove the queries',
      pointer: '/queries',
    })
  }
}
