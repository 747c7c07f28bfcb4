import {
  CaseEvent,
  runningDeadlines,
  type CaseHistory,
  type CaseState,
  type CounselSignature,
} from '@touchstone/jurisdiction'
import type { ProceedingSubjectView } from '@touchstone/contract'
import { sql } from 'kysely'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import { runPrepared, type Transaction } from '../../platform/db/index.ts'
import { replaceMissedDeadlines } from './missed-deadlines.ts'
import { caseFacts, caseListings } from '../../investigation/cases/queries.ts'
import { listingFacts, listingNames } from '../../listings/ingest/queries.ts'

export type ProceedingRow = Omit<CaseHistory, 'events'> & {
  id: string
  organisationId: string
  title: string
  listingId: string | null
  caseId: string | null
  events: number
  openedAt: Date
  /** The leaf that leads it, if any. */
  managedBy: string | null
}

/** A time limit of a workflow, by the names that the regime gives them. */
export type TimeLimitRow = { workflow: string; timeLimit: string }

export type ListedProceedingRow = ProceedingRow & {
  about: ProceedingSubjectView
  nextDueAt: Date | null
  nextLimit: TimeLimitRow | null
}

type Row = {
  id: string
  organisationId: string
  title: string
  listingId: string | null
  caseId: string | null
  events: number
  openedAt: Date
  regime: string
  version: string
  profile: CaseHistory['profile']
  settings: CaseHistory['settings']
  managedBy: string | null
}

/** What a proceeding `p` concerns; row-level security leaves out what the reader does not see. */
const subject = sql`(
  select json_build_object('listing', l.title, 'seller', l.seller, 'marketplace', l.marketplace, 'case', c.title)
  from (select) one
  left join lateral (select o.* from ${listingNames} o where o.id = p.listing_id) l on true
  left join lateral (
    select k.title from ${caseFacts} k where k.id = p.case_id
  ) c on true)`

/** The organisation whose notice opened a proceeding `p`. Other notifiers are persons, who are named in the notice alone. */
const notifier = sql`(
  select coalesce(
    (select o.name from ${organisationProfiles} o where o.id = r.from_organisation),
    r.notice ->> 'name')
  from received_items i join received_notices r on r.id = i.notice_id
  where i.proceeding_id = p.id and r.from_organisation is not null
  limit 1)`

const columns = sql`id, organisation_id as "organisationId", title, listing_id as "listingId",
  case_id as "caseId", regime, version, profile, settings, events, opened_at as "openedAt",
  managed_by as "managedBy"`

export type NewProceedingRow = Omit<ProceedingRow, 'events' | 'openedAt'>

export async function insertProceeding(
  handle: Transaction,
  proceeding: NewProceedingRow,
): Promise<void> {
  const { id, organisationId, title, listingId, caseId, regime, profile, settings } = proceeding
  await sql`
    insert into proceedings
      (id, organisation_id, title, listing_id, case_id, regime, version, profile, settings, managed_by)
    values (${id}::uuid, ${organisationId}::uuid, ${title}, ${listingId}::uuid, ${caseId}::uuid,
      ${regime.id}, ${regime.version}, ${JSON.stringify(profile)}::json,
      ${JSON.stringify(settings)}::json, ${proceeding.managedBy})`.execute(handle)
}

export async function findProceeding(
  handle: Transaction,
  id: string,
  lock = false,
): Promise<ProceedingRow | undefined> {
  const query = sql<Row>`
    select ${columns} from proceedings where id = ${id}::uuid
    ${lock ? sql`for update` : sql``}`
  const { rows } = await runPrepared(query, handle)
  return rows.map(toProceedingRow)[0]
}

/** What a proceeding concerns, as far as the reader sees it. */
export async function findSubject(
  handle: Transaction,
  id: string,
): Promise<ProceedingSubjectView | undefined> {
  const { rows } = await sql<{ about: ProceedingSubjectView }>`
    select ${subject} as about from proceedings p where id = ${id}::uuid`.execute(handle)
  return rows[0]?.about
}

export type ProceedingQuery = {
  organisationId: string
  limit: number
  after?: { at: Date; id: string }
  /** About this listing. */
  listingId?: string
  /** Of this case, or about a listing of it. */
  caseId?: string
}

/** Newest first, from after a cursor, each with its next deadline. */
export async function pageOfProceedings(
  handle: Transaction,
  options: ProceedingQuery,
): Promise<ListedProceedingRow[]> {
  const { organisationId, limit, after, listingId, caseId } = options
  const ofListing = listingId ? sql`and listing_id = ${listingId}::uuid` : sql``
  const ofCase = caseId
    ? sql`and (case_id = ${caseId}::uuid
        or listing_id in (select listing_id from ${caseListings} o where case_id = ${caseId}::uuid))`
    : sql``
  const from = after
    ? sql`and (opened_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<
    Row & {
      about: ProceedingSubjectView
      nextDueAt: Date | null
      timeLimit: string | null
      workflow: string | null
    }
  >`
    select ${columns}, ${subject} as about, n.due_at as "nextDueAt", n.time_limit as "timeLimit", n.workflow
    from proceedings p left join lateral (
      select d.due_at, d.time_limit, i.workflow
      from proceeding_deadlines d
      join workflow_instances i on i.proceeding_id = d.proceeding_id and i.instance = d.instance
      where d.proceeding_id = p.id and d.due_at is not null
      order by d.due_at, d.instance, d.time_limit limit 1
    ) n on true
    where organisation_id = ${organisationId}::uuid ${ofListing} ${ofCase} ${from}
    order by opened_at desc, id desc limit ${limit}`.execute(handle)
  return rows.map(({ about, nextDueAt, timeLimit, workflow, ...row }) => ({
    ...toProceedingRow(row),
    about,
    nextDueAt,
    nextLimit: timeLimit === null || workflow === null ? null : { timeLimit, workflow },
  }))
}

export type DeadlineRow = {
  proceeding: string
  title: string
  listing: string | null
  case: string | null
  regime: string
  instance: string
  timeLimit: string
  run: number
  dueAt: Date
  why: string
  workflow: string
  version: string
  about: ProceedingSubjectView
  /** The organisation whose notice opened the proceeding. */
  notifier: string | null
}

/** Cursor of a page of deadlines: the time of the last one, and its identity. */
export type DeadlineCursor = Pick<
  DeadlineRow,
  'dueAt' | 'proceeding' | 'instance' | 'timeLimit' | 'run'
>

export type DeadlineQuery = {
  limit: number
  before?: Date
  after?: DeadlineCursor
  regime?: string
  caseId?: string
}

/** Running deadlines of an organisation, next first. */
export async function pageOfDeadlines(
  handle: Transaction,
  options: DeadlineQuery & { organisationId: string },
): Promise<DeadlineRow[]> {
  const { organisationId, limit, before, after, regime, caseId } = options
  const until = before ? sql`and due_at < ${before}::timestamptz` : sql``
  const from = after
    ? sql`and (due_at, proceeding_id, instance, time_limit, run) > (${after.dueAt}::timestamptz,
        ${after.proceeding}::uuid, ${after.instance}, ${after.timeLimit}, ${after.run}::int4)`
    : sql``
  // The planner chooses by their number per regime: through the deadlines in order, or from few proceedings.
  const ofRegime = regime
    ? sql`and proceeding_id in (select id from proceedings
        where organisation_id = ${organisationId}::uuid and regime = ${regime})`
    : sql``
  const ofCase = caseId
    ? sql`and proceeding_id in (select id from proceedings where case_id = ${caseId}::uuid)`
    : sql``
  const { rows } = await sql<DeadlineRow>`
    with page as materialized (
      select * from proceeding_deadlines
      where organisation_id = ${organisationId}::uuid and due_at is not null ${until} ${from}
        ${ofRegime} ${ofCase}
      order by due_at, proceeding_id, instance, time_limit, run limit ${limit}
    )
    select p.id as proceeding, p.title, p.listing_id as listing, p.case_id as "case", p.regime, p.version, c.instance,
      c.time_limit as "timeLimit", c.run, c.due_at as "dueAt", c.why, i.workflow, ${subject} as about, ${notifier} as notifier
    from page c join proceedings p on p.id = c.proceeding_id
    join workflow_instances i on i.proceeding_id = c.proceeding_id and i.instance = c.instance
    order by c.due_at, c.proceeding_id, c.instance, c.time_limit, c.run`.execute(handle)
  return rows
}

export async function isListingVisible(handle: Transaction, id: string): Promise<boolean> {
  const { rows } =
    await sql`select from ${listingFacts} l where id = ${id}::uuid and sees_listing(id)`.execute(
      handle,
    )
  return rows.length > 0
}

export async function eventsOf(handle: Transaction, id: string): Promise<CaseEvent[]> {
  const found = await eventsByProceeding(handle, [id])
  return (found.get(id) ?? []).map((event) => CaseEvent.parse(event))
}

/** The stored events of several proceedings: an unreadable one does not affect the others. */
export async function eventsByProceeding(
  handle: Transaction,
  ids: readonly string[],
): Promise<Map<string, unknown[]>> {
  const query = sql<{ id: string; events: unknown[] }>`
    select given.id, e.events
    from unnest(${[...ids]}::uuid[]) as given (id)
    cross join lateral (
      select json_agg(event order by position) as events from proceeding_events
      where proceeding_id = given.id
    ) e
    where e.events is not null`
  const { rows } = await runPrepared(query, handle)
  return new Map(rows.map(({ id, events }) => [id, events]))
}

/** Events added to a proceeding, and its state after them. */
export type AppendedEvents = {
  proceeding: Pick<ProceedingRow, 'id' | 'organisationId'>
  events: readonly CaseEvent[]
  state: CaseState
}

/** Appends events and updates the projections of each proceeding from all of its events. */
export async function appendEvents(
  handle: Transaction,
  appended: readonly AppendedEvents[],
): Promise<void> {
  const ids = appended.map(({ proceeding }) => proceeding.id)
  const sized = appended.map(({ proceeding, state }) => ({
    id: proceeding.id,
    events: state.events,
  }))
  const events = appended.flatMap(({ proceeding, events: added, state }) =>
    added.map((event, at) => ({
      proceeding_id: proceeding.id,
      organisation_id: proceeding.organisationId,
      event,
      position: state.events - added.length + at + 1,
    })),
  )
  await runPrepared(
    sql`
    insert into proceeding_events (proceeding_id, position, organisation_id, event)
    select proceeding_id, position, organisation_id, event
    from json_to_recordset(${JSON.stringify(events)}::json)
      as e (proceeding_id uuid, position int4, organisation_id uuid, event json)`,
    handle,
  )
  await runPrepared(
    sql`
    update proceedings p set events = e.events
    from json_to_recordset(${JSON.stringify(sized)}::json) as e (id uuid, events int4)
    where p.id = e.id`,
    handle,
  )
  await runPrepared(
    sql`delete from workflow_instances where proceeding_id = any (${ids}::uuid[])`,
    handle,
  )
  await runPrepared(
    sql`delete from proceeding_deadlines where proceeding_id = any (${ids}::uuid[])`,
    handle,
  )
  const instances = appended.flatMap(({ proceeding, state }) =>
    Object.values(state.instances).map(({ id: instance, workflow, part, state: now, since }) => ({
      proceeding_id: proceeding.id,
      organisation_id: proceeding.organisationId,
      instance,
      workflow,
      part,
      state: now,
      since,
    })),
  )
  await runPrepared(
    sql`
    insert into workflow_instances (proceeding_id, instance, organisation_id, workflow, part, state,
      since)
    select proceeding_id, instance, organisation_id, workflow, part, state, since
    from json_to_recordset(${JSON.stringify(instances)}::json) as m (proceeding_id uuid,
      organisation_id uuid, instance text, workflow text, part text, state text, since timestamptz)`,
    handle,
  )
  const deadlines = appended.flatMap(({ proceeding, state }) =>
    runningDeadlines(state).map(({ instance, timeLimit, run, dueAt, why }) => ({
      proceeding_id: proceeding.id,
      organisation_id: proceeding.organisationId,
      instance,
      time_limit: timeLimit,
      run,
      why,
      due_at: dueAt ?? null,
    })),
  )
  await runPrepared(
    sql`
    insert into proceeding_deadlines (proceeding_id, instance, time_limit, run, organisation_id, due_at, why)
    select proceeding_id, instance, time_limit, run, organisation_id, due_at, why
    from json_to_recordset(${JSON.stringify(deadlines)}::json) as c (proceeding_id uuid,
      organisation_id uuid, instance text, time_limit text, run int4, due_at timestamptz, why text)`,
    handle,
  )
  await replaceMissedDeadlines(handle, appended)
}

/** Proceedings with a due deadline, the longest overdue first, locked; skips those in use. */
export async function lockDueProceedings(
  handle: Transaction,
  options: { now: Date; limit: number; except: readonly string[] },
): Promise<ProceedingRow[]> {
  const { now, limit, except } = options
  const { rows } = await sql<Row>`
    select ${columns} from proceedings
    where id in (
      select p.id from proceeding_deadlines c join proceedings p on p.id = c.proceeding_id
      where c.due_at <= ${now}::timestamptz and p.id <> all (${[...except]}::uuid[])
      order by c.due_at limit ${limit} for update of p skip locked
    )`.execute(handle)
  return rows.map(toProceedingRow)
}

function toProceedingRow({ regime: id, version, ...row }: Row): ProceedingRow {
  return { ...row, regime: { id, version } }
}

type SignatureRow = CounselSignature & { at: Date }

/** Counsel's signatures of a regime by an organisation, latest first. */
export async function signaturesOf(
  handle: Transaction,
  options: { organisationId: string; regime: string },
): Promise<SignatureRow[]> {
  const { rows } = await sql<SignatureRow>`
    select regime, version, checked_on::text as "checkedOn", counsel as by, at
    from counsel_signatures
    where organisation_id = ${options.organisationId}::uuid and regime = ${options.regime}
    order by checked_on desc, at desc, id desc limit 100`.execute(handle)
  return rows
}

export async function insertSignature(
  handle: Transaction,
  { organisationId, ...signature }: CounselSignature & { organisationId: string },
): Promise<void> {
  const { regime, version, checkedOn, by } = signature
  await sql`
    insert into counsel_signatures (id, organisation_id, regime, version, checked_on, counsel)
    values (gen_random_uuid(), ${organisationId}::uuid, ${regime}, ${version}, ${checkedOn}::date,
      ${by})`.execute(handle)
}
