import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ClaimedWork, ClaimState, DocumentPurpose, DocumentType } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { catalogBrands } from '../catalog/queries.ts'
import type { Claim, ClaimStanding } from './types.ts'
import { organisationProfiles, organisationsMark } from '../../access/organisations/queries.ts'

export type NewClaimRow = {
  id: string
  organisationId: string
  brand: string
  basis: string
  office: string | null
  number: string | null
  work: ClaimedWork | null
  owner: string
  actsFrom: string | null
  actsUntil: string | null
}

export type NewDocumentRow = {
  id: string
  claimId: string
  organisationId: string
  purpose: DocumentPurpose
  mediaType: DocumentType | null
  content: Buffer | null
  sha256: Buffer | null
  reference: string | null
}

export async function insertClaim(handle: Transaction, row: NewClaimRow): Promise<void> {
  await handle
    .insertInto('claims')
    .values({
      id: row.id,
      organisation_id: row.organisationId,
      brand_id: row.brand,
      basis: row.basis,
      kind: row.work === null ? 'registered' : 'work',
      office: row.office,
      number: row.number,
      work: row.work === null ? null : JSON.stringify(row.work),
      owner: row.owner,
      acts_from: row.actsFrom,
      acts_until: row.actsUntil,
    })
    .execute()
}

export async function insertDocument(handle: Transaction, row: NewDocumentRow): Promise<void> {
  await handle
    .insertInto('claim_documents')
    .values({
      id: row.id,
      claim_id: row.claimId,
      organisation_id: row.organisationId,
      purpose: row.purpose,
      media_type: row.mediaType,
      content: row.content,
      sha256: row.sha256,
      reference: row.reference,
    })
    .execute()
}

/** As the claimant's catalog names it, else as another catalog does that the reader sees: the operator sees all. */
const brandName = sql`coalesce(
  (select b.name from ${catalogBrands} b where b.organisation_id = c.organisation_id and b.id = c.brand_id),
  (select b.name from ${catalogBrands} b where b.id = c.brand_id order by b.organisation_id limit 1))`

const columns = sql`
  c.id, c.organisation_id as "organisationId", o.slug as organisation, o.name as "organisationName", c.brand_id as brand,
  ${brandName} as "brandName",
  c.basis,
  c.kind, c.office, c.number, c.work, c.owner, c.state, c.version, c.reason, c.submitted_at as "submittedAt",
  c.decided_at as "decidedAt", c.approved_at as "approvedAt",
  case when c.basis = 'agent'
    then json_build_object('validFrom', c.acts_from, 'validTo', c.acts_until) end
    as "powerOfAttorney",
  (select coalesce(json_agg(json_build_object(
      'id', d.id, 'purpose', d.purpose, 'mediaType', d.media_type,
      'bytes', octet_length(d.content), 'sha256', encode(d.sha256, 'hex'),
      'reference', d.reference) order by d.purpose desc), '[]')
    from claim_documents d where d.claim_id = c.id) as documents`

export async function findClaim(handle: Transaction, id: string): Promise<Claim | undefined> {
  const { rows } = await sql<Claim>`
    select ${columns} from claims c join ${organisationProfiles} o on o.id = c.organisation_id
    where c.id = ${id}::uuid`.execute(handle)
  return rows[0]
}

export type ClaimCursor = { at: Date; id: string }

export type PageOptions = {
  limit: number
  after?: ClaimCursor
  state?: ClaimState
  brand?: string
  /** The claimant; with `others`, also claims of other organisations. */
  organisationId?: string
  /**
   * Claims that the actor decides on: not of their group, not on brands that it claims itself, and only for the
   * brands or offices of a limited membership.
   */
  others?: { group: ReadonlySet<string>; brands: readonly string[]; territories: readonly string[] }
}

/** A page of claims, newest first; all claims if neither an organisation nor a group is named. */
export async function pageOfClaims(handle: Transaction, options: PageOptions): Promise<Claim[]> {
  const { limit, after, state, brand, organisationId, others } = options
  const own =
    organisationId === undefined ? undefined : sql`c.organisation_id = ${organisationId}::uuid`
  const group = others && [...others.group]
  const ofOthers =
    others &&
    group &&
    sql`(${among(sql`c.brand_id`, others.brands)} and ${among(sql`c.office`, others.territories)}
      and c.organisation_id <> all (${group}::uuid[]) and not exists (
      select from claims r where r.brand_id = c.brand_id and r.organisation_id = any (${group}::uuid[])
        and r.state in ('pending', 'approved', 'contested')))`
  const whose = own && ofOthers ? sql`(${own} or ${ofOthers})` : (own ?? sql`true`)
  const conditions: RawBuilder<unknown>[] = [whose]
  if (state) conditions.push(sql`c.state = ${state}`)
  if (brand) conditions.push(sql`c.brand_id = ${brand}`)
  if (after) {
    conditions.push(sql`(c.submitted_at, c.id) < (${after.at}::timestamptz, ${after.id}::uuid)`)
  }
  const { rows } = await sql<Claim>`
    select ${columns} from claims c join ${organisationProfiles} o on o.id = c.organisation_id
    where ${sql.join(conditions, sql` and `)}
    order by c.submitted_at desc, c.id desc
    limit ${limit}`.execute(handle)
  return rows
}

/** An empty list means all. */
function among(column: RawBuilder<unknown>, names: readonly string[]): RawBuilder<unknown> {
  return names.length === 0 ? sql`true` : sql`${column} = any (${names}::text[])`
}

/** Locks decisions on this brand until the transaction ends. */
export async function lockBrand(handle: Transaction, brand: string): Promise<void> {
  await sql`
    select from claims where brand_id = ${brand} and state in ('pending', 'approved', 'contested')
    order by id for update`.execute(handle)
}

/** The pending and approved claims on a brand, each with the top of its group. */
export function listClaimStandings(handle: Transaction, brand: string): Promise<ClaimStanding[]> {
  return standingsOf(handle, sql`c.brand_id = ${brand} and c.kind = 'registered'`)
}

/** A claim to a work that is pending or stands: it has no rivals. */
export function findWorkStanding(handle: Transaction, id: string): Promise<ClaimStanding[]> {
  return standingsOf(handle, sql`c.id = ${id}::uuid and c.kind = 'work'`)
}

async function standingsOf(
  handle: Transaction,
  which: RawBuilder<unknown>,
): Promise<ClaimStanding[]> {
  const { rows } = await sql<ClaimStanding>`
    with recursive above (claim_id, id, parent_id) as (
      select c.id, o.id, o.parent_id from claims c join ${organisationProfiles} o on o.id = c.organisation_id
      where ${which} and c.state in ('pending', 'approved', 'contested')
      union
      select a.claim_id, o.id, o.parent_id from above a join ${organisationProfiles} o on o.id = a.parent_id
    )
    select c.id, c.organisation_id as "organisationId", c.basis, c.office, c.number, c.state,
      c.version, c.approved_at as "approvedAt", a.id as "group"
    from above a join claims c on c.id = a.claim_id
    -- A claimant sees no organisation above its own: it is then the top of what it sees.
    where not exists (select from ${organisationProfiles} o where o.id = a.parent_id)
    order by c.submitted_at, c.id`.execute(handle)
  return rows
}

/** All organisations of this one's group, including itself. */
export async function groupOf(handle: Transaction, organisationId: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    with recursive above (id, parent_id) as (
      select id, parent_id from ${organisationProfiles} o where id = ${organisationId}::uuid
      union
      select o.id, o.parent_id from above a join ${organisationProfiles} o on o.id = a.parent_id
    ), below (id) as (
      select id from above where parent_id is null
      union
      select o.id from below b join ${organisationProfiles} o on o.parent_id = b.id
    )
    select id from below`.execute(handle)
  return new Set([organisationId, ...rows.map(({ id }) => id)])
}

export type ClaimDecision = {
  id: string
  state: ClaimState
  reason: string | null
  /** Null for the operator. */
  decidedBy: string | null
}

export async function updateClaimDecision(
  handle: Transaction,
  decision: ClaimDecision,
): Promise<void> {
  const { id, state, reason, decidedBy } = decision
  await sql`
    update claims set state = ${state}, reason = ${reason}, decided_at = now(),
      decided_by = ${decidedBy}::uuid,
      approved_at = case when ${state} = 'approved' then now() else approved_at end
    where id = ${id}::uuid`.execute(handle)
}

/**
 * Makes the brand visible to the claimant and the groups above it. Organisations without rights get nothing through
 * their members: a marketplace would read others' listings. The entry is marked as beside a rival if one has an
 * approved claim, or had one whose contributions may still be stored.
 */
export async function grantVisibility(
  handle: Transaction,
  claimId: string,
  rivals: 'standing' | 'ever standing',
): Promise<void> {
  const which = rivals === 'standing' ? sql`c.state = 'approved'` : sql`c.approved_at is not null`
  await sql`
    insert into brand_sight
      (organisation_id, brand_id, claim_id, by_house, starts_on, ends_on, hears, beside_rival)
    with recursive above (id, kind, parent_id, by_house) as (
      select o.id, o.kind, o.parent_id, false
      from claims c join ${organisationProfiles} o on o.id = c.organisation_id
      where c.id = ${claimId}::uuid
      union
      select o.id, o.kind, o.parent_id, true
      from above a join ${organisationProfiles} o on o.id = a.parent_id
    ), ${keysOfClaims(sql`${which}
      and c.brand_id = (select brand_id from claims where id = ${claimId}::uuid)`)}
    select a.id, c.brand_id, c.id, a.by_house, coalesce(c.acts_from, '-infinity'),
      coalesce(c.acts_until, 'infinity'), k.hears,
      exists (select from keyed o where not (o.speaks && k.hears))
    from above a cross join claims c join keyed k on k.id = c.id
    where c.id = ${claimId}::uuid and c.state = 'approved'
      and a.kind in ('rights-holder', 'counsel')`.execute(handle)
}

export async function revokeVisibility(
  handle: Transaction,
  claimIds: readonly string[],
): Promise<void> {
  await sql`delete from brand_sight where claim_id = any (${[...claimIds]}::uuid[])`.execute(handle)
}

/** True if the operator appointed this organisation to decide on claims. */
export async function isApprover(handle: Transaction, organisationId: string): Promise<boolean> {
  const row = await handle
    .selectFrom('claim_approvers')
    .select('organisation_id')
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertApprover(
  handle: Transaction,
  organisationId: string,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await handle
    .insertInto('claim_approvers')
    .values({ organisation_id: organisationId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows > 0n
}

export async function deleteApprover(
  handle: Transaction,
  organisationId: string,
): Promise<boolean> {
  const { numDeletedRows } = await handle
    .deleteFrom('claim_approvers')
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export async function documentContent(
  handle: Transaction,
  claimId: string,
  id: string,
): Promise<{ mediaType: DocumentType; content: Buffer } | undefined> {
  const { rows } = await sql<{ mediaType: DocumentType; content: Buffer }>`
    select media_type as "mediaType", content from claim_documents
    where id = ${id}::uuid and claim_id = ${claimId}::uuid and content is not null`.execute(handle)
  return rows[0]
}

export type ApprovedPair = { organisationId: string; brandId: string; keys: string[] }

// Reading the keys of ten thousand claims takes a third of a second, during which the embedded store would block.
const pairsAtOnce = 500

/**
 * The holders of approved claims by brand, as of today, and the keys of their catalogs. Read by page, each in a
 * transaction of the operator.
 */
export async function approvedPairs(
  read: <T>(work: (handle: Transaction) => Promise<T>) => Promise<T>,
): Promise<ApprovedPair[]> {
  const pairs: ApprovedPair[] = []
  for (;;) {
    await nextTurn()
    const page = await read((handle) => pageOfPairs(handle, pairs.at(-1)))
    pairs.push(...page)
    if (page.length < pairsAtOnce) return pairs
  }
}

async function pageOfPairs(
  handle: Transaction,
  after: ApprovedPair | undefined,
): Promise<ApprovedPair[]> {
  const beyond =
    after === undefined
      ? sql``
      : sql`and (organisation_id, brand_id) > (${after.organisationId}::uuid, ${after.brandId})`
  const page = sql`c.id in (
    select id from claims
    where state = 'approved' and kind = 'registered'
      and (now() at time zone 'utc')::date
        between coalesce(acts_from, '-infinity') and coalesce(acts_until, 'infinity')
      ${beyond}
    order by organisation_id, brand_id limit ${pairsAtOnce})`
  const { rows } = await sql<ApprovedPair>`
    with recursive ${keysOfClaims(page)}
    select c.organisation_id as "organisationId", c.brand_id as "brandId", k.speaks as keys
    from keyed k join claims c on c.id = k.id
    order by 1, 2`.execute(handle)
  return rows
}

/**
 * Changes whenever the result of `approvedPairs` may, at a hundredth of its cost. Every write stores the growing
 * number of its transaction in its row, so that the sum over the same number of rows changes.
 */
export async function approvalVersion(handle: Transaction): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    select concat_ws(' ', (now() at time zone 'utc')::date, c.mark, ${organisationsMark}) as mark
    from (select count(*) || '/' || coalesce(sum(xmin::text::int8), 0) as mark
        from claims where state in ('pending', 'approved', 'contested')) c`.execute(handle)
  return rows[0]?.mark ?? ''
}

/**
 * Parts of a recursive statement: `keyed` contains these claims with the keys of their catalogs, and the keys that
 * may read them.
 */
function keysOfClaims(which: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`group_of (claim_id, id, parent_id) as (
      select c.id, o.id, o.parent_id from claims c join ${organisationProfiles} o on o.id = c.organisation_id
      where ${which} and c.kind = 'registered'
      union
      select g.claim_id, o.id, o.parent_id from group_of g join ${organisationProfiles} o on o.id = g.parent_id
    ), keyed as materialized (
      select c.id, keys_to_speak(c.brand_id, g.id, c.basis, c.office, c.number) as speaks,
        keys_to_hear(c.brand_id, g.id, c.basis, c.office, c.number) as hears
      from group_of g join claims c on c.id = g.claim_id
      where not exists (select from ${organisationProfiles} o where o.id = g.parent_id)
    )`
}
