import type { CompiledTables, Table } from '../compiled-tables/index.ts'
import { BitSet } from './bit-set.ts'
import { kindOf, unitKind } from './fold.ts'

const RUN_BITS = 20
/** Few forms let their last word go on: a set of their beginnings stays next to the processor. */
const OPEN_BITS = 16
const MULTIPLIER = 0x9e3779b1
const S = 0x73
/** Maximum letters that are checked of a form whose last word may continue. */
const MAX_OF_OPEN = 4

/**
 * Excludes most words that begin no form, by their letters and one look-up in a bit set, so that no more memory is
 * read for them. Never excludes a word that begins a form.
 */
export class RunFilter {
  private readonly runs: BitSet
  private readonly openRuns: BitSet
  /** Lengths of the recorded prefixes of forms whose last word may continue. */
  private openLengths: number
  /** Of the run that was asked for last: the unit behind it, its hash, and that without its last letter. */
  end = 0
  hash = 0
  hashBefore = 0
  /** True if a form whose last word may continue may be a prefix of that run. */
  open = false

  /** @param tables of a filter under this name, in place of an empty one */
  constructor(tables?: CompiledTables, name = '') {
    this.runs = new BitSet(RUN_BITS, tables?.get(`${name}.runs`, Uint8Array))
    this.openRuns = new BitSet(OPEN_BITS, tables?.get(`${name}.open-runs`, Uint8Array))
    this.openLengths = tables?.get(`${name}.open-lengths`, Int32Array)[0] ?? 0
  }

  addTo(tables: Map<string, Table>, name: string): void {
    tables.set(`${name}.runs`, this.runs.bits)
    tables.set(`${name}.open-runs`, this.openRuns.bits)
    tables.set(`${name}.open-lengths`, Int32Array.of(this.openLengths))
  }

  /** Notes the run of letters with which a form, the first units, begins. */
  add(units: Uint16Array, length: number, open: boolean): void {
    let hash = 0
    let at = 0
    for (; at < length && kindOf(units[at] as number) === unitKind.letter; at++) {
      hash = extendHash(hash, units[at] as number)
      if (open && at + 1 === Math.min(length, MAX_OF_OPEN)) {
        this.openRuns.add(hash)
        this.openLengths |= 1 << (at + 1)
      }
    }
    if (at === 0) return
    this.runs.add(hash)
    // A plural or possessive ends a form as well.
    if (at === length) this.runs.add(extendHash(hash, S))
  }

  /** Reads the run of letters at a unit; whether a form may begin with it. */
  read(units: Uint16Array, kinds: Uint8Array, from: number, length: number): boolean {
    let hash = 0
    let before = 0
    let at = from
    this.open = false
    for (; at < length && kinds[at] === unitKind.letter; at++) {
      before = hash
      hash = extendHash(hash, units[at] as number)
      const letters = at - from + 1
      if (letters <= MAX_OF_OPEN && ((this.openLengths >> letters) & 1) === 1)
        this.open ||= this.openRuns.has(hash)
    }
    this.end = at
    this.hash = hash
    this.hashBefore = before
    return this.open || this.runs.has(hash)
  }
}

/** The hash of a run with one unit more; that of no unit is 0. */
export function extendHash(hash: number, unit: number): number {
  return (Math.imul(hash, MULTIPLIER) + unit + 1) | 0
}
