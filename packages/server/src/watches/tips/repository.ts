import type { EmailChecksView, PageSender, TipSource } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Actor } from '../../access/organisations/index.ts'
import { memberRights } from '../../access/users/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

export type TipRow = {
  id: string
  url: string
  words: string | null
  source: TipSource
  brand: string | null
  receivedAt: Date
  recordedAt: Date
  person: string
  readAt: Date | null
  failure: string | null
  listings: string[]
  page: ShownPageRow | null
  email: TipEmailRow | null
}

/** What an email stated of itself. */
export type TipEmailRow = {
  from: string | null
  sentAt: Date | null
  checks: EmailChecksView | null
  forgottenAt: Date | null
}

/** Where a page came from that a person’s browser showed. */
export type ShownPageRow = { sentWith: PageSender; shownAt: Date; signInReason: string | null }

const columns = sql`t.id, t.url, t.words, t.source, t.brand_id as brand,
  t.received_at as "receivedAt", t.recorded_at as "recordedAt", t.person_id as person,
  t.read_at as "readAt", t.failure,
  array(select l.listing_id from tip_listings l where l.tip_id = t.id order by l.listing_id)
    as listings,
  t.sent_with as "sentWith", t.shown_at as "shownAt", t.sign_in_reason as "signInReason",
  t.email_from as "from", t.email_sent_at as "sentAt", t.email_checks as checks,
  t.email_forgotten_at as "forgottenAt"`

type StoredTip = Omit<TipRow, 'page' | 'email'> &
  TipEmailRow & { [K in keyof ShownPageRow]: ShownPageRow[K] | null }

function tipOf(stored: StoredTip): TipRow {
  const { sentWith, shownAt, signInReason, from, sentAt, checks, forgottenAt, ...tip } = stored
  const isShown = sentWith !== null && shownAt !== null
  return {
    ...tip,
    page: isShown ? { sentWith, shownAt, signInReason } : null,
    email: tip.source === 'email' ? { from, sentAt, checks, forgottenAt } : null,
  }
}

export type TipFilter = {
  limit: number
  after?: { at: Date; id: string }
  sender?: string | undefined
}

export async function pageOfTips(
  handle: Transaction,
  organisationId: string,
  { limit, after, sender }: TipFilter,
): Promise<TipRow[]> {
  const place = after
    ? sql`and (t.recorded_at, t.id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const from = sender === undefined ? sql`` : sql`and lower(t.email_from) = lower(${sender})`
  const { rows } = await sql<StoredTip>`
    select ${columns} from tips t
    where t.organisation_id = ${organisationId}::uuid ${place} ${from}
    order by t.recorded_at desc, t.id desc limit ${limit}`.execute(handle)
  return rows.map(tipOf)
}

export async function findTip(handle: Transaction, id: string): Promise<TipRow | undefined> {
  const { rows } = await sql<StoredTip>`
    select ${columns} from tips t where t.id = ${id}::uuid`.execute(handle)
  const [tip] = rows
  return tip && tipOf(tip)
}

export type NewTip = Pick<
  TipRow,
  'id' | 'url' | 'words' | 'source' | 'brand' | 'person' | 'page'
> & {
  organisationId: string
  receivedAt: Date
}

export async function insertTip(handle: Transaction, tip: NewTip): Promise<void> {
  const { id, organisationId, brand, url, words, source, receivedAt, person, page } = tip
  await sql`
    insert into tips (id, organisation_id, brand_id, url, words, source, received_at, person_id,
      sent_with, shown_at, sign_in_reason)
    values (${id}::uuid, ${organisationId}::uuid, ${brand}, ${url}, ${words}, ${source},
      ${receivedAt}::timestamptz, ${person}::uuid, ${page?.sentWith ?? null},
      ${page?.shownAt ?? null}::timestamptz, ${page?.signInReason ?? null})`.execute(handle)
}

/** An email to the address of a person, and the pages that it names. */
export type TipEmail = Pick<TipEmailRow, 'from' | 'sentAt' | 'checks'> & {
  /** SHA-256. */
  hash: Buffer
  words: string | null
  receivedAt: Date
  urls: readonly string[]
}

/** Returns the tips that this email had not given before. */
export async function insertEmailTips(
  handle: Transaction,
  of: { organisationId: string; person: string; brand: string | null },
  { hash, from, sentAt, checks, words, receivedAt, urls }: TipEmail,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into tips (id, organisation_id, brand_id, url, words, source, received_at, person_id,
      email_hash, email_from, email_sent_at, email_checks)
    select gen_random_uuid(), ${of.organisationId}::uuid, ${of.brand}, url, ${words}, 'email',
      ${receivedAt}::timestamptz, ${of.person}::uuid, ${hash}::bytea, ${from},
      ${sentAt}::timestamptz, ${checks === null ? null : JSON.stringify(checks)}::json
    from unnest(${[...urls]}::text[]) as url
    on conflict (organisation_id, person_id, email_hash, url) where email_hash is not null
      do nothing
    returning id`.execute(handle)
  return rows.map(({ id }) => id)
}

/** Tips by email of a person since a moment. */
export async function countEmailTips(
  handle: Transaction,
  { organisationId, person }: { organisationId: string; person: string },
  since: Date,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from tips
    where organisation_id = ${organisationId}::uuid and person_id = ${person}::uuid
      and source = 'email' and recorded_at > ${since}::timestamptz`.execute(handle)
  return rows[0]?.count ?? 0
}

export type UnreadTip = Pick<Person, 'organisationId' | 'roles' | 'brands' | 'territories'> & {
  id: string
  brand: string | null
  person: string
}

/** Tips by email whose page was not read yet, with the present rights of their person, for the operator. */
export async function findUnreadEmailTips(
  handle: Transaction,
  limit: number,
): Promise<UnreadTip[]> {
  const { rows } = await sql<UnreadTip>`
    select t.id, t.brand_id as brand, t.organisation_id as "organisationId", t.person_id as person, m.roles, m.brands,
      m.territories
    from tips t join ${memberRights} m
      on m.organisation_id = t.organisation_id and m.person_id = t.person_id
    where t.email_hash is not null and t.read_at is null and t.failure is null
    order by t.recorded_at, t.id limit ${limit}`.execute(handle)
  return rows
}

/** What reading its page gave: listings, or the reason why not. Listings of an earlier reading stay. */
export async function saveReading(
  handle: Transaction,
  { id, organisationId }: { id: string; organisationId: string },
  reading: { listings: readonly string[] } | { failure: string },
): Promise<void> {
  if ('failure' in reading) {
    await sql`
      update tips set failure = ${reading.failure.slice(0, 1000)}
      where id = ${id}::uuid`.execute(handle)
    return
  }
  await sql`
    update tips set read_at = now(), failure = null where id = ${id}::uuid`.execute(handle)
  await sql`
    insert into tip_listings (tip_id, listing_id, organisation_id)
    select ${id}::uuid, listing, ${organisationId}::uuid
    from unnest(${[...new Set(reading.listings)]}::uuid[]) as listing
    on conflict do nothing`.execute(handle)
}

export async function deleteTip(handle: Transaction, id: string): Promise<void> {
  await sql`delete from tips where id = ${id}::uuid`.execute(handle)
}
