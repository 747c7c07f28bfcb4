import { canonicalBytes } from '../canonical/index.ts'
import { MerkleLog } from '../merkle-log/index.ts'
import type { PublicKey, Signer } from '../signing-keys/index.ts'
import type { TreeHead } from './model.ts'

/** The log's receipt for an entry. */
export type Logged = {
  index: number
  head: TreeHead
  /** Over the canonical JSON of the head. */
  signature: Buffer
  path: Buffer[]
  /** For each earlier size that was asked about, the proof that the log grew from it. */
  consistency: Buffer[][]
}

/** A log that receives seals; the installation has one, and never removes an entry. */
export type SealLog = {
  key: PublicKey
  append: (entry: Buffer, earlier: readonly number[]) => Promise<Logged>
}

/** A log in memory, for rehearsals and tests: it is gone with the process. */
export function memoryLog(signer: Signer, now: () => Date): SealLog {
  const tree = new MerkleLog()
  return {
    key: signer.publicKey,
    append: async (entry, earlier) => {
      const index = tree.append(entry)
      const head: TreeHead = {
        type: 'touchstone-evidence/tree-head/1',
        log: signer.publicKey.id,
        size: tree.size,
        root: tree.root().toString('hex'),
        at: now().toISOString(),
      }
      return {
        index,
        head,
        signature: await signer.sign(canonicalBytes(head)),
        path: tree.inclusionProof(index),
        consistency: earlier.map((size) => tree.consistencyProof(size, head.size)),
      }
    },
  }
}
