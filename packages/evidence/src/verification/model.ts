import type { CheckedTimestamp } from './checked-seal.ts'

/** The checks, in the order in which they are reported. */
export type CheckName =
  | 'paths'
  | 'bag'
  | 'files'
  | 'statement'
  | 'signature'
  | 'publisher'
  | 'record'
  | 'timestamp'
  | 'log'
  | 'audit-log'
  | 'index'
  | 'custody'

/** `note`: not a fault, but something a person must know, such as an uncertified key. */
export type Check = {
  check: CheckName
  outcome: 'ok' | 'fault' | 'note'
  sentence: string
  /** The file at fault, where it is one. */
  path?: string
}

/** Gathers what was found, so that one fault hides no other. */
export class Findings {
  readonly checks: Check[] = []

  ok(check: CheckName, sentence: string): void {
    this.checks.push({ check, outcome: 'ok', sentence })
  }

  /** A note is reported once, because two seals may use one key. */
  note(check: CheckName, sentence: string): void {
    if (this.checks.some((one) => one.sentence === sentence)) return
    this.checks.push({ check, outcome: 'note', sentence })
  }

  fault(check: CheckName, sentence: string, path?: string): void {
    this.checks.push({ check, outcome: 'fault', sentence, ...(path === undefined ? {} : { path }) })
  }

  count(check: CheckName): number {
    return this.checks.filter((one) => one.check === check && one.outcome === 'fault').length
  }
}

export type Verdict = {
  package: string
  sound: boolean
  /** What the statement names; none of it is to be believed where the package is not sound. */
  publisher: {
    name: string
    key: string
    trusted: boolean
    /** Whose key it is in the words of the keeper of the log, and by which key he says so. */
    vouched: { holder: string; since: string; follows: string | null; by: string } | null
  } | null
  sealedAt: string | null
  timestamps: CheckedTimestamp[]
  checks: Check[]
}
