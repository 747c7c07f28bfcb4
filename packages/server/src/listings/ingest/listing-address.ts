import { createHash } from 'node:crypto'
import { trimEnd, type Listing } from '@touchstone/contract'

/** Normalises an address, so that links to the same page are equal; other text is returned unchanged. */
export function normaliseUrl(text: string): string {
  if (!URL.canParse(text.trim())) return text.trim()
  const url = new URL(text.trim())
  url.hash = ''
  for (const name of [...url.searchParams.keys()]) {
    if (/^(utm_|ref$|fbclid$|gclid$|spm$)/.test(name)) url.searchParams.delete(name)
  }
  url.searchParams.sort()
  return `${url.host}${trimEnd(url.pathname, '/')}${url.search}`.toLowerCase()
}

/** The hash by which a listing is found by its address; null for text that is no address. */
export function addressHashOf(text: string): Buffer | null {
  if (!URL.canParse(text.trim())) return null
  return createHash('sha256').update(normaliseUrl(text)).digest()
}

export function listingAddressHash({ url }: Pick<Listing, 'url'>): Buffer | null {
  return url === undefined ? null : addressHashOf(url)
}
