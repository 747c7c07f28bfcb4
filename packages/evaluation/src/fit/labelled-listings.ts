import { TouchstoneError, writeStoredSentence } from '@touchstone/contract'
import type { Cell, Features } from './model.ts'

/**
 * A labelled listing as the fit sees it. Source and seller group the rows; they never become features,
 * nor does the language.
 */
export type LabelledListing = Features & {
  label: 0 | 1
  source?: string
  seller?: string
}

/** Fewer labels of either class, or from fewer sellers, are not fitted to. */
const leastLabels = 200
const leastSellers = 3

type Count = { labels: number; sellers: Set<string> }

/** Throws a TouchstoneError that states what is missing, if there is too little to fit to. */
export function requireEnough(listings: readonly LabelledListing[]): void {
  const missing = ([1, 0] as const).flatMap((label) => shortfall(countOf(listings, label), label))
  if (missing.length === 0) return
  throw new TouchstoneError({
    code: 'labels-insufficient',
    message: [
      writeStoredSentence('fit.too-few-labels', { labels: leastLabels, sellers: leastSellers }),
      ...missing.map((line) => `  ${line}`),
    ].join('\n'),
  })
}

function countOf(listings: readonly LabelledListing[], label: 0 | 1): Count {
  const count: Count = { labels: 0, sellers: new Set() }
  for (const listing of listings) {
    if (listing.label !== label) continue
    count.labels++
    if (listing.seller !== undefined) count.sellers.add(listing.seller)
  }
  return count
}

function shortfall({ labels, sellers }: Count, label: 0 | 1): string[] {
  const which = label === 1 ? 'counterfeit' : 'other'
  const lack = (count: number, least: number) => ({ count, missing: least - count })
  return [
    ...(labels < leastLabels
      ? [writeStoredSentence(`fit.more-${which}-labels`, lack(labels, leastLabels))]
      : []),
    ...(sellers.size < leastSellers
      ? [writeStoredSentence(`fit.more-${which}-sellers`, lack(sellers.size, leastSellers))]
      : []),
  ]
}

/** The listings of one source, alike ones joined. */
export type Source = { name: string; listings: LabelledListing[]; cells: Cell[]; positives: number }

/** Groups the listings that name a source. */
export function sourcesOf(listings: readonly LabelledListing[]): Source[] {
  const byName = new Map<string, LabelledListing[]>()
  for (const listing of listings) {
    if (listing.source === undefined) continue
    const group = byName.get(listing.source)
    if (group === undefined) byName.set(listing.source, [listing])
    else group.push(listing)
  }
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, group]) => ({
      name,
      listings: group,
      cells: cellsOf(group),
      positives: group.filter(({ label }) => label === 1).length,
    }))
}

/** Joins listings with equal features: a fit costs as many steps as there are different ones. */
export function cellsOf(listings: readonly LabelledListing[]): Cell[] {
  const cells = new Map<string, Cell>()
  for (const { plain, wishes, label } of listings) {
    const key = `${plain.join()};${wishes.join()}`
    let cell = cells.get(key)
    if (cell === undefined) {
      cell = { plain, wishes, rows: 0, positives: 0 }
      cells.set(key, cell)
    }
    cell.rows++
    cell.positives += label
  }
  return [...cells.values()]
}

export function hasBothClasses({ listings, positives }: Source): boolean {
  return positives > 0 && positives < listings.length
}
