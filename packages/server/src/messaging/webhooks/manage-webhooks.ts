import { randomUUID } from 'node:crypto'
import { WebhookInput, WebhookChangeInput } from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, parseInput } from '../../platform/errors/index.ts'
import { refusalOfAddress, type PostOptions } from '../../platform/outbound/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import {
  generateSecret,
  hostOf,
  maxReplayed,
  maxWebhooks,
  overlapHours,
  secretPurpose,
  type Webhook,
} from './types.ts'
import { mayManageWebhooks } from './policy.ts'
import {
  disableWebhooksOfMaker,
  expireSecrets,
  findWebhook,
  insertSecret,
  insertWebhook,
  findWebhooks,
  markWebhookRemoved,
  pageOfDeliveries,
  requeueEvent,
  requeueEvents,
  updateWebhook,
  type DeliveryRow,
} from './repository.ts'

/** Settings of the installation for webhooks. */
export type WebhookSettings = {
  sealer: Sealer
  /** Hosts in the operator's own network that webhooks may call. */
  allow: PostOptions['allow']
}

type ServiceInput = { handle: Transaction; actor: Actor; organisationId: string }
type WebhookTarget = ServiceInput & { id: string }

export async function listWebhooks(options: ServiceInput): Promise<Webhook[]> {
  refuseOthers(options)
  return findWebhooks(options.handle, options.organisationId)
}

/** Adds a webhook. Its secret is stored encrypted and never shown again. */
export async function addWebhook(
  options: ServiceInput & { input: unknown; settings: WebhookSettings },
): Promise<{ webhook: Webhook; secret: string }> {
  refuseOthers(options)
  const { handle, organisationId, settings } = options
  const { url, types, label } = parseInput(WebhookInput, options.input)
  checkAddress(url, settings)
  if ((await findWebhooks(handle, organisationId)).length >= maxWebhooks) {
    throw new AppError({
      code: 'webhook-limit-reached',
      message: `the organisation has ${maxWebhooks} webhooks, the maximum: remove one first`,
    })
  }
  const webhook = await insertWebhook(handle, {
    id: randomUUID(),
    organisationId,
    url,
    label: label ?? null,
    types: [...new Set(types)],
    madeBy: makerOf(options.actor),
  })
  const secret = await newSecret(options, webhook.id)
  await record(options, 'webhook-added', webhook.id, { host: hostOf(url), types: webhook.types })
  return { webhook, secret }
}

export async function changeWebhook(
  options: WebhookTarget & { input: unknown; settings: WebhookSettings },
): Promise<Webhook> {
  const before = await find(options)
  const change = parseInput(WebhookChangeInput, options.input)
  if (change.url !== undefined) checkAddress(change.url, options.settings)
  if (Object.keys(change).length === 0) return before
  const { url, label, types, enabled } = change
  const webhook = await updateWebhook(options.handle, before.id, {
    ...(url !== undefined && { url }),
    ...(label !== undefined && { label }),
    ...(types !== undefined && { types: [...new Set(types)] }),
    ...(enabled !== undefined && { enabled }),
    // The user who enables it is responsible from then on.
    ...(enabled === true && { madeBy: makerOf(options.actor) }),
  })
  await record(options, 'webhook-changed', webhook.id, {
    fields: Object.keys(change),
    host: hostOf(webhook.url),
    enabled: webhook.enabled,
  })
  return webhook
}

/**
 * Disables the webhooks of a member who may no longer add them, since they send events of the whole organisation; an
 * authorised member can enable them again.
 */
export async function disableWebhooksOf(
  handle: Transaction,
  { organisationId, ...maker }: { organisationId: string; madeBy: string; hasLeft: boolean },
): Promise<void> {
  for (const id of await disableWebhooksOfMaker(handle, { organisationId, ...maker })) {
    const subject = { kind: 'webhook', id } as const
    const detail = { reason: 'maker-limited' }
    await recordEvent({ handle, organisationId, action: 'webhook-disabled', subject, detail })
  }
}

export async function removeWebhook(options: WebhookTarget): Promise<void> {
  const { id, url } = await find(options)
  await markWebhookRemoved(options.handle, id)
  await record(options, 'webhook-removed', id, { host: hostOf(url) })
}

/** Creates a new secret; until `earlierExpiresAt` the previous one also signs every delivery. */
export async function rotateSecret(
  options: WebhookTarget & { settings: WebhookSettings },
): Promise<{ secret: string; earlierExpiresAt: Date }> {
  const { id } = await find(options)
  const earlierExpiresAt = new Date(Date.now() + overlapHours * 3_600_000)
  await expireSecrets(options.handle, id, earlierExpiresAt)
  const secret = await newSecret(options, id)
  await record(options, 'webhook-secret-rotated', id, {})
  return { secret, earlierExpiresAt }
}

export async function listDeliveries(
  options: WebhookTarget & { input: { limit: number; after?: { at: Date; id: string } } },
): Promise<DeliveryRow[]> {
  const { id } = await find(options)
  return pageOfDeliveries(options.handle, id, options.input)
}

export async function resendEvent(options: WebhookTarget & { event: string }): Promise<void> {
  const { handle, organisationId, event } = options
  const { id } = await find(options)
  const isThere = z.uuid().safeParse(event).success
  if (!isThere || !(await requeueEvent(handle, organisationId, id, event))) {
    throw new AppError({
      code: 'not-found',
      message: `there is no event ${event}; events are kept for 30 days`,
      pointer: '/event',
    })
  }
  await record(options, 'webhook-resent', id, { event })
}

export type ReplayResult = { resent: number; next: { at: Date; id: string } | undefined }

/** Resends all events of a period that the webhook subscribes to, whether delivered or not. */
export async function replayEvents(
  options: WebhookTarget & {
    input: { since: Date; until?: Date; after?: { at: Date; id: string } }
  },
): Promise<ReplayResult> {
  const { handle, organisationId } = options
  const { since, until = new Date(), after } = options.input
  const { id, types } = await find(options)
  const limit = maxReplayed
  const sent = await requeueEvents(handle, {
    organisationId,
    webhookId: id,
    types,
    since,
    until,
    limit,
    ...(after && { after }),
  })
  await record(options, 'webhook-resent', id, { since, until, events: sent.length })
  return { resent: sent.length, next: sent.length === limit ? sent.at(-1) : undefined }
}

async function newSecret(
  { handle, organisationId, settings }: ServiceInput & { settings: WebhookSettings },
  webhookId: string,
): Promise<string> {
  const secret = generateSecret()
  const sealed = settings.sealer.seal(Buffer.from(secret), secretPurpose(webhookId))
  await insertSecret(handle, { id: randomUUID(), organisationId, webhookId, sealed })
  return secret
}

/** Another organisation's and a nonexistent one look the same. */
async function find(options: WebhookTarget): Promise<Webhook> {
  refuseOthers(options)
  const { handle, organisationId, id } = options
  const isThere = z.uuid().safeParse(id).success
  const webhook = isThere ? await findWebhook(handle, organisationId, id) : undefined
  if (webhook !== undefined) return webhook
  throw new AppError({ code: 'not-found', message: `there is no webhook ${id}`, pointer: '/id' })
}

/** The responsible user: for a key, its creator. */
function makerOf(actor: Actor): string | null {
  if (actor.kind === 'operator') return null
  return actor.kind === 'person' ? actor.id : (actor.madeBy ?? null)
}

function refuseOthers({ actor, organisationId }: ServiceInput): void {
  if (mayManageWebhooks(actor, organisationId)) return
  throw new AppError({
    code: 'permission-required',
    message:
      'only admins of the organisation and keys with the scope webhooks:write can manage webhooks',
  })
}

function checkAddress(url: string, { allow }: WebhookSettings): void {
  const refusal = refusalOfAddress(url, allow)
  if (refusal === undefined) return
  throw new AppError({
    code: 'webhook-address-refused',
    message: `/url ${JSON.stringify(url.slice(0, 200))} cannot be used: ${refusal}`,
    pointer: '/url',
  })
}

async function record(
  { handle, organisationId }: ServiceInput,
  action: AuditAction,
  id: string,
  detail: Record<string, unknown>,
): Promise<void> {
  await recordEvent({ handle, organisationId, action, subject: { kind: 'webhook', id }, detail })
}
