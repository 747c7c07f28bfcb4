import { CustodyEvent, type CustodyEntry, withEvent } from '@touchstone/evidence'
import type { Listing } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { publishWorkEnded } from '../../platform/telemetry/index.ts'
import type { Custody, CaptureRow, EvidenceItemRow, SealRow } from './types.ts'
import { userProfiles } from '../../access/users/queries.ts'
import { currentListings } from '../../listings/ingest/queries.ts'

const columns = sql`id, organisation_id as "organisationId", listing_id as "listingId", url, also,
  operator, reason, state, outcome, sentence, attempts, held_for as "heldFor",
  disposed_at as "disposedAt", disposed_for as "disposedFor",
  requested_at as "requestedAt", ended_at as "endedAt"`

export type NewCapture = Pick<
  CaptureRow,
  'id' | 'organisationId' | 'listingId' | 'url' | 'also' | 'operator' | 'reason'
> & { sellerHash: Buffer | null }

export async function insertCapture(handle: Transaction, capture: NewCapture): Promise<void> {
  const { id, organisationId, listingId, url, also, operator, reason, sellerHash } = capture
  await sql`
    insert into captures
      (id, organisation_id, listing_id, url, also, operator, reason, seller_hash)
    values (${id}::uuid, ${organisationId}::uuid, ${listingId}::uuid, ${url}, ${also}::text[],
      ${operator}, ${reason}, ${sellerHash}::bytea)`.execute(handle)
}

export async function findCapture(
  handle: Transaction,
  id: string,
): Promise<CaptureRow | undefined> {
  const { rows } = await sql<CaptureRow>`
    select ${columns} from captures where id = ${id}::uuid`.execute(handle)
  return rows[0]
}

/**
 * The previous capture of the same address: the last that showed the page, else the last that ended. Captures
 * disposed of cannot be compared.
 */
export async function findPreviousCapture(
  handle: Transaction,
  { id, organisationId, url, requestedAt }: CaptureRow,
): Promise<CaptureRow | undefined> {
  const { rows } = await sql<CaptureRow>`
    select ${columns} from captures
    where organisation_id = ${organisationId}::uuid and md5(url) = md5(${url}) and url = ${url}
      and (requested_at, id) < (${requestedAt}::timestamptz, ${id}::uuid)
      and ended_at is not null and disposed_at is null
      and exists (select from evidence_items i where i.capture_id = captures.id)
    order by (outcome = 'captured') desc, requested_at desc, id desc limit 1`.execute(handle)
  return rows[0]
}

export type CaptureQuery = {
  organisationId: string
  limit: number
  after?: { at: Date; id: string }
  /** Of this listing. */
  listingId?: string
  /** Of this case's listings. */
  caseId?: string
}

/** Newest first, from after a cursor. */
export async function pageOfCaptures(
  handle: Transaction,
  options: CaptureQuery,
): Promise<CaptureRow[]> {
  const { organisationId, limit, after, listingId, caseId } = options
  const ofListing = listingId ? sql`and listing_id = ${listingId}::uuid` : sql``
  const ofCase = caseId
    ? sql`and listing_id in (select listing_id from case_listings where case_id = ${caseId}::uuid)`
    : sql``
  const from = after
    ? sql`and (requested_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<CaptureRow>`
    select ${columns} from captures where organisation_id = ${organisationId}::uuid ${ofListing} ${ofCase} ${from}
    order by requested_at desc, id desc limit ${limit}`.execute(handle)
  return rows
}

// Longer than a capture may take: its process has ended. Or the clock was ahead and then corrected.
const abandoned = sql`state = 'running' and (begun_at < now() - interval '10 minutes'
  or begun_at > now() + interval '10 minutes')`

/** Requested by no person, but by the installation. */
const isByRule = sql`requested_by_kind = 'operator'`

/** The address of a capture that a rule requested; nothing for one that a person requested. */
export async function findAddressByRule(
  handle: Transaction,
  id: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ url: string }>`
    select url from captures
    where id = ${id}::uuid and ${isByRule} and state in ('waiting', 'running')`.execute(handle)
  return rows[0]?.url
}

/**
 * Captures that are waiting, or whose process may have ended; oldest first, and those of people before those by rule,
 * which may wait for their site.
 */
export async function listOpenCaptures(handle: Transaction, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from (
      select id, requested_at, requested_by_kind,
        row_number() over (partition by organisation_id order by requested_at, id) as turn
      from captures
      where state in ('waiting', 'running') and (state = 'waiting' or (${abandoned}))
    ) open
    order by ${isByRule}, turn, requested_at limit ${limit}`.execute(handle)
  return rows.map(({ id }) => id)
}

/** Marks it as running; undefined if it has ended or is running elsewhere. */
export async function beginCapture(
  handle: Transaction,
  id: string,
): Promise<CaptureRow | undefined> {
  const { rows } = await sql<CaptureRow>`
    update captures set state = 'running', attempts = attempts + 1, begun_at = now()
    where id = ${id}::uuid and (state = 'waiting' or (${abandoned}))
    returning ${columns}`.execute(handle)
  return rows[0]
}

/** Stores the result; false if one was stored before. */
export async function endCapture(
  handle: Transaction,
  id: string,
  end: { state: 'sealed' | 'failed'; outcome: string; sentence: string },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update captures set state = ${end.state}, outcome = ${end.outcome}, sentence = ${end.sentence},
      ended_at = now()
    where id = ${id}::uuid and state = 'running'`.execute(handle)
  if (numAffectedRows === 1n) publishWorkEnded({ work: 'capture', labels: { state: end.state } })
  return numAffectedRows === 1n
}

export async function updateCaptureHold(
  handle: Transaction,
  id: string,
  heldFor: string | null,
): Promise<void> {
  await sql`update captures set held_for = ${heldFor} where id = ${id}::uuid`.execute(handle)
}

/** The latest version of a listing, if visible to the caller. */
export async function findVisibleListing(
  handle: Transaction,
  id: string,
): Promise<Listing | undefined> {
  const { rows } = await sql<{ content: Listing }>`
    select l.content from ${currentListings} l
    where l.id = ${id}::uuid and sees_listing(l.id)`.execute(handle)
  return rows[0]?.content
}

/** A user's name for the chain of custody. */
export async function userNameOf(handle: Transaction, id: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select name from ${userProfiles} u where id = ${id}::uuid`.execute(handle)
  return rows[0]?.name ?? `person ${id}`
}

type OfCapture = Pick<CaptureRow, 'id' | 'organisationId'>

export async function insertItems(
  handle: Transaction,
  { id, organisationId }: OfCapture,
  items: readonly EvidenceItemRow[],
): Promise<void> {
  for (const { name, path, title, mediatype, bytes, sha256, derivedFrom, how } of items) {
    const derivation = how === null ? null : JSON.stringify({ how })
    await sql`
      insert into evidence_items (capture_id, organisation_id, name, path, title, mediatype, bytes,
        sha256, derived_from, derivation)
      values (${id}::uuid, ${organisationId}::uuid, ${name}, ${path}, ${title}, ${mediatype},
        ${bytes}::int8, decode(${sha256}, 'hex'), ${derivedFrom}, ${derivation}::json)`.execute(
      handle,
    )
  }
}

export async function itemsOf(handle: Transaction, captureId: string): Promise<EvidenceItemRow[]> {
  const { rows } = await sql<EvidenceItemRow>`
    select name, path, title, mediatype, bytes, encode(sha256, 'hex') as sha256,
      derived_from as "derivedFrom", derivation ->> 'how' as how
    from evidence_items where capture_id = ${captureId}::uuid order by name`.execute(handle)
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }))
}

export async function insertSeal(
  handle: Transaction,
  { id, organisationId }: OfCapture,
  { logIndex, sealedAt, files }: SealRow,
): Promise<void> {
  const packed = Object.fromEntries(
    [...files].map(([name, bytes]) => [name, bytes.toString('base64')]),
  )
  await sql`
    insert into evidence_seals (capture_id, organisation_id, log_index, sealed_at, files)
    values (${id}::uuid, ${organisationId}::uuid, ${logIndex}::int8, ${sealedAt}::timestamptz,
      ${JSON.stringify(packed)}::json)`.execute(handle)
}

export async function sealOf(handle: Transaction, captureId: string): Promise<SealRow | undefined> {
  const { rows } = await sql<{ logIndex: number; sealedAt: Date; files: Record<string, string> }>`
    select log_index as "logIndex", sealed_at as "sealedAt", files from evidence_seals
    where capture_id = ${captureId}::uuid`.execute(handle)
  const [row] = rows
  if (row === undefined) return undefined
  const files = Object.entries(row.files).map(
    ([name, text]) => [name, Buffer.from(text, 'base64')] as const,
  )
  return { logIndex: Number(row.logIndex), sealedAt: row.sealedAt, files: new Map(files) }
}

async function custodyOf(handle: Transaction, captureId: string): Promise<Custody> {
  const { rows } = await sql<{ event: unknown }>`
    select event from custody_events where capture_id = ${captureId}::uuid
    order by sequence`.execute(handle)
  return rows.map(({ event }) => CustodyEvent.parse(event))
}

/**
 * Appends events to a capture's chain of custody, which is locked until the transaction ends, so that concurrent
 * calls wait.
 */
export async function addCustody(
  handle: Transaction,
  { id, organisationId }: OfCapture,
  entries: readonly Omit<CustodyEntry, 'at'>[],
): Promise<Custody> {
  await sql`
    select pg_advisory_xact_lock(hashtextextended('custody ' || ${id}::text, 0))`.execute(handle)
  const before = await custodyOf(handle, id)
  let chain = before
  for (const entry of entries) chain = withEvent(chain, { ...entry, at: timeAfter(chain) })
  for (const event of chain.slice(before.length)) {
    await sql`
      insert into custody_events (capture_id, sequence, organisation_id, event)
      values (${id}::uuid, ${event.sequence}::int4, ${organisationId}::uuid,
        ${JSON.stringify(event)}::json)`.execute(handle)
  }
  return chain
}

/** Clocks of two machines may differ: no event is older than the one before it. */
function timeAfter(chain: Custody): string {
  const now = new Date().toISOString()
  const last = chain.at(-1)?.at ?? now
  return last > now ? last : now
}

export type SealedCapture = {
  id: string
  listingId: string | null
  url: string
  state: CaptureRow['state']
  sentence: string | null
  sealedAt: Date | null
  /** SHA-256 of the statement covered by the seal, in hex; null without a seal. */
  statement: string | null
  items: Pick<EvidenceItemRow, 'name' | 'title' | 'mediatype' | 'bytes' | 'sha256'>[]
}

/** Captures with their seals and the digests of their items, by id. */
export async function sealedCaptures(
  handle: Transaction,
  ids: readonly string[],
): Promise<Map<string, SealedCapture>> {
  const { rows } = await sql<SealedCapture>`
    select c.id, c.listing_id as "listingId", c.url, c.state, c.sentence, s.sealed_at as "sealedAt",
      encode(sha256(decode(s.files ->> 'statement.json', 'base64')), 'hex') as statement,
      (select coalesce(json_agg(json_build_object('name', i.name, 'title', i.title,
          'mediatype', i.mediatype, 'bytes', i.bytes, 'sha256', encode(i.sha256, 'hex'))
          order by i.name), '[]')
        from evidence_items i where i.capture_id = c.id) as items
    from captures c left join evidence_seals s on s.capture_id = c.id
    where c.id = any (${[...ids]}::uuid[])`.execute(handle)
  return new Map(rows.map((row) => [row.id, row]))
}

type OpenCaptures = { waiting: number; running: number; oldestSeconds: number }

/** How many captures wait or run, and how long ago the oldest of them was requested. */
export async function countOpenCaptures(handle: Transaction): Promise<OpenCaptures> {
  const { rows } = await sql<OpenCaptures>`
    select count(*) filter (where state = 'waiting')::int as waiting,
      count(*) filter (where state = 'running')::int as running,
      coalesce(extract(epoch from now() - min(requested_at))::float8, 0) as "oldestSeconds"
    from captures where state in ('waiting', 'running')`.execute(handle)
  return rows[0] ?? { waiting: 0, running: 0, oldestSeconds: 0 }
}
