import { faultsOf, Label, type Fault, type Listing } from '@touchstone/contract'

export type ParsedLabel =
  | { kind: 'label'; label: Label }
  /** A row that states that its label is unknown: `"label": null`. */
  | { kind: 'unlabelled' }
  | { kind: 'faults'; faults: Fault[] }

// Spelling of other people's files → spelling of the contract.
const otherNames = [
  ['id', 'listing'],
  ['lang', 'language'],
] as const

/**
 * Parses one row of a label file. `id` is read as `listing`, `lang` as `language`, true and false as 1 and 0. Never
 * throws.
 */
export function parseLabel(value: unknown): ParsedLabel {
  const row: unknown = isObject(value) ? inOurWords(value) : value
  if (isObject(row) && row['label'] === null) return { kind: 'unlabelled' }
  const parsed = Label.safeParse(row)
  if (parsed.success) return { kind: 'label', label: parsed.data }
  const faults = faultsOf(parsed.error, row).map((fault) =>
    fault.pointer === '/label' ? { ...fault, ...labelFault(fault.found) } : fault,
  )
  return { kind: 'faults', faults }
}

/** Reads the label in a row of listings; `unlabelled` if it has none. */
export function labelOfListing(listing: Listing): ParsedLabel {
  if (listing['label'] === undefined) return { kind: 'unlabelled' }
  const { id, marketplace, label, source, seller } = listing
  const parsed = parseLabel({
    listing: id,
    marketplace,
    label,
    source: typeof source === 'string' ? source : undefined,
    seller: seller?.id,
    language:
      listing.language ?? (typeof listing['lang'] === 'string' ? listing['lang'] : undefined),
  })
  return parsed
}

function labelFault(found: string): Pick<Fault, 'problem' | 'remedy'> {
  return {
    problem: found === 'nothing' ? 'is missing' : 'must be 0 or 1',
    remedy: 'write 1 for counterfeit, 0 for not counterfeit, null if unknown',
  }
}

function inOurWords(row: Record<string, unknown>): Record<string, unknown> {
  const ours = { ...row }
  for (const [theirs, name] of otherNames) {
    if (ours[name] === undefined && ours[theirs] !== undefined) ours[name] = ours[theirs]
  }
  // An empty column means the same as a missing one.
  for (const name of ['marketplace', 'source', 'seller', 'language']) {
    if (ours[name] === null) delete ours[name]
  }
  if (typeof ours['label'] === 'boolean') ours['label'] = ours['label'] ? 1 : 0
  return ours
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export type LabelCounts = {
  labels: number
  /** Rows that repeat an earlier label of the same listing. */
  repeated: number
  /** Listings with contradictory labels; none of them is used. */
  contradicted: number
  /** Labels that met no listing. */
  unmatched: number
  /** Labels without a marketplace that met more than one listing. */
  ambiguous: number
}

/** Labels by marketplace and id; one without a marketplace fits the id everywhere. */
export class LabelBook {
  private readonly entries = new Map<string, { label: Label | undefined; met: number }>()
  private repeated = 0

  add(label: Label): void {
    const key = keyOf(label.listing, label.marketplace)
    const entry = this.entries.get(key)
    if (entry === undefined) {
      this.entries.set(key, { label, met: 0 })
      return
    }
    this.repeated++
    if (entry.label?.label !== label.label) entry.label = undefined
  }

  /** The label of a listing; the one for its own marketplace comes first. */
  find(listing: Pick<Listing, 'id' | 'marketplace'>): Label | undefined {
    const entry =
      (listing.marketplace === undefined
        ? undefined
        : this.entries.get(keyOf(listing.id, listing.marketplace))) ??
      this.entries.get(keyOf(listing.id, undefined))
    if (entry === undefined) return undefined
    entry.met++
    return entry.label
  }

  counts(): LabelCounts {
    const counts = {
      labels: 0,
      repeated: this.repeated,
      contradicted: 0,
      unmatched: 0,
      ambiguous: 0,
    }
    for (const { label, met } of this.entries.values()) {
      if (label === undefined) counts.contradicted++
      else {
        counts.labels++
        if (met === 0) counts.unmatched++
        if (met > 1) counts.ambiguous++
      }
    }
    return counts
  }
}

function keyOf(id: string, marketplace: string | undefined): string {
  return JSON.stringify(marketplace === undefined ? [id] : [id, marketplace])
}
