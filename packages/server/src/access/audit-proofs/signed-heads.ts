import { consistencyRanges, readPublicKey, type SignedAuditLogHead } from '@touchstone/evidence'
import type { Transaction } from '../../platform/db/index.ts'
import { logIdOf, logNameOf } from './types.ts'
import {
  listHeads,
  recordPackedSize,
  packedSizes,
  rangesOf,
  type HeadRow,
} from './tree-repository.ts'

const mostPacked = 64

export type HeadQuery = {
  organisationId: string | null
  /** Defaults to the newest. */
  size?: number | undefined
  /** Earlier sizes to prove growth from; by default, those of heads in packages. */
  since?: readonly number[] | undefined
}

/** A signed head with its proofs; undefined if no head of that size was signed. */
export async function signedHead(
  handle: Transaction,
  { organisationId, size, since }: HeadQuery,
): Promise<SignedAuditLogHead | undefined> {
  const id = logIdOf(organisationId)
  const before = size === undefined ? undefined : size + 1
  const [row] = await listHeads(handle, id, { limit: 1, before })
  if (row === undefined || (size !== undefined && row.size !== size)) return undefined
  const sizes = since ?? (await packedSizes(handle, id, mostPacked))
  return documentOf(handle, id, row, sizes)
}

/** The newest head for an evidence package, with proofs that it extends those in earlier packages. */
export async function findHeadForPackage(
  handle: Transaction,
  organisationId: string,
): Promise<SignedAuditLogHead | undefined> {
  const head = await signedHead(handle, { organisationId })
  if (head !== undefined) await recordPackedSize(handle, logIdOf(organisationId), head.head.size)
  return head
}

async function documentOf(
  handle: Transaction,
  id: string,
  { size, at, root, key, signature }: HeadRow,
  since: readonly number[],
): Promise<SignedAuditLogHead> {
  const sizes = [...new Set(since)].filter((earlierSize) => earlierSize > 0 && earlierSize < size)
  const earlier: SignedAuditLogHead['earlier'] = []
  for (const first of sizes) {
    const ranges = [{ start: 0, end: first }, ...consistencyRanges(first, size)]
    const [before, ...path] = await rangesOf(handle, id, ranges)
    earlier.push({ size: first, root: hexOf(before), path: path.map(hexOf) })
  }
  return {
    type: 'touchstone-audit-log/signed-head/1',
    head: {
      type: 'touchstone-audit-log/head/1',
      log: logNameOf(id),
      key: readPublicKey(key).id,
      size,
      root: hexOf(root),
      at: at.toISOString(),
    },
    signature: signature.toString('base64'),
    key,
    earlier,
  }
}

function hexOf(bytes: Buffer | undefined): string {
  return bytes?.toString('hex') ?? ''
}
