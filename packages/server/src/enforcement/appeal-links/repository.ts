import { sql, type RawBuilder } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { sellerAccounts } from '../../sellers/seller-accounts/queries.ts'
import type { AppealLinkRow, NamedLinkRow } from './types.ts'

export type PageCursor = { at: Date; id: string }
/** One page of a filtered list. */
export type PageQuery<Filter = object> = { limit: number; after?: PageCursor } & {
  [K in keyof Filter]?: Filter[K] | undefined
}
export type OrganisationPageQuery<Filter = object> = PageQuery<Filter> & { organisationId: string }

export type LinkFilter = { proceeding: string; proofRequest: string }
const linkColumns = sql`id, organisation_id as "organisationId", proceeding_id as "proceedingId",
  proof_request_id as "proofRequestId", instance, marketplace, seller_id as "sellerId", seller_hash as "sellerHash",
  own_channel as "ownChannel", made_at as "madeAt", expires_at as "expiresAt", opened_at as "openedAt",
  revoked_at as "revokedAt"`

export async function insertLink(
  handle: Transaction,
  link: AppealLinkRow,
  tokenHash: Buffer,
): Promise<void> {
  await sql`
    insert into appeal_links (id, organisation_id, proceeding_id, proof_request_id, instance, marketplace,
      seller_id, seller_hash, own_channel, token_hash, made_at, expires_at)
    values (${link.id}::uuid, ${link.organisationId}::uuid, ${link.proceedingId}::uuid,
      ${link.proofRequestId}::uuid, ${link.instance}, ${link.marketplace}, ${link.sellerId},
      ${link.sellerHash}::bytea, ${link.ownChannel}, ${tokenHash}::bytea,
      ${link.madeAt}::timestamptz, ${link.expiresAt}::timestamptz)`.execute(handle)
}

/** Revokes earlier links to this seller about the same subject. */
export async function revokeEarlierLinks(handle: Transaction, link: AppealLinkRow): Promise<void> {
  await sql`
    update appeal_links set revoked_at = ${link.madeAt}::timestamptz
    where organisation_id = ${link.organisationId}::uuid and revoked_at is null
      and seller_hash = ${link.sellerHash}::bytea
      and proceeding_id is not distinct from ${link.proceedingId}::uuid
      and proof_request_id is not distinct from ${link.proofRequestId}::uuid
      and instance is not distinct from ${link.instance}`.execute(handle)
}

export async function markLinkRevoked(
  handle: Transaction,
  { organisationId, id, now }: { organisationId: string; id: string; now: Date },
): Promise<AppealLinkRow | undefined> {
  const { rows } = await sql<AppealLinkRow>`
    update appeal_links set revoked_at = coalesce(revoked_at, ${now}::timestamptz)
    where id = ${id}::uuid and organisation_id = ${organisationId}::uuid
    returning ${linkColumns}`.execute(handle)
  return rows[0]
}

/** The link of a visitor's token, or one of those opened in their browser. */
export async function findVisitorLink(
  handle: Transaction,
  by: { tokenHash: Buffer } | { sessionHash: Buffer; id: string },
): Promise<AppealLinkRow | undefined> {
  const where =
    'tokenHash' in by
      ? sql`token_hash = ${by.tokenHash}::bytea`
      : sql`session_hash = ${by.sessionHash}::bytea and id = ${by.id}::uuid`
  const { rows } = await sql<AppealLinkRow>`
    select ${linkColumns} from appeal_links where ${where}`.execute(handle)
  return rows[0]
}

/** The links opened in this browser that have not been ended. */
export async function openedLinks(
  handle: Transaction,
  sessionHash: Buffer,
): Promise<AppealLinkRow[]> {
  const { rows } = await sql<AppealLinkRow>`
    select ${linkColumns} from appeal_links
    where session_hash = ${sessionHash}::bytea and revoked_at is null`.execute(handle)
  return rows
}

/** Binds a link to the first browser that opens it; false if another came first. */
export async function bindLink(
  handle: Transaction,
  { id, sessionHash, now, until }: { id: string; sessionHash: Buffer; now: Date; until: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update appeal_links set opened_at = ${now}::timestamptz, session_hash = ${sessionHash}::bytea,
      expires_at = ${until}::timestamptz
    where id = ${id}::uuid and opened_at is null and revoked_at is null
    returning id`.execute(handle)
  return rows.length > 0
}

export async function pageOfLinks(
  handle: Transaction,
  options: OrganisationPageQuery<LinkFilter>,
): Promise<AppealLinkRow[]> {
  const { rows } = await sql<AppealLinkRow>`
    select ${linkColumns} from appeal_links
    where organisation_id = ${options.organisationId}::uuid ${afterCursor(options, sql`made_at`)}
      ${options.proceeding === undefined ? sql`` : sql`and proceeding_id = ${options.proceeding}::uuid`}
      ${options.proofRequest === undefined ? sql`` : sql`and proof_request_id = ${options.proofRequest}::uuid`}
    order by made_at desc, id desc limit ${options.limit}`.execute(handle)
  return rows
}

/** The links with the names of their sellers, as the sellers' listings state them. */
export async function nameSellers(
  handle: Transaction,
  organisationId: string,
  links: readonly AppealLinkRow[],
): Promise<NamedLinkRow[]> {
  const hashes = links.flatMap(({ sellerId, sellerHash }) => (sellerId === null ? [] : sellerHash))
  const { rows } = await sql<{ hash: Buffer; name: string | null }>`
    select a.seller_hash as hash, a.name from ${sellerAccounts} a
    where a.organisation_id = ${organisationId}::uuid
      and a.seller_hash = any (${hashes}::bytea[])`.execute(handle)
  const names = new Map(rows.map(({ hash, name }) => [hash.toString('hex'), name]))
  return links.map((link) => ({
    ...link,
    sellerName: (link.sellerId && names.get(link.sellerHash.toString('hex'))) ?? null,
  }))
}

/** One link of the organisation. */
export async function findLink(
  handle: Transaction,
  { organisationId, id }: { organisationId: string; id: string },
): Promise<AppealLinkRow | undefined> {
  const { rows } = await sql<AppealLinkRow>`
    select ${linkColumns} from appeal_links
    where id = ${id}::uuid and organisation_id = ${organisationId}::uuid`.execute(handle)
  return rows[0]
}

export function afterCursor(
  { after }: OrganisationPageQuery,
  at: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return after === undefined
    ? sql``
    : sql`and (${at}, id) < (${after.at}::timestamptz, ${after.id}::uuid)`
}
