import { signCodeKeyList, type SignedCodeKeyList, type Signer } from '@touchstone/evidence'
import type { Context, Store } from '../../platform/db/index.ts'
import { findPublishedKeys } from './repository.ts'

const asReader: Context = { as: 'operator', actor: { kind: 'operator', id: 'published-code-keys' } }

/** The keys of all makers, retired and revoked ones too, signed with the key of the evidence log. */
export async function publishCodeKeys(
  store: Store,
  keeper: Signer,
  now: Date,
): Promise<SignedCodeKeyList> {
  const rows = await store.transact(asReader, findPublishedKeys)
  return signCodeKeyList(keeper, {
    at: now.toISOString(),
    keys: rows.map(({ id, publicKey, holder, prefixes, logIndex, ...times }) => ({
      key: id,
      publicKey: publicKey.replaceAll(/-----[^-]+-----|\s/g, ''),
      holder,
      prefixes,
      since: times.madeAt.toISOString(),
      retiredAt: times.retiredAt?.toISOString() ?? null,
      revokedAt: times.revokedAt?.toISOString() ?? null,
      logIndex,
    })),
  })
}
