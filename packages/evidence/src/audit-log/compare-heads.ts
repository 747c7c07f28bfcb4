import { isConsistent } from '../merkle-log/index.ts'
import type { SignedAuditLogHead } from './model.ts'

/**
 * - `same`: one log at one size.
 * - `grown`: the log of the larger head begins with that of the smaller.
 * - `forked`: both cannot come from one log: entries were changed, removed or reordered.
 * - `unproven`: none of the documents contains a proof that leads from one to the other.
 * - `other-log`, `other-key`: they are from different logs, or signed by different keys.
 */
export type HeadComparison = 'same' | 'grown' | 'forked' | 'unproven' | 'other-log' | 'other-key'

/**
 * Compares two heads by the proofs in them and in other heads of the same log. The caller must check signatures: for
 * an unsigned head the result means nothing.
 */
export function compareAuditLogHeads(
  one: SignedAuditLogHead,
  other: SignedAuditLogHead,
  bridges: readonly SignedAuditLogHead[] = [],
): HeadComparison {
  if (one.head.log !== other.head.log) return 'other-log'
  if (one.head.key !== other.head.key) return 'other-key'
  const [older, newer] = one.head.size <= other.head.size ? [one, other] : [other, one]
  if (older.head.size === newer.head.size) {
    return older.head.root === newer.head.root ? 'same' : 'forked'
  }
  const proven = extension(older, newer)
  if (proven !== 'unproven') return proven
  for (const bridge of bridges) {
    const { log, key } = bridge.head
    if (log !== older.head.log || key !== older.head.key) continue
    // Two logs with which a third begins are one log at two sizes.
    const ways = [older, newer].map((head) => extension(head, bridge))
    if (ways.every((way) => way === 'grown')) return 'grown'
    if (ways.includes('forked')) return 'forked'
  }
  return 'unproven'
}

/** Whether the proofs of the newer document lead from the older head to its own. */
function extension(
  { head: { size, root } }: SignedAuditLogHead,
  { head, earlier }: SignedAuditLogHead,
): 'grown' | 'forked' | 'unproven' {
  if (size === head.size) return root === head.root ? 'grown' : 'forked'
  const proofs = earlier.filter((growth) => growth.size === size)
  const holding = proofs.filter((growth) =>
    isConsistent({
      first: { size: growth.size, root: bytesOf(growth.root) },
      second: { size: head.size, root: bytesOf(head.root) },
      path: growth.path.map(bytesOf),
    }),
  )
  if (holding.some((growth) => growth.root === root)) return 'grown'
  // A proof that is valid for another root at this size shows a different signed log.
  return holding.length > 0 ? 'forked' : 'unproven'
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex, 'hex')
}
