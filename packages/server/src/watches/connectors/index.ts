import type { Connector } from './connector.ts'
import { feed } from './feed.ts'
import { shop } from './shop.ts'

export { isOnSite, type Connector, type Row, type Site } from './connector.ts'

/** The connectors that come with Touchstone, each for one walk. */
export const connectors: Readonly<Record<'shop' | 'feed', () => Connector>> = {
  shop,
  feed: () => feed,
}
