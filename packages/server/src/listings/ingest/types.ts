import { createHash } from 'node:crypto'
import type { Listing } from '@touchstone/contract'
import { canonicalJson } from '../../platform/canonical-json/index.ts'

/** Most listings in one request. */
export const maxBatchRows = 10_000

/** The time of observation does not change a listing's content. */
const notContent: ReadonlySet<string> = new Set(['observedAt'])
/** A listing's id and unread values do not affect its assessment; of its time of observation only the day does. */
const notJudged: ReadonlySet<string> = new Set(['observedAt', 'id', 'url', 'unread'])

export type Fingerprints = {
  /** Shows whether a listing has changed since it was last submitted. */
  content: Buffer
  /** Shows whether two listings get the same assessment. */
  judged: Buffer
}

export function fingerprints(listing: Listing): Fingerprints {
  const members = Object.entries(listing)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => ({ name, text: canonicalJson(member) }))
  const day = listing.observedAt?.slice(0, 10) ?? ''
  const content = members
    .filter(({ name }) => !notContent.has(name))
    .map(({ name, text }) => `${JSON.stringify(name)}:${byValue(name, text)}`)
  // An assessment quotes the listing's text, so it must match exactly here.
  const judged = members
    .filter(({ name }) => !notJudged.has(name))
    .map(({ name, text }) => `${JSON.stringify(name)}:${text}`)
  return { content: hash(content.join(',')), judged: hash(`${day}\n${judged.join(',')}`) }
}

/** Members with amounts of money. */
const priced: ReadonlySet<string> = new Set(['price', 'shippingPrice', 'variants'])

/** Equal for equal values: 78 and 78.00 are the same price, however a feed writes it. */
function byValue(name: string, text: string): string {
  if (!priced.has(name)) return text
  return text.replace(/"amount":"([0-9.]+)"/g, (_, amount: string) => `"amount":"${plain(amount)}"`)
}

function plain(amount: string): string {
  const [whole = '', fraction = ''] = amount.split('.')
  let start = 0
  while (start < whole.length - 1 && whole[start] === '0') start++
  let end = fraction.length
  while (end > 0 && fraction[end - 1] === '0') end--
  return end === 0 ? whole.slice(start) : `${whole.slice(start)}.${fraction.slice(0, end)}`
}

/** Names of the top-level fields that differ between two versions. */
export function changedFields(before: Listing, after: Listing): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names]
    .filter((name) => !notContent.has(name))
    .filter((name) => valueOf(before, name) !== valueOf(after, name))
    .sort()
}

function valueOf(listing: Listing, name: string): string {
  return byValue(name, canonicalJson(listing[name]))
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Whether a listing is in the share that a candidate assesses too; always the same for the same listing. */
export function isInShare(name: string, share: number): boolean {
  return hash(name).readUInt32BE() < share * 2 ** 32
}
