import { nodeHash } from './hashing.ts'

/** The entries from `start` up to, without, `end`. */
export type Range = { start: number; end: number }

/** A node over 2^level existing entries: it never changes again, so that it may be stored. */
export type CompleteNode = { level: number; index: number }

/** Which ranges of entries the proof that `index` is in the tree of `size` names (RFC 9162, 2.1.3.1). */
export function inclusionRanges(index: number, size: number): Range[] {
  if (index < 0 || index >= size) throw new RangeError(`no entry ${index} in a log of ${size}`)
  const ranges: Range[] = []
  let start = 0
  let end = size
  while (end - start > 1) {
    const split = start + largestPowerBelow(end - start)
    if (index < split) {
      ranges.push({ start: split, end })
      end = split
    } else {
      ranges.push({ start, end: split })
      start = split
    }
  }
  return ranges.reverse()
}

/** Which ranges the proof that the tree of `first` entries grew into that of `second` names (RFC 9162, 2.1.4.1). */
export function consistencyRanges(first: number, second: number): Range[] {
  if (first < 1 || first > second)
    throw new RangeError(`no way from a log of ${first} to ${second}`)
  const ranges: Range[] = []
  let start = 0
  let end = second
  while (end !== first) {
    const split = start + largestPowerBelow(end - start)
    if (first <= split) {
      ranges.push({ start: split, end })
      end = split
    } else {
      ranges.push({ start, end: split })
      start = split
    }
  }
  // The verifier knows the old root; it is included only if it is one part of what the proof adds to.
  if (start > 0) ranges.push({ start, end })
  return ranges.reverse()
}

/** The complete nodes that cover a range, from left to right. */
export function coveringNodes({ start, end }: Range): CompleteNode[] {
  const nodes: CompleteNode[] = []
  for (let at = start; at < end;) {
    let level = 0
    while (at + 2 ** (level + 1) <= end && at % 2 ** (level + 1) === 0) level++
    nodes.push({ level, index: at / 2 ** level })
    at += 2 ** level
  }
  return nodes
}

/** The hash of a range from those of its covering nodes, left to right. */
export function foldRange(hashes: readonly Uint8Array[]): Buffer {
  const last = hashes.at(-1)
  if (last === undefined) throw new RangeError('an empty range has no hash')
  const ending: Buffer = Buffer.from(last)
  return hashes.slice(0, -1).reduceRight<Buffer>((right, left) => nodeHash(left, right), ending)
}

function largestPowerBelow(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}
