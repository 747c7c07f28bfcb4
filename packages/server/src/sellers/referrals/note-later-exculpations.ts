import { createHash } from 'node:crypto'
import { referralOutcomes } from '@touchstone/contract'
import { sql } from 'kysely'
import { z } from 'zod'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { uuidOfDigest } from '../../platform/encryption/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { insertNotice } from './notices-repository.ts'
import { findExculpations, type Exculpation } from './schedule-repository.ts'
import type { ReferralRow } from './types.ts'

const operator = { as: 'operator', actor: { kind: 'operator', id: 'referrals' } } as const
const atOnce = 100

/** What recipients are told of. Outcomes of referrals are told when they are reported (`notify-recipients.ts`). */
const sentences: Partial<Record<Exculpation['kind'], string>> = {
  'upheld-answer':
    'After this was sent, an appeal of the seller about these items was upheld. Weigh them anew.',
  clearance: 'After this was sent, the seller of these items was cleared. Weigh them anew.',
  'reversed-decision':
    'After this was sent, a decision about these items was reversed. Weigh them anew.',
}
const toldBefore: ReadonlySet<string> = new Set(referralOutcomes)

type Sent = Pick<ReferralRow, 'id' | 'organisationId' | 'recipientId'> & {
  sentAt: Date
  items: { ref: string; kind: 'account' | 'listing'; subject: string }[]
}

/** Tells the recipients of dossiers, every ten minutes, what has spoken for the people concerned since they were sent. */
export function laterExculpationsJob(store: Store): Job<z.ZodObject> {
  return defineJob(
    'later-exculpations',
    z.object({}),
    (_data, signal) => noteLaterExculpations(store, signal),
    { cron: '*/10 * * * *' },
  )
}

/** Writes a notice for each, once, and tells webhooks of the recipient. */
export async function noteLaterExculpations(store: Store, signal?: AbortSignal): Promise<void> {
  for (let after = '00000000-0000-0000-0000-000000000000', more = true; more;) {
    const ids = await store.transact(operator, (handle) => pageOfSent(handle, after))
    for (const id of ids) {
      if (signal?.aborted === true) return
      await store.transact(operator, (handle) => noteOf(handle, id))
    }
    after = ids.at(-1) ?? after
    more = ids.length === atOnce
  }
}

async function pageOfSent(handle: Transaction, after: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from referrals
    where sent_at is not null and state in ('sent', 'acknowledged', 'closed')
      and id > ${after}::uuid
    order by id limit ${atOnce}`.execute(handle)
  return rows.map(({ id }) => id)
}

async function noteOf(handle: Transaction, id: string): Promise<void> {
  const { rows } = await sql<Sent>`
    select r.id, r.organisation_id as "organisationId", r.recipient_id as "recipientId",
      r.sent_at as "sentAt",
      json_agg(json_build_object('ref', i.ref, 'kind', i.kind, 'subject', i.subject_id)
        order by i.place) as items
    from referrals r join referral_items i on i.referral_id = r.id
    where r.id = ${id}::uuid and i.kind in ('account', 'listing') and i.subject_id is not null
    group by r.id`.execute(handle)
  const [sent] = rows
  if (sent === undefined) return
  const subjectsOf = (kind: 'account' | 'listing'): string[] =>
    sent.items.flatMap((item) => (item.kind === kind ? item.subject : []))
  const found = await findExculpations(handle, {
    organisationId: sent.organisationId,
    accounts: subjectsOf('account'),
    listings: subjectsOf('listing'),
    claims: [],
  })
  for (const one of found) await note(handle, sent, one)
}

async function note(handle: Transaction, sent: Sent, one: Exculpation): Promise<void> {
  const words = sentences[one.kind]
  if (words === undefined || toldBefore.has(one.detail)) return
  // What was known before is in the schedule of the dossier.
  if (one.at === null || one.at <= sent.sentAt) return
  const refs = sent.items.flatMap(({ ref, subject }) =>
    subject === one.account || subject === one.listing ? ref : [],
  )
  const isNew = await insertNotice(handle, {
    row: sent,
    cause: 'answer-upheld',
    causeId: idOf(one),
    words,
    refs,
  })
  if (!isNew || sent.recipientId === null) return
  await recordOutbox(handle, sent.recipientId, [
    {
      type: 'referral.outcome-reported',
      data: { referral: sent.id, notice: 'answer-upheld' },
    },
  ])
}

/** The same of the same exculpation each time. */
function idOf({ kind, at, detail, account, listing }: Exculpation): string {
  const text = JSON.stringify([kind, at, detail, account, listing])
  return uuidOfDigest(createHash('sha256').update(text).digest('hex'))
}
