import type { ReferralItemKind, ReferralItemView } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

/** What an item said when it was sent. */
export type ItemFacts = Pick<
  ReferralItemView,
  | 'title'
  | 'marketplace'
  | 'url'
  | 'price'
  | 'unitsSold'
  | 'status'
  | 'between'
  | 'probability'
  | 'reasons'
  | 'basis'
> & {
  captures: { url: string; sealedAt: string; file: string }[]
  /** The listing's ID on its marketplace. */
  externalId: string | null
}

export type ItemRow = {
  place: number
  ref: string
  kind: ReferralItemKind
  subjectId: string | null
  /** Null once the person concerned was erased. */
  facts: ItemFacts | null
  /** Null for an item of the dossier itself. */
  supplement: string | null
}

export type NewItem = Omit<ItemRow, 'supplement'>

/** A page of what was sent, in its order. */
export async function pageOfItems(
  handle: Transaction,
  options: {
    referralId: string
    kind?: ReferralItemKind | undefined
    after?: number
    limit: number
  },
): Promise<ItemRow[]> {
  const { referralId, kind, after = -1, limit } = options
  const ofKind = kind === undefined ? sql`` : sql`and i.kind = ${kind}::text`
  const { rows } = await sql<ItemRow>`
    select i.place, i.ref, i.kind, i.subject_id as "subjectId", i.facts,
      case when p.kind = 'supplement' then p.id end as supplement
    from referral_items i join referral_packages p on p.id = i.package_id
    where i.referral_id = ${referralId}::uuid and i.place > ${after}::int4 ${ofKind}
    order by i.place limit ${limit}`.execute(handle)
  return rows
}

/** How many of each kind were sent. */
export async function countItems(
  handle: Transaction,
  referralId: string,
): Promise<{ accounts: number; links: number; listings: number; unused: number }> {
  const { rows } = await sql<{ kind: ReferralItemKind; count: number }>`
    select kind, count(*)::int4 as count from referral_items
    where referral_id = ${referralId}::uuid group by kind`.execute(handle)
  const of = (kind: ReferralItemKind): number => rows.find((row) => row.kind === kind)?.count ?? 0
  return {
    accounts: of('account'),
    links: of('link'),
    listings: of('listing'),
    unused: of('unused'),
  }
}

/** Those of these references that were sent, with the sender's listings or accounts. */
export async function findItems(
  handle: Transaction,
  referralId: string,
  refs: readonly string[],
): Promise<Map<string, { kind: ReferralItemKind; subjectId: string | null }>> {
  const { rows } = await sql<{ ref: string; kind: ReferralItemKind; subjectId: string | null }>`
    select ref, kind, subject_id as "subjectId" from referral_items
    where referral_id = ${referralId}::uuid and ref = any (${[...refs]}::text[])`.execute(handle)
  return new Map(rows.map(({ ref, ...item }) => [ref, item]))
}

/** The references under which accounts and listings were sent before. */
export async function findSubjects(
  handle: Transaction,
  referralId: string,
): Promise<{ ref: string; kind: ReferralItemKind; subjectId: string | null }[]> {
  const { rows } = await sql<{ ref: string; kind: ReferralItemKind; subjectId: string | null }>`
    select ref, kind, subject_id as "subjectId" from referral_items
    where referral_id = ${referralId}::uuid order by place`.execute(handle)
  return rows
}

/** The listings that were sent, as their marketplaces name them. */
export async function listingNamesOf(
  handle: Transaction,
  referralId: string,
): Promise<{ marketplace: string; id: string }[]> {
  const { rows } = await sql<{ marketplace: string; id: string }>`
    select distinct facts ->> 'marketplace' as marketplace, facts ->> 'externalId' as id
    from referral_items
    where referral_id = ${referralId}::uuid and kind = 'listing'
      and facts ->> 'externalId' is not null
    order by 1, 2`.execute(handle)
  return rows
}

export async function insertItems(
  handle: Transaction,
  sent: {
    referralId: string
    organisationId: string
    recipientId: string | null
    packageId: string
    items: readonly NewItem[]
  },
): Promise<void> {
  const { referralId, organisationId, recipientId, packageId, items } = sent
  for (let at = 0; at < items.length; at += 500) {
    const batch = items.slice(at, at + 500)
    await sql`
      insert into referral_items (referral_id, place, organisation_id, recipient_id, package_id,
        ref, kind, subject_id, facts)
      select ${referralId}::uuid, place, ${organisationId}::uuid, ${recipientId}::uuid,
        ${packageId}::uuid, ref, kind, subject, facts::json
      from unnest(${batch.map(({ place }) => place)}::int4[],
        ${batch.map(({ ref }) => ref)}::text[], ${batch.map(({ kind }) => kind)}::text[],
        ${batch.map(({ subjectId }) => subjectId)}::uuid[],
        ${batch.map(({ facts }) => JSON.stringify(facts))}::text[])
        as given (place, ref, kind, subject, facts)`.execute(handle)
  }
}

export type SentIdentifier = { digest: string; type: string }

export async function insertIdentifiers(
  handle: Transaction,
  sent: {
    referralId: string
    organisationId: string
    recipientId: string
    identifiers: readonly SentIdentifier[]
  },
): Promise<void> {
  const { referralId, organisationId, recipientId, identifiers } = sent
  await sql`
    insert into referral_identifiers (referral_id, organisation_id, recipient_id, digest, type)
    select ${referralId}::uuid, ${organisationId}::uuid, ${recipientId}::uuid, decode(digest, 'hex'), type
    from unnest(${identifiers.map(({ digest }) => digest)}::text[],
      ${identifiers.map(({ type }) => type)}::text[]) as given (digest, type)
    on conflict do nothing`.execute(handle)
}

export type OverlapRow = { referral: string; sender: string; identifiers: number; types: string[] }

/** Other referrals to the caller's organisation that name an identifier of this one. */
export async function findOverlaps(
  handle: Transaction,
  { referralId, recipientId }: { referralId: string; recipientId: string },
): Promise<OverlapRow[]> {
  const { rows } = await sql<OverlapRow>`
    select r.id as referral, r.sender_name as sender, count(*)::int4 as identifiers,
      array_agg(distinct o.type) as types
    from referral_identifiers i
    join referral_identifiers o on o.recipient_id = i.recipient_id and o.digest = i.digest
      and o.referral_id <> i.referral_id
    join referrals r on r.id = o.referral_id
    where i.referral_id = ${referralId}::uuid and i.recipient_id = ${recipientId}::uuid
    group by r.id, r.sender_name
    order by identifiers desc, r.id limit 100`.execute(handle)
  return rows
}
