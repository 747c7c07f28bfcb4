import { BitSet } from './bit-set.ts'
import { kindOf, unitKind } from './fold.ts'

const RUN_BITS = 20
/** Few forms let their last word go on: a set of their beginnings stays next to the processor. */
const OPEN_BITS = 16
const MULTIPLIER = 0x9e3779b1
const S = 0x73
/** So many letters of a form whose last word may go on are looked at. */
const MOST_OF_OPEN = 4

/**
 * Tells most words that begin no form, from their letters alone and one look into
 * a set of bits, so that no more of memory is touched for them. Never turns away
 * a word that begins a form.
 */
export class RunFilter {
  private readonly runs = new BitSet(RUN_BITS)
  private readonly openRuns = new BitSet(OPEN_BITS)
  /** Lengths of the beginnings that are noted for forms whose last word may go on. */
  private openLengths = 0
  /** Of the run that was asked for last: the unit behind it, its hash, and that without its last letter. */
  end = 0
  hash = 0
  hashBefore = 0
  /** True where a form whose last word may go on may be the beginning of that run. */
  open = false

  /** Notes the run of letters that a form begins with. */
  add(units: Uint16Array, open: boolean): void {
    let hash = 0
    let at = 0
    for (; at < units.length && kindOf(units[at] as number) === unitKind.letter; at++) {
      hash = extendHash(hash, units[at] as number)
      if (open && at + 1 === Math.min(units.length, MOST_OF_OPEN)) {
        this.openRuns.add(hash)
        this.openLengths |= 1 << (at + 1)
      }
    }
    if (at === 0) return
    this.runs.add(hash)
    // A plural or possessive ends a form as well.
    if (at === units.length) this.runs.add(extendHash(hash, S))
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
      if (letters <= MOST_OF_OPEN && ((this.openLengths >> letters) & 1) === 1)
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
