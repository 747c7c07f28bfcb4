import { generateKeyPairSync } from 'node:crypto'
import { join } from 'node:path'
import {
  readPublicKey,
  signerOf,
  certifyKey,
  type SealOptions,
  type Signer,
} from '@touchstone/evidence'
import { recordEvent } from '../../access/audit/index.ts'
import { findOrganisationById } from '../../access/organisations/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { readOrMakeKey, type Sealer } from '../../platform/encryption/index.ts'
import {
  findActiveKey,
  insertKey,
  keyHistory,
  retireKey,
  type ActiveKeyRow,
} from './signing-keys-repository.ts'
import type { SigningKeyRow } from './types.ts'

export type Publisher = SealOptions['publisher']
export type PublisherOf = (organisationId: string) => Promise<Publisher>

/** For creating and opening keys: the store, the installation's secret, and the log's key. */
export type KeyRing = { store: Store; sealer: Sealer; keeper: Signer }

export const evidenceKeyFile = 'evidence.key'

const context = { as: 'operator', actor: { kind: 'operator', id: 'evidence-keys' } } as const

/**
 * The key that signs heads of the installation's log and certifies organisations' keys: `evidence.key` in DATA_DIR,
 * created if missing. Without it, the log has to be continued under another key.
 */
export function openEvidenceKey(dataDir: string): Signer {
  const file = join(dataDir, evidenceKeyFile)
  try {
    return signerOf(readOrMakeKey(file, newKey))
  } catch (cause) {
    throw new AppError({
      code: 'bad-configuration',
      message: `${file} does not contain an Ed25519 key in PEM format: restore it from your backup`,
      cause,
    })
  }
}

/** A key that lasts as long as the process, for rehearsals and tests. */
export function ephemeralKey(): Signer {
  return signerOf(newKey())
}

/** An organisation's name and key for sealing; the key is created on first use. */
export function publisherLookup(ring: KeyRing): PublisherOf {
  return (organisationId) =>
    ring.store.transact(context, async (handle) => {
      const name = await nameOf(handle, organisationId)
      const activeKey =
        (await findActiveKey(handle, organisationId)) ??
        (await makeKey(handle, ring, { organisationId, name, follows: null }))
      const { statement, signature } = activeKey
      return { name, signer: openKey(ring, activeKey), vouched: { statement, signature } }
    })
}

/**
 * Replaces an organisation's sealing key. The previous private key is deleted; its seals stay verifiable, since
 * packages contain the public key.
 */
export async function rotateKey(
  ring: Omit<KeyRing, 'store'>,
  { handle, organisationId }: { handle: Transaction; organisationId: string },
): Promise<{ id: string; follows: string | null }> {
  const name = await nameOf(handle, organisationId)
  const before = await findActiveKey(handle, organisationId, { forUpdate: true })
  if (before !== undefined) {
    // With another secret or folder, the new key could not be opened by any server.
    openKey(ring, before)
    if (before.by !== ring.keeper.publicKey.id) throw otherKeeper()
    await retireKey(handle, before.id)
  }
  const follows = before?.id ?? null
  const { id } = await makeKey(handle, ring, { organisationId, name, follows })
  return { id, follows }
}

/** All current and retired keys of an organisation, newest first. */
export function keysOf(handle: Transaction, organisationId: string): Promise<SigningKeyRow[]> {
  return keyHistory(handle, organisationId)
}

async function makeKey(
  handle: Transaction,
  { sealer, keeper }: Omit<KeyRing, 'store'>,
  options: { organisationId: string; name: string; follows: string | null },
): Promise<ActiveKeyRow> {
  const { organisationId, name, follows } = options
  const pem = newKey()
  const { id, pem: publicKey } = signerOf(pem).publicKey
  const madeAt = new Date()
  const statement = { key: id, holder: name, since: madeAt.toISOString(), follows }
  const keyRow = {
    id,
    publicKey,
    madeAt,
    sealed: sealer.seal(Buffer.from(pem), purposeOf(organisationId, id)),
    ...(await certifyKey(keeper, statement)),
  }
  if (await insertKey(handle, organisationId, keyRow)) {
    await recordEvent({
      handle,
      organisationId,
      action: follows === null ? 'evidence-key-made' : 'evidence-key-rotated',
      subject: { kind: 'organisation', id: organisationId },
      detail: { key: id, ...(follows !== null && { follows }) },
    })
  }
  // If another process came first, its key is used.
  const activeKey = await findActiveKey(handle, organisationId)
  if (activeKey === undefined) throw new Error('an evidence key was created and is missing')
  return activeKey
}

function openKey({ sealer }: Pick<KeyRing, 'sealer'>, activeKey: ActiveKeyRow): Signer {
  const pem = sealer
    .open(activeKey.sealed, purposeOf(activeKey.organisationId, activeKey.id))
    .toString()
  const signer = signerOf(pem)
  if (
    signer.publicKey.id === activeKey.id &&
    readPublicKey(activeKey.publicKey).id === activeKey.id
  )
    return signer
  throw new Error(`evidence key ${activeKey.id} is not the one that was sealed under its name`)
}

function purposeOf(organisationId: string, id: string): string {
  return `evidence key ${id} of ${organisationId}`
}

async function nameOf(handle: Transaction, organisationId: string): Promise<string> {
  const organisation = await findOrganisationById(handle, organisationId)
  if (organisation === undefined) throw new Error(`there is no organisation ${organisationId}`)
  return organisation.name
}

function otherKeeper(): AppError {
  return new AppError({
    code: 'bad-configuration',
    message:
      'DATA_DIR/evidence.key is not the key of the log in this store: pass the server’s data folder',
  })
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519')
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
