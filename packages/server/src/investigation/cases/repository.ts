import { casePriorities, type CaseEventKind, type CaseStateName } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { CaseEvent, CaseState } from './types.ts'
import { memberRights } from '../../access/users/queries.ts'
import { sellerAccounts } from '../../sellers/seller-accounts/queries.ts'
import { minVisibilityConfidence } from '../../brands/visibility/index.ts'
import {
  currentListings,
  listingFacts,
  listingMentions,
  mentionsBrandOf,
} from '../../listings/ingest/queries.ts'

/** A stored case, projected from its events. */
export type CaseRow = {
  id: string
  organisationId: string
  events: number
  state: CaseState
  listings: number
  /** Number of its listings visible to the reader. */
  listingsInSight: number
  openedAt: Date
  changedAt: Date
}

/** The parts of a state without a column of their own. */
type Rest = Pick<
  CaseState,
  | 'escalated'
  | 'closed'
  | 'mergedInto'
  | 'tasks'
  | 'turnover'
  | 'sla'
  | 'template'
  | 'openedWithBrands'
  | 'since'
  | 'restingFrom'
  | 'rested'
>

/** Fields missing in rows written before they existed. */
type CameLater = 'sla' | 'template' | 'openedWithBrands' | 'since' | 'restingFrom' | 'rested'

type Row = Omit<CaseRow, 'state'> & {
  title: string
  about: CaseState['about']
  brands: string[]
  urgency: number
  assignee: string | null
  assignedUntil: Date | null
  dueAt: Date | null
  snoozedUntil: Date | null
  queue: string | null
  rest: Omit<Rest, CameLater> & Partial<Pick<Rest, CameLater>>
}

const columns = sql`c.id, c.organisation_id as "organisationId", c.events, c.title, c.about,
  c.brands, c.urgency, c.assignee, c.assigned_until as "assignedUntil", c.due_at as "dueAt",
  c.snoozed_until as "snoozedUntil", c.queue_id as queue, c.listings,
  case when (select current_brands()) is null then c.listings
    else (select count(*)::int4 from case_listings o where o.case_id = c.id) end as "listingsInSight",
  c.rest, c.opened_at as "openedAt",
  c.changed_at as "changedAt"`

const mostUrgent = casePriorities.length - 1

export function urgencyOf({ priority }: Pick<CaseState, 'priority'>): number {
  return mostUrgent - casePriorities.indexOf(priority)
}

function caseOf(row: Row): CaseRow {
  const { id, organisationId, events, listings, listingsInSight, openedAt, changedAt } = row
  return {
    id,
    organisationId,
    events,
    listings,
    listingsInSight,
    openedAt,
    changedAt,
    state: {
      title: row.title,
      about: row.about,
      brands: row.brands,
      openedWithBrands: row.brands,
      priority: casePriorities[mostUrgent - row.urgency] ?? 'normal',
      assignee:
        row.assignee === null
          ? null
          : { id: row.assignee, until: row.assignedUntil?.toISOString() ?? null },
      due: row.dueAt?.toISOString() ?? null,
      snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
      queue: row.queue,
      sla: null,
      template: null,
      since: openedAt.toISOString(),
      restingFrom: null,
      rested: 0,
      ...row.rest,
    },
  }
}

/** The stored parts of a state without a column of their own. */
function restOf({ escalated, closed, mergedInto, ...more }: CaseState): Rest {
  const { tasks, turnover, sla, template, openedWithBrands, since, restingFrom, rested } = more
  return {
    escalated,
    closed,
    mergedInto,
    tasks,
    turnover,
    sla,
    template,
    openedWithBrands,
    since,
    restingFrom,
    rested,
  }
}

/** A state's columns, as values in the order of `written`. */
function valuesOf(state: CaseState): RawBuilder<unknown> {
  const { closed, sla } = state
  const rest = restOf(state)
  const isAwaited = sla !== null && sla.breachedAt === null && closed === null
  return sql`${state.title}, ${state.about}, ${state.brands}::text[], ${urgencyOf(state)}::int4,
    ${state.assignee?.id ?? null}::uuid, ${state.assignee?.until ?? null}::timestamptz,
    ${state.due}::timestamptz, ${state.snoozedUntil}::timestamptz,
    ${closed?.at ?? null}::timestamptz, ${JSON.stringify(rest)}::json, ${state.queue}::uuid,
    ${isAwaited ? sla.due : null}::timestamptz,
    ${closed === null && sla !== null && sla.breachedAt !== null}::bool`
}

const written = sql`title, about, brands, urgency, assignee, assigned_until, due_at, snoozed_until,
  closed_at, rest, queue_id, sla_at, sla_late`

/** One case; with `lock`, locked until the transaction ends. */
export async function findCase(
  handle: Transaction,
  id: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<CaseRow | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from cases c where c.id = ${id}::uuid
    ${lock ? sql`for update` : sql``}`.execute(handle)
  return rows[0] === undefined ? undefined : caseOf(rows[0])
}

/** Overdue open cases not yet reported, the longest overdue first; locked, and skipping those of another sweep. */
export async function lockLateCases(
  handle: Transaction,
  { now, limit }: { now: Date; limit: number },
): Promise<CaseRow[]> {
  const { rows } = await sql<Row>`
    select ${columns} from cases c where c.sla_at <= ${now}::timestamptz
    order by c.sla_at limit ${limit} for update skip locked`.execute(handle)
  return rows.map(caseOf)
}

export async function insertCase(
  handle: Transaction,
  { id, organisationId, state }: Pick<CaseRow, 'id' | 'organisationId' | 'state'>,
  at: Date,
): Promise<void> {
  await sql`
    insert into cases (id, organisation_id, events, opened_at, changed_at, ${written})
    values (${id}::uuid, ${organisationId}::uuid, 1, ${at}, ${at}, ${valuesOf(state)})`.execute(
    handle,
  )
}

/** Stores a case's state after the event with this number. */
export async function updateCase(
  handle: Transaction,
  { id, state, events, listings }: Pick<CaseRow, 'id' | 'state' | 'events' | 'listings'>,
  at: Date,
): Promise<void> {
  await sql`
    update cases set (${written}) = row (${valuesOf(state)}), events = ${events}::int4,
      listings = ${listings}::int4, changed_at = ${at}
    where id = ${id}::uuid`.execute(handle)
}

export async function insertEvent(
  handle: Transaction,
  {
    caseId,
    organisationId,
    position,
  }: { caseId: string; organisationId: string; position: number },
  { kind, data }: CaseEvent,
  at: Date,
): Promise<void> {
  await sql`
    insert into case_events (case_id, position, organisation_id, kind, data, at)
    values (${caseId}::uuid, ${position}::int4, ${organisationId}::uuid, ${kind},
      ${JSON.stringify(data)}::json, ${at})`.execute(handle)
}

type Late = { kase: CaseRow; event: CaseEvent; state: CaseState }

/** Adds an event to each overdue case, and updates its state. */
export async function appendToLateCases(
  handle: Transaction,
  told: readonly Late[],
  at: Date,
): Promise<void> {
  const rows = told.map(({ kase, event, state }) => ({
    id: kase.id,
    organisation: kase.organisationId,
    position: kase.events + 1,
    kind: event.kind,
    data: event.data,
    rest: restOf(state),
  }))
  const given = sql`json_to_recordset(${JSON.stringify(rows)}::json) as e (id uuid,
    organisation uuid, position int4, kind text, data json, rest json)`
  await sql`
    insert into case_events (case_id, position, organisation_id, kind, data, at)
    select id, position, organisation, kind, data, ${at} from ${given}`.execute(handle)
  await sql`
    update cases c set events = e.position, rest = e.rest, sla_at = null, sla_late = true,
      changed_at = ${at}
    from ${given} where c.id = e.id`.execute(handle)
}

export type CaseListingRef = {
  id: string
  marketplace: string
  externalId: string
  /** Of its seller, where another case held it; else that of the listing. */
  sellerAccountId?: string | null
}

/** Adds listings to a case; returns the ids of the new ones. */
export async function insertCaseListings(
  handle: Transaction,
  { id, organisationId }: Pick<CaseRow, 'id' | 'organisationId'>,
  listings: readonly CaseListingRef[],
  at: Date,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into case_listings
      (case_id, organisation_id, listing_id, marketplace, external_id, added_at, seller_account_id)
    select ${id}::uuid, ${organisationId}::uuid, listing, marketplace, external, ${at},
      coalesce(account, (
        select f.seller_account_id from ${listingFacts} f where f.id = given.listing
      ))
    from unnest(${listings.map((listing) => listing.id)}::uuid[],
      ${listings.map(({ marketplace }) => marketplace)}::text[],
      ${listings.map(({ externalId }) => externalId)}::text[],
      ${listings.map(({ sellerAccountId }) => sellerAccountId ?? null)}::uuid[])
      as given (listing, marketplace, external, account)
    on conflict (case_id, listing_id) do nothing returning listing_id as id`.execute(handle)
  return rows.map((row) => row.id)
}

/** The brands that these listings of a case, or all of them, surely mention. */
export async function brandsOfListings(
  handle: Transaction,
  caseId: string,
  listings: readonly string[] | 'all',
): Promise<string[]> {
  const which = listings === 'all' ? sql`` : sql`and c.listing_id = any (${[...listings]}::uuid[])`
  const { rows } = await sql<{ brand: string }>`
    select distinct m.brand_id as brand from case_listings c
    join ${listingMentions} m on m.listing_id = c.listing_id
    where c.case_id = ${caseId}::uuid and m.confidence >= ${minVisibilityConfidence}::float8 ${which}
    order by 1`.execute(handle)
  return rows.map(({ brand }) => brand)
}

/** Whether the caller sees the listings of all brands. */
export async function seesAllBrands(handle: Transaction): Promise<boolean> {
  const { rows } = await sql<{ all: boolean }>`
    select current_brands() is null as all`.execute(handle)
  return rows[0]?.all === true
}

/** The visible listings among these, of a case. */
export async function listingsInSight(
  handle: Transaction,
  caseId: string,
  listings: readonly string[],
): Promise<Set<string>> {
  if (listings.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    select id from unnest(${[...listings]}::uuid[]) as given (id)
    where sees_listing_of_case(${caseId}::uuid, id)`.execute(handle)
  return new Set(rows.map(({ id }) => id))
}

/** Removes listings from a case; returns those that were in it. */
export async function deleteCaseListings(
  handle: Transaction,
  caseId: string,
  listings: readonly string[] | 'all',
): Promise<CaseListingRef[]> {
  const which = listings === 'all' ? sql`` : sql`and listing_id = any (${[...listings]}::uuid[])`
  const { rows } = await sql<CaseListingRef>`
    delete from case_listings where case_id = ${caseId}::uuid ${which}
    returning listing_id as id, marketplace, external_id as "externalId",
      seller_account_id as "sellerAccountId"`.execute(handle)
  return rows
}

/** The listings with these ids that are in a case, as it names them. */
export async function findListingsInCase(
  handle: Transaction,
  caseId: string,
  listings: readonly string[],
): Promise<CaseListingRef[]> {
  const { rows } = await sql<CaseListingRef>`
    select listing_id as id, marketplace, external_id as "externalId" from case_listings
    where case_id = ${caseId}::uuid and listing_id = any (${[...listings]}::uuid[])`.execute(handle)
  return rows
}

/** The listings moved by the last merge, as recorded by either case. */
export async function listListingsMovedByMerge(
  handle: Transaction,
  options: { caseId: string; told: 'merged-into' | 'merged-from'; other: string },
): Promise<string[]> {
  const { caseId, told, other } = options
  const side = told === 'merged-into' ? 'to' : 'from'
  // If listings moved, the event naming them comes right before.
  const { rows } = await sql<{ listings: string[] }>`
    select e.data -> 'listings' as listings from case_events e
    where e.case_id = ${caseId}::uuid and e.data ->> ${side} = ${other}
      and e.position = (select max(position) - 1 from case_events m
        where m.case_id = ${caseId}::uuid and m.kind = ${told} and m.data ->> 'case' = ${other})`.execute(
    handle,
  )
  return rows[0]?.listings ?? []
}

export type CaseQuery = {
  organisationId: string
  state: CaseStateName
  now: Date
  limit: number
  /** For open and snoozed cases: urgency, due date, id. For closed ones: time of closing, id. */
  after?: { urgency: number; due: Date; id: string } | { closedAt: Date; id: string }
  /** A user's id; `nobody`; or `anybody` for assigned cases. */
  assignee?: string
  closedFrom?: Date
  urgency?: number
  brand?: string
  listing?: string
  sellerAccount?: string
  queue?: string
  /** The brands of a limited reader. */
  only?: readonly string[]
}

/** Sort value of cases without a due date. */
export const noDue = new Date('9999-12-31T00:00:00Z')
const due = sql`coalesce(due_at, '9999-12-31T00:00:00Z'::timestamptz)`

export async function pageOfCases(handle: Transaction, options: CaseQuery): Promise<CaseRow[]> {
  const order = options.state === 'closed' ? sql`closed_at desc, id desc` : sql`urgency, ${due}, id`
  const { rows } = await sql<Row>`
    select ${columns} from cases c
    where organisation_id = ${options.organisationId}::uuid
      and ${sql.join(conditions(options), sql` and `)}
    order by ${order} limit ${options.limit}`.execute(handle)
  return rows.map(caseOf)
}

function conditions({ state, now, after, only, ...asked }: CaseQuery): RawBuilder<unknown>[] {
  const { organisationId, assignee, closedFrom, urgency, brand, listing, sellerAccount, queue } =
    asked
  const resting = isSnoozedAt(now)
  const worked = isInProgressAt(now)
  const found = [state === 'closed' ? sql`closed_at is not null` : sql`closed_at is null`]
  if (state === 'snoozed') found.push(resting)
  if (state === 'open') found.push(sql`(${resting}) is not true`)
  if (after !== undefined) found.push(beyond(after))
  if (closedFrom !== undefined) found.push(sql`closed_at >= ${closedFrom}::timestamptz`)
  if (assignee === 'nobody') found.push(sql`not ${worked}`)
  else if (assignee === 'anybody') found.push(worked)
  else if (assignee !== undefined) found.push(sql`${worked} and assignee = ${assignee}::uuid`)
  if (urgency !== undefined) found.push(sql`urgency = ${urgency}::int4`)
  if (queue !== undefined) found.push(sql`queue_id = ${queue}::uuid`)
  if (brand !== undefined) found.push(sql`${brand}::text = any (brands)`)
  if (only !== undefined) found.push(sql`brands && ${[...only]}::text[]`)
  if (listing !== undefined)
    found.push(sql`c.id in (select case_id from case_listings o
      where o.listing_id = ${listing}::uuid and o.organisation_id = ${organisationId}::uuid)`)
  if (sellerAccount !== undefined)
    found.push(sql`c.id in (select case_id from case_listings o
      where o.seller_account_id = ${sellerAccount}::uuid
        and o.organisation_id = ${organisationId}::uuid)`)
  return found
}

export const isSnoozedAt = (now: Date): RawBuilder<unknown> => sql`snoozed_until > ${now}`
export const isInProgressAt = (now: Date): RawBuilder<unknown> =>
  sql`(assignee is not null and (assigned_until is null or assigned_until > ${now}))`

function beyond(place: NonNullable<CaseQuery['after']>): RawBuilder<unknown> {
  return 'closedAt' in place
    ? sql`(closed_at, id) < (${place.closedAt}::timestamptz, ${place.id}::uuid)`
    : sql`(urgency, ${due}, id)
        > (${place.urgency}::int4, ${place.due}::timestamptz, ${place.id}::uuid)`
}

export type CaseListingRow = {
  listing: string
  marketplace: string
  externalId: string
  addedAt: Date
  inSight: boolean
  title: string | null
  seller: { account: string; name: string | null } | null
}

type CaseListingsQuery = {
  caseId: string
  limit: number
  after?: { at: Date; id: string }
  only?: readonly string[]
}

/** A page of a case's listings, latest first; content only for visible ones. */
export async function pageOfCaseListings(
  handle: Transaction,
  options: CaseListingsQuery,
): Promise<CaseListingRow[]> {
  const { after, only } = options
  const place = after
    ? sql`and (o.added_at, o.listing_id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<CaseListingRow>`
    with page as materialized (
      select * from case_listings o where o.case_id = ${options.caseId}::uuid ${place}
      order by o.added_at desc, o.listing_id desc limit ${options.limit}
    )
    select o.listing_id as listing, o.marketplace, o.external_id as "externalId",
      o.added_at as "addedAt", l.id is not null as "inSight", l.title,
      case when a.id is not null
        then json_build_object('account', a.id, 'name', coalesce(a.name, a.seller_id)) end as seller
    from page o left join lateral (
      select s.id, s.content ->> 'title' as title, s.seller_account_id from ${currentListings} s
      where s.id = o.listing_id and ${only ? mentionsBrandOf(sql`s.id`, only) : sql`true`}
    ) l on true
    left join lateral (
      select a.id, a.name, a.seller_id from ${sellerAccounts} a where a.id = l.seller_account_id
    ) a on true
    order by o.added_at desc, o.listing_id desc`.execute(handle)
  return rows
}

export type CaseEventRow = {
  position: number
  kind: CaseEventKind
  data: Record<string, unknown>
  at: Date
  by: { kind: 'operator' | 'person' | 'key'; id: string }
}

/** Events of a case, newest first, from after a position. */
export async function pageOfEvents(
  handle: Transaction,
  options: { caseId: string; limit: number; after?: number },
): Promise<CaseEventRow[]> {
  const place = options.after === undefined ? sql`` : sql`and position < ${options.after}::int4`
  const { rows } = await sql<CaseEventRow>`
    select position, kind, case_event_in_sight(case_id, kind, data) as data, at,
      json_build_object('kind', actor_kind, 'id', actor_id) as by
    from case_events where case_id = ${options.caseId}::uuid ${place}
    order by position desc limit ${options.limit}`.execute(handle)
  return rows
}

/** A user's membership in the organisation; undefined if none. */
export async function membershipOf(
  handle: Transaction,
  organisationId: string,
  personId: string,
): Promise<{ roles: string[]; brands: string[] } | undefined> {
  const { rows } = await sql<{ roles: string[]; brands: string[] }>`
    select roles, brands from ${memberRights} m
    where organisation_id = ${organisationId}::uuid and person_id = ${personId}::uuid`.execute(
    handle,
  )
  return rows[0]
}
