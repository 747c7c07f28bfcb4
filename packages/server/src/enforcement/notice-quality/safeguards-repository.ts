import { randomUUID } from 'node:crypto'
import type { NoticeQualityCountsView } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { QualityMark } from './types.ts'

const columns = sql`id, organisation_id as "organisationId", side, about, subject, notifier,
  warned_at as "warnedAt", warned_figures as "warnedFigures", safeguarded_at as "safeguardedAt",
  safeguarded_figures as "safeguardedFigures", ended_at as "endedAt", end_reason as "endReason",
  ended_by as "endedBy", reason`

/** False if the subject already has one. */
export async function insertMark(
  handle: Transaction,
  mark: Pick<QualityMark, 'organisationId' | 'side' | 'about' | 'subject' | 'notifier'> & {
    now: Date
    figures: NoticeQualityCountsView
  },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into safeguards
      (id, organisation_id, side, about, subject, notifier, warned_at, warned_figures)
    values (${randomUUID()}::uuid, ${mark.organisationId}::uuid, ${mark.side}, ${mark.about},
      ${mark.subject}, ${mark.notifier}::uuid, ${mark.now}::timestamptz,
      ${JSON.stringify(mark.figures)}::json)
    on conflict (organisation_id, side, about, subject) where ended_at is null do nothing
    returning id`.execute(handle)
  return rows[0]?.id
}

export async function markSafeguardImposed(
  handle: Transaction,
  id: string,
  { now, figures }: { now: Date; figures: NoticeQualityCountsView },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update safeguards set safeguarded_at = ${now}::timestamptz,
      safeguarded_figures = ${JSON.stringify(figures)}::json
    where id = ${id}::uuid and safeguarded_at is null and ended_at is null`.execute(handle)
  return numAffectedRows === 1n
}

export async function markWarningEnded(
  handle: Transaction,
  id: string,
  now: Date,
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update safeguards set ended_at = ${now}::timestamptz, end_reason = 'kept'
    where id = ${id}::uuid and safeguarded_at is null and ended_at is null`.execute(handle)
  return numAffectedRows === 1n
}

export async function markSafeguardLifted(
  handle: Transaction,
  id: string,
  { now, by, reason }: { now: Date; by: string; reason: string },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update safeguards set ended_at = ${now}::timestamptz, end_reason = 'lifted',
      ended_by = ${by}, reason = ${reason}
    where id = ${id}::uuid and safeguarded_at is not null and ended_at is null`.execute(handle)
  return numAffectedRows === 1n
}

export async function findMark(handle: Transaction, id: string): Promise<QualityMark | undefined> {
  const { rows } = await sql<QualityMark>`
    select ${columns} from safeguards where id = ${id}::uuid`.execute(handle)
  return rows[0]
}

/** Active warnings and safeguards of an organisation. */
export async function listActiveMarks(
  handle: Transaction,
  organisationId: string,
): Promise<QualityMark[]> {
  const { rows } = await sql<QualityMark>`
    select ${columns} from safeguards
    where organisation_id = ${organisationId}::uuid and ended_at is null`.execute(handle)
  return rows
}

/** When a safeguard on each subject was last lifted, since a day. */
export async function listLiftsSince(
  handle: Transaction,
  organisationId: string,
  since: Date,
): Promise<(Pick<QualityMark, 'side' | 'about' | 'subject'> & { at: Date })[]> {
  const { rows } = await sql<Pick<QualityMark, 'side' | 'about' | 'subject'> & { at: Date }>`
    select side, about, subject, max(ended_at) as at from safeguards
    where organisation_id = ${organisationId}::uuid and end_reason = 'lifted'
      and ended_at >= ${since}::timestamptz
    group by side, about, subject`.execute(handle)
  return rows
}

/** The organisation's own, and those on its notices elsewhere, newest first. */
export async function pageOfMarks(
  handle: Transaction,
  options: { organisationId: string; limit: number; after?: { at: Date; id: string } },
): Promise<(QualityMark & { organisation: string | null })[]> {
  const { organisationId, limit, after } = options
  const from = after
    ? sql`and (warned_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<QualityMark & { organisation: string | null }>`
    select ${columns}, (
      select n.notice ->> 'name' from received_notices n
      where n.organisation_id = m.organisation_id and n.from_organisation = m.notifier
      order by n.received_at desc, n.id desc limit 1
    ) as organisation
    from safeguards m
    where (organisation_id = ${organisationId}::uuid or notifier = ${organisationId}::uuid) ${from}
    order by warned_at desc, id desc limit ${limit}`.execute(handle)
  return rows
}
