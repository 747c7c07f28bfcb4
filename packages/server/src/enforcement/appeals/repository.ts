import { sql, type RawBuilder } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { CheckedDocument } from '../../platform/documents/index.ts'
import type { AppealRow, AppealDocumentRow, AppealLinkRow } from './types.ts'
import { currentListings } from '../../listings/ingest/queries.ts'
import { evidenceFiles, pageCaptures } from '../../investigation/evidence/queries.ts'

export type PageCursor = { at: Date; id: string }
/** One page of a list, of those that a filter leaves. */
export type PageQuery<Filter = object> = { limit: number; after?: PageCursor } & {
  [K in keyof Filter]?: Filter[K] | undefined
}
export type OrganisationPageQuery<Filter = object> = PageQuery<Filter> & { organisationId: string }

export type LinkFilter = { proceeding: string; ask: string }
export type AppealFilter = { state: AppealRow['state']; proceeding: string }

const linkColumns = sql`id, organisation_id as "organisationId", proceeding_id as "proceedingId",
  ask_id as "askId", matter, marketplace, seller_id as "sellerId", seller_hash as "sellerHash",
  own_way as "ownWay", made_at as "madeAt", expires_at as "expiresAt", opened_at as "openedAt",
  revoked_at as "revokedAt"`

export async function insertLink(
  handle: Transaction,
  link: AppealLinkRow,
  tokenHash: Buffer,
): Promise<void> {
  await sql`
    insert into answer_links (id, organisation_id, proceeding_id, ask_id, matter, marketplace,
      seller_id, seller_hash, own_way, token_hash, made_at, expires_at)
    values (${link.id}::uuid, ${link.organisationId}::uuid, ${link.proceedingId}::uuid,
      ${link.askId}::uuid, ${link.matter}, ${link.marketplace}, ${link.sellerId},
      ${link.sellerHash}::bytea, ${link.ownWay}, ${tokenHash}::bytea,
      ${link.madeAt}::timestamptz, ${link.expiresAt}::timestamptz)`.execute(handle)
}

/** Ends the links to this seller about the same, which a new one takes the place of. */
export async function revokeEarlierLinks(handle: Transaction, link: AppealLinkRow): Promise<void> {
  await sql`
    update answer_links set revoked_at = ${link.madeAt}::timestamptz
    where organisation_id = ${link.organisationId}::uuid and revoked_at is null
      and seller_hash = ${link.sellerHash}::bytea
      and proceeding_id is not distinct from ${link.proceedingId}::uuid
      and ask_id is not distinct from ${link.askId}::uuid
      and matter is not distinct from ${link.matter}`.execute(handle)
}

export async function markLinkRevoked(
  handle: Transaction,
  { organisationId, id, now }: { organisationId: string; id: string; now: Date },
): Promise<AppealLinkRow | undefined> {
  const { rows } = await sql<AppealLinkRow>`
    update answer_links set revoked_at = coalesce(revoked_at, ${now}::timestamptz)
    where id = ${id}::uuid and organisation_id = ${organisationId}::uuid
    returning ${linkColumns}`.execute(handle)
  return rows[0]
}

/** The link that a visitor holds the token of, or one of those that its browser opened. */
export async function findVisitorLink(
  handle: Transaction,
  by: { tokenHash: Buffer } | { sessionHash: Buffer; id: string },
): Promise<AppealLinkRow | undefined> {
  const where =
    'tokenHash' in by
      ? sql`token_hash = ${by.tokenHash}::bytea`
      : sql`session_hash = ${by.sessionHash}::bytea and id = ${by.id}::uuid`
  const { rows } = await sql<AppealLinkRow>`
    select ${linkColumns} from answer_links where ${where}`.execute(handle)
  return rows[0]
}

/** The links that this browser opened, and that nobody ended. */
export async function openedLinks(
  handle: Transaction,
  sessionHash: Buffer,
): Promise<AppealLinkRow[]> {
  const { rows } = await sql<AppealLinkRow>`
    select ${linkColumns} from answer_links
    where session_hash = ${sessionHash}::bytea and revoked_at is null`.execute(handle)
  return rows
}

/** Binds a link to the browser that opens it first; false where another was before. */
export async function bindLink(
  handle: Transaction,
  { id, sessionHash, now, until }: { id: string; sessionHash: Buffer; now: Date; until: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update answer_links set opened_at = ${now}::timestamptz, session_hash = ${sessionHash}::bytea,
      expires_at = ${until}::timestamptz
    where id = ${id}::uuid and opened_at is null and revoked_at is null
    returning id`.execute(handle)
  return rows.length > 0
}

export async function pageOfLinks(
  handle: Transaction,
  asked: OrganisationPageQuery<LinkFilter>,
): Promise<AppealLinkRow[]> {
  const { rows } = await sql<AppealLinkRow>`
    select ${linkColumns} from answer_links
    where organisation_id = ${asked.organisationId}::uuid ${afterCursor(asked, sql`made_at`)}
      ${asked.proceeding === undefined ? sql`` : sql`and proceeding_id = ${asked.proceeding}::uuid`}
      ${asked.ask === undefined ? sql`` : sql`and ask_id = ${asked.ask}::uuid`}
    order by made_at desc, id desc limit ${asked.limit}`.execute(handle)
  return rows
}

const answerColumns = sql`id, link_id as "linkId", proceeding_id as "proceedingId", ask_id as "askId",
  matter, seller_hash as "sellerHash", words, locale, state, given_at as "givenAt", outcome, reasons,
  summary, decided_at as "decidedAt", told_at as "toldAt",
  (select o.content ->> 'title' from ${currentListings} o
    where o.organisation_id = answers.organisation_id and o.id = coalesce(
      (select p.listing_id from proceedings p where p.id = answers.proceeding_id),
      (select k.listing_id from proof_asks k where k.id = answers.ask_id))) as title,
  (select l.marketplace from answer_links l where l.id = answers.link_id) as marketplace,
  (select l.seller_id from answer_links l where l.id = answers.link_id) as "sellerId"`

type NewAnswer = Pick<AppealRow, 'id' | 'matter' | 'words' | 'locale' | 'givenAt'>

export async function insertAppeal(
  handle: Transaction,
  link: AppealLinkRow,
  answer: NewAnswer,
): Promise<void> {
  await sql`
    insert into answers (id, organisation_id, link_id, proceeding_id, ask_id, matter, seller_hash,
      words, locale, given_at)
    values (${answer.id}::uuid, ${link.organisationId}::uuid, ${link.id}::uuid,
      ${link.proceedingId}::uuid, ${link.askId}::uuid, ${answer.matter}, ${link.sellerHash}::bytea,
      ${answer.words}, ${answer.locale}, ${answer.givenAt}::timestamptz)`.execute(handle)
}

/** The answers to what a link is about, the latest first. */
export async function listAppealsTo(
  handle: Transaction,
  about: Pick<AppealLinkRow, 'proceedingId' | 'askId' | 'sellerHash'>,
): Promise<AppealRow[]> {
  const { proceedingId, askId, sellerHash } = about
  const where =
    proceedingId === null
      ? sql`ask_id = ${askId}::uuid`
      : sql`proceeding_id = ${proceedingId}::uuid`
  const { rows } = await sql<AppealRow>`
    select ${answerColumns} from answers
    where ${where} and seller_hash = ${sellerHash}::bytea
    order by given_at desc, id desc`.execute(handle)
  return rows
}

/** Decided answers in a proceeding, the latest first: what their notifier may hear of them. */
export async function listDecidedAppeals(
  handle: Transaction,
  proceedingId: string,
): Promise<AppealRow[]> {
  const { rows } = await sql<AppealRow>`
    select ${answerColumns} from answers
    where proceeding_id = ${proceedingId}::uuid and state = 'decided'
    order by given_at desc, id desc`.execute(handle)
  return rows
}

export async function findAppeal(
  handle: Transaction,
  { organisationId, id, lock = false }: { organisationId: string; id: string; lock?: boolean },
): Promise<AppealRow | undefined> {
  const { rows } = await sql<AppealRow>`
    select ${answerColumns} from answers
    where id = ${id}::uuid and organisation_id = ${organisationId}::uuid
    ${lock ? sql`for update` : sql``}`.execute(handle)
  return rows[0]
}

export async function pageOfAppeals(
  handle: Transaction,
  asked: OrganisationPageQuery<AppealFilter>,
): Promise<AppealRow[]> {
  const { rows } = await sql<AppealRow>`
    select ${answerColumns} from answers
    where organisation_id = ${asked.organisationId}::uuid ${afterCursor(asked, sql`given_at`)}
      ${asked.state === undefined ? sql`` : sql`and state = ${asked.state}`}
      ${asked.proceeding === undefined ? sql`` : sql`and proceeding_id = ${asked.proceeding}::uuid`}
    order by given_at desc, id desc limit ${asked.limit}`.execute(handle)
  return rows
}

/** False where it was decided on, or taken back, meanwhile. */
export async function markAppealWithdrawn(handle: Transaction, id: string): Promise<boolean> {
  const { rows } = await sql`
    update answers set state = 'withdrawn' where id = ${id}::uuid and state = 'given'
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
    update answers set state = 'decided', outcome = ${outcome}, reasons = ${reasons},
      summary = ${summary}, decided_at = ${now}::timestamptz, decided_by = current_actor_id()
    where id = ${id}::uuid`.execute(handle)
}

export async function markAppealInformed(
  handle: Transaction,
  id: string,
  now: Date,
): Promise<void> {
  await sql`
    update answers set told_at = ${now}::timestamptz
    where id = ${id}::uuid and told_at is null`.execute(handle)
}

export async function insertDocuments(
  handle: Transaction,
  whose: { organisationId: string; answerId: string },
  documents: readonly (CheckedDocument & { sealed: Buffer })[],
): Promise<void> {
  for (const [place, one] of documents.entries()) {
    await sql`
      insert into answer_documents
        (id, organisation_id, answer_id, place, name, media_type, bytes, sha256, flags, content)
      values (${one.id}::uuid, ${whose.organisationId}::uuid, ${whose.answerId}::uuid, ${place}::int4,
        ${one.name}, ${one.mediaType}, ${one.content.length}::int4, ${one.sha256}::bytea,
        ${one.flags}::text[], ${one.sealed}::bytea)`.execute(handle)
  }
}

export async function documentsOf(
  handle: Transaction,
  answerId: string,
): Promise<AppealDocumentRow[]> {
  const { rows } = await sql<AppealDocumentRow>`
    select id, name, media_type as "mediaType", bytes, encode(sha256, 'hex') as sha256, flags
    from answer_documents where answer_id = ${answerId}::uuid order by place`.execute(handle)
  return rows
}

export async function sealedDocument(
  handle: Transaction,
  { answerId, id }: { answerId: string; id: string },
): Promise<(AppealDocumentRow & { content: Buffer }) | undefined> {
  const { rows } = await sql<AppealDocumentRow & { content: Buffer }>`
    select id, name, media_type as "mediaType", bytes, encode(sha256, 'hex') as sha256, flags, content
    from answer_documents where id = ${id}::uuid and answer_id = ${answerId}::uuid`.execute(handle)
  return rows[0]
}

/** Captures of an offer that were sealed, as what a seller is shown of the evidence. */
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

/** An offer as it was sent last. */
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

export function afterCursor(
  { after }: OrganisationPageQuery,
  at: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return after === undefined
    ? sql``
    : sql`and (${at}, id) < (${after.at}::timestamptz, ${after.id}::uuid)`
}

/** The link by which an answer came. */
export async function linkOfAppeal(
  handle: Transaction,
  answerId: string,
): Promise<AppealLinkRow | undefined> {
  const { rows } = await sql<AppealLinkRow>`
    select ${linkColumns} from answer_links
    where id = (select link_id from answers where id = ${answerId}::uuid)`.execute(handle)
  return rows[0]
}
