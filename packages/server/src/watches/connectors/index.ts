import type { BrowserRules, ConnectorName, ConnectorView } from '@touchstone/contract'
import type { z } from 'zod'
import { browserRules } from './browser-rules.ts'
import type { Connector } from './connector.ts'
import { ebayBrowse, ebayOrigins, ebaySearchPath, type EbayKey } from './ebay-browse.ts'
import { feed } from './feed.ts'
import { sampleMarket } from './sample-market.ts'
import { shop } from './shop.ts'

export { browserRules } from './browser-rules.ts'
export type { EbayKey } from './ebay-browse.ts'
export { sampleMarketHost } from './sample-market.ts'
export {
  isOnSite,
  maxPageBytes,
  type Address,
  type Connector,
  type Found,
  type Reading,
  type RenderedPage,
  type Row,
  type Site,
} from './connector.ts'

/** What a watch states for its connector, beside the address. */
export type ConnectorTerms = { rules: BrowserRules | null; ebayKey: EbayKey | undefined }

/** The connectors that come with Touchstone, each for one walk. */
export const connectors: Readonly<Record<ConnectorName, (terms?: ConnectorTerms) => Connector>> = {
  shop,
  feed: () => feed,
  'browser-rules': (terms) => browserRules(terms?.rules ?? noRules),
  'ebay-browse': (terms) => ebayBrowse({ key: terms?.ebayKey }),
  'sample-market': sampleMarket,
}

/** Matches nothing: each watch with this connector states its own. */
const noRules: BrowserRules = { listing: ':not(*)', fields: { id: {}, title: {} }, follow: [] }

/** Whether a site is one that a connector with a key may be pointed at: keys are sent nowhere else. */
export function isEbaySearch(url: URL): boolean {
  return ebayOrigins.includes(url.origin) && url.pathname === ebaySearchPath
}

type ConnectorFacts = z.output<typeof ConnectorView>

/** Whether it comes with Touchstone. */
export function isShipped(name: string): name is ConnectorName {
  return Object.hasOwn(connectors, name)
}

/** What people read about a connector before they choose it. */
export function connectorFacts(name: ConnectorName): ConnectorFacts {
  const { needs, hosts, terms, searches, feePerCall = 0 } = connectors[name]()
  return { name, needs, hosts, terms, searches, feePerCall }
}
