import type { MessageState } from '@touchstone/contract'

export type Attachment = { name: string; type: string; bytes: Uint8Array }

/** A requested email, in the transaction of the change it reports. */
export type NewEmail = {
  organisationId: string
  /** An organisation never sends two emails with the same key. */
  key: string
  by: 'email'
  to: string
  /** Reply address; defaults to the installation's. */
  replyTo?: string
  subject: string
  text: string
  attachments?: readonly Attachment[]
  /** What it is about: a kind and an id. */
  about: { kind: string; id: string }
}

export type EmailRow = {
  id: string
  organisationId: string
  key: string
  to: string
  replyTo: string | null
  subject: string
  text: string
  attachments: { name: string; type: string; base64: string }[]
  aboutKind: string
  aboutId: string
  state: MessageState
  answer: string | null
  tries: number
  dueAt: Date
  createdAt: Date
  endedAt: Date | null
}

/** Most bytes in all attachments of one email: servers accept little more. */
export const maxAttachedBytes = 8 * 1024 * 1024

const minute = 60_000
const hour = 60 * minute

/** Waits after the first, second, … temporary failure; three days in total. */
export const defaultRetryWaits: readonly number[] = [
  minute,
  5 * minute,
  15 * minute,
  hour,
  2 * hour,
  4 * hour,
  8 * hour,
  12 * hour,
  20 * hour,
  24 * hour,
]

/** Result of an attempt, from the server or its absence. */
export type SendResult = {
  state: 'sent' | 'failed' | 'uncertain' | 'queued'
  /** The server's response, or why there was none. */
  answer: string
}

/** Facts about a failed attempt. */
export type SendFailure = {
  /** The server's three-digit status, if any. */
  status?: number
  message: string
  /** Whether transmission of the message itself had started. */
  begun: boolean
  /** Whether the message or its recipient was rejected, as opposed to the sender. */
  ofMessage: boolean
}

/**
 * The consequence of a failed attempt. A server's response about the message is final: 5xx ends it, 4xx delays it.
 * Without a response after the first byte, delivery is unknown. Everything else, such as an unreachable server or
 * refused login, is not the message's fault.
 */
export function sendResultOf({ status, message, begun, ofMessage }: SendFailure): SendResult {
  const answer = message.replaceAll('\0', '\ufffd').slice(0, 1000)
  if (status === undefined) return { state: begun ? 'uncertain' : 'queued', answer }
  return { state: status >= 500 && ofMessage ? 'failed' : 'queued', answer }
}

/** The Message-ID: the same however often it is sent. */
export function messageId(id: string, from: string): string {
  return `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`
}
