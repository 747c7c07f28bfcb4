import type { PublicKey, SignedAuditLogHead, Signer } from '@touchstone/evidence'
import type { Transaction, Store } from '../../platform/db/index.ts'
import type { HeadFiles } from './head-files.ts'
import { headKeeper } from './keep-heads.ts'
import type { EarlierKey } from './log-keys.ts'
import { sealingContext } from './types.ts'
import { sealEntries } from './seal-entries.ts'
import { findHeadForPackage } from './signed-heads.ts'

/** Seals the audit logs of an installation under one key. */
export type AuditLog = {
  key: PublicKey
  earlier: readonly EarlierKey[]
  /** Undefined if the installation has no folder. */
  files: HeadFiles | undefined
  /** Gives a leaf to every committed entry without one, or to those of one organisation, and signs heads. */
  seal(how?: { only?: string; onFault?: (error: unknown) => void }): Promise<void>
  /** Writes the newest head of every log to the folder; each call continues from the previous one. */
  keepHeads: ((onFault: (error: unknown) => void) => () => Promise<void>) | undefined
  /** The head for an evidence package, covering all entries so far. */
  headToPack(organisationId: string): Promise<SignedAuditLogHead | undefined>
}

export function openAuditLog(options: {
  store: Store
  signer: Signer
  files?: HeadFiles | undefined
  now?: () => Date
  earlier?: readonly EarlierKey[] | undefined
  /** Throws if the store has been switched to another key. */
  demandKey?: ((handle: Transaction) => Promise<void>) | undefined
}): AuditLog {
  const { store, signer, files, demandKey, now = () => new Date() } = options
  const { earlier = [] } = options
  const key = signer.publicKey
  const seal: AuditLog['seal'] = (how) =>
    sealEntries({ store, signer, files, now, demandKey, ...how })
  return {
    key,
    earlier,
    files,
    seal,
    keepHeads: files && ((onFault) => headKeeper({ store, files, key, earlier, onFault })),
    headToPack: async (organisationId) => {
      await seal({ only: organisationId })
      return store.transact(sealingContext, (handle) => findHeadForPackage(handle, organisationId))
    },
  }
}
