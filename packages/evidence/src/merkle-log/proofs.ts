import { nodeHash } from './hashing.ts'

export type Inclusion = {
  leaf: Uint8Array
  index: number
  size: number
  path: readonly Uint8Array[]
  root: Uint8Array
}

export type Consistency = {
  first: { size: number; root: Uint8Array }
  second: { size: number; root: Uint8Array }
  path: readonly Uint8Array[]
}

/** Whether the path leads from the hash of the leaf at this index to the root (RFC 9162, 2.1.3.2). */
export function isIncluded({ leaf, index, size, path, root }: Inclusion): boolean {
  if (index < 0 || index >= size) return false
  let node = index
  let last = size - 1
  let hash: Buffer = Buffer.from(leaf)
  for (const sibling of path) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash)
      while (node % 2 === 0 && node !== 0) [node, last] = up(node, last)
    } else hash = nodeHash(hash, sibling)
    ;[node, last] = up(node, last)
  }
  return last === 0 && hash.equals(root)
}

/** Whether the second tree is the first with entries added at its end (RFC 9162, 2.1.4.2). */
export function isConsistent({ first, second, path }: Consistency): boolean {
  if (first.size < 1 || first.size > second.size) return false
  if (first.size === second.size) return path.length === 0 && same(first.root, second.root)
  // A full first tree is part of the second unchanged: its root begins the path.
  const [start, ...rest] = isPowerOfTwo(first.size) ? [first.root, ...path] : path
  if (start === undefined || rest.length + (isPowerOfTwo(first.size) ? 0 : 1) !== path.length) {
    return false
  }
  let node = first.size - 1
  let last = second.size - 1
  while (node % 2 === 1) [node, last] = up(node, last)
  let old: Buffer = Buffer.from(start)
  let grown: Buffer = Buffer.from(start)
  for (const sibling of rest) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      old = nodeHash(sibling, old)
      grown = nodeHash(sibling, grown)
      while (node % 2 === 0 && node !== 0) [node, last] = up(node, last)
    } else grown = nodeHash(grown, sibling)
    ;[node, last] = up(node, last)
  }
  return last === 0 && old.equals(first.root) && grown.equals(second.root)
}

// Halved by division: bit operations would cut a log of more than 2^31 entries.
function up(node: number, last: number): [number, number] {
  return [Math.floor(node / 2), Math.floor(last / 2)]
}

function isPowerOfTwo(size: number): boolean {
  return Number.isInteger(Math.log2(size))
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.from(one).equals(other)
}
