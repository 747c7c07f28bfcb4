import type { DailySummary, PersonRole } from '@touchstone/contract'
import { sql } from 'kysely'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import { memberRights, userProfiles } from '../../access/users/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'

type OfMember = { organisationId: string; personId: string }

export async function findDailySummary(
  handle: Transaction,
  { organisationId, personId }: OfMember,
): Promise<DailySummary | undefined> {
  const { rows } = await sql<DailySummary>`
    select hour, time_zone as "timeZone" from daily_summaries
    where organisation_id = ${organisationId}::uuid and person_id = ${personId}::uuid`.execute(
    handle,
  )
  return rows[0]
}

/** If today's hour has passed, the first summary is sent tomorrow. */
export async function upsertDailySummary(
  handle: Transaction,
  { organisationId, personId }: OfMember,
  { hour, timeZone, now }: DailySummary & { now: Date },
): Promise<void> {
  const local = sql`(${now}::timestamptz at time zone ${timeZone}::text)`
  await sql`
    insert into daily_summaries (organisation_id, person_id, hour, time_zone, looked_on)
    select ${organisationId}::uuid, ${personId}::uuid, ${hour}::int4, ${timeZone}::text,
      case when extract(hour from ${local}) >= ${hour}::int4 then ${local}::date end
    on conflict (organisation_id, person_id) do update
      set hour = excluded.hour, time_zone = excluded.time_zone,
        looked_on = greatest(excluded.looked_on, daily_summaries.looked_on)`.execute(handle)
}

/** False if there was none. */
export async function deleteDailySummary(
  handle: Transaction,
  { organisationId, personId }: OfMember,
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    delete from daily_summaries
    where organisation_id = ${organisationId}::uuid and person_id = ${personId}::uuid`.execute(
    handle,
  )
  return numAffectedRows > 0n
}

export type DueSummary = OfMember & {
  day: string
  timeZone: string
  email: string
  locale: string
  organisation: string
  roles: PersonRole[]
  brands: string[]
  territories: string[]
}

/** Summaries whose hour has come and that were not sent today, for the operator. */
export async function findDueSummaries(
  handle: Transaction,
  { now, limit }: { now: Date; limit: number },
): Promise<DueSummary[]> {
  const local = sql`(${now}::timestamptz at time zone s.time_zone)`
  const { rows } = await sql<DueSummary>`
    select s.organisation_id as "organisationId", s.person_id as "personId",
      to_char(${local}, 'YYYY-MM-DD') as day, s.time_zone as "timeZone", p.email, p.locale,
      o.name as organisation, m.roles, m.brands, m.territories
    from daily_summaries s
    join ${memberRights} m
      on m.organisation_id = s.organisation_id and m.person_id = s.person_id
    join ${userProfiles} p on p.id = s.person_id
    join ${organisationProfiles} o on o.id = s.organisation_id
    where extract(hour from ${local}) >= s.hour
      and (s.looked_on is null or s.looked_on < ${local}::date)
    order by s.looked_on nulls first, s.organisation_id, s.person_id limit ${limit}`.execute(handle)
  return rows
}

/** Claims the day; false if another process already did. */
export async function claimSummaryDay(
  handle: Transaction,
  { organisationId, personId, day }: OfMember & { day: string },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update daily_summaries set looked_on = ${day}::date
    where organisation_id = ${organisationId}::uuid and person_id = ${personId}::uuid
      and (looked_on is null or looked_on < ${day}::date)`.execute(handle)
  return numAffectedRows > 0n
}
