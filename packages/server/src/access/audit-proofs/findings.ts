import type { AuditLogFindingView, AuditLogFindingCode } from '@touchstone/contract'
import { mergeSpans, type Span } from './types.ts'

const mostNamed = 100
const mostInSentence = 10

type FindingPlaces = { spans: Span[]; entries: string[] }

/** Collects the faults of a log: each cause once, with its positions and entries. */
export class LogFindings {
  readonly #byCode = new Map<AuditLogFindingCode, FindingPlaces>()
  readonly #ofLog: AuditLogFindingView[] = []

  /** A fault of entries, by position if they have one. */
  add(code: AuditLogFindingCode, { span, entry }: { span?: Span; entry?: string }): void {
    const finding = this.#byCode.get(code) ?? { spans: [], entries: [] }
    this.#byCode.set(code, finding)
    if (span !== undefined) finding.spans.push(span)
    if (entry !== undefined) finding.entries.push(entry)
  }

  /** A fault of the log as a whole. */
  addSentence(code: AuditLogFindingCode, sentence: string, count = 1): void {
    this.#ofLog.push({ code, count, positions: [], entries: [], sentence })
  }

  get all(): AuditLogFindingView[] {
    const ofEntries = [...this.#byCode].map(([code, finding]) => findingOf(code, finding))
    return [...ofEntries, ...this.#ofLog]
  }
}

function findingOf(
  code: AuditLogFindingCode,
  { spans, entries }: FindingPlaces,
): AuditLogFindingView {
  const positions = mergeSpans(spans)
  const covered = positions.reduce((sum, [first, last]) => sum + last - first + 1, 0)
  const count = Math.max(covered, entries.length)
  const named =
    positions.length > 0
      ? positions.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`))
      : entries
  const place = named.slice(0, mostInSentence).join(', ')
  const kind = positions.length > 0 ? 'at position' : 'with the id'
  return {
    code,
    count,
    positions: positions.slice(0, mostNamed),
    entries: entries.slice(0, mostNamed),
    sentence: `${wording(code, count)} (${kind} ${place}${named.length > mostInSentence ? ', …' : ''})`,
  }
}

function wording(code: AuditLogFindingCode, count: number): string {
  const entries = count === 1 ? '1 entry' : `${count} entries`
  switch (code) {
    case 'entries-missing':
      return `${entries} of the log ${count === 1 ? 'is' : 'are'} missing, and no signed entry records a lawful removal`
    case 'entries-changed':
      return `${entries} ${count === 1 ? 'differs' : 'differ'} from what was sealed`
    case 'entries-unsealed':
      return `${entries} ${count === 1 ? 'was' : 'were'} added but not sealed`
    case 'entries-lost':
      return `${entries} ${count === 1 ? 'was' : 'were'} removed before being sealed`
    case 'entries-backdated':
      return `${entries} ${count === 1 ? 'is' : 'are'} dated more than an hour before an entry that was sealed earlier: ${count === 1 ? 'it was' : 'they were'} written later than ${count === 1 ? 'it says' : 'they say'}, or the clock of the database was set back`
    case 'removal-unproven':
      return `${entries} ${count === 1 ? 'records' : 'record'} a lawful removal without a valid signature of the installation`
    case 'leaves-missing':
      return `${count === 1 ? '1 leaf' : `${count} leaves`} of the tree ${count === 1 ? 'is' : 'are'} missing`
    default:
      return `The tree differs from what was sealed at ${count === 1 ? '1 position' : `${count} positions`}`
  }
}
