import type { OutcomeReportInput, ReferralFinding, ReferralOutcome } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { areOpposed, type ReportFacts } from './outcome-rules.ts'
import type { ItemOutcomes } from './views.ts'

export type ReportRow = ReportFacts & {
  proceeding: string
  happenedOn: string
  quantities: OutcomeReportInput['quantities']
  note: string | null
  reporterName: string
  letterFrom: string | null
  letterDated: string | null
  letterMediaType: string | null
  letterBytes: number | null
  letterSha256: string | null
  byReplyLink: boolean
}

const columns = sql`o.id, o.proceeding, o.outcome, o.finding, o.refs,
  o.happened_on::text as "happenedOn", o.quantities, o.note,
  o.after_withdrawal as "afterWithdrawal", o.reported_at as "reportedAt",
  o.reporter_name as "reporterName", o.letter_from as "letterFrom",
  o.letter_dated::text as "letterDated", o.letter_media_type as "letterMediaType",
  length(o.letter_content) as "letterBytes", encode(o.letter_sha256, 'hex') as "letterSha256",
  o.reply_link_id is not null as "byReplyLink"`

/** Reports of a referral, the newest first. */
export async function reportsOf(handle: Transaction, referralId: string): Promise<ReportRow[]> {
  const { rows } = await sql<ReportRow>`
    select ${columns} from outcome_reports o where o.referral_id = ${referralId}::uuid
    order by o.reported_at desc, o.id desc limit 2000`.execute(handle)
  return rows
}

export async function insertReport(
  handle: Transaction,
  row: {
    id: string
    referralId: string
    organisationId: string
    recipientId: string | null
    reporterName: string
    proceeding: string
    outcome: ReferralOutcome
    finding: ReferralFinding | null
    refs: readonly string[]
    listings: readonly string[]
    happenedOn: string
    quantities: OutcomeReportInput['quantities']
    note: string | null
    afterWithdrawal: boolean
    replyLink: string | null
    letter: {
      from: string
      dated: string
      mediaType: string
      content: Buffer
      sha256: Buffer
    } | null
  },
): Promise<void> {
  const { letter } = row
  await sql`
    insert into outcome_reports (id, referral_id, organisation_id, recipient_id, reporter_name,
      proceeding, outcome, finding, refs, listings, happened_on, quantities, note,
      after_withdrawal, letter_from, letter_dated, letter_media_type, letter_content,
      letter_sha256, reply_link_id)
    values (${row.id}::uuid, ${row.referralId}::uuid, ${row.organisationId}::uuid,
      ${row.recipientId}::uuid, ${row.reporterName}, ${row.proceeding}, ${row.outcome},
      ${row.finding}, ${[...row.refs]}::text[], ${[...row.listings]}::uuid[],
      ${row.happenedOn}::date, ${JSON.stringify(row.quantities)}::json, ${row.note},
      ${row.afterWithdrawal}, ${letter?.from ?? null}, ${letter?.dated ?? null}::date,
      ${letter?.mediaType ?? null}, ${letter?.content ?? null},
      ${letter?.sha256 ?? null}, ${row.replyLink}::uuid)`.execute(handle)
}

export async function letterOf(
  handle: Transaction,
  { referralId, id }: { referralId: string; id: string },
): Promise<{ content: Buffer; mediaType: string; sha256: string } | undefined> {
  const { rows } = await sql<{ content: Buffer; mediaType: string; sha256: string }>`
    select letter_content as content, letter_media_type as "mediaType",
      encode(letter_sha256, 'hex') as sha256
    from outcome_reports
    where id = ${id}::uuid and referral_id = ${referralId}::uuid
      and letter_content is not null`.execute(handle)
  return rows[0]
}

/** For each item the newest report of each proceeding, and whether these contradict each other. */
export async function outcomesByItem(
  handle: Transaction,
  referralId: string,
): Promise<Map<string, ItemOutcomes>> {
  const reports = await reportsOf(handle, referralId)
  const items = new Map<string, ReportRow[]>()
  for (const report of reports) {
    for (const ref of report.refs) {
      const own = items.get(ref) ?? []
      if (own.some(({ proceeding }) => proceeding === report.proceeding)) continue
      items.set(ref, [...own, report])
    }
  }
  return new Map(
    [...items].map(([ref, own]) => [
      ref,
      {
        outcomes: own.map(({ id, outcome, reportedAt }) => ({
          report: id,
          outcome,
          at: reportedAt,
        })),
        contradicted: reports.some(
          (one) =>
            one.refs.includes(ref) &&
            reports.some((other) => other.refs.includes(ref) && areOpposed(one, other)),
        ),
      },
    ]),
  )
}

/** Referrals that a listing of the same sender was in, other than one, with its references there. */
export async function otherReferralsWith(
  handle: Transaction,
  {
    organisationId,
    referralId,
    listings,
  }: {
    organisationId: string
    referralId: string
    listings: readonly string[]
  },
): Promise<
  {
    id: string
    organisationId: string
    recipientId: string | null
    sentAt: Date | null
    refs: string[]
  }[]
> {
  const { rows } = await sql<{
    id: string
    organisationId: string
    recipientId: string | null
    sentAt: Date | null
    refs: string[]
  }>`
    select r.id, r.organisation_id as "organisationId", r.recipient_id as "recipientId",
      r.sent_at as "sentAt", array_agg(i.ref order by i.place) as refs
    from referral_items i join referrals r on r.id = i.referral_id
    where i.organisation_id = ${organisationId}::uuid and i.referral_id <> ${referralId}::uuid
      and i.subject_id = any (${[...listings]}::uuid[]) and r.withdrawn_at is null
    group by r.id order by r.id`.execute(handle)
  return rows
}
