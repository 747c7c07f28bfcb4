import type { PublicKey } from '@touchstone/evidence'
import {
  headsOutside,
  provenDemoSample,
  verifyLog,
  type LogKeys,
} from '../../access/audit-proofs/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { sampleOrganisations, sampleUsers } from './sample-alliance.ts'
import { markedAsSample } from './sample-removal-repository.ts'

/** Refuses to sign a removal from a log that is not intact: someone who changed it may want that signature. */
export async function requireIntactLog(
  options: { store: Store; dataDir: string } & LogKeys,
): Promise<void> {
  const { store, dataDir, key, earlier } = options
  const heads = headsOutside(dataDir, null)
  const { findings } = await verifyLog({ store, organisationId: null, key, earlier, heads })
  if (findings.length === 0) return
  throw new AppError({
    code: 'audit-log-tampered',
    message: `the installation’s audit log is not intact, so nothing is removed from it: ${findings.map(({ sentence }) => sentence).join('; ')}; run touchstone doctor`,
  })
}

/**
 * The ids of the sample's users, once everything marked as the sample's is verified: by the list that the
 * installation signed when it created the sample or, if an earlier version created it, by the alliance's slugs and
 * addresses. The mark alone is no proof: the owner of the database can set it.
 */
export async function verifySample(
  handle: Transaction,
  keys: readonly PublicKey[],
): Promise<ReadonlySet<string>> {
  const marked = await markedAsSample(handle)
  const proven = await provenDemoSample(handle, keys)
  const slugs = new Set(sampleOrganisations.map(({ slug }) => slug))
  const emails = new Set(sampleUsers.map(({ email }) => email))
  const strangers = [
    ...marked.organisations.filter(({ id, name }) =>
      proven ? !proven.organisations.includes(id) : !slugs.has(name),
    ),
    ...marked.people.filter(({ id, name }) =>
      proven ? !proven.people.includes(id) : !emails.has(name),
    ),
  ]
  if (strangers.length === 0) return new Set(marked.people.map(({ id }) => id))
  throw new AppError({
    code: 'sample-not-proven',
    message: `${strangers.map(({ name }) => name).join(', ')} ${strangers.length === 1 ? 'is' : 'are'} marked as part of the sample alliance, but this installation created no such ${strangers.length === 1 ? 'one' : 'ones'}: the database was changed from outside; nothing was removed, run touchstone doctor`,
  })
}
