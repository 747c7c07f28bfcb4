import type { MessageState } from '@touchstone/contract'

export type Attachment = { name: string; type: string; bytes: Uint8Array }

/** A message as it is asked for, in the transaction of the change that it tells of. */
export type NewEmail = {
  organisationId: string
  /** The same of one organisation is never sent twice. */
  key: string
  by: 'email'
  to: string
  /** Where answers shall go; to the installation's own address where nothing is said. */
  replyTo?: string
  subject: string
  text: string
  attachments?: readonly Attachment[]
  /** What it is about, as notice and its id. */
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

/** Bytes of all attachments of one message at the most: servers take little more. */
export const maxAttachedBytes = 8 * 1024 * 1024

const minute = 60_000
const hour = 60 * minute

/** Waits after the first, second, … attempt that failed for now; three days in all. */
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

/** How an attempt at a message ended, as the server or its absence told. */
export type SendResult = {
  state: 'sent' | 'failed' | 'uncertain' | 'queued'
  /** What was said, or why there was nobody to say it. */
  answer: string
}

/** What is known when an attempt breaks off. */
export type SendFailure = {
  /** The three digits of the server's answer, where it gave one. */
  status?: number
  message: string
  /** Whether the message itself had begun to go out. */
  begun: boolean
  /** Whether it was the message or its reader that was refused, and not the one who brings it. */
  ofMessage: boolean
}

/**
 * What becomes of a message whose attempt failed. The server's word is final where it speaks of the message: 5xx
 * ends it and 4xx lets it wait. Without a word after the first byte nobody knows whether it arrived. All else, a
 * server that is away or refuses the login, is no fault of the message.
 */
export function sendResultOf({ status, message, begun, ofMessage }: SendFailure): SendResult {
  const answer = message.replaceAll('\0', '\ufffd').slice(0, 1000)
  if (status === undefined) return { state: begun ? 'uncertain' : 'queued', answer }
  return { state: status >= 500 && ofMessage ? 'failed' : 'queued', answer }
}

/** The name under which mail servers know a message: the same however often it is sent. */
export function messageId(id: string, from: string): string {
  return `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`
}
