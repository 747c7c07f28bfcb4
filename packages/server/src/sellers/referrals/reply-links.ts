import { randomBytes, randomUUID } from 'node:crypto'
import type { ReplyLinkView } from '@touchstone/contract'
import { z } from 'zod'
import { hashSecret, type Actor } from '../../access/organisations/index.ts'
import { recordEvent } from '../../access/audit/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { requirePreparer } from './draft-referral.ts'
import {
  insertReplyLink,
  replyLinksOf,
  revokeReplyLinks,
  type ReplyLinkRow,
} from './reply-links-repository.ts'
import { requireOwn, requireReader, requireState } from './require-referral.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T; now: Date }
type LinkView = Outgoing<ReplyLinkView>

const day = 86_400_000

export async function listReplyLinks({
  handle,
  actor,
  input: { id },
}: Omit<ServiceInput<{ id: string }>, 'now'>): Promise<LinkView[]> {
  const { row } = await requireOwn({ handle, actor: requireReader(actor), id })
  return (await replyLinksOf(handle, row.id)).map(toView)
}

/**
 * Issues the link by which a recipient without an account replies, and revokes the earlier one. Only the hash of its
 * token is stored.
 */
export async function issueReplyLink({
  handle,
  actor,
  input: { id, days },
  now,
}: ServiceInput<{ id: string; days: number }>): Promise<{
  link: LinkView
  token: string
}> {
  const { row } = await requireOwn({ handle, actor: requirePreparer(actor), id, lock: true })
  requireState(row, ['sent', 'acknowledged', 'closed'], 'replied to')
  const { organisationId } = row
  if (row.recipientId !== null) {
    throw new AppError({
      code: 'referral-step-unavailable',
      message: 'the recipient has an account here and replies there: no link is issued',
    })
  }
  await revokeReplyLinks(handle, { referralId: id, now })
  const token = randomBytes(32).toString('base64url')
  const link = randomUUID()
  const expiresAt = new Date(now.getTime() + days * day)
  const hash = hashSecret(token)
  await insertReplyLink(handle, { id: link, referralId: id, organisationId, expiresAt, hash })
  await recordEvent({
    handle,
    organisationId,
    action: 'referral-reply-link-issued',
    subject: { kind: 'referral', id },
    detail: { replyLink: link, expiresAt: expiresAt.toISOString() },
  })
  return {
    link: toView(await requireLink(handle, id, link)),
    token,
  }
}

/** Revokes a link; one that was revoked before stays so. */
export async function revokeReplyLink({
  handle,
  actor,
  input: { id, link },
  now,
}: ServiceInput<{ id: string; link: string }>): Promise<LinkView> {
  const { row } = await requireOwn({ handle, actor: requirePreparer(actor), id, lock: true })
  await requireLink(handle, row.id, link)
  const revoked = await revokeReplyLinks(handle, { referralId: row.id, id: link, now })
  if (revoked.length > 0) {
    await recordEvent({
      handle,
      organisationId: row.organisationId,
      action: 'referral-reply-link-revoked',
      subject: { kind: 'referral', id: row.id },
      detail: { replyLink: link },
    })
  }
  return toView(await requireLink(handle, row.id, link))
}

async function requireLink(handle: Transaction, id: string, link: string): Promise<ReplyLinkRow> {
  const found = z.uuid().safeParse(link).success
    ? (await replyLinksOf(handle, id)).find((one) => one.id === link)
    : undefined
  if (found !== undefined) return found
  const message = `the referral has no reply link ${link}`
  throw new AppError({ code: 'not-found', message, pointer: '/link' })
}

function toView({ id, createdAt, expiresAt, revokedAt, lastUsedAt }: ReplyLinkRow): LinkView {
  return { id, createdAt, expiresAt, revokedAt, lastUsedAt }
}
