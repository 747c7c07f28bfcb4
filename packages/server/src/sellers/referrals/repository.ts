import type { ReferralState } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import { caseListings } from '../../investigation/cases/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { DocumentRow, DraftRow, ReferralRow, SourceSnapshot } from './types.ts'

const columns = sql`r.id, r.organisation_id as "organisationId", r.sender_name as "senderName",
  r.recipient_id as "recipientId", r.recipient_name as "recipientName", r.number, r.template,
  r.title, r.tlp, r.deconfliction_number as "deconflictionNumber", r.state, r.version,
  r.created_at as "createdAt", r.sent_at as "sentAt", r.acknowledged_at as "acknowledgedAt",
  r.closed_at as "closedAt", r.withdrawn_at as "withdrawnAt",
  r.withdrawal_reason as "withdrawalReason", r.silence_since as "silenceSince",
  r.silence_until as "silenceUntil",
  (select count(*)::int4 from referral_questions q
    where q.referral_id = r.id and q.answer is null) as "openQuestions",
  array(select o.outcome from outcome_reports o where o.referral_id = r.id
    group by o.outcome order by min(o.reported_at), o.outcome) as outcomes`

export type ReferralCursor = { at: Date; id: string }

/** What a list of a sender’s referrals is limited to; all of it applies. */
export type ReferralFilter = {
  network?: string | undefined
  case?: string | undefined
  account?: string | undefined
}

/** A page of what the organisation made, or received: newest first. */
export async function pageOfReferrals(
  handle: Transaction,
  options: {
    organisationId: string
    side: 'sender' | 'recipient'
    state?: ReferralState | undefined
    of?: ReferralFilter
    after?: ReferralCursor
    limit: number
  },
): Promise<ReferralRow[]> {
  const { organisationId, side, state, of = {}, after, limit } = options
  const [owner, time] =
    side === 'sender'
      ? [sql`r.organisation_id`, sql`r.created_at`]
      : [sql`r.sent_at is not null and r.recipient_id`, sql`r.sent_at`]
  const beyond =
    after === undefined
      ? sql``
      : sql`and (${time}, r.id) < (${after.at}::timestamptz, ${after.id}::uuid)`
  const inState = state === undefined ? sql`` : sql`and r.state = ${state}::text`
  const { rows } = await sql<ReferralRow>`
    select ${columns} from referrals r
    where ${owner} = ${organisationId}::uuid ${inState} ${madeOf(organisationId, of)} ${beyond}
    order by ${time} desc, r.id desc limit ${limit}`.execute(handle)
  return rows
}

/** By the sender’s own draft, so that no recipient learns what a referral was made from. */
function madeOf(organisationId: string, of: ReferralFilter): RawBuilder<unknown> {
  const { network, case: caseId, account } = of
  const parts: RawBuilder<unknown>[] = []
  if (network !== undefined) {
    // A network that was retired into this one counts as this one.
    parts.push(sql`d.source_kind = 'network' and d.source_id in (
      with recursive came (id) as (
        select ${network}::uuid
        union
        select n.id from came join seller_networks n on n.into_id = came.id
        where n.organisation_id = ${organisationId}::uuid
      )
      select id from came)`)
  }
  if (caseId !== undefined) {
    parts.push(sql`d.source_kind = 'case' and d.source_id = ${caseId}::uuid`)
  }
  if (account !== undefined) parts.push(namesAccount(organisationId, account))
  if (parts.length === 0) return sql``
  return sql`and exists (
    select from referral_drafts d
    where d.referral_id = r.id and d.organisation_id = ${organisationId}::uuid
      and ${sql.join(
        parts.map((part) => sql`(${part})`),
        sql` and `,
      )})`
}

/** Once it was packed by its items, before that by its source and the accounts chosen of it. */
function namesAccount(organisationId: string, account: string): RawBuilder<unknown> {
  return sql`
    exists (select from referral_items i
      where i.organisation_id = ${organisationId}::uuid and i.referral_id = r.id
        and i.kind = 'account' and i.subject_id = ${account}::uuid)
    or (r.sent_at is null
      and (d.draft->>'accounts' is null
        or (d.draft->'accounts')::jsonb @> to_jsonb(${account}::text))
      and case d.source_kind
        when 'network' then exists (select from network_memberships m
          where m.network_id = d.source_id and m.seller_account_id = ${account}::uuid
            and m.until_at is null)
        else exists (select from ${caseListings} o
          where o.case_id = d.source_id and o.seller_account_id = ${account}::uuid)
      end)`
}

/** A referral on either side, as row-level security shows it. */
export async function findReferral(
  handle: Transaction,
  id: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<ReferralRow | undefined> {
  const { rows } = await sql<ReferralRow>`
    select ${columns} from referrals r where r.id = ${id}::uuid
    ${lock ? sql`for update of r` : sql``}`.execute(handle)
  return rows[0]
}

export type NewReferral = Pick<
  ReferralRow,
  | 'id'
  | 'organisationId'
  | 'senderName'
  | 'recipientId'
  | 'recipientName'
  | 'number'
  | 'template'
  | 'title'
  | 'tlp'
  | 'deconflictionNumber'
> &
  Pick<DraftRow, 'sourceKind' | 'sourceId' | 'draft' | 'createdBy'>

export async function insertReferral(handle: Transaction, row: NewReferral): Promise<void> {
  await sql`
    insert into referrals (id, organisation_id, sender_name, recipient_id, recipient_name, number,
      template, title, tlp, deconfliction_number)
    values (${row.id}::uuid, ${row.organisationId}::uuid, ${row.senderName},
      ${row.recipientId}::uuid, ${row.recipientName}, ${row.number}, ${row.template}, ${row.title},
      ${row.tlp}, ${row.deconflictionNumber})`.execute(handle)
  await sql`
    insert into referral_drafts (referral_id, organisation_id, source_kind, source_id, draft,
      created_by)
    values (${row.id}::uuid, ${row.organisationId}::uuid, ${row.sourceKind}, ${row.sourceId}::uuid,
      ${JSON.stringify(row.draft)}::json, ${row.createdBy}::uuid)`.execute(handle)
}

export async function findDraft(
  handle: Transaction,
  referralId: string,
): Promise<DraftRow | undefined> {
  const { rows } = await sql<DraftRow>`
    select source_kind as "sourceKind", source_id as "sourceId", draft, created_by as "createdBy",
      submitted_at as "submittedAt", submitted_by as "submittedBy", snapshot,
      released_by as "releasedBy", return_reason as "returnReason"
    from referral_drafts where referral_id = ${referralId}::uuid`.execute(handle)
  // Drafts of earlier versions have no omissions.
  return rows.map((row) => ({ ...row, draft: Object.assign({ omissions: [] }, row.draft) }))[0]
}

export async function updateDraft(
  handle: Transaction,
  id: string,
  {
    draft,
    recipientId,
    recipientName,
  }: Pick<DraftRow, 'draft'> & Pick<ReferralRow, 'recipientId' | 'recipientName'>,
): Promise<void> {
  const { title, tlp, deconflictionNumber } = draft
  await sql`
    update referrals set title = ${title}, tlp = ${tlp}::text,
      deconfliction_number = ${deconflictionNumber}, recipient_id = ${recipientId}::uuid,
      recipient_name = ${recipientName}
    where id = ${id}::uuid`.execute(handle)
  await sql`
    update referral_drafts set draft = ${JSON.stringify(draft)}::json
    where referral_id = ${id}::uuid`.execute(handle)
}

type Changes = {
  state: ReferralState
  acknowledgedAt?: Date
  closedAt?: Date
  withdrawnAt?: Date
  withdrawalReason?: string
  silence?: { since: Date; until: Date }
  /** Days after now on which it is deleted. */
  deleteAfterDays?: number
}

export async function updateState(
  handle: Transaction,
  id: string,
  { state, silence, deleteAfterDays, ...at }: Changes,
): Promise<void> {
  const columnsToSet: RawBuilder<unknown>[] = [sql`state = ${state}::text`]
  if (at.acknowledgedAt) columnsToSet.push(sql`acknowledged_at = ${at.acknowledgedAt}::timestamptz`)
  if (at.closedAt) columnsToSet.push(sql`closed_at = ${at.closedAt}::timestamptz`)
  if (at.withdrawnAt) {
    columnsToSet.push(
      sql`withdrawn_at = ${at.withdrawnAt}::timestamptz`,
      sql`withdrawal_reason = ${at.withdrawalReason ?? null}::text`,
    )
  }
  if (silence) {
    columnsToSet.push(
      sql`silence_since = ${silence.since}::timestamptz`,
      sql`silence_until = ${silence.until}::timestamptz`,
    )
  }
  if (deleteAfterDays !== undefined) {
    columnsToSet.push(sql`expires_at = now() + make_interval(days => ${deleteAfterDays}::int4)`)
  }
  await sql`update referrals set ${sql.join(columnsToSet)} where id = ${id}::uuid`.execute(handle)
}

export async function markSubmitted(
  handle: Transaction,
  id: string,
  { by, at, snapshot }: { by: string; at: Date; snapshot: SourceSnapshot },
): Promise<void> {
  await sql`
    update referral_drafts set submitted_at = ${at}::timestamptz, submitted_by = ${by}::uuid,
      snapshot = ${JSON.stringify(snapshot)}::json, return_reason = null
    where referral_id = ${id}::uuid`.execute(handle)
}

export async function markReturned(handle: Transaction, id: string, reason: string): Promise<void> {
  await sql`
    update referral_drafts set submitted_at = null, submitted_by = null, snapshot = null,
      released_at = null, released_by = null, return_reason = ${reason}
    where referral_id = ${id}::uuid`.execute(handle)
}

export async function markReleased(
  handle: Transaction,
  id: string,
  { by, at }: { by: string; at: Date },
): Promise<void> {
  await sql`
    update referral_drafts set released_at = ${at}::timestamptz, released_by = ${by}::uuid
    where referral_id = ${id}::uuid`.execute(handle)
}

export async function documentsOf(handle: Transaction, referralId: string): Promise<DocumentRow[]> {
  const { rows } = await sql<DocumentRow>`
    select id, purpose, title, media_type as "mediaType", length(content) as bytes,
      encode(sha256, 'hex') as sha256
    from referral_documents where referral_id = ${referralId}::uuid
    order by added_at, id`.execute(handle)
  return rows
}

export async function contentOfDocument(
  handle: Transaction,
  id: string,
): Promise<Buffer | undefined> {
  const { rows } = await sql<{ content: Buffer }>`
    select content from referral_documents where id = ${id}::uuid`.execute(handle)
  return rows[0]?.content
}

export async function insertDocument(
  handle: Transaction,
  row: Omit<DocumentRow, 'bytes'> & { referralId: string; organisationId: string; content: Buffer },
): Promise<void> {
  await sql`
    insert into referral_documents (id, referral_id, organisation_id, purpose, title, media_type,
      content, sha256)
    values (${row.id}::uuid, ${row.referralId}::uuid, ${row.organisationId}::uuid, ${row.purpose},
      ${row.title}, ${row.mediaType}, ${row.content}, decode(${row.sha256}, 'hex'))`.execute(handle)
}

export async function deleteDocument(
  handle: Transaction,
  { referralId, id }: { referralId: string; id: string },
): Promise<boolean> {
  const { rows } = await sql`
    delete from referral_documents
    where id = ${id}::uuid and referral_id = ${referralId}::uuid returning id`.execute(handle)
  return rows.length > 0
}
