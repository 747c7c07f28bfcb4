import type { Message, MessageInFull } from '@touchstone/contract'
import { createHash } from 'node:crypto'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Handle } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { mostAttachedBytes, type KeptMessage, type NewMessage } from './types.ts'
import { mayHandleMessages, mayReadMessages } from './policy.ts'
import {
  findMessage,
  idOfKey,
  insertMessage,
  pageOfMessages,
  setCancelled,
  setWaiting,
  type PageAsked,
} from './repository.ts'

type Asked<T> = { handle: Handle; actor: Actor; input: T }
type Person = Extract<Actor, { kind: 'person' }>

// What opens a page for the reader of a message is for nobody who reads over his shoulder.
const secretBehindHash = /#[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/g

// One address and nothing that a header could end at; what it means, the server says.
const address = /^[^\s<>()[\],;:\\"@]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])$/i

/**
 * Writes a message in the transaction of the change that it tells of; it is delivered once that is committed.
 * Of one key there is one message: asked again, its id is given and nothing is sent twice.
 */
export async function queueMessage(handle: Handle, message: NewMessage): Promise<{ id: string }> {
  for (const [field, given] of [
    ['to', message.to],
    ['replyTo', message.replyTo ?? message.to],
  ] as const) {
    if (address.test(given)) continue
    const text = `${JSON.stringify(given.slice(0, 200))} is no e-mail address`
    throw new AppError({ code: 'bad-input', message: text, pointer: `/${field}` })
  }
  const attached = (message.attachments ?? []).reduce((sum, { bytes }) => sum + bytes.length, 0)
  if (attached > mostAttachedBytes) {
    const text = `the attachments have ${attached} bytes; a message takes ${mostAttachedBytes} at the most`
    throw new AppError({ code: 'too-large', message: text })
  }
  const subject = message.subject
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 300)
  const id = await insertMessage(handle, { ...message, subject })
  const kept = id ?? (await idOfKey(handle, message))
  if (kept === undefined) throw new Error(`a message of the key ${message.key} is out of sight`)
  return { id: kept }
}

/** Takes a message back that was not sent yet; false where it is too late for that. */
export async function cancelMessage(handle: Handle, id: string): Promise<boolean> {
  return setCancelled(handle, id)
}

export async function messagesOf(
  asked: Asked<Omit<PageAsked, 'organisationId'>>,
): Promise<KeptMessage[]> {
  const { organisationId } = readerOf(asked.actor)
  return pageOfMessages(asked.handle, { organisationId, ...asked.input })
}

/** A message whole; that it was read stands in the log, since it names its reader. */
export async function readMessage(asked: Asked<{ id: string }>): Promise<Outgoing<MessageInFull>> {
  const person = readerOf(asked.actor)
  const kept = await messageOf(asked)
  await record(asked.handle, person, 'message-read', kept.id)
  return {
    ...shown(kept),
    to: kept.to,
    text: kept.text.replace(secretBehindHash, '#…'),
    attachments: kept.attachments.map(({ name, type, base64 }) => {
      const bytes = Buffer.from(base64, 'base64')
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      return { name, type, bytes: bytes.length, sha256 }
    }),
  }
}

/** Sends again what failed or is uncertain: under the name that it had, by which readers know it again. */
export async function resendMessage(asked: Asked<{ id: string }>): Promise<Outgoing<Message>> {
  return handled(asked, setWaiting, 'message-resent', (state) =>
    state === 'queued'
      ? 'the message waits to be sent already'
      : `the message is ${state}; only one that failed or is uncertain is sent again`,
  )
}

export async function withdrawMessage(asked: Asked<{ id: string }>): Promise<Outgoing<Message>> {
  return handled(
    asked,
    setCancelled,
    'message-cancelled',
    (state) => `the message is ${state}; only one that waits can be taken back`,
  )
}

async function handled(
  asked: Asked<{ id: string }>,
  change: (handle: Handle, id: string) => Promise<boolean>,
  action: AuditAction,
  hindrance: (state: string) => string,
): Promise<Outgoing<Message>> {
  const { handle, actor } = asked
  if (!mayHandleMessages(actor)) {
    throw notAllowed(
      'messages are sent again or taken back by people with the role admin or analyst',
    )
  }
  const { id, state } = await messageOf(asked)
  if (!(await change(handle, id))) {
    throw new AppError({ code: 'conflict', message: hindrance(state) })
  }
  await record(handle, actor, action, id)
  return shown(await messageOf(asked))
}

/** Of its reader the host alone: who it is stands in the message itself. */
export function shown(kept: KeptMessage): Outgoing<Message> {
  const { id, subject, state, answer, tries, createdAt, endedAt, dueAt, aboutKind, aboutId } = kept
  return {
    id,
    subject,
    state,
    answer,
    tries,
    createdAt,
    endedAt,
    toHost: kept.to.slice(kept.to.lastIndexOf('@') + 1),
    about: { kind: aboutKind, id: aboutId },
    dueAt: state === 'queued' ? dueAt : null,
  }
}

async function messageOf({ handle, input: { id } }: Asked<{ id: string }>): Promise<KeptMessage> {
  const kept = await findMessage(handle, id)
  if (kept !== undefined) return kept
  throw new AppError({ code: 'not-found', message: `there is no message ${id}`, pointer: '/id' })
}

async function record(
  handle: Handle,
  { organisationId }: Person,
  action: AuditAction,
  id: string,
): Promise<void> {
  await recordEvent({ handle, organisationId, action, subject: { kind: 'message', id } })
}

function readerOf(actor: Actor): Person {
  if (mayReadMessages(actor)) return actor
  throw notAllowed('messages are read by members')
}

function notAllowed(message: string): AppError {
  return new AppError({ code: 'not-allowed', message })
}
