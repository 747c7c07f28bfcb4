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

export type ConnectorName = 'shop' | 'feed' | 'sample-market'

/** The connectors that come with Touchstone, each for one walk. */
export const connectors: Readonly<Record<ConnectorName, () => Connector>> = {
  shop,
  feed: () => feed,
  'sample-market': sampleMarket,
}
