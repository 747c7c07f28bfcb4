import type { SellerLanguage } from '@touchstone/contract'
import { sql } from 'kysely'
import { currentListings, marketplaceListingsAt } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { allMeasures } from '../moderation/queries.ts'
import { workflowStates } from '../proceedings/queries.ts'

export type BuyerContactRow = {
  id: string
  organisationId: string
  listingId: string
  sealed: Buffer
  locale: SellerLanguage
  boughtOn: string
}

/** The newest listing of a marketplace at an address, for the operator, who sees all. */
export async function findMarketplaceListing(
  handle: Transaction,
  addressHash: Buffer,
): Promise<{ id: string; organisationId: string; marketplace: string } | undefined> {
  const { rows } = await sql<{ id: string; organisationId: string; marketplace: string }>`
    select l.id, l.organisation_id as "organisationId", l.marketplace_name as marketplace
    from ${marketplaceListingsAt(addressHash)} l
    order by l.first_seen_at desc limit 1`.execute(handle)
  return rows[0]
}

export async function countContacts(
  handle: Transaction,
  { addressHash }: { addressHash: Buffer },
): Promise<{ all: number; unconfirmed: number }> {
  const { rows } = await sql<{ all: number; unconfirmed: number }>`
    select count(*)::int as all, (count(*) filter (where confirmed_at is null))::int as unconfirmed
    from buyer_contacts where address_hash = ${addressHash}::bytea`.execute(handle)
  return rows[0] ?? { all: 0, unconfirmed: 0 }
}

/** False if the address was left for the listing before. */
export async function insertContact(
  handle: Transaction,
  contact: BuyerContactRow & { receiptHash: Buffer; addressHash: Buffer; tokenHash: Buffer },
): Promise<boolean> {
  const { id, organisationId, listingId, receiptHash, addressHash, tokenHash } = contact
  const { numAffectedRows = 0n } = await sql`
    insert into buyer_contacts (id, organisation_id, listing_id, receipt_hash, address_hash,
      token_hash, sealed, locale, bought_on)
    values (${id}::uuid, ${organisationId}::uuid, ${listingId}::uuid, ${receiptHash}::bytea,
      ${addressHash}::bytea, ${tokenHash}::bytea, ${contact.sealed}::bytea, ${contact.locale},
      ${contact.boughtOn}::date)
    on conflict on constraint buyer_contacts_once do nothing`.execute(handle)
  return numAffectedRows === 1n
}

/** An unconfirmed contact by the token of its email, if it was left since a time; for the operator, who sees all. */
export async function findUnconfirmed(
  handle: Transaction,
  { tokenHash, since }: { tokenHash: Buffer; since: Date },
): Promise<{ id: string; organisationId: string } | undefined> {
  const { rows } = await sql<{ id: string; organisationId: string }>`
    select id, organisation_id as "organisationId" from buyer_contacts
    where token_hash = ${tokenHash}::bytea and confirmed_at is null
      and created_at > ${since}::timestamptz`.execute(handle)
  return rows[0]
}

/** False if it was confirmed before. */
export async function markConfirmed(
  handle: Transaction,
  { id, now }: { id: string; now: Date },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update buyer_contacts set confirmed_at = ${now}::timestamptz
    where id = ${id}::uuid and confirmed_at is null`.execute(handle)
  return numAffectedRows === 1n
}

/** Whose contact it is, by its receipt; for the operator, who sees all. */
export async function findContact(
  handle: Transaction,
  receiptHash: Buffer,
): Promise<{ id: string; organisationId: string } | undefined> {
  const { rows } = await sql<{ id: string; organisationId: string }>`
    select id, organisation_id as "organisationId" from buyer_contacts
    where receipt_hash = ${receiptHash}::bytea`.execute(handle)
  return rows[0]
}

export async function deleteContact(handle: Transaction, id: string): Promise<void> {
  await sql`delete from buyer_contacts where id = ${id}::uuid`.execute(handle)
}

export type DueContact = BuyerContactRow & { proceedingId: string; instance: string }

const started = ['aware', 'selected', 'notified-in-part', 'notified', 'published', 'closed']

const columns = sql`c.id, c.organisation_id as "organisationId", c.listing_id as "listingId",
  c.sealed, c.locale, c.bought_on::text as "boughtOn"`

type ContactPage = { after: string; limit: number }

/** Confirmed contacts with a listing that was decided to be illegal, who were not told of it yet. */
export async function findUntold(
  handle: Transaction,
  { after, limit }: ContactPage,
): Promise<DueContact[]> {
  const { rows } = await sql<DueContact>`
    select distinct on (c.id) ${columns}, w.proceeding_id as "proceedingId", w.instance
    from buyer_contacts c
    join ${allMeasures} m on m.organisation_id = c.organisation_id and m.listing_id = c.listing_id
    join ${workflowStates} w on w.proceeding_id = m.proceeding_id
      and w.part = 'buyer-notification' and starts_with(w.instance, m.instance || '/')
    where c.id > ${after}::uuid and c.told_at is null and c.confirmed_at is not null and w.state = any (${started}::text[])
    order by c.id, w.since limit ${limit}`.execute(handle)
  return rows
}

/** Contacts who were told of a decision that was reversed since. */
export async function findReversed(
  handle: Transaction,
  { after, limit }: ContactPage,
): Promise<DueContact[]> {
  const { rows } = await sql<DueContact>`
    select ${columns}, c.proceeding_id as "proceedingId", c.instance
    from buyer_contacts c
    join ${workflowStates} w on w.proceeding_id = c.proceeding_id and w.state = 'reversed'
      and starts_with(c.instance, w.instance || '/')
    where c.id > ${after}::uuid and c.told_at is not null and c.reversal_told_at is null
    order by c.id limit ${limit}`.execute(handle)
  return rows
}

/** False if another process told them first. */
export async function markTold(
  handle: Transaction,
  {
    id,
    proceedingId,
    instance,
    digest,
    now,
  }: { id: string; proceedingId: string; instance: string; digest: Buffer; now: Date },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update buyer_contacts set proceeding_id = ${proceedingId}::uuid, instance = ${instance},
      told_at = ${now}::timestamptz, told_digest = ${digest}::bytea
    where id = ${id}::uuid and told_at is null`.execute(handle)
  return numAffectedRows === 1n
}

export async function markReversalTold(
  handle: Transaction,
  { id, now }: { id: string; now: Date },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update buyer_contacts set reversal_told_at = ${now}::timestamptz
    where id = ${id}::uuid and reversal_told_at is null`.execute(handle)
  return numAffectedRows === 1n
}

/** Deletes addresses that no decision can concern any more, and those that were not confirmed in time. */
export async function deleteOldContacts(
  handle: Transaction,
  { now, unconfirmedBefore }: { now: Date; unconfirmedBefore: Date },
): Promise<void> {
  await sql`
    delete from buyer_contacts
    where coalesce(reversal_told_at, told_at, bought_on::timestamptz) <
        ${now}::timestamptz - interval '190 days'
      or confirmed_at is null and created_at <= ${unconfirmedBefore}::timestamptz`.execute(handle)
}

export type ToldRow = { id: string; sealed: Buffer; at: Date; digest: Buffer }

export async function findTold(
  handle: Transaction,
  { proceedingId, instance }: { proceedingId: string; instance: string },
): Promise<ToldRow[]> {
  const { rows } = await sql<ToldRow>`
    select id, sealed, told_at as at, told_digest as digest from buyer_contacts
    where proceeding_id = ${proceedingId}::uuid and instance = ${instance}
    order by told_at, id limit 1000`.execute(handle)
  return rows
}

export type NotificationRow = {
  proceedingId: string
  instance: string
  state: string
  since: Date
}

export async function pageOfNotifications(
  handle: Transaction,
  {
    organisationId,
    limit,
    after,
  }: {
    organisationId: string
    limit: number
    after?: { at: Date; proceedingId: string; instance: string }
  },
): Promise<NotificationRow[]> {
  const place =
    after === undefined
      ? sql``
      : sql`and (w.since, w.proceeding_id, w.instance) <
          (${after.at}::timestamptz, ${after.proceedingId}::uuid, ${after.instance})`
  const { rows } = await sql<NotificationRow>`
    select w.proceeding_id as "proceedingId", w.instance, w.state, w.since
    from ${workflowStates} w
    where w.organisation_id = ${organisationId}::uuid and w.part = 'buyer-notification' ${place}
    order by w.since desc, w.proceeding_id desc, w.instance desc limit ${limit}`.execute(handle)
  return rows
}

export type NotifiedListing = {
  id: string
  listing: string
  marketplace: string
  url: string | null
}

/** The listings that the decision restricted. */
export async function listingsOf(
  handle: Transaction,
  {
    organisationId,
    proceedingId,
    instance,
  }: { organisationId: string; proceedingId: string; instance: string },
): Promise<NotifiedListing[]> {
  const { rows } = await sql<NotifiedListing>`
    select distinct l.id, l.external_id as listing, l.marketplace, l.content ->> 'url' as url
    from ${allMeasures} m join ${currentListings} l on l.id = m.listing_id
    where m.organisation_id = ${organisationId}::uuid and m.proceeding_id = ${proceedingId}::uuid
      and starts_with(${instance}, m.instance || '/')
    order by l.id limit 1000`.execute(handle)
  return rows
}
