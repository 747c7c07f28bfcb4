import { createHmac, randomBytes } from 'node:crypto'
import { networkOf } from '../../access/users/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { findNetworkKey, insertNetworkKey } from './repository.ts'

/**
 * The hash of a caller's network under the key of the day, which is thrown away at its end. Hashes for two purposes
 * cannot be linked.
 */
export async function hashNetworkOfToday(
  handle: Transaction,
  { address, purpose = '' }: { address: string; purpose?: string },
): Promise<Buffer> {
  return hashOfNetwork(await networkKeyOfToday(handle), purpose + networkOf(address))
}

/** What is hashed of a network, under the key of the day. */
function hashOfNetwork(key: Buffer, network: string): Buffer {
  return createHmac('sha256', key).update(network).digest().subarray(0, 16)
}

async function networkKeyOfToday(handle: Transaction): Promise<Buffer> {
  const found = await findNetworkKey(handle)
  if (found !== undefined) return found
  await insertNetworkKey(handle, randomBytes(32))
  const made = await findNetworkKey(handle)
  if (made === undefined) throw new Error('the key of the day was not inserted')
  return made
}
