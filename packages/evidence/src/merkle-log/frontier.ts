import { emptyRoot } from './hashing.ts'
import { coveringNodes, foldRange, type CompleteNode } from './ranges.ts'

export type StoredNode = CompleteNode & { hash: Buffer }

/**
 * The right edge of a Merkle log (RFC 9162): its complete nodes that no other complete node covers. Appending needs
 * nothing else, so that memory grows only with the logarithm of the log's size.
 */
export class Frontier {
  private readonly edge: StoredNode[]

  private constructor(edge: StoredNode[]) {
    this.edge = edge
  }

  static empty(): Frontier {
    return new Frontier([])
  }

  /** Of a log with `size` entries; `hashes` are those of `coveringNodes({ start: 0, end: size })`. */
  static at(size: number, hashes: readonly Buffer[]): Frontier {
    const nodes = coveringNodes({ start: 0, end: size })
    if (nodes.length !== hashes.length) {
      throw new RangeError(`a log of ${size} entries has an edge of ${nodes.length} nodes`)
    }
    return new Frontier(hashes.map((hash, place) => ({ ...nodeAt(nodes, place), hash })))
  }

  get size(): number {
    return this.edge.reduce((sum, { level }) => sum + 2 ** level, 0)
  }

  get root(): Buffer {
    return this.edge.length === 0 ? emptyRoot() : foldRange(this.edge.map(({ hash }) => hash))
  }

  /** Adds the hash of a leaf; returns the leaf and every node that it completes. */
  append(leaf: Buffer): StoredNode[] {
    let node: StoredNode = { level: 0, index: this.size, hash: leaf }
    const added = [node]
    for (let left = this.edge.at(-1); left?.level === node.level; left = this.edge.at(-1)) {
      this.edge.pop()
      const { level, index } = node
      node = { level: level + 1, index: (index - 1) / 2, hash: foldRange([left.hash, node.hash]) }
      added.push(node)
    }
    this.edge.push(node)
    return added
  }
}

function nodeAt(nodes: readonly CompleteNode[], place: number): CompleteNode {
  const node = nodes[place]
  if (node === undefined) throw new RangeError(`no node at ${place}`)
  return node
}
