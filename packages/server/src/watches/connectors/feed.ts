import type { Listing } from '@touchstone/contract'
import { textOfPage } from '../../listings/formats/index.ts'
import { readListingFile } from '../../listings/imports/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { VisitError, type Visited } from '../gate/index.ts'
import { maxSitemapBytes, type Connector, type Reading, type Row, type Site } from './connector.ts'

const feedTypes = 'application/rss+xml, application/atom+xml, application/xml, text/xml'
const maxListings = 10_000

/** A feed of goods: RSS 2.0, Atom 1.0, Google Merchant. Its entries are the listings. */
export const feed: Connector = {
  name: 'feed',
  needs: 'the address of a feed in RSS 2.0, Atom 1.0 or the format of Google Merchant Center',
  hosts: 'that of the address, with or without www',
  terms: 'a feed is published to be read; check whether its terms limit the use of its data',
  searches: false,
  async *search(site) {
    yield { url: site.url, visited: await readFeed(site, site.url) }
  },
  isWorthwhile: () => true,
  visit: readFeed,
}

function readFeed(site: Site, url: string): Promise<Visited<Reading>> {
  const page = { url, accept: feedTypes, bytes: maxSitemapBytes }
  return site.visit(page, async ({ body }): Promise<Reading> => {
    const source = { bytes: body, remembered: noSettings, holder: site.holder }
    const rows: Row[] = []
    try {
      const file = await readListingFile(source, { marketplace: new URL(url).hostname })
      for await (const row of file.rows) {
        rows.push('value' in row ? { listing: plain(row.value) } : { faults: row.faults })
        if (rows.length >= maxListings) break
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      throw new VisitError('permanent', url, error.publicMessage)
    }
    return { rows, leadsTo: [] }
  })
}

/** Nothing that anyone saved applies to a stranger’s feed. */
const noSettings = async (): Promise<{
  mapping: undefined
  currencies: Record<string, string>
}> => ({
  mapping: undefined,
  currencies: {},
})

/** Feeds write descriptions as markup. */
function plain(listing: Listing): Listing {
  const { title, description } = listing
  return {
    ...listing,
    title: textOfPage(title),
    ...(description !== undefined && { description: textOfPage(description) }),
  }
}
