import { capturesOfSeller, findCapture, itemsOf } from '../../investigation/evidence/index.ts'
import type { KeptCapture, KeptItem } from '../../investigation/evidence/index.ts'
import type { Handle } from '../../platform/db/index.ts'
import type { OfSeller } from './seller-repository.ts'

export type HeldCapture = KeptCapture & { items: KeptItem[] }

/** A page of what was captured of a seller's offers, by id. */
export async function pageOfCaptures(
  handle: Handle,
  { after, limit, ...ofSeller }: OfSeller & { after: string | undefined; limit: number },
): Promise<HeldCapture[]> {
  const found: HeldCapture[] = []
  for (const { id } of await capturesOfSeller(handle, ofSeller, { after, limit })) {
    const capture = await findCapture(handle, id)
    if (capture !== undefined) found.push({ ...capture, items: await itemsOf(handle, id) })
  }
  return found
}
