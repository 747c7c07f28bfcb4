import type { PublicKey, SignedAuditLogHead, Signer } from '@touchstone/evidence'
import type { Store } from '../platform/db/index.ts'
import type { HeadFiles } from './head-files.ts'
import { context } from './model.ts'
import { sealEntries } from './seal-entries.ts'
import { headToPack } from './signed-heads.ts'

/** What seals the audit logs of an installation, under one key. */
export type AuditLog = {
  key: PublicKey
  /** Undefined where the installation has no folder. */
  files: HeadFiles | undefined
  /** Gives a leaf to every committed entry that has none, or to those of one organisation, and signs heads. */
  seal(how?: { only?: string; onFault?: (error: unknown) => void }): Promise<void>
  /** The head that goes into an evidence package, with all entries up to now. */
  headToPack(organisationId: string): Promise<SignedAuditLogHead | undefined>
}

export function openAuditLog(asked: {
  store: Store
  signer: Signer
  files?: HeadFiles | undefined
  now?: () => Date
}): AuditLog {
  const { store, signer, files, now = () => new Date() } = asked
  const seal: AuditLog['seal'] = (how) => sealEntries({ store, signer, files, now, ...how })
  return {
    key: signer.publicKey,
    files,
    seal,
    headToPack: async (organisationId) => {
      await seal({ only: organisationId })
      return store.transact(context, (handle) => headToPack(handle, organisationId))
    },
  }
}
