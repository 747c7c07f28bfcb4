import { emptyRoot, leafHash, nodeHash } from './hashing.ts'
import {
  consistencyRanges,
  coveringNodes,
  foldRange,
  inclusionRanges,
  type Range,
} from './ranges.ts'

/**
 * An append-only Merkle log in memory (RFC 9162). It stores every complete node, so that the time for a proof grows
 * with the logarithm of the log's size. A store with the same nodes in a table produces the same proofs with
 * `ranges.ts`.
 */
export class MerkleLog {
  private readonly levels: Buffer[][] = [[]]

  get size(): number {
    return this.levels[0]?.length ?? 0
  }

  /** Adds an entry and returns its place, counted from nought. */
  append(entry: Uint8Array): number {
    const index = this.size
    let hash = leafHash(entry)
    for (let level = 0; ; level++) {
      const nodes = (this.levels[level] ??= [])
      nodes.push(hash)
      const left = nodes.at(-2)
      if (nodes.length % 2 === 1 || left === undefined) return index
      hash = nodeHash(left, hash)
    }
  }

  root(size = this.size): Buffer {
    this.requireSize(size)
    return size === 0 ? emptyRoot() : this.hashOf({ start: 0, end: size })
  }

  inclusionProof(index: number, size = this.size): Buffer[] {
    this.requireSize(size)
    return inclusionRanges(index, size).map((range) => this.hashOf(range))
  }

  consistencyProof(first: number, second = this.size): Buffer[] {
    this.requireSize(second)
    return consistencyRanges(first, second).map((range) => this.hashOf(range))
  }

  private hashOf(range: Range): Buffer {
    return foldRange(
      coveringNodes(range).map(({ level, index }) => {
        const hash = this.levels[level]?.[index]
        if (hash === undefined) throw new RangeError(`no node ${index} on level ${level}`)
        return hash
      }),
    )
  }

  private requireSize(size: number): void {
    if (size < 0 || size > this.size) {
      throw new RangeError(`the log has ${this.size} entries, not ${size}`)
    }
  }
}
