import type { Listing, Verdict } from '@touchstone/contract'
import { sql } from 'kysely'
import { noOrganisation } from '../../access/organisations/index.ts'
import { organisationsIn, type Transaction } from '../../platform/db/index.ts'
import type { Severity } from '../../brands/thresholds/index.ts'
import { organisationProfiles } from '../../access/organisations/queries.ts'

/** Marks listings whose newest version the engine still has to assess, whoever has claimed them. */
export async function markDue(
  handle: Transaction,
  organisationId: string,
  listingIds: readonly string[],
): Promise<void> {
  if (listingIds.length === 0) return
  await sql`
    insert into judgements_due (listing_id, organisation_id)
    select id, ${organisationId}::uuid from unnest(${[...listingIds].sort()}::uuid[]) as id
    on conflict (listing_id)
      do update set since = now(), claim = null, claimed_until = null`.execute(handle)
}

/** Claims free work: the same share for each organisation that has some, the newest first. */
export async function claimDue(
  handle: Transaction,
  { claim, limit, seconds }: { claim: string; limit: number; seconds: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive ${organisationsIn('judgements_due', sql`true`)}, open as materialized (
      select due.listing_id, due.place from parties cross join lateral (
        select listing_id, row_number() over (order by since desc, listing_id) as place
        from judgements_due d
        where d.organisation_id = parties.id and (claimed_until is null or claimed_until < now())
        order by since desc, listing_id
        limit greatest(1, ${limit}::int8 / (select count(*) from parties))
      ) due
      order by due.place, random() limit ${limit}
    )
    update judgements_due d
    set claim = ${claim}::uuid, claimed_until = now() + make_interval(secs => ${seconds})
    where d.listing_id in (
      select listing_id from judgements_due
      where listing_id in (select listing_id from open)
        and (claimed_until is null or claimed_until < now())
      for update skip locked
    )
    returning d.listing_id as id`.execute(handle)
  return rows.map(({ id }) => id)
}

export type ReassessmentPass = {
  reachedAt: Date | null
  reachedId: string | null
  examined: number
  due: number
  startedAt: Date
  doneAt: Date | null
}

/**
 * Records this engine's pass through all listings. It starts over on request, or if another engine has started since;
 * otherwise it continues.
 */
export async function beginPass(handle: Transaction, engine: string, anew: boolean): Promise<void> {
  const { rows } = await sql`
    insert into judging_passes (engine) values (${engine})
    on conflict (engine) do update
      set reached_at = null, reached_id = null, examined = 0, due = 0, started_at = now(),
        done_at = null
      where ${anew}::bool or exists (
        select from judging_passes other where other.started_at > judging_passes.started_at
      )
    returning engine`.execute(handle)
  if (rows.length === 0) return
  await sql`delete from judging_pass_places where engine = ${engine}`.execute(handle)
}

export async function findPass(
  handle: Transaction,
  engine: string,
): Promise<ReassessmentPass | undefined> {
  const { rows } = await sql<ReassessmentPass>`
    select reached_at as "reachedAt", reached_id as "reachedId", examined as "examined", due,
      started_at as "startedAt", done_at as "doneAt"
    from judging_passes where engine = ${engine}`.execute(handle)
  return rows[0]
}

export async function countDue(handle: Transaction): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from judgements_due`.execute(handle)
  return rows[0]?.count ?? 0
}

export type AssessmentProgress = {
  due: number
  pass: (ReassessmentPass & { oldestAt: Date | null }) | undefined
}

/** This engine's progress through the listings stored before it. */
export async function readAssessmentProgress(
  handle: Transaction,
  engine: string,
): Promise<AssessmentProgress> {
  const due = await countDue(handle)
  const pass = await findPass(handle, engine)
  if (pass === undefined) return { due, pass }
  const { rows } = await sql<{ at: Date }>`
    select first_seen_at as at from listings order by first_seen_at, id limit 1`.execute(handle)
  return { due, pass: { ...pass, oldestAt: rows[0]?.at ?? null } }
}

/** Organisations per page of a pass. */
const partiesOfPage = 10

/**
 * Takes the next page of a pass, of the organisations that waited longest, and claims listings that this engine has
 * not assessed, or for which another engine's assessment became current since: an engine that returns has its own
 * served again. A listing without its personal fields keeps its assessment. False if the pass is complete or claimed
 * elsewhere.
 */
export async function advancePass(
  handle: Transaction,
  options: { engine: string; claim: string; limit: number; seconds: number },
): Promise<{ went: boolean; claimed: string[] }> {
  const { engine, claim, limit, seconds } = options
  const nothing = { went: false, claimed: [] }
  const passes = await sql`
    select from judging_passes
    where engine = ${engine} and done_at is null for update skip locked`.execute(handle)
  if (passes.rows.length === 0) return nothing
  const { rows: parties } = await sql<{ id: string; at: Date | null; reachedId: string | null }>`
    select o.id, p.reached_at as at, p.reached_id as "reachedId"
    from ${organisationProfiles} o
    left join judging_pass_places p on p.engine = ${engine} and p.organisation_id = o.id
    where p.done_at is null
    order by p.turned_at nulls first, o.id limit ${partiesOfPage}`.execute(handle)
  if (parties.length === 0) {
    await sql`update judging_passes set done_at = now() where engine = ${engine}`.execute(handle)
    return { went: true, claimed: [] }
  }
  const share = Math.max(1, Math.floor(limit / parties.length))
  const { rows } = await sql<{ id: string; at: Date; organisation: string; judged: boolean }>`
    with page as materialized (
      select l.id, l.version, l.first_seen_at, l.organisation_id, l.redacted_at, l.probability
      from unnest(${parties.map(({ id }) => id)}::uuid[],
        ${parties.map(({ at }) => at)}::timestamptz[],
        ${parties.map(({ reachedId }) => reachedId)}::uuid[]) as party (id, at, reached)
      cross join lateral (
        select * from listings
        where organisation_id = party.id
          and (first_seen_at, id) < (coalesce(party.at, 'infinity'),
            coalesce(party.reached, ${noOrganisation}::uuid))
        order by first_seen_at desc, id desc limit ${share}
      ) l
    )
    select page.id, page.first_seen_at as at, page.organisation_id as organisation,
      coalesce(a.probability = page.probability, false) or page.redacted_at is not null as judged
    from page left join lateral (
      select a.probability from assessments a
      where a.listing_id = page.id and a.version = page.version and a.engine = ${engine}
        and not a.candidate
    ) a on true
    order by page.first_seen_at desc, page.id desc`.execute(handle)
  const unjudged = rows.filter(({ judged }) => !judged)
  const claimed = await sql<{ id: string }>`
    insert into judgements_due (listing_id, organisation_id, claim, claimed_until)
    select id, organisation, ${claim}::uuid, now() + make_interval(secs => ${seconds})
    from unnest(${unjudged.map(({ id }) => id)}::uuid[],
      ${unjudged.map(({ organisation }) => organisation)}::uuid[]) as given (id, organisation)
    on conflict (listing_id) do nothing returning listing_id as id`.execute(handle)
  const pages = Map.groupBy(rows, ({ organisation }) => organisation)
  await notePlaces(
    handle,
    engine,
    parties.map(({ id, at, reachedId }) => {
      const page = pages.get(id) ?? []
      const last = page.at(-1)
      return {
        id,
        at: last?.at ?? at,
        reachedId: last?.id ?? reachedId,
        isDone: page.length < share,
      }
    }),
  )
  await sql`
    update judging_passes
    set examined = examined + ${rows.length}, due = due + ${unjudged.length},
      reached_at = least_advanced.reached_at, reached_id = least_advanced.reached_id
    from (
      select reached_at, reached_id from judging_pass_places
      where engine = ${engine} and reached_at is not null
      order by done_at is null desc, case when done_at is null then reached_at end desc, reached_at
      limit 1
    ) least_advanced
    where engine = ${engine}`.execute(handle)
  return { went: true, claimed: claimed.rows.map(({ id }) => id) }
}

type PassPlace = { id: string; at: Date | null; reachedId: string | null; isDone: boolean }

/** Records a pass's position in each of these organisations. */
async function notePlaces(
  handle: Transaction,
  engine: string,
  places: readonly PassPlace[],
): Promise<void> {
  await sql`
    insert into judging_pass_places (engine, organisation_id, reached_at, reached_id, done_at)
    select ${engine}, id, at, reached, case when is_done then now() end
    from unnest(${places.map(({ id }) => id)}::uuid[], ${places.map(({ at }) => at)}::timestamptz[],
      ${places.map(({ reachedId }) => reachedId)}::uuid[],
      ${places.map(({ isDone }) => isDone)}::bool[]) as given (id, at, reached, is_done)
    on conflict (engine, organisation_id) do update
      set reached_at = excluded.reached_at, reached_id = excluded.reached_id,
        done_at = excluded.done_at, turned_at = clock_timestamp()`.execute(handle)
}

export type DueListing = {
  id: string
  organisationId: string
  version: number
  marketplace: string
  externalId: string
  content: Listing
  /** The current verdict on this version. */
  lastVerdict: Verdict | null
  /** Severity of that verdict; null without one. */
  standing: Severity | null
}

/** The newest versions of claimed listings. */
export async function readDue(handle: Transaction, ids: readonly string[]): Promise<DueListing[]> {
  const { rows } = await sql<DueListing>`
    select l.id, l.organisation_id as "organisationId", l.version, l.marketplace,
      l.external_id as "externalId", v.content,
      case when last.verdict is not null then l.verdict end as "lastVerdict",
      case when l.rung is not null
        then json_build_object('rung', l.rung, 'lead', l.lead_brand_id) end as standing
    from unnest(${ids}::uuid[]) as given (id)
    cross join lateral (select * from listings where listings.id = given.id) l
    cross join lateral (
      select content from listing_versions v where v.listing_id = l.id and v.version = l.version
    ) v
    left join lateral (
      select a.verdict from assessments a
      where a.listing_id = l.id and a.version = l.version and not a.candidate
      order by a.at desc, a.id limit 1
    ) last on true`.execute(handle)
  return rows
}

/** Ends claimed work. What was claimed elsewhere or queued again meanwhile stays. */
export async function endDue(
  handle: Transaction,
  claim: string,
  ids: readonly string[],
): Promise<void> {
  await sql`
    delete from judgements_due
    where listing_id = any (${ids}::uuid[]) and claim = ${claim}::uuid`.execute(handle)
}

/** Releases claimed work unchanged. */
export async function releaseDue(handle: Transaction, claim: string): Promise<void> {
  await sql`
    update judgements_due set claim = null, claimed_until = null
    where claim = ${claim}::uuid`.execute(handle)
}
