import type { ConfidentialityHoldView } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { AuthorityHoldRow, ConfidentialityHoldRow } from './types.ts'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import { caseListings } from '../../investigation/cases/queries.ts'
import { listingFacts } from '../../listings/ingest/queries.ts'

type Listing = ConfidentialityHoldView['listings'][number]

export type NewHeldListings = Pick<
  ConfidentialityHoldRow,
  'organisationId' | 'setAt' | 'expiresAt'
> & {
  confidentialityHold: string
  listings: readonly Listing[]
  contact: string
}

/** Holds listings by name, wherever they are; does not reveal whether they exist. */
export async function insertHeldListings(handle: Transaction, one: NewHeldListings): Promise<void> {
  await sql`
    insert into confidentiality_hold_listings (id, confidentiality_hold_id, organisation_id, marketplace, external_id,
      authority, contact, set_at, expires_at)
    select gen_random_uuid(), ${one.confidentialityHold}::uuid, o.id, given.marketplace, given.external_id,
      o.name, ${one.contact}, ${one.setAt}::timestamptz, ${one.expiresAt}::timestamptz
    from ${organisationProfiles} o cross join (
      select distinct * from unnest(
        ${one.listings.map(({ marketplace }) => marketplace)}::text[],
        ${one.listings.map(({ id }) => id)}::text[]
      ) as named (marketplace, external_id)
    ) as given
    where o.id = ${one.organisationId}::uuid`.execute(handle)
}

/**
 * Grants knowledge of a confidentiality hold beside its marketplaces; does not reveal whether the organisations
 * exist.
 */
export async function insertGrants(
  handle: Transaction,
  one: { confidentialityHold: string; organisationId: string; grantedTo: readonly string[] },
): Promise<void> {
  await sql`
    insert into confidentiality_hold_grants (confidentiality_hold_id, organisation_id, granted_to)
    select ${one.confidentialityHold}::uuid, ${one.organisationId}::uuid, slug
    from unnest(${[...one.grantedTo]}::text[]) as given (slug)
    on conflict do nothing`.execute(handle)
}

export type HoldTargets = { listings: Listing[]; contact: string | null; grantedTo: string[] }

/** The subjects of each of these confidentiality holds of an authority. */
export async function listHoldTargets(
  handle: Transaction,
  ids: readonly string[],
): Promise<Map<string, HoldTargets>> {
  const { rows } = await sql<HoldTargets & { confidentialityHold: string }>`
    select confidentiality_hold_id as "confidentialityHold", min(contact) as contact,
      json_agg(json_build_object('marketplace', marketplace, 'id', external_id)
        order by marketplace, external_id) as listings,
      array(select granted_to from confidentiality_hold_grants g where g.confidentiality_hold_id = o.confidentiality_hold_id
        order by granted_to) as "grantedTo"
    from confidentiality_hold_listings o where confidentiality_hold_id = any (${[...ids]}::uuid[])
    group by confidentiality_hold_id`.execute(handle)
  return new Map(rows.map(({ confidentialityHold, ...named }) => [confidentialityHold, named]))
}

export type AuthorityHoldQuery = {
  organisationId: string
  limit: number
  after?: { at: Date; id: string }
}

/** A page of visible listings that authorities hold or held. */
export async function pageOfAuthorityHolds(
  handle: Transaction,
  { organisationId, limit, after }: AuthorityHoldQuery,
): Promise<AuthorityHoldRow[]> {
  const beyond = after
    ? sql`and (e.set_at, e.id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<AuthorityHoldRow>`
    select e.id, e.confidentiality_hold_id as "confidentialityHold", e.authority, e.contact,
      json_build_object('marketplace', e.marketplace, 'id', e.external_id) as "listingName",
      l.id as listing, e.set_at as "setAt", e.expires_at as "expiresAt",
      e.lifted_at as "liftedAt"
    from confidentiality_hold_listings e cross join lateral (
      select id from ${listingFacts} l
      where marketplace = e.marketplace and external_id = e.external_id
      order by organisation_id <> ${organisationId}::uuid, id limit 1
    ) l
    where e.organisation_id <> ${organisationId}::uuid ${beyond}
    order by e.set_at desc, e.id desc limit ${limit}`.execute(handle)
  return rows
}

export type HoldNotification = {
  confidentialityHold: string
  organisationId: string
  authority: string
}

/**
 * Organisations that have a held listing, may know of the hold, and have not been notified: those that submitted such
 * a listing or have it in a case. Marks them as notified.
 */
export async function claimNewNotifications(
  handle: Transaction,
  now: Date,
): Promise<HoldNotification[]> {
  const { rows } = await sql<HoldNotification>`
    with reached as (
      select distinct e.confidentiality_hold_id, e.authority, had.organisation_id
      from confidentiality_hold_listings e
      join ${listingFacts} l on l.marketplace = e.marketplace and l.external_id = e.external_id
      cross join lateral (
        select l.organisation_id
        union select o.organisation_id from ${caseListings} o where o.listing_id = l.id
      ) had
      where e.lifted_at is null and e.expires_at > ${now}::timestamptz
        and had.organisation_id <> e.organisation_id
        and is_notified_of_confidentiality_hold(e.confidentiality_hold_id, e.organisation_id, e.marketplace,
          had.organisation_id)
    ), told as (
      insert into confidentiality_hold_notifications (confidentiality_hold_id, organisation_id, informed_at)
      select confidentiality_hold_id, organisation_id, ${now}::timestamptz from reached
      on conflict do nothing returning confidentiality_hold_id, organisation_id
    )
    select confidentiality_hold_id as "confidentialityHold", organisation_id as "organisationId", authority
    from told join reached using (confidentiality_hold_id, organisation_id)`.execute(handle)
  return rows
}

/** Organisations notified of a hold that has ended. Marks them as notified of that. */
export async function claimEndedNotifications(
  handle: Transaction,
  now: Date,
): Promise<HoldNotification[]> {
  const { rows } = await sql<HoldNotification>`
    update confidentiality_hold_notifications t set ended_at = ${now}::timestamptz
    from (
      select distinct confidentiality_hold_id, authority from confidentiality_hold_listings
      where lifted_at is not null or expires_at <= ${now}::timestamptz
    ) e
    where t.ended_at is null and t.confidentiality_hold_id = e.confidentiality_hold_id
    returning t.confidentiality_hold_id as "confidentialityHold", t.organisation_id as "organisationId", e.authority`.execute(
    handle,
  )
  return rows
}
