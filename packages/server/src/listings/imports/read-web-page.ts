import {
  defaultPageLimits,
  isKnownEncoding,
  type Bytes,
  type PageListings,
} from '../formats/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { fetchPage, type FetchedPage, type FetchOptions } from '../../platform/outbound/index.ts'
import { tracedCall } from '../../platform/telemetry/index.ts'
import { readPageInThread } from './read-listing-file.ts'

/** The address of a page, or the page itself with its address. */
export type PageSource = {
  url: string
  html?: Bytes
  /** Encoding of the page; detected by default. */
  encoding?: string | undefined
  /** The charset that the answer stated, where the page itself is given. */
  charset?: string | undefined
}

export type ReadListingPage = {
  /** The page's address after redirects. */
  url: string
  source: NonNullable<PageListings['source']>
  rows: PageListings['listings']
  faults: PageListings['faults']
}

/**
 * Reads the listings of a page. Addresses are fetched from the public internet, or from hosts that the operator
 * allowed. A page without listings is refused. `holder` is the organisation for which it is read.
 */
export async function readListingPage(
  page: PageSource,
  outbound: FetchOptions,
  holder = '',
): Promise<ReadListingPage> {
  const { encoding: stated } = page
  assertKnown(stated)
  const { url, html, charset } = page.html
    ? { url: page.url, html: await whole(page.html), charset: page.charset }
    : await fetched(page.url, outbound)
  const read = await readPageInThread({ html, url, stated, charset }, holder)
  const { listings: rows, source, faults } = read
  if (source !== undefined) return { url, source, rows, faults }
  const words = faults.map(({ problem, found, remedy }) => `${problem}; found ${found}; ${remedy}`)
  throw new AppError({
    code: 'page-without-listing',
    message: `the page ${JSON.stringify(url)} ${words.join('\n')}`,
  })
}

type Page = { url: string; html: Uint8Array; charset: FetchedPage['charset'] }

async function fetched(url: string, outbound: FetchOptions): Promise<Page> {
  const result = await tracedCall('web-page', async () => fetchPage(url, {}, outbound))
  if (result.ok) return { url: result.url, html: result.body, charset: result.charset }
  const { message, reason, retryable, url: end } = result.refusal
  const led = end === url || end === '' ? '' : ` It redirects to ${JSON.stringify(end)}.`
  throw new AppError({
    code: 'page-not-fetchable',
    message: `/url cannot be fetched (${reason}): ${message}${led}`,
    pointer: '/url',
    retryable,
  })
}

async function whole(html: Bytes): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of html) {
    parts.push(part)
    size += part.length
    // The reader reports what it left out; the rest is not even stored.
    if (size > defaultPageLimits.size) break
  }
  return Buffer.concat(parts)
}

function assertKnown(encoding: string | undefined): void {
  if (encoding === undefined || isKnownEncoding(encoding)) return
  const found = JSON.stringify(encoding)
  throw new AppError({
    code: 'encoding-unknown',
    message: `/encoding is not a label of the WHATWG Encoding Standard; found ${found}; write big5, shift_jis or windows-1251`,
    pointer: '/encoding',
  })
}
