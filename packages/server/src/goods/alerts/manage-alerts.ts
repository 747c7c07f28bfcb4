import { randomUUID } from 'node:crypto'
import type { AlertInput, AlertView } from '@touchstone/contract'
import { canonicalBytes } from '@touchstone/evidence'
import { z } from 'zod'
import { recordEvent } from '../../access/audit/index.ts'
import { contextOf, organisationOf, type Actor } from '../../access/organisations/index.ts'
import type { PublisherOf } from '../../investigation/evidence/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { requireReadingActor } from '../batches/index.ts'
import { normaliseGtin, requireIssuer } from '../gtin-prefixes/index.ts'
import { mayPublishAlerts } from './policy.ts'
import {
  findAlert,
  insertAlert,
  pageOfAlerts,
  updateWithdrawn,
  type AlertRow,
  type SignedStatement,
} from './repository.ts'

type Options = { store: Store; publisherOf: PublisherOf; actor: Actor }

/** Publishes an alert about goods with the organisation's own numbers, signed with its key. */
export async function publishAlert({
  store,
  publisherOf,
  actor,
  input,
}: Options & { input: AlertInput }): Promise<Outgoing<AlertView>> {
  const organisationId = requirePublishingActor(actor)
  const gtin = normaliseGtin(input.gtin)
  for (const field of ['title', 'text'] as const) refuseAddresses(input[field], `/${field}`)
  await store.transact(contextOf(actor), (handle) =>
    requireIssuer(handle, { organisationId, gtin }),
  )
  const id = randomUUID()
  const publishedAt = new Date()
  const { batches, serials, title, text, isDangerous } = input
  const about = { gtin, batches, serials, title, text, isDangerous }
  const signed = await sign(publisherOf, organisationId, {
    type: 'touchstone.alert.1',
    id,
    ...about,
    publishedAt: publishedAt.toISOString(),
  })
  return store.transact(contextOf(actor), async (handle) => {
    await insertAlert(handle, { id, organisationId, ...about, publishedAt, signed })
    await recordEvent({
      handle,
      organisationId,
      action: 'alert-published',
      subject: { kind: 'alert', id },
      detail: { gtin, isDangerous },
    })
    return toAlertView(await requireAlert(handle, { organisationId, id }))
  })
}

/** Withdraws an alert: whoever read it learns that, and why. */
export async function withdrawAlert({
  store,
  publisherOf,
  actor,
  id,
  reason,
}: Options & { id: string; reason: string }): Promise<Outgoing<AlertView>> {
  const organisationId = requirePublishingActor(actor)
  refuseAddresses(reason, '/action/reason')
  const before = await store.transact(contextOf(actor), (handle) =>
    requireAlert(handle, { organisationId, id }),
  )
  if (before.withdrawnAt !== null) return toAlertView(before)
  const at = new Date()
  const type = 'touchstone.alert-withdrawal.1'
  const statement = { type, alert: id, reason, withdrawnAt: at.toISOString() }
  const signed = await sign(publisherOf, organisationId, statement)
  return store.transact(contextOf(actor), async (handle) => {
    const { withdrawnAt } = await requireAlert(handle, { organisationId, id, lock: true })
    if (withdrawnAt === null) {
      await updateWithdrawn(handle, { id, at, reason, signed })
      await recordEvent({
        handle,
        organisationId,
        action: 'alert-withdrawn',
        subject: { kind: 'alert', id },
      })
    }
    return toAlertView(await requireAlert(handle, { organisationId, id }))
  })
}

export async function listAlerts(
  { handle, actor }: { handle: Transaction; actor: Actor },
  input: Omit<Parameters<typeof pageOfAlerts>[1], 'organisationId'>,
): Promise<AlertRow[]> {
  return pageOfAlerts(handle, { organisationId: requireReadingActor(actor), ...input })
}

export function toAlertView({ organisationId: _, ...alert }: AlertRow): Outgoing<AlertView> {
  return alert
}

async function sign(
  publisherOf: PublisherOf,
  organisationId: string,
  statement: object,
): Promise<SignedStatement> {
  const { name, signer, vouched } = await publisherOf(organisationId)
  const bytes = canonicalBytes({ ...statement, maker: name, key: signer.publicKey.id })
  return {
    statement: bytes.toString('utf8'),
    signature: (await signer.sign(bytes)).toString('base64'),
    publicKey: signer.publicKey.pem,
    keyStatement: vouched?.statement.toString('utf8') ?? '',
    keySignature: vouched?.signature.toString('base64') ?? '',
  }
}

/** An alert is about goods. Who sells them is decided elsewhere, and heard first. */
function refuseAddresses(text: string, pointer: string): void {
  const found = /https?:|www\.|@/i.exec(text)
  if (found === null) return
  throw new AppError({
    code: 'alert-names-address',
    message: `${pointer} contains ${JSON.stringify(found[0])}: an alert names goods and codes, and no seller; leave out web and email addresses`,
    pointer,
  })
}

async function requireAlert(
  handle: Transaction,
  search: { organisationId: string; id: string; lock?: boolean },
): Promise<AlertRow> {
  const isId = z.uuid().safeParse(search.id).success
  const alert = isId ? await findAlert(handle, search) : undefined
  if (alert !== undefined) return alert
  throw new AppError({
    code: 'not-found',
    message: `there is no alert ${search.id}`,
    pointer: '/id',
  })
}

function requirePublishingActor(actor: Actor): string {
  if (mayPublishAlerts(actor)) return organisationOf(actor)
  throw new AppError({
    code: 'permission-required',
    message: 'only admins and analysts who see the whole organisation publish and withdraw alerts',
  })
}
