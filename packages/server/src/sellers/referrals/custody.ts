import type { ReferralCustodyView } from '@touchstone/contract'
import { sql } from 'kysely'
import { recordEvent } from '../../access/audit/index.ts'
import type { Transaction } from '../../platform/db/index.ts'

type CustodyEvent = ReferralCustodyView['event']

const audited: Readonly<
  Record<
    CustodyEvent,
    'referral-read' | 'referral-downloaded' | 'referral-letter-read' | 'referral-sent' | undefined
  >
> = {
  packed: undefined,
  sent: 'referral-sent',
  read: 'referral-read',
  'package-downloaded': 'referral-downloaded',
  'redacted-package-downloaded': 'referral-downloaded',
  'letter-read': 'referral-letter-read',
  'reply-page-read': 'referral-read',
}

/** Records a look or a copy in the custody and the audit log of the organisation that has it. */
export async function recordCustody(
  handle: Transaction,
  {
    referralId,
    organisationId,
    event,
    sha256 = null,
  }: { referralId: string; organisationId: string; event: CustodyEvent; sha256?: string | null },
): Promise<void> {
  await sql`
    insert into referral_custody (referral_id, organisation_id, event, digest)
    values (${referralId}::uuid, ${organisationId}::uuid, ${event}, decode(${sha256}::text, 'hex'))`.execute(
    handle,
  )
  const action = audited[event]
  if (action === undefined) return
  await recordEvent({
    handle,
    organisationId,
    action,
    subject: { kind: 'referral', id: referralId },
    detail: sha256 === null ? {} : { sha256 },
  })
}

export type CustodyRow = {
  id: string
  at: Date
  event: CustodyEvent
  by: string | null
  sha256: string | null
}

export async function pageOfCustody(
  handle: Transaction,
  options: {
    referralId: string
    organisationId: string
    after?: { at: Date; id: string }
    limit: number
  },
): Promise<CustodyRow[]> {
  const { referralId, organisationId, after, limit } = options
  const beyond =
    after === undefined
      ? sql``
      : sql`and (c.at, c.id) < (${after.at}::timestamptz, ${after.id}::uuid)`
  const { rows } = await sql<CustodyRow>`
    select c.id, c.at, c.event, case when c.actor_kind not in ('operator', 'recipient') then c.actor_id end as by,
      encode(c.digest, 'hex') as sha256
    from referral_custody c
    where c.referral_id = ${referralId}::uuid and c.organisation_id = ${organisationId}::uuid
      ${beyond}
    order by c.at desc, c.id desc limit ${limit}`.execute(handle)
  return rows
}
