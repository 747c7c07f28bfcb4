import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { evidenceFiles, pageCaptures } from '../../investigation/evidence/queries.ts'
import { memberRights } from '../../access/users/queries.ts'
import { currentListings } from '../../listings/ingest/queries.ts'
import { missedDeadlines, proceedingListings, runningDeadlines } from '../proceedings/queries.ts'
import type { CheckedDocument } from '../../platform/documents/index.ts'
import {
  afterCursor,
  type AppealLinkRow,
  type OrganisationPageQuery,
} from '../appeal-links/index.ts'
import { decisionDeadline, type AppealRow, type AppealDocumentRow } from './types.ts'

export type AppealFilter = { state: AppealRow['state']; proceeding: string }

const appealColumns = sql`id, link_id as "linkId", proceeding_id as "proceedingId", proof_request_id as "proofRequestId",
  instance, seller_hash as "sellerHash", words, locale, state, submitted_at as "submittedAt", outcome, reasons,
  summary, decided_at as "decidedAt", informed_at as "informedAt", o.listed as listing, o.listed_title as title,
  o.listed_seller as "sellerName",
  case when state = 'open' then least(
    (select min(d.due_at) from ${runningDeadlines} d where d.proceeding_id = appeals.proceeding_id
      and d.instance = appeals.instance and d.time_limit = ${decisionDeadline}),
    (select min(d.due_at) from ${missedDeadlines} d where d.proceeding_id = appeals.proceeding_id
      and d.instance = appeals.instance and d.time_limit = ${decisionDeadline})) end as "dueAt",
  (select l.marketplace from appeal_links l where l.id = appeals.link_id) as marketplace,
  (select l.seller_id from appeal_links l where l.id = appeals.link_id) as "sellerId"`

/** Appeals, each with the listing that it concerns. */
const appealsWithListings = sql`appeals left join lateral (
    select l.id as listed, l.content ->> 'title' as listed_title,
      l.content -> 'seller' ->> 'name' as listed_seller
    from ${currentListings} l
    where l.organisation_id = appeals.organisation_id and l.id = coalesce(
      (select p.listing_id from ${proceedingListings} p where p.id = appeals.proceeding_id),
      (select k.listing_id from proof_requests k where k.id = appeals.proof_request_id))
  ) o on true`

type NewAppeal = Pick<AppealRow, 'id' | 'instance' | 'words' | 'locale' | 'submittedAt'>

export async function insertAppeal(
  handle: Transaction,
  link: AppealLinkRow,
  appeal: NewAppeal,
): Promise<void> {
  await sql`
    insert into appeals (id, organisation_id, link_id, proceeding_id, proof_request_id, instance, seller_hash,
      words, locale, submitted_at)
    values (${appeal.id}::uuid, ${link.organisationId}::uuid, ${link.id}::uuid,
      ${link.proceedingId}::uuid, ${link.proofRequestId}::uuid, ${appeal.instance}, ${link.sellerHash}::bytea,
      ${appeal.words}, ${appeal.locale}, ${appeal.submittedAt}::timestamptz)`.execute(handle)
}

/** Appeals on a link's subject, latest first. */
export async function listAppealsTo(
  handle: Transaction,
  about: Pick<AppealLinkRow, 'proceedingId' | 'proofRequestId' | 'sellerHash'>,
): Promise<AppealRow[]> {
  const { proceedingId, proofRequestId, sellerHash } = about
  const where =
    proceedingId === null
      ? sql`proof_request_id = ${proofRequestId}::uuid`
      : sql`proceeding_id = ${proceedingId}::uuid`
  const { rows } = await sql<AppealRow>`
    select ${appealColumns} from ${appealsWithListings}
    where ${where} and seller_hash = ${sellerHash}::bytea
    order by submitted_at desc, id desc`.execute(handle)
  return rows
}

/** Decided appeals in a proceeding, latest first, with what their notifier may see. */
export async function listDecidedAppeals(
  handle: Transaction,
  proceedingId: string,
): Promise<AppealRow[]> {
  const { rows } = await sql<AppealRow>`
    select ${appealColumns} from ${appealsWithListings}
    where proceeding_id = ${proceedingId}::uuid and state = 'decided'
    order by submitted_at desc, id desc`.execute(handle)
  return rows
}

export async function findAppeal(
  handle: Transaction,
  { organisationId, id, lock = false }: { organisationId: string; id: string; lock?: boolean },
): Promise<AppealRow | undefined> {
  const { rows } = await sql<AppealRow>`
    select ${appealColumns} from ${appealsWithListings}
    where id = ${id}::uuid and organisation_id = ${organisationId}::uuid
    ${lock ? sql`for update of appeals` : sql``}`.execute(handle)
  return rows[0]
}

export async function pageOfAppeals(
  handle: Transaction,
  options: OrganisationPageQuery<AppealFilter>,
): Promise<AppealRow[]> {
  const { rows } = await sql<AppealRow>`
    select ${appealColumns} from ${appealsWithListings}
    where organisation_id = ${options.organisationId}::uuid ${afterCursor(options, sql`submitted_at`)}
      ${options.state === undefined ? sql`` : sql`and state = ${options.state}`}
      ${options.proceeding === undefined ? sql`` : sql`and proceeding_id = ${options.proceeding}::uuid`}
    order by submitted_at desc, id desc limit ${options.limit}`.execute(handle)
  return rows
}

/** False if decided or withdrawn meanwhile. */
export async function markAppealWithdrawn(handle: Transaction, id: string): Promise<boolean> {
  const { rows } = await sql`
    update appeals set state = 'withdrawn' where id = ${id}::uuid and state = 'open'
    returning id`.execute(handle)
  return rows.length > 0
}

export type AppealDecisionInput = {
  id: string
  outcome: NonNullable<AppealRow['outcome']>
  reasons: string
  summary: string | null
  now: Date
}

export async function markAppealDecided(
  handle: Transaction,
  decided: AppealDecisionInput,
): Promise<void> {
  const { id, outcome, reasons, summary, now } = decided
  await sql`
    update appeals set state = 'decided', outcome = ${outcome}, reasons = ${reasons},
      summary = ${summary}, decided_at = ${now}::timestamptz, decided_by = current_actor_id()
    where id = ${id}::uuid`.execute(handle)
}

export async function markAppealInformed(
  handle: Transaction,
  id: string,
  now: Date,
): Promise<void> {
  await sql`
    update appeals set informed_at = ${now}::timestamptz
    where id = ${id}::uuid and informed_at is null`.execute(handle)
}

export async function insertDocuments(
  handle: Transaction,
  whose: { organisationId: string; appealId: string },
  documents: readonly (CheckedDocument & { sealed: Buffer })[],
): Promise<void> {
  for (const [place, one] of documents.entries()) {
    await sql`
      insert into appeal_documents
        (id, organisation_id, appeal_id, place, name, media_type, bytes, sha256, flags, content)
      values (${one.id}::uuid, ${whose.organisationId}::uuid, ${whose.appealId}::uuid, ${place}::int4,
        ${one.name}, ${one.mediaType}, ${one.content.length}::int4, ${one.sha256}::bytea,
        ${one.flags}::text[], ${one.sealed}::bytea)`.execute(handle)
  }
}

export async function documentsOf(
  handle: Transaction,
  appealId: string,
): Promise<AppealDocumentRow[]> {
  const { rows } = await sql<AppealDocumentRow>`
    select id, name, media_type as "mediaType", bytes, encode(sha256, 'hex') as sha256, flags
    from appeal_documents where appeal_id = ${appealId}::uuid order by place`.execute(handle)
  return rows
}

export async function sealedDocument(
  handle: Transaction,
  { appealId, id }: { appealId: string; id: string },
): Promise<(AppealDocumentRow & { content: Buffer }) | undefined> {
  const { rows } = await sql<AppealDocumentRow & { content: Buffer }>`
    select id, name, media_type as "mediaType", bytes, encode(sha256, 'hex') as sha256, flags, content
    from appeal_documents where id = ${id}::uuid and appeal_id = ${appealId}::uuid`.execute(handle)
  return rows[0]
}

/** Sealed captures of a listing, as the evidence shown to a seller. */
export async function sealedCapturesOf(
  handle: Transaction,
  listingId: string,
): Promise<{ title: string; at: Date; sha256: string | null }[]> {
  const { rows } = await sql<{ title: string; at: Date; sha256: string | null }>`
    select 'page' as title, c.ended_at as at, (
      select encode(i.sha256, 'hex') from ${evidenceFiles} i
      where i.capture_id = c.id order by i.name limit 1
    ) as sha256
    from ${pageCaptures} c where c.listing_id = ${listingId}::uuid and c.state = 'sealed'
    order by c.ended_at desc, c.id desc limit 20`.execute(handle)
  return rows
}

/** The latest version of a listing. */
export async function findSentListing(
  handle: Transaction,
  listingId: string,
): Promise<{ externalId: string; marketplace: string; content: unknown } | undefined> {
  const { rows } = await sql<{ externalId: string; marketplace: string; content: unknown }>`
    select l.external_id as "externalId", l.marketplace, l.content
    from ${currentListings} l
    where l.id = ${listingId}::uuid and l.organisation_id = current_organisation()
      and sees_listing(l.id)`.execute(handle)
  return rows[0]
}

/** The members with one of these roles. */
export async function listMembersOfRoles(
  handle: Transaction,
  organisationId: string,
  roles: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ person: string }>`
    select m.person_id as person from ${memberRights} m
    where m.organisation_id = ${organisationId}::uuid and m.roles && ${[...roles]}::text[]
    order by 1 limit 200`.execute(handle)
  return rows.map(({ person }) => person)
}
