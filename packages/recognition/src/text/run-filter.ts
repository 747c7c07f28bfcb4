import { kindOf, unitKind } from './fold.ts'

const BITS = 20
const MASK = (1 << BITS) - 1
const MULTIPLIER = 0x9e3779b1
const S = 0x73
/** So many letters of a form whose last word may go on are looked at. */
const MOST_OF_OPEN = 4

/**
 * Tells most words that begin no form, from their letters alone and one look into
 * a set of bits, so that the trie is entered for the others only. Never turns
 * away a word that begins a form.
 */
export class RunFilter {
  private readonly bits = new Uint8Array(1 << (BITS - 3))
  /** Lengths of the beginnings that are noted for forms whose last word may go on. */
  private openLengths = 0
  /** The unit behind the run that was asked for last. */
  end = 0

  /** Notes the run of letters that a form begins with. */
  add(units: Uint16Array, open: boolean): void {
    let hash = 0
    let at = 0
    for (; at < units.length && kindOf(units[at] as number) === unitKind.letter; at++) {
      hash = extend(hash, units[at] as number)
      if (open && at + 1 === Math.min(units.length, MOST_OF_OPEN)) {
        this.mark(hash)
        this.openLengths |= 1 << (at + 1)
      }
    }
    if (at === 0) return
    this.mark(hash)
    // A plural or possessive ends a form as well.
    if (at === units.length) this.mark(extend(hash, S))
  }

  /** Whether a form may begin with the run of letters at a unit; `end` tells where it ends. */
  mayBegin(units: Uint16Array, kinds: Uint8Array, from: number, length: number): boolean {
    let hash = 0
    let at = from
    let begun = false
    for (; at < length && kinds[at] === unitKind.letter; at++) {
      hash = extend(hash, units[at] as number)
      if (((this.openLengths >> (at - from + 1)) & 1) === 1 && at - from < MOST_OF_OPEN)
        begun ||= this.marked(hash)
    }
    this.end = at
    return begun || this.marked(hash)
  }

  private mark(hash: number): void {
    const bit = mix(hash)
    this.bits[bit >> 3] = (this.bits[bit >> 3] as number) | (1 << (bit & 7))
  }

  private marked(hash: number): boolean {
    const bit = mix(hash)
    return ((this.bits[bit >> 3] as number) & (1 << (bit & 7))) !== 0
  }
}

function extend(hash: number, unit: number): number {
  return (Math.imul(hash, MULTIPLIER) + unit + 1) | 0
}

function mix(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (mixed ^ (mixed >>> 13)) & MASK
}
