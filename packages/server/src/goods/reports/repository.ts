import type {
  GoodsCategory,
  ItemStateName,
  ReportKind,
  ReportMessage,
  ReportState,
} from '@touchstone/contract'
import { defaultRetention } from '@touchstone/contract'
import { sql } from 'kysely'
import { retentionPeriods } from '../../privacy/retention/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'

export type ReportRow = {
  id: string
  organisationId: string
  kind: ReportKind
  version: number
  gtin: string | null
  serial: string | null
  listing: string | null
  subjectHash: Buffer
  category: GoodsCategory
  isHurt: boolean
  /** 2: someone was hurt; 1: copies of such goods can hurt. */
  danger: number
  sources: number
  codeState: ItemStateName | null
  country: string | null
  content: string
  contact: string | null
  state: ReportState
  messages: ReportMessage[]
  reason: string | null
  caseId: string | null
  photos: number
  receivedAt: Date
  changedAt: Date
}

const columns = sql`r.id, r.organisation_id as "organisationId", r.kind, r.version, r.gtin, r.serial,
  r.listing, r.subject_hash as "subjectHash", r.category, r.is_hurt as "isHurt", r.danger,
  r.sources, i.state as "codeState", r.country, r.content, r.contact, r.state, r.messages, r.reason,
  r.case_id as "caseId", r.received_at as "receivedAt", r.changed_at as "changedAt",
  (select count(*)::int from item_report_photos p where p.report_id = r.id) as photos`

const source = sql`item_reports r left join items i
  on i.organisation_id = r.organisation_id and i.gtin = r.gtin and i.serial = r.serial`

export type NewReport = Pick<
  ReportRow,
  | 'id'
  | 'organisationId'
  | 'kind'
  | 'gtin'
  | 'serial'
  | 'listing'
  | 'subjectHash'
  | 'category'
  | 'isHurt'
  | 'danger'
  | 'country'
  | 'content'
  | 'contact'
> & { receiptHash: Buffer; network: Buffer; photos: readonly Buffer[] }

export async function insertReport(
  handle: Transaction,
  report: NewReport,
): Promise<{ receivedAt: Date }> {
  const { id, organisationId, receiptHash, gtin, serial, listing, subjectHash, photos } = report
  const { rows } = await sql<{ receivedAt: Date }>`
    insert into item_reports (id, organisation_id, kind, receipt_hash, gtin, serial, listing,
      subject_hash, category, is_hurt, danger, country, content, contact, network)
    values (${id}::uuid, ${organisationId}::uuid, ${report.kind}, ${receiptHash}, ${gtin}, ${serial}, ${listing},
      ${subjectHash}, ${report.category}, ${report.isHurt}, ${report.danger}::int4,
      ${report.country}, ${report.content}, ${report.contact}, ${report.network})
    returning received_at as "receivedAt"`.execute(handle)
  for (const [place, content] of photos.entries()) {
    await sql`
      insert into item_report_photos (report_id, place, organisation_id, content)
      values (${id}::uuid, ${place}::int4, ${organisationId}::uuid, ${content})`.execute(handle)
  }
  const [row] = rows
  if (row === undefined) throw new Error('a report was not inserted')
  return row
}

/** Counts the independent sources of a subject anew, in all of its reports. */
export async function recountSources(
  handle: Transaction,
  { organisationId, subjectHash }: Pick<ReportRow, 'organisationId' | 'subjectHash'>,
): Promise<void> {
  await sql`
    update item_reports set sources = counted.sources
    from (
      select count(distinct network)::int4 as sources from item_reports
      where organisation_id = ${organisationId}::uuid and subject_hash = ${subjectHash}
        and state <> 'unfounded' and kind = 'problem'
    ) counted
    where organisation_id = ${organisationId}::uuid and subject_hash = ${subjectHash}
      and item_reports.sources <> counted.sources`.execute(handle)
}

export type NetworkCounts = { all: number; ofSubject: number; unfounded: number }

/** Reports of a network today: its hash is of this day alone. */
export async function countReportsOfNetwork(
  handle: Transaction,
  {
    organisationId,
    network,
    subjectHash,
  }: { organisationId: string; network: Buffer; subjectHash: Buffer },
): Promise<NetworkCounts> {
  const { rows } = await sql<NetworkCounts>`
    select count(*)::int as all,
      (count(*) filter (where subject_hash = ${subjectHash}))::int as "ofSubject",
      (count(*) filter (where state = 'unfounded'))::int as unfounded
    from item_reports
    where organisation_id = ${organisationId}::uuid and network = ${network}`.execute(handle)
  return rows[0] ?? { all: 0, ofSubject: 0, unfounded: 0 }
}

export type ReportPlace = { danger: number; sources: number; at: Date; id: string }

/** Danger first, then what most sources say, then the newest. */
export async function pageOfReports(
  handle: Transaction,
  {
    organisationId,
    state,
    caseId,
    limit,
    after,
  }: {
    organisationId: string
    state: ReportState
    caseId: string | undefined
    limit: number
    after?: ReportPlace
  },
): Promise<ReportRow[]> {
  const which = caseId === undefined ? sql`r.state = ${state}` : sql`r.case_id = ${caseId}::uuid`
  const place = after
    ? sql`and (r.danger, r.sources, r.received_at, r.id)
        < (${after.danger}::int4, ${after.sources}::int4, ${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<ReportRow>`
    select ${columns} from ${source}
    where r.organisation_id = ${organisationId}::uuid and ${which} ${place}
    order by r.danger desc, r.sources desc, r.received_at desc, r.id desc
    limit ${limit}`.execute(handle)
  return rows
}

export async function findReport(
  handle: Transaction,
  { organisationId, id, lock = false }: { organisationId: string; id: string; lock?: boolean },
): Promise<ReportRow | undefined> {
  const { rows } = await sql<ReportRow>`
    select ${columns} from ${source}
    where r.organisation_id = ${organisationId}::uuid and r.id = ${id}::uuid
    ${lock ? sql`for update of r` : sql``}`.execute(handle)
  return rows[0]
}

/** Whose report has this receipt code; only for the operator, who sees all. */
export async function findReportByReceipt(
  handle: Transaction,
  receiptHash: Buffer,
): Promise<Pick<ReportRow, 'id' | 'organisationId'> | undefined> {
  const { rows } = await sql<Pick<ReportRow, 'id' | 'organisationId'>>`
    select id, organisation_id as "organisationId" from item_reports
    where receipt_hash = ${receiptHash}`.execute(handle)
  return rows[0]
}

export async function updateReport(
  handle: Transaction,
  report: Pick<ReportRow, 'id' | 'version' | 'state' | 'messages' | 'reason' | 'caseId'>,
): Promise<void> {
  const { id, version, state, messages, reason, caseId } = report
  await sql`
    update item_reports set version = ${version}::int4, state = ${state},
      messages = ${JSON.stringify(messages)}::json, reason = ${reason},
      case_id = ${caseId}::uuid, changed_at = now()
    where id = ${id}::uuid`.execute(handle)
}

export async function deleteReport(handle: Transaction, id: string): Promise<void> {
  await sql`delete from item_reports where id = ${id}::uuid`.execute(handle)
}

export async function sealedPhotos(
  handle: Transaction,
  reportId: string,
): Promise<{ place: number; content: Buffer }[]> {
  const { rows } = await sql<{ place: number; content: Buffer }>`
    select place, content from item_report_photos
    where report_id = ${reportId}::uuid order by place`.execute(handle)
  return rows
}

export async function reportDaysOf(handle: Transaction, organisationId: string): Promise<number> {
  const { rows } = await sql<{ days: number }>`
    select r.report_days as days from ${retentionPeriods} r
    where r.organisation_id = ${organisationId}::uuid`.execute(handle)
  return rows[0]?.days ?? defaultRetention.reportDays
}

/** Deletes reports whose time is up, some at once. Returns how many. */
export async function deleteOldReports(handle: Transaction, limit: number): Promise<number> {
  const { rows } = await sql`
    delete from item_reports where id in (
      select i.id from item_reports i
      left join ${retentionPeriods} r on r.organisation_id = i.organisation_id
      where i.changed_at
        < now() - coalesce(r.report_days, ${defaultRetention.reportDays}::int4) * interval '1 day'
      limit ${limit}
    ) returning id`.execute(handle)
  return rows.length
}
