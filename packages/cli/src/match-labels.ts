import type { Assessment, Label, Listing } from '@touchstone/contract'
import { labelOfListing, type ParsedLabel } from '@touchstone/evaluation'
import { labelReject, type LabelFile } from './label-file.ts'
import type { Reject } from './stream/index.ts'
import { rejectLine } from './screen-summary.ts'
import { count } from './terminal.ts'

type OnMatch = (listing: Listing, assessment: Assessment, label: Label) => void

const keptRejects = 10_000
const shownRejects = 5

/** Joins assessed listings with their labels, and counts those without a counterpart. */
export class LabelMatcher {
  matched = 0
  /** Invalid labels; of labels inside listings the first 10,000. */
  readonly rejects: Reject[]
  private rejected: number
  private withoutLabel = 0
  private readonly labels: LabelFile | undefined
  private readonly onMatch: OnMatch

  /** @param labels undefined if each listing contains its own label */
  constructor(labels: LabelFile | undefined, onMatch: OnMatch) {
    this.labels = labels
    this.onMatch = onMatch
    this.rejects = [...(labels?.rejects ?? [])]
    this.rejected = this.rejects.length
  }

  readonly onPair = (listing: Listing, assessment: Assessment): void => {
    const label = this.labelOf(listing)
    if (label.kind === 'label') {
      this.matched++
      this.onMatch(listing, assessment, label.label)
      return
    }
    this.withoutLabel++
    if (label.kind === 'unlabelled') return
    this.rejected++
    if (this.rejects.length >= keptRejects) return
    this.rejects.push({ ...labelReject(label.faults, assessment.line ?? 0), id: listing.id })
  }

  private labelOf(listing: Listing): ParsedLabel {
    if (this.labels === undefined) return labelOfListing(listing)
    const label = this.labels.book.find(listing)
    return label === undefined ? { kind: 'unlabelled' } : { kind: 'label', label }
  }

  /** How listings and labels matched, as far as it affects the figures. */
  notes(): string[] {
    const notes = [`${count(this.matched, 'listing')} measured.`]
    const some = (value: number, noun: string, rest: string): void => {
      if (value > 0) notes.push(`${count(value, noun)} ${rest}`)
    }
    some(this.withoutLabel, 'listing', 'without a label left out.')
    if (this.labels === undefined) return notes
    const counts = this.labels.book.counts()
    some(counts.unmatched, 'label', 'matched no listing.')
    some(this.labels.unlabelled, 'row', 'of the label file left out: label unknown (null).')
    some(counts.repeated, 'row', 'of the label file left out: repeats of an earlier label.')
    some(counts.contradicted, 'listing', 'left out because their labels contradict each other.')
    some(
      counts.ambiguous,
      'label',
      'matched more than one listing: state the marketplace beside the id.',
    )
    return notes
  }

  /** The first invalid labels, as text. */
  rejectLines(): string[] {
    if (this.rejected === 0) return []
    const where = this.labels === undefined ? 'the listings' : this.labels.name
    const lines = [`${count(this.rejected, 'label')} of ${where} could not be read:`]
    for (const reject of this.rejects.slice(0, shownRejects)) lines.push(`  ${rejectLine(reject)}`)
    const left = this.rejected - shownRejects
    if (left > 0) lines.push(`  … and ${left} more; --rejects FILE saves them`)
    return lines
  }
}
