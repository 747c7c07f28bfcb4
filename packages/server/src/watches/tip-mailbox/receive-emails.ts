import { createHash } from 'node:crypto'
import { contextOf, hashSecret } from '../../access/organisations/index.ts'
import type { Context, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { recordEmailTips } from '../tips/index.ts'
import { tagsIn } from './email-tags.ts'
import { maxEmailBytes, withMailbox, type MailboxOptions, type UnseenEmail } from './mailbox.ts'
import { readEmail } from './read-email.ts'
import { findPersonOfTag } from './repository.ts'

/** What became of an email. All but those that gave tips are flagged in the mailbox. */
export const emailOutcomes = [
  'tips',
  /** It names no address that this installation knows. */
  'unknown-address',
  'too-large',
  'unreadable',
  'no-page',
  /** Its person has received too many tips of this kind today. */
  'too-many',
] as const
export type EmailOutcome = (typeof emailOutcomes)[number]
export type EmailCounts = Record<EmailOutcome, number>

export type ReceiveOptions = {
  store: Store
  mailbox: MailboxOptions
  /** The console’s own address, whose pages are no tips. */
  ownOrigin: string | undefined
  signal: AbortSignal
  now: Date
}

const reader: Context = { as: 'operator', actor: { kind: 'operator', id: 'tip-mailbox' } }
/** Emails of one turn; the next one continues. */
const maxEmails = 50

/**
 * Reads the unseen emails of the mailbox. The tips of an email are stored in one transaction before it is marked as
 * seen: if the process dies in between, it is read again and gives none of them twice. Nothing is answered.
 */
export async function receiveEmails(options: ReceiveOptions): Promise<EmailCounts> {
  const { mailbox, signal } = options
  const counts: EmailCounts = {
    tips: 0,
    'unknown-address': 0,
    'too-large': 0,
    unreadable: 0,
    'no-page': 0,
    'too-many': 0,
  }
  await withMailbox(mailbox, signal, async ({ unseen, source, mark }) => {
    for await (const email of unseen(maxEmails)) {
      signal.throwIfAborted()
      const outcome = await receiveEmail(options, email, source)
      if (outcome === undefined) continue
      await mark(email.uid, outcome !== 'tips')
      counts[outcome]++
    }
  })
  return counts
}

/** Nothing for an email that was deleted meanwhile. */
async function receiveEmail(
  { store, mailbox: { address }, ownOrigin, now }: ReceiveOptions,
  { uid, bytes, receivedAt, recipients }: UnseenEmail,
  sourceOf: (uid: number) => Promise<Buffer | undefined>,
): Promise<EmailOutcome | undefined> {
  const people = await store.transact(reader, async (handle) => {
    const found = []
    for (const tag of tagsIn(recipients, address).slice(0, maxTags)) {
      const person = await findPersonOfTag(handle, hashSecret(tag))
      if (person !== undefined) found.push(person)
    }
    return found
  })
  if (people.length === 0) return 'unknown-address'
  if (bytes > maxEmailBytes) return 'too-large'
  const source = await sourceOf(uid)
  if (source === undefined) return undefined
  const hash = createHash('sha256').update(source).digest()
  const parsed = await readEmail({ source, ownOrigin }).catch((error: unknown) => {
    // While threads are busy with other files the email waits.
    if (error instanceof AppError && error.retryable) throw error
    return undefined
  })
  if (parsed === undefined) return 'unreadable'
  const { leftOut, ...rest } = parsed
  if (rest.urls.length === 0) return 'no-page'
  const email = { ...rest, hash, receivedAt: receivedAt > now ? now : receivedAt }
  let outcome: EmailOutcome = leftOut > 0 ? 'too-many' : 'tips'
  for (const { actor, brand } of people) {
    const recorded = await store.transact(contextOf(actor), (handle) =>
      recordEmailTips({ handle, actor, brand, email, now }),
    )
    if (recorded === 'not-allowed') outcome = 'unknown-address'
    if (recorded === 'too-many') outcome = 'too-many'
  }
  return outcome
}

/** An email has one recipient, or a few colleagues. */
const maxTags = 10
