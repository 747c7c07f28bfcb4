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
  | 'dossier'

/** `note`: not a fault, but something a person must know, such as an uncertified key. */
export type Check = {
  check: CheckName
  outcome: 'ok' | 'fault' | 'note'
  sentence: string
  /** The file at fault, if any. */
  path?: string
}

/** Collects findings, so that one fault hides no other. */
export class Findings {
  readonly checks: Check[] = []

  ok(check: CheckName, sentence: string): void {
    this.checks.push({ check, outcome: 'ok', sentence })
  }

  /** A note is reported once, because two seals may use one key. */
  note(check: CheckName, sentence: string): void {
    if (this.checks.some((candidate) => candidate.sentence === sentence)) return
    this.checks.push({ check, outcome: 'note', sentence })
  }

  fault(check: CheckName, sentence: string, path?: string): void {
    this.checks.push({ check, outcome: 'fault', sentence, ...(path === undefined ? {} : { path }) })
  }

  count(check: CheckName): number {
    return this.checks.filter(
      (candidate) => candidate.check === check && candidate.outcome === 'fault',
    ).length
  }
}

export type Verdict = {
  package: string
  sound: boolean
  /** The statement's claims; they are not to be trusted if the package is not sound. */
  publisher: {
    name: string
    key: string
    trusted: boolean
    /** The owner of the key as stated by the keeper of the log, and the keeper's key. */
    vouched: { holder: string; since: string; follows: string | null; by: string } | null
  } | null
  sealedAt: string | null
  timestamps: CheckedTimestamp[]
  checks: Check[]
}
