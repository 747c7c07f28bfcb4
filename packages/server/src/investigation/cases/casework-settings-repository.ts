import type { CaseTemplateView, CaseTemplateContent } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { QueueRow } from './queue-rules.ts'
import { currentListings } from '../../listings/ingest/queries.ts'

export type CaseTemplateRow = Omit<CaseTemplateView, 'at'> & { at: Date }

const templateColumns = sql`id, version, retired, template, at,
  json_build_object('kind', actor_kind, 'id', actor_id) as by`

/** An organisation's templates in their newest versions. */
export async function newestTemplates(
  handle: Transaction,
  organisationId: string,
): Promise<CaseTemplateRow[]> {
  const { rows } = await sql<CaseTemplateRow>`
    select * from (
      select distinct on (id) ${templateColumns} from case_templates
      where organisation_id = ${organisationId}::uuid order by id, version desc
    ) t order by retired, lower(template ->> 'name'), id`.execute(handle)
  return rows
}

/** All versions of a template, newest first. */
export async function versionsOfTemplate(
  handle: Transaction,
  id: string,
): Promise<CaseTemplateRow[]> {
  const { rows } = await sql<CaseTemplateRow>`
    select ${templateColumns} from case_templates where id = ${id}::uuid
    order by version desc`.execute(handle)
  return rows
}

/** False if someone else has just written this version. */
export async function insertTemplate(
  handle: Transaction,
  row: {
    id: string
    version: number
    organisationId: string
    retired: boolean
    template: CaseTemplateContent
  },
): Promise<boolean> {
  const { rows } = await sql`
    insert into case_templates (id, version, organisation_id, retired, template)
    values (${row.id}::uuid, ${row.version}::int4, ${row.organisationId}::uuid, ${row.retired},
      ${JSON.stringify(row.template)}::json)
    on conflict (id, version) do nothing returning id`.execute(handle)
  return rows.length === 1
}

const queueColumns = sql`q.id, q.organisation_id as "organisationId", q.name, q.place, q.rules, q.sla,
  q.assignee, q.assign_hours as "assignHours", q.retired`

/** An organisation's queues, in the order in which their rules apply. */
export async function queuesIn(handle: Transaction, organisationId: string): Promise<QueueRow[]> {
  const { rows } = await sql<QueueRow>`
    select ${queueColumns} from case_queues q where q.organisation_id = ${organisationId}::uuid
    order by q.place, q.id`.execute(handle)
  return rows
}

export type QueueCount = { id: string; open: number; breached: number }

/** Number of open cases in each queue, and how many are overdue. */
export async function countQueues(
  handle: Transaction,
  options: { organisationId: string; only: readonly string[] | undefined; now: Date },
): Promise<QueueCount[]> {
  const { only } = options
  const ofBrands = only === undefined ? sql`` : sql`and brands && ${[...only]}::text[]`
  const { rows } = await sql<QueueCount>`
    select queue_id as id, count(*)::int4 as open,
      count(*) filter (where sla_at <= ${options.now} or sla_late)::int4 as breached
    from cases
    where organisation_id = ${options.organisationId}::uuid and queue_id is not null
      and closed_at is null ${ofBrands}
    group by 1`.execute(handle)
  return rows
}

export async function insertQueue(handle: Transaction, queue: QueueRow): Promise<void> {
  const { id, organisationId, name, place, rules, sla, assignee, assignHours, retired } = queue
  await sql`
    insert into case_queues
      (id, organisation_id, name, place, rules, sla, assignee, assign_hours, retired)
    values (${id}::uuid, ${organisationId}::uuid, ${name}, ${place}::int4,
      ${JSON.stringify(rules)}::json, ${JSON.stringify(sla)}::json, ${assignee}::uuid,
      ${assignHours}::int4, ${retired})`.execute(handle)
}

/** False if there is no such queue. */
export async function updateQueue(handle: Transaction, queue: QueueRow): Promise<boolean> {
  const { id, name, place, rules, sla, assignee, assignHours, retired } = queue
  const { rows } = await sql`
    update case_queues set name = ${name}, place = ${place}::int4,
      rules = ${JSON.stringify(rules)}::json, sla = ${JSON.stringify(sla)}::json,
      assignee = ${assignee}::uuid, assign_hours = ${assignHours}::int4, retired = ${retired},
      changed_at = now()
    where id = ${id}::uuid returning id`.execute(handle)
  return rows.length === 1
}

/** Countries and verdicts of a case's listings. */
export async function listingFactsOf(
  handle: Transaction,
  caseId: string,
): Promise<{ countries: string[]; verdicts: string[] }> {
  const { rows } = await sql<{ countries: string[] | null; verdicts: string[] | null }>`
    select array_agg(distinct country) filter (where country is not null) as countries,
      array_agg(distinct l.verdict) filter (where l.verdict is not null) as verdicts
    from case_listings o
    join ${currentListings} l on l.id = o.listing_id
    cross join lateral (
      values (l.content #>> '{seller,country}'), (l.content ->> 'shipsFrom')
    ) as said (country)
    where o.case_id = ${caseId}::uuid`.execute(handle)
  return { countries: rows[0]?.countries ?? [], verdicts: rows[0]?.verdicts ?? [] }
}
