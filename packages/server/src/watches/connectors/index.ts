import type { BrowserRules, ConnectorName, ConnectorView } from '@touchstone/contract'
import type { z } from 'zod'
import { browserRules } from './browser-rules.ts'
import type { Connector } from './connector.ts'
import { feed } from './feed.ts'
import { sampleMarket } from './sample-market.ts'
import { shop } from './shop.ts'

export { browserRules } from './browser-rules.ts'
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
export type ConnectorTerms = { rules: BrowserRules | null }

/** The connectors that come with Touchstone, each for one walk. */
export const connectors: Readonly<Record<ConnectorName, (terms?: ConnectorTerms) => Connector>> = {
  shop,
  feed: () => feed,
  'browser-rules': (terms) => browserRules(terms?.rules ?? noRules),
  'sample-market': sampleMarket,
}

/** Matches nothing: each watch with this connector states its own. */
const noRules: BrowserRules = { listing: ':not(*)', fields: { id: {}, title: {} }, follow: [] }

type ConnectorFacts = z.output<typeof ConnectorView>

/** What people read about a connector before they choose it. */
export function connectorFacts(name: ConnectorName): ConnectorFacts {
  const { needs, hosts, terms, searches, feePerCall = 0 } = connectors[name]()
  return { name, needs, hosts, terms, searches, feePerCall }
}
