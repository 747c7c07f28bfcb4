import { sampleImageFolder } from '../../images/pipeline/index.ts'
import type { Connector, Row, Site } from './connector.ts'
import { shop } from './shop.ts'

/** A name that no host on the internet can have (RFC 2606). */
export const sampleMarketHost = 'sample-market.example'

/** The built-in market, which is answered without a connection. */
export function sampleMarket(): Connector {
  const { searches, search, isWorthwhile, visit } = shop()
  return {
    name: 'sample-market',
    needs: `nothing: the address is http://${sampleMarketHost}/, or http://${sampleMarketHost}/search?q={query}`,
    hosts: `none: ${sampleMarketHost} is answered by this installation, without a connection`,
    terms: 'nothing to check: the site is invented',
    searches,
    search: (site) => search({ ...site, url: addressOf(site) }),
    isWorthwhile,
    visit: async (site, url) => {
      const visited = await visit(site, url)
      if (visited.kind !== 'page') return visited
      return {
        ...visited,
        value: { ...visited.value, rows: visited.value.rows.map(withOwnImages) },
      }
    },
  }
}

/** Whatever other address is stated, it is the market that is visited. */
function addressOf({ url }: Site): string {
  return URL.parse(url)?.hostname === sampleMarketHost ? url : `http://${sampleMarketHost}/`
}

/** This server draws the pictures, whatever its address. */
function withOwnImages(row: Row): Row {
  if ('faults' in row || row.listing.images === undefined) return row
  const images = row.listing.images.map((image) => {
    const { hostname, pathname } = URL.parse(image.url ?? '') ?? {}
    const isOwn = hostname === sampleMarketHost && pathname?.startsWith(sampleImageFolder) === true
    return isOwn ? { ...image, url: pathname } : image
  })
  return { listing: { ...row.listing, images } }
}
