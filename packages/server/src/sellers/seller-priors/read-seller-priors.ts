import type { ReadSellerPriors } from '../../listings/queue/index.ts'
import { findAccountDecisions } from './repository.ts'
import { sellerPriorsOf } from './types.ts'

/** Reads what an organisation's decisions say of sellers, to order lists by. */
export function sellerPriorReader({ clock }: { clock: () => number }): ReadSellerPriors {
  return async (handle, reader) => {
    const now = new Date(clock())
    return sellerPriorsOf(await findAccountDecisions(handle, { ...reader, now }), now)
  }
}
