import { listCapturesOfSeller, findCapture, itemsOf } from '../../investigation/evidence/index.ts'
import type { CaptureRow, EvidenceItemRow } from '../../investigation/evidence/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { SellerPseudonym } from './seller-repository.ts'

export type StoredCapture = CaptureRow & { items: EvidenceItemRow[] }

/** A page of captures of a seller's listings, by id. */
export async function pageOfCaptures(
  handle: Transaction,
  { after, limit, ...ofSeller }: SellerPseudonym & { after: string | undefined; limit: number },
): Promise<StoredCapture[]> {
  const captures: StoredCapture[] = []
  for (const { id } of await listCapturesOfSeller(handle, ofSeller, { after, limit })) {
    const capture = await findCapture(handle, id)
    if (capture !== undefined) captures.push({ ...capture, items: await itemsOf(handle, id) })
  }
  return captures
}
