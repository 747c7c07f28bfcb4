import {
  CaseEvent,
  runningClocks,
  type CaseHistory,
  type CaseState,
} from '@touchstone/jurisdiction'
import { sql } from 'kysely'
import type { Handle } from '../platform/db/index.ts'

export type KeptProceeding = Omit<CaseHistory, 'events'> & {
  id: string
  organisationId: string
  title: string
  listingId: string | null
  events: number
  openedAt: Date
}

export type ListedProceeding = KeptProceeding & { nextDueAt: Date | null }

type Row = {
  id: string
  organisationId: string
  title: string
  listingId: string | null
  events: number
  openedAt: Date
  regime: string
  version: string
  profile: CaseHistory['profile']
  settings: CaseHistory['settings']
}

const columns = sql`id, organisation_id as "organisationId", title, listing_id as "listingId",
  regime, version, profile, settings, events, opened_at as "openedAt"`

export type NewProceeding = Omit<KeptProceeding, 'events' | 'openedAt'>

export async function insertProceeding(handle: Handle, kept: NewProceeding): Promise<void> {
  const { id, organisationId, title, listingId, regime, profile, settings } = kept
  await sql`
    insert into proceedings
      (id, organisation_id, title, listing_id, regime, version, profile, settings)
    values (${id}::uuid, ${organisationId}::uuid, ${title}, ${listingId}::uuid, ${regime.id},
      ${regime.version}, ${JSON.stringify(profile)}::json, ${JSON.stringify(settings)}::json)
  `.execute(handle)
}

export async function findProceeding(
  handle: Handle,
  id: string,
  lock = false,
): Promise<KeptProceeding | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from proceedings where id = ${id}::uuid
    ${lock ? sql`for update` : sql``}`.execute(handle)
  return rows.map(keptOf)[0]
}

export type ProceedingsAsked = {
  organisationId: string
  limit: number
  after?: { at: Date; id: string }
  /** Those about this offer. */
  listingId?: string
  /** Those about an offer of this case. */
  caseId?: string
}

/** Newest first, from after a place on, each with when its next clock passes. */
export async function listProceedings(
  handle: Handle,
  asked: ProceedingsAsked,
): Promise<ListedProceeding[]> {
  const { organisationId, limit, after, listingId, caseId } = asked
  const ofListing = listingId ? sql`and listing_id = ${listingId}::uuid` : sql``
  const ofCase = caseId
    ? sql`and listing_id in (select listing_id from case_offers where case_id = ${caseId}::uuid)`
    : sql``
  const from = after
    ? sql`and (opened_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<Row & { nextDueAt: Date | null }>`
    select ${columns},
      (select min(due_at) from proceeding_clocks c where c.proceeding_id = p.id) as "nextDueAt"
    from proceedings p where organisation_id = ${organisationId}::uuid ${ofListing} ${ofCase} ${from}
    order by opened_at desc, id desc limit ${limit}`.execute(handle)
  return rows.map((row) => ({ ...keptOf(row), nextDueAt: row.nextDueAt }))
}

export async function isOfferInSight(handle: Handle, id: string): Promise<boolean> {
  const { rows } = await sql`select from listings where id = ${id}::uuid`.execute(handle)
  return rows.length > 0
}

export async function eventsOf(handle: Handle, id: string): Promise<CaseEvent[]> {
  const { rows } = await sql<{ event: unknown }>`
    select event from proceeding_events where proceeding_id = ${id}::uuid
    order by position`.execute(handle)
  return rows.map(({ event }) => CaseEvent.parse(event))
}

type OfProceeding = Pick<KeptProceeding, 'id' | 'organisationId'>

/** Appends an event and writes what is read of the proceeding, as it follows from all of them. */
export async function append(
  handle: Handle,
  { id, organisationId }: OfProceeding,
  event: CaseEvent,
  state: CaseState,
): Promise<void> {
  await sql`
    insert into proceeding_events (proceeding_id, position, organisation_id, event)
    values (${id}::uuid, ${state.events}::int4, ${organisationId}::uuid,
      ${JSON.stringify(event)}::json)`.execute(handle)
  await sql`
    update proceedings set events = ${state.events}::int4 where id = ${id}::uuid`.execute(handle)
  await sql`delete from proceeding_matters where proceeding_id = ${id}::uuid`.execute(handle)
  await sql`delete from proceeding_clocks where proceeding_id = ${id}::uuid`.execute(handle)
  const matters = Object.values(state.matters).map(
    ({ id: matter, machine, state: now, since }) => ({
      ...{ matter, machine, state: now, since },
    }),
  )
  await sql`
    insert into proceeding_matters (proceeding_id, matter, organisation_id, machine, state, since)
    select ${id}::uuid, matter, ${organisationId}::uuid, machine, state, since
    from json_to_recordset(${JSON.stringify(matters)}::json)
      as m (matter text, machine text, state text, since timestamptz)`.execute(handle)
  const clocks = runningClocks(state).map(({ matter, clock, run, dueAt, why }) => ({
    ...{ matter, clock, run, why },
    due: dueAt ?? null,
  }))
  await sql`
    insert into proceeding_clocks (proceeding_id, matter, clock, run, organisation_id, due_at, why)
    select ${id}::uuid, matter, clock, run, ${organisationId}::uuid, due, why
    from json_to_recordset(${JSON.stringify(clocks)}::json)
      as c (matter text, clock text, run int4, due timestamptz, why text)`.execute(handle)
}

/**
 * A proceeding of which a clock is due, the longest due first, locked; one that somebody else is at is
 * passed over.
 */
export async function lockDue(handle: Handle, now: Date): Promise<KeptProceeding | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from proceedings
    where id = (
      select p.id from proceeding_clocks c join proceedings p on p.id = c.proceeding_id
      where c.due_at <= ${now}::timestamptz
      order by c.due_at limit 1 for update of p skip locked
    )`.execute(handle)
  return rows.map(keptOf)[0]
}

function keptOf({ regime: id, version, ...row }: Row): KeptProceeding {
  const { organisationId, title, listingId, profile, settings, events, openedAt } = row
  return {
    ...{ id: row.id, organisationId, title, listingId, profile, settings, events, openedAt },
    regime: { id, version },
  }
}
