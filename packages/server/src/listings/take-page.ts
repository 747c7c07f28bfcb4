import type { Listing, RowError } from '@touchstone/contract'
import { defaultPageLimits, readOffers, type PageOffers } from '../formats/index.ts'
import type { Actor } from '../identity/index.ts'
import type { Bytes } from '../intake/index.ts'
import { AppError } from '../platform/errors/index.ts'
import { fetchPage, type FetchedPage, type FetchOptions } from '../platform/outbound/index.ts'
import { maySendPages } from './policy.ts'
import { errorOf } from './rows.ts'
import type { Intake, Taken, Wish } from './taking.ts'

/** A page by its address, or itself, with the address where it stood. */
export type GivenPage = { url: string; html?: Bytes }

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
  source: NonNullable<PageOffers['source']>
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
  const { url, html } = page.html
    ? await saved(page.url, page.html)
    : await fetched(page.url, outbound)
  const { offers: rows, source, faults } = readOffers(html, url)
  const [first] = faults
  if (source === undefined) {
    const { pointer, message } = errorOf(first, 'the page')
    throw new AppError({ code: 'bad-input', message: `${message} (${url})`, pointer })
  }
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
  const byId = new Map(taken.map((one) => [one.listing, one]))
  const told = offers.map((offer) => ({
    ...offer,
    taken: (offer.listing && byId.get(offer.listing.id)) ?? null,
  }))
  return { ...found, offers: told }
}

function withWishes(listing: Listing, { marketplace, language }: PageWishes): Listing {
  return {
    ...listing,
    ...(marketplace !== undefined && { marketplace }),
    ...(language !== undefined && listing.language === undefined && { language }),
  }
}

type Page = { url: string; html: string | Uint8Array }

async function fetched(url: string, outbound: FetchOptions): Promise<Page> {
  const result = await fetchPage(url, {}, outbound)
  if (result.ok) return { url: result.url, html: textOf(result) }
  const { message, reason, retryable, url: end } = result.refusal
  const led = end === url || end === '' ? '' : ` It leads to ${JSON.stringify(end)}.`
  throw new AppError({
    code: 'bad-input',
    message: `/url is not fetched (${reason}): ${message}${led}`,
    pointer: '/url',
    retryable,
  })
}

/** What the server states of its text goes before what the page says itself. */
function textOf({ body, charset }: FetchedPage): string | Uint8Array {
  if (charset === undefined) return body
  try {
    return new TextDecoder(charset).decode(body)
  } catch {
    return body
  }
}

async function saved(url: string, html: Bytes): Promise<Page> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of html) {
    parts.push(part)
    size += part.length
    // The reader says what it left out; the rest is not even held.
    if (size > defaultPageLimits.size) break
  }
  return { url, html: Buffer.concat(parts) }
}
