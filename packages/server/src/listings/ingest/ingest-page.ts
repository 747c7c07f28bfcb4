import { randomUUID } from 'node:crypto'
import type { Listing, RowError } from '@touchstone/contract'
import type { Actor } from '../../access/organisations/index.ts'
import { readPage, type GivenPage, type ReadPage } from '../imports/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { FetchOptions } from '../../platform/outbound/index.ts'
import { maySendPages } from './policy.ts'
import { errorOf } from './ingest-rows.ts'
import { TakenTogether } from './ingest-summary.ts'
import type { Intake, Taken, Wish } from './ingest.ts'

export type PageWishes = {
  preview: boolean
  /** What the page doesn't say of its offers. */
  marketplace?: string
  language?: string
}

export type PageOffer = {
  /** Place on the page, from 1. */
  row: number
  listing: Listing | null
  taken: Taken | null
  error?: RowError
}

export type TakenPage = {
  url: string
  source: ReadPage['source']
  offers: PageOffer[]
  faults: RowError[]
}

/**
 * Reads the offers of a page and, unless it is a preview, takes each that is whole. An address is
 * fetched from the public internet, or from a host that the operator listed.
 */
export async function takePage(asked: {
  intake: Intake
  actor: Actor
  wish: Wish
  page: GivenPage
  wishes: PageWishes
  outbound: FetchOptions
}): Promise<TakenPage> {
  const { intake, actor, wish, page, wishes, outbound } = asked
  if (!maySendPages(actor)) {
    throw new AppError({
      code: 'not-allowed',
      message: 'handing in a page needs the scope listings:write, or a person who decides',
    })
  }
  const { url, rows, source, faults } = await readPage(page, outbound)
  const offers = rows.map((row): PageOffer => {
    const place = { row: row.row, taken: null }
    if (!('value' in row))
      return { ...place, listing: null, error: errorOf(row.faults[0], 'the offer') }
    return { ...place, listing: withWishes(row.value, wishes) }
  })
  const found = { url, source, offers, faults: faults.map((fault) => errorOf(fault, 'the page')) }
  if (wishes.preview) return found
  const listings = offers.flatMap(({ listing }) => listing ?? [])
  const taken = await intake.take(actor, listings, wish)
  const counted = new TakenTogether()
  for (const one of [...taken, ...offers.filter(isRefused)]) counted.add(one)
  await counted.record(intake.store, actor, { way: 'page', id: randomUUID() })
  const byId = new Map(taken.map((one) => [one.listing, one]))
  const told = offers.map((offer) => ({
    ...offer,
    taken: (offer.listing && byId.get(offer.listing.id)) ?? null,
  }))
  return { ...found, offers: told }
}

function isRefused(offer: PageOffer): offer is PageOffer & { error: RowError } {
  return offer.error !== undefined
}

function withWishes(listing: Listing, { marketplace, language }: PageWishes): Listing {
  return {
    ...listing,
    ...(marketplace !== undefined && { marketplace }),
    ...(language !== undefined && listing.language === undefined && { language }),
  }
}
