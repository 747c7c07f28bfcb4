import { canonicalBytes } from '../canonical/index.ts'
import type { Signer } from '../signing-keys/index.ts'
import { KeyStatement } from './model.ts'

/** The statement on a key in canonical JSON, and the signature of the keeper of the log under it. */
export type VouchedKey = { statement: Buffer; signature: Buffer }

/**
 * States whose key it is, signed with the key of the log: verifiers who trust that key need not ask every publisher
 * for its own, nor again after each rotation.
 */
export async function certifyKey(
  keeper: Signer,
  keyFacts: Pick<KeyStatement, 'key' | 'holder' | 'since' | 'follows'>,
): Promise<VouchedKey> {
  const statement = canonicalBytes(
    KeyStatement.parse({ type: 'touchstone-evidence/key/1', ...keyFacts, by: keeper.publicKey.id }),
  )
  return { statement, signature: await keeper.sign(statement) }
}
