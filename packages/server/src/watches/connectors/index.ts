import type { ConnectorName, ConnectorView } from '@touchstone/contract'
import type { z } from 'zod'
import type { Connector } from './connector.ts'
import { feed } from './feed.ts'
import { sampleMarket } from './sample-market.ts'
import { shop } from './shop.ts'

export { sampleMarketHost } from './sample-market.ts'
export {
  isOnSite,
  type Address,
  type Connector,
  type Found,
  type Reading,
  type Row,
  type Site,
} from './connector.ts'

/** The connectors that come with Touchstone, each for one walk. */
export const connectors: Readonly<Record<ConnectorName, () => Connector>> = {
  shop,
  feed: () => feed,
  'sample-market': sampleMarket,
}

type ConnectorFacts = z.output<typeof ConnectorView>

/** What people read about a connector before they choose it. */
export function connectorFacts(name: ConnectorName): ConnectorFacts {
  const { needs, hosts, terms, searches, feePerCall = 0 } = connectors[name]()
  return { name, needs, hosts, terms, searches, feePerCall }
}
