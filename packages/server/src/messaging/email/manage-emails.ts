import type { MessageView, MessageDetailView } from '@touchstone/contract'
import { createHash } from 'node:crypto'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, type ErrorCode } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { maxAttachedBytes, type EmailRow, type NewEmail } from './types.ts'
import { mayManageEmails, mayReadEmails } from './policy.ts'
import {
  findEmail,
  findEmailIdByKey,
  insertEmail,
  pageOfEmails,
  markEmailCancelled,
  requeueEmail,
  type EmailQuery,
} from './repository.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }
type Person = Extract<Actor, { kind: 'person' }>

// Secrets in links must not be visible to others who view the email here.
const secretBehindHash = /#[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/g

// One address, without anything that could end a header; its validity is up to the server.
const address = /^[^\s<>()[\],;:\\"@]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])$/i

/**
 * Queues an email in the transaction of the change it reports; it is sent after the commit. Idempotent by key:
 * repeated, it returns the existing id and sends nothing twice.
 */
export async function queueEmail(handle: Transaction, message: NewEmail): Promise<{ id: string }> {
  for (const [field, value] of [
    ['to', message.to],
    ['replyTo', message.replyTo ?? message.to],
  ] as const) {
    if (address.test(value)) continue
    const text = `${JSON.stringify(value.slice(0, 200))} is not an email address`
    throw new AppError({ code: 'email-address-invalid', message: text, pointer: `/${field}` })
  }
  const attached = (message.attachments ?? []).reduce((sum, { bytes }) => sum + bytes.length, 0)
  if (attached > maxAttachedBytes) {
    const text = `the attachments have ${attached} bytes; the maximum is ${maxAttachedBytes}`
    throw new AppError({ code: 'attachments-too-large', message: text })
  }
  const subject = message.subject
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 300)
  const id = await insertEmail(handle, { ...message, subject })
  const emailId = id ?? (await findEmailIdByKey(handle, message))
  if (emailId === undefined) throw new Error(`message ${message.key} is not visible`)
  return { id: emailId }
}

/** Cancels an email that was not sent yet; false if it is too late. */
export async function cancelEmail(handle: Transaction, id: string): Promise<boolean> {
  return markEmailCancelled(handle, id)
}

export async function listEmails(
  options: ServiceInput<Omit<EmailQuery, 'organisationId'>>,
): Promise<EmailRow[]> {
  const { organisationId } = readerOf(options.actor)
  return pageOfEmails(options.handle, { organisationId, ...options.input })
}

/** An email in full; the read is recorded, since it names the recipient. */
export async function readEmail(
  options: ServiceInput<{ id: string }>,
): Promise<Outgoing<MessageDetailView>> {
  const person = readerOf(options.actor)
  const email = await messageOf(options)
  await record(options.handle, person, 'message-read', email.id)
  return {
    ...toEmailView(email),
    // Sellers and buyers leave their address for emails alone, not for people.
    to: ['appeal-link', 'buyer-contact'].includes(email.aboutKind)
      ? `…@${hostOf(email)}`
      : email.to,
    text: email.text.replace(secretBehindHash, '#…'),
    attachments: email.attachments.map(({ name, type, base64 }) => {
      const bytes = Buffer.from(base64, 'base64')
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      return { name, type, bytes: bytes.length, sha256 }
    }),
  }
}

/** Resends a failed or uncertain email under the same Message-ID, by which recipients recognise it. */
export async function resendEmail(
  options: ServiceInput<{ id: string }>,
): Promise<Outgoing<MessageView>> {
  return handled(options, requeueEmail, 'message-resent', (state) => ({
    code: 'email-not-failed',
    message:
      state === 'queued'
        ? 'the message is already queued'
        : `the message is ${state}; only one that failed or is uncertain, and whose recipient is still stored, can be resent`,
  }))
}

export async function withdrawEmail(
  options: ServiceInput<{ id: string }>,
): Promise<Outgoing<MessageView>> {
  return handled(options, markEmailCancelled, 'message-cancelled', (state) => ({
    code: 'email-not-queued',
    message: `the message is ${state}; only a queued message can be cancelled`,
  }))
}

async function handled(
  options: ServiceInput<{ id: string }>,
  change: (handle: Transaction, id: string) => Promise<boolean>,
  action: AuditAction,
  hindrance: (state: string) => { code: ErrorCode; message: string },
): Promise<Outgoing<MessageView>> {
  const { handle, actor } = options
  if (!mayManageEmails(actor)) {
    throw notAllowed('only admins and analysts can resend or cancel messages')
  }
  const { id, state } = await messageOf(options)
  if (!(await change(handle, id))) {
    throw new AppError(hindrance(state))
  }
  await record(handle, actor, action, id)
  return toEmailView(await messageOf(options))
}

/** Only the host of the recipient: the address is in the email itself. */
export function toEmailView(email: EmailRow): Outgoing<MessageView> {
  const { id, subject, state, answer, tries, createdAt, endedAt, dueAt, aboutKind, aboutId } = email
  return {
    id,
    subject,
    state,
    answer,
    tries,
    createdAt,
    endedAt,
    toHost: hostOf(email),
    about: { kind: aboutKind, id: aboutId },
    dueAt: state === 'queued' ? dueAt : null,
  }
}

function hostOf({ to }: EmailRow): string {
  return to.slice(to.lastIndexOf('@') + 1)
}

async function messageOf({
  handle,
  input: { id },
}: ServiceInput<{ id: string }>): Promise<EmailRow> {
  const email = await findEmail(handle, id)
  if (email !== undefined) return email
  throw new AppError({ code: 'not-found', message: `there is no message ${id}`, pointer: '/id' })
}

async function record(
  handle: Transaction,
  { organisationId }: Person,
  action: AuditAction,
  id: string,
): Promise<void> {
  await recordEvent({ handle, organisationId, action, subject: { kind: 'message', id } })
}

function readerOf(actor: Actor): Person {
  if (mayReadEmails(actor)) return actor
  throw notAllowed('only members can read messages')
}

function notAllowed(message: string, code: ErrorCode = 'permission-required'): AppError {
  return new AppError({ code, message })
}
