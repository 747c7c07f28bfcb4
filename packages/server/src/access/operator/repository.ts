import { defaultRetention } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { OrganisationOverview, OrganisationRetention } from './types.ts'
import { claimApprovers } from '../../brands/claims/queries.ts'
import { publishedErrorLedgers } from '../../review/error-ledger/queries.ts'
import { activeLegalHolds, retentionPeriods } from '../../privacy/retention/queries.ts'

// All functions run in the operator's context, across organisations.

export type PageQuery = { limit: number; after?: string }

const columns = sql`
  o.slug, o.name, o.kind, up.slug as parent, o.created_at as "createdAt",
  o.require_two_factor as "requireTwoFactor",
  (select count(*)::int from memberships m where m.organisation_id = o.id) as members,
  exists (select from ${claimApprovers} a where a.organisation_id = o.id) as "decidesOnClaims",
  exists (select from ${publishedErrorLedgers} l where l.organisation_id = o.id) as "publishesErrorLedger",
  array(
    select b.marketplace from marketplace_bindings b where b.organisation_id = o.id
    order by b.marketplace
  ) as marketplaces`

/** A page of organisations, by slug. */
export async function pageOfOrganisations(
  handle: Transaction,
  { limit, after = '' }: PageQuery,
): Promise<OrganisationOverview[]> {
  const { rows } = await sql<OrganisationOverview>`
    select ${columns} from organisations o left join organisations up on up.id = o.parent_id
    where o.slug > ${after} order by o.slug limit ${limit}`.execute(handle)
  return rows
}

export async function findOrganisationOverview(
  handle: Transaction,
  slug: string,
): Promise<OrganisationOverview | undefined> {
  const { rows } = await sql<OrganisationOverview>`
    select ${columns} from organisations o left join organisations up on up.id = o.parent_id
    where o.slug = ${slug}`.execute(handle)
  return rows[0]
}

/** A page of organisations' retention periods, by slug. */
export async function pageOfRetention(
  handle: Transaction,
  { limit, after = '' }: PageQuery,
): Promise<OrganisationRetention[]> {
  const { rows } = await sql<OrganisationRetention>`
    with page as materialized (
      select id, slug, name from organisations where slug > ${after} order by slug limit ${limit}
    )
    select page.slug as organisation, page.name,
      coalesce(s.clear_days, ${defaultRetention.clearDays}::int) as "clearDays",
      coalesce(s.personal_days, ${defaultRetention.personalDays}::int) as "personalDays",
      held.count as holds, held.oldest as "oldestHoldAt"
    from page
    left join ${retentionPeriods} s on s.organisation_id = page.id
    cross join lateral (
      select count(*)::int as count, min(set_at) as oldest from ${activeLegalHolds} h
      where h.organisation_id = page.id
    ) held
    order by page.slug`.execute(handle)
  return rows
}

/** The installation's log entry about the last backup. */
export async function findLastBackup(
  handle: Transaction,
): Promise<{ at: Date; tables: number; rows: number } | undefined> {
  const { rows } = await sql<{ at: Date; tables: number; rows: number }>`
    select at, (detail ->> 'tables')::int as tables, (detail ->> 'rows')::int as rows
    from audit_events
    where organisation_id is null and action = 'store-backed-up'
    order by at desc limit 1`.execute(handle)
  return rows[0]
}
