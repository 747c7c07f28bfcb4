import { generateKeyPairSync } from 'node:crypto'
import type { CodeKeyView } from '@touchstone/contract'
import {
  certifyCodeKey,
  signerOf,
  withdrawCodeKey,
  type SealLog,
  type Signer,
} from '@touchstone/evidence'
import { recordEvent } from '../../access/audit/index.ts'
import {
  contextOf,
  findOrganisationById,
  organisationOf,
  type Actor,
} from '../../access/organisations/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { requireReadingActor } from '../batches/index.ts'
import { mayManageCodeKeys } from './policy.ts'
import {
  findCodeKeys,
  insertCodeKey,
  retireCodeKey,
  revokeCodeKey,
  type CodeKeyRow,
} from './repository.ts'

/** The key of the evidence log, which vouches for makers' keys, and the log, which keeps what it said. */
export type CodeKeyRing = { store: Store; sealer: Sealer; keeper: Signer; log: SealLog }

type NewCodeKey = Outgoing<CodeKeyView> & { privateKey: string | null }

/**
 * Makes a key for codes, which replaces the current one. The log vouches for it before it is stored: if the server dies
 * in between, the log names a key that nobody has.
 */
export async function createCodeKey({
  store,
  sealer,
  keeper,
  log,
  actor,
  heldBy,
}: CodeKeyRing & { actor: Actor; heldBy: 'server' | 'maker' }): Promise<NewCodeKey> {
  const organisationId = requireManagingActor(actor)
  const { holder, before } = await store.transact(contextOf(actor), async (handle) => {
    const organisation = await findOrganisationById(handle, organisationId)
    return { holder: organisation?.name ?? '', before: await findKeyInUse(handle, organisationId) }
  })
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const { id, pem: publicKey } = signerOf(pem).publicKey
  const madeAt = new Date()
  const follows = before?.id ?? null
  const facts = { key: id, holder, since: madeAt.toISOString(), follows }
  const { statement, signature } = await certifyCodeKey(keeper, facts)
  const { index: logIndex } = await log.append(statement, [])
  const isStored = heldBy === 'server'
  const sealed = isStored ? sealer.seal(Buffer.from(pem), purposeOf(organisationId, id)) : null
  const key = { id, publicKey, sealed, statement, signature, logIndex, madeAt }
  return store.transact(contextOf(actor), async (handle) => {
    const current = await findKeyInUse(handle, organisationId)
    if ((current?.id ?? null) !== follows) throw changedMeanwhile()
    await retireCodeKey(handle, { organisationId, at: madeAt })
    if (!(await insertCodeKey(handle, organisationId, key))) throw changedMeanwhile()
    await recordEvent({
      handle,
      organisationId,
      action: follows === null ? 'code-key-made' : 'code-key-rotated',
      subject: { kind: 'code-key', id },
      detail: { heldBy, ...(follows !== null && { follows }) },
    })
    const view = toCodeKeyView({ ...key, retiredAt: null, revokedAt: null })
    return { ...view, privateKey: isStored ? null : pem }
  })
}

/** Revokes a key: the log says from when on its signatures prove nothing. */
export async function revokeKey({
  store,
  keeper,
  log,
  actor,
  id,
}: Omit<CodeKeyRing, 'sealer'> & { actor: Actor; id: string }): Promise<Outgoing<CodeKeyView>> {
  const organisationId = requireManagingActor(actor)
  const find = async (handle: Transaction): Promise<CodeKeyRow> => {
    const keys = await findCodeKeys(handle, organisationId)
    const key = keys.find((one) => one.id === id)
    if (key !== undefined) return key
    throw new AppError({ code: 'not-found', message: `there is no key ${id}`, pointer: '/id' })
  }
  const before = await store.transact(contextOf(actor), find)
  if (before.revokedAt !== null) return toCodeKeyView(before)
  const at = new Date()
  const { statement } = await withdrawCodeKey(keeper, { key: id, since: at.toISOString() })
  await log.append(statement, [])
  return store.transact(contextOf(actor), async (handle) => {
    await revokeCodeKey(handle, { id, at })
    await recordEvent({
      handle,
      organisationId,
      action: 'code-key-revoked',
      subject: { kind: 'code-key', id },
    })
    return toCodeKeyView(await find(handle))
  })
}

export async function listCodeKeys({
  handle,
  actor,
}: {
  handle: Transaction
  actor: Actor
}): Promise<Outgoing<CodeKeyView>[]> {
  return (await findCodeKeys(handle, requireReadingActor(actor))).map(toCodeKeyView)
}

export function purposeOf(organisationId: string, id: string): string {
  return `code key ${id} of ${organisationId}`
}

async function findKeyInUse(
  handle: Transaction,
  organisationId: string,
): Promise<CodeKeyRow | undefined> {
  const keys = await findCodeKeys(handle, organisationId)
  return keys.find(({ retiredAt }) => retiredAt === null)
}

function toCodeKeyView({ id, publicKey, ...row }: CodeKeyRow): Outgoing<CodeKeyView> {
  const { madeAt, retiredAt, revokedAt, logIndex } = row
  const state = revokedAt !== null ? 'revoked' : retiredAt !== null ? 'retired' : 'in-use'
  return { id, publicKey, state, madeAt, retiredAt, revokedAt, logIndex }
}

function requireManagingActor(actor: Actor): string {
  if (mayManageCodeKeys(actor)) return organisationOf(actor)
  throw new AppError({
    code: 'permission-required',
    message: 'only admins who see the whole organisation make and revoke keys for codes',
  })
}

function changedMeanwhile(): AppError {
  return new AppError({
    code: 'code-key-replaced',
    message: 'someone else made a key meanwhile: look at the keys again',
  })
}
