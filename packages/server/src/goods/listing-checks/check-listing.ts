import type { ListingCheckView } from '@touchstone/contract'
import { addressHashOf } from '../../listings/ingest/index.ts'
import type { Context, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { findIssuer } from '../gtin-prefixes/index.ts'
import { gtinsInAddress } from './gtins-in-address.ts'
import {
  findAlertsAbout,
  findMarketplaceListings,
  findPublishedChannels,
  findPublishedDecision,
} from './repository.ts'

const asReader: Context = { as: 'operator', actor: { kind: 'operator', id: 'listing-checks' } }

// Asked where nothing was found, so that as much work is done.
const noListing = '00000000-0000-0000-0000-000000000000'
const noGtin = '00000000000000'

/**
 * What is published about the goods in a listing. All questions are asked of every address, and none of them of
 * listings that others than their marketplace sent: neither the answer nor its time shows whether such a one is known.
 */
export async function checkListing({
  store,
  listing,
  now,
}: {
  store: Store
  listing: string
  now: Date
}): Promise<Outgoing<ListingCheckView>> {
  const address = requireAddressHash(listing)
  return store.transact(asReader, async (handle) => {
    const known = await findMarketplaceListings(handle, address)
    const numbers = known.flatMap((one) => one.numbers).join(' ')
    const gtins = gtinsInAddress(`${decoded(listing)} ${numbers}`)
    const alerts = await findAlertsAbout(handle, gtins)
    const decision = await findPublishedDecision(handle, [...known.map(({ id }) => id), noListing])
    const issuer = await findIssuer(handle, gtins[0] ?? noGtin)
    const day = now.toISOString().slice(0, 10)
    const channels =
      issuer === undefined ? [] : await findPublishedChannels(handle, { ...issuer, day })
    return {
      alerts,
      decision: decision ?? null,
      channels: channels.map((channel) => ({ maker: issuer?.name ?? '', ...channel })),
    }
  })
}

function requireAddressHash(listing: string): Buffer {
  const isAddress = /^https?:\/\//i.test(listing)
  const hash = isAddress ? addressHashOf(listing) : null
  if (hash !== null) return hash
  throw new AppError({
    code: 'address-invalid',
    message: `/listing ${JSON.stringify(listing.slice(0, 100))} is no address of a page; copy it from the browser, with https://`,
    pointer: '/listing',
  })
}

/** An address with its escapes read; unchanged if they are wrong. */
function decoded(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}
