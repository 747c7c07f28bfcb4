import { createHash } from 'node:crypto'
import { recordEvent } from '../../access/audit/index.ts'
import { queueEmail } from '../../messaging/email/index.ts'
import { redactEmailsAbout } from '../../messaging/email/queries.ts'
import type { Context, Store, Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { buyerTextsOfProceeding } from '../moderation/index.ts'
import { decisionEmail, messageFor, reversalEmail } from './buyer-emails.ts'
import {
  deleteOldContacts,
  findReversed,
  findUntold,
  markReversalTold,
  markTold,
  type DueContact,
} from './repository.ts'
import { confirmationMilliseconds, openContact } from './types.ts'

const actor = { kind: 'operator', id: 'buyer-contacts' } as const
const sweeper: Context = { as: 'operator', actor }
const atOnce = 100

export type NotifyOptions = {
  store: Store
  sealer: Sealer
  /** Without a mail server addresses are still deleted in time. */
  sendsMail: boolean
  now: () => Date
}

/** Informs buyers who left an address, once of a decision and once of its reversal; returns how many. */
export async function notifyBuyers(
  { store, sealer, sendsMail, now }: NotifyOptions,
  signal?: AbortSignal,
): Promise<number> {
  await store.transact(sweeper, async (handle) => {
    const unconfirmedBefore = new Date(now().getTime() - confirmationMilliseconds)
    await deleteOldContacts(handle, { now: now(), unconfirmedBefore })
    // The address is kept in the emails only until they have left.
    await redactEmailsAbout(handle, 'buyer-contact')
  })
  if (!sendsMail) return 0
  let informed = 0
  for (const [find, inform] of [
    [findUntold, notifyOfDecision],
    [findReversed, notifyOfReversal],
  ] as const) {
    let after = '00000000-0000-0000-0000-000000000000'
    while (signal?.aborted !== true) {
      const input = { after, limit: atOnce }
      const due = await store.transact(sweeper, (handle) => find(handle, input))
      after = due.at(-1)?.id ?? after
      if (due.length === 0) break
      for (const contact of due) {
        const { organisationId } = contact
        const isInformed = await store.transact({ as: 'tenant', organisationId, actor }, (handle) =>
          inform({ handle, sealer, now: now() }, contact),
        )
        if (isInformed) informed += 1
      }
    }
  }
  return informed
}

type Informing = { handle: Transaction; sealer: Sealer; now: Date }

async function notifyOfDecision(informing: Informing, contact: DueContact): Promise<boolean> {
  const { handle, now } = informing
  const { id, organisationId, proceedingId, instance, boughtOn, locale } = contact
  const texts = await buyerTextsOfProceeding(handle, { organisationId, proceedingId })
  const text = texts.find((one) => one.instance === instance)
  if (text === undefined || boughtOn < text.boughtFrom || boughtOn > text.awareOn) return false
  const email = decisionEmail(locale, text.tell)
  const digest = createHash('sha256').update(messageFor(locale, text.tell)).digest()
  if (!(await markTold(handle, { id, proceedingId, instance, digest, now }))) return false
  await send(informing, contact, { key: 'decision', email })
  return true
}

async function notifyOfReversal(informing: Informing, contact: DueContact): Promise<boolean> {
  const { id, locale } = contact
  if (!(await markReversalTold(informing.handle, { id, now: informing.now }))) return false
  await send(informing, contact, { key: 'reversal', email: reversalEmail(locale) })
  return true
}

async function send(
  { handle, sealer }: Informing,
  contact: DueContact,
  { key, email }: { key: 'decision' | 'reversal'; email: ReturnType<typeof reversalEmail> },
): Promise<void> {
  const { id, organisationId, proceedingId, instance } = contact
  const { email: to } = openContact(sealer, contact, contact.sealed)
  await queueEmail(handle, {
    organisationId,
    // Of two processes, or after a crash, one email leaves.
    key: `buyer ${id} ${key}`,
    by: 'email',
    to,
    ...email,
    about: { kind: 'buyer-contact', id },
  })
  await recordEvent({
    handle,
    organisationId,
    action: key === 'decision' ? 'buyer-informed' : 'buyer-informed-of-reversal',
    subject: { kind: 'buyer-contact', id },
    detail: { proceeding: proceedingId, instance },
  })
}
