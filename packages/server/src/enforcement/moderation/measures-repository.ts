import type {
  FilingSubjectView,
  Measure,
  MeasureEndReason,
  ProceedingSubjectView,
  StatementOfReasons,
} from '@touchstone/contract'
import { sql } from 'kysely'
import { listingNames } from '../../listings/ingest/queries.ts'
import { runPrepared, type Transaction } from '../../platform/db/index.ts'
import { proceedingListings, runningDeadlines } from '../proceedings/queries.ts'

export type MeasureRow = {
  id: string
  organisationId: string
  proceedingId: string
  instance: string
  listingKey: string
  listingId: string | null
  seller: string | null
  measure: Measure
  words: string | null
  territory: string[]
  startsOn: string
  endsOn: string | null
  endedAt: Date | null
  endReason: MeasureEndReason | null
}

const columns = sql`id, organisation_id as "organisationId", proceeding_id as "proceedingId", instance,
  listing_key as "listingKey", listing_id as "listingId", seller, measure, words, territory,
  starts_on::text as "startsOn", ends_on::text as "endsOn", ended_at as "endedAt",
  end_reason as "endReason"`

export async function insertMeasures(
  handle: Transaction,
  measures: readonly Omit<MeasureRow, 'endedAt' | 'endReason'>[],
): Promise<void> {
  for (const one of measures) {
    const query = sql`
      insert into measures (id, organisation_id, proceeding_id, instance, listing_key, listing_id,
        seller, measure, words, territory, starts_on, ends_on)
      values (${one.id}::uuid, ${one.organisationId}::uuid, ${one.proceedingId}::uuid,
        ${one.instance}, ${one.listingKey}, ${one.listingId}::uuid, ${one.seller}, ${one.measure},
        ${one.words}, ${one.territory}::text[], ${one.startsOn}::date,
        ${one.endsOn}::date)`
    await runPrepared(query, handle)
  }
}

export async function measuresOf(
  handle: Transaction,
  organisationId: string,
  by: { proceedingId: string } | { listingKey: string },
): Promise<MeasureRow[]> {
  const which =
    'listingKey' in by
      ? sql`listing_key = ${by.listingKey}`
      : sql`proceeding_id = ${by.proceedingId}::uuid`
  const { rows } = await sql<MeasureRow>`
    select ${columns} from measures where organisation_id = ${organisationId}::uuid and ${which}
    order by starts_on, id`.execute(handle)
  return rows
}

export type ActiveMeasureRow = MeasureRow & { about: ProceedingSubjectView | null }

/** Measures in force with what they concern, newest first. */
export async function listActiveMeasures(
  handle: Transaction,
  options: {
    organisationId: string
    limit: number
    listing?: string
    seller?: string
    after?: { startsOn: string; id: string }
  },
): Promise<ActiveMeasureRow[]> {
  const { organisationId, listing, seller, after } = options
  const from = after
    ? sql`and (starts_on, id) < (${after.startsOn}::date, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<ActiveMeasureRow>`
    select ${columns}, (
      select json_build_object('listing', l.title, 'seller', l.seller,
        'marketplace', l.marketplace, 'case', null)
      from ${listingNames} l where l.id = listing_id
    ) as about from measures
    where organisation_id = ${organisationId}::uuid and ended_at is null
      ${listing === undefined ? sql`` : sql`and listing_key = ${listing}`}
      ${seller === undefined ? sql`` : sql`and seller = ${seller}`} ${from}
    order by starts_on desc, id desc limit ${options.limit}`.execute(handle)
  return rows
}

/** Ends a decision's measures; returns them for the notification. */
export async function endMeasures(
  handle: Transaction,
  which: { proceedingId: string; instance: string },
  { at, reason }: { at: Date; reason: MeasureEndReason },
): Promise<MeasureRow[]> {
  const { rows } = await sql<MeasureRow>`
    update measures set ended_at = ${at}::timestamptz, end_reason = ${reason}
    where proceeding_id = ${which.proceedingId}::uuid and instance = ${which.instance}
      and ended_at is null
    returning ${columns}`.execute(handle)
  return rows
}

/** The proceedings with measures that were to end before a day and still apply. */
export async function listProceedingsWithMeasuresBefore(
  handle: Transaction,
  today: string,
): Promise<{ organisationId: string; proceedingId: string }[]> {
  const { rows } = await sql<{ organisationId: string; proceedingId: string }>`
    select distinct organisation_id as "organisationId", proceeding_id as "proceedingId"
    from measures where ended_at is null and ends_on < ${today}::date`.execute(handle)
  return rows
}

/** Ends what was to end before a day. */
export async function endMeasuresBefore(
  handle: Transaction,
  { proceedingId, today, at }: { proceedingId: string; today: string; at: Date },
): Promise<MeasureRow[]> {
  const { rows } = await sql<MeasureRow>`
    update measures set ended_at = ${at}::timestamptz, end_reason = 'expired'
    where proceeding_id = ${proceedingId}::uuid and ended_at is null and ends_on < ${today}::date
    returning ${columns}`.execute(handle)
  return rows
}

/**
 * Decisions against a seller that are in force; reversed and replaced ones no longer count, nor do consequences of
 * strikes.
 */
export async function countStrikes(
  handle: Transaction,
  organisationId: string,
  seller: string,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct (proceeding_id, instance))::int as count from measures
    where organisation_id = ${organisationId}::uuid and seller = ${seller}
      and (end_reason is null or end_reason = 'expired')
      and not exists (select from misuse_records r where r.proceeding_id = measures.proceeding_id)`.execute(
    handle,
  )
  return rows[0]?.count ?? 0
}

export type StatementRow = {
  proceedingId: string
  instance: string
  organisationId: string
  statement: StatementOfReasons
  text: string
  record: Record<string, unknown> | null
  recordHash: Buffer | null
  deliveredBy: 'mail' | 'own-channel'
  delivery: string
  sentAt: Date
  filedAt: Date | null
}

export async function insertStatement(
  handle: Transaction,
  one: Omit<StatementRow, 'filedAt'>,
): Promise<void> {
  const query = sql`
    insert into statements_of_reasons (proceeding_id, instance, organisation_id, statement, text,
      record, record_hash, delivered_by, delivery, sent_at)
    values (${one.proceedingId}::uuid, ${one.instance}, ${one.organisationId}::uuid,
      ${JSON.stringify(one.statement)}::json, ${one.text},
      ${one.record === null ? null : JSON.stringify(one.record)}::json, ${one.recordHash},
      ${one.deliveredBy}, ${one.delivery}, ${one.sentAt}::timestamptz)`
  await runPrepared(query, handle)
}

const statementColumns = sql`proceeding_id as "proceedingId", instance,
  organisation_id as "organisationId", statement, text, record, record_hash as "recordHash",
  delivered_by as "deliveredBy", delivery, sent_at as "sentAt",
  filed_at as "filedAt"`

export async function statementsOf(
  handle: Transaction,
  organisationId: string,
  proceedingId: string,
): Promise<StatementRow[]> {
  const { rows } = await sql<StatementRow>`
    select ${statementColumns} from statements_of_reasons
    where organisation_id = ${organisationId}::uuid and proceeding_id = ${proceedingId}::uuid
    order by sent_at, instance`.execute(handle)
  return rows
}

export async function listUnfiledStatements(
  handle: Transaction,
  organisationId: string,
  limit: number,
): Promise<StatementRow[]> {
  const { rows } = await sql<StatementRow>`
    select ${statementColumns} from statements_of_reasons
    where organisation_id = ${organisationId}::uuid and record is not null and filed_at is null
      -- What is held goes into no public record yet.
      and not is_proceeding_on_confidentiality_hold(organisation_id, proceeding_id, now())
    order by sent_at limit ${limit}`.execute(handle)
  return rows
}

export type FilingSubjectRow = Omit<FilingSubjectView, 'dueAt'> & { dueAt: Date | null }

/** What these statements concern, as far as the reader sees it, and when their records are to be filed. */
export async function listFilingSubjects(
  handle: Transaction,
  organisationId: string,
  puids: readonly string[],
): Promise<FilingSubjectRow[]> {
  const { rows } = await sql<
    Omit<FilingSubjectRow, 'about'> & {
      title: string | null
      seller: string | null
      marketplace: string | null
    }
  >`
    select s.statement ->> 'puid' as puid, s.proceeding_id as proceeding, l.id as listing,
      l.title, l.seller, l.marketplace,
      (select coalesce(json_agg(m ->> 'measure'), '[]'::json)
        from json_array_elements(s.statement -> 'measures') m) as measures,
      coalesce(s.statement -> 'ground' ->> 'legalGround', s.statement -> 'ground' ->> 'clause') as ground,
      s.statement ->> 'startsOn' as "startsOn", (
        select min(d.due_at) from ${runningDeadlines} d
        where d.proceeding_id = s.proceeding_id and d.time_limit = 'file'
          and starts_with(d.instance, s.instance || '/')
      ) as "dueAt"
    from statements_of_reasons s
    left join ${proceedingListings} p on p.id = s.proceeding_id
    left join ${listingNames} l on l.id = p.listing_id
    where s.organisation_id = ${organisationId}::uuid
      and s.statement ->> 'puid' = any (${[...puids]}::text[])
    order by s.sent_at, s.instance`.execute(handle)
  return rows.map(({ title, seller, marketplace, ...row }) => ({
    ...row,
    about: { listing: title, seller, marketplace, case: null },
  }))
}

/** The identifiers that belong to statements of the organisation with a record. */
export async function statementsByPuid(
  handle: Transaction,
  organisationId: string,
  puids: readonly string[],
): Promise<StatementRow[]> {
  const { rows } = await sql<StatementRow>`
    select ${statementColumns} from statements_of_reasons
    where organisation_id = ${organisationId}::uuid and record is not null
      and statement ->> 'puid' = any(${puids}::text[])`.execute(handle)
  return rows
}

export async function markStatementFiled(
  handle: Transaction,
  which: { proceedingId: string; instance: string },
  at: Date,
): Promise<void> {
  await sql`
    update statements_of_reasons set filed_at = ${at}::timestamptz
    where proceeding_id = ${which.proceedingId}::uuid and instance = ${which.instance}`.execute(
    handle,
  )
}
