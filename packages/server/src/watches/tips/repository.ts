import type { PageSender, TipSource } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

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
}

/** Where a page came from that a person’s browser showed. */
export type ShownPageRow = { sentWith: PageSender; shownAt: Date; signInReason: string | null }

const columns = sql`t.id, t.url, t.words, t.source, t.brand_id as brand,
  t.received_at as "receivedAt", t.recorded_at as "recordedAt", t.person_id as person,
  t.read_at as "readAt", t.failure,
  array(select l.listing_id from tip_listings l where l.tip_id = t.id order by l.listing_id)
    as listings,
  t.sent_with as "sentWith", t.shown_at as "shownAt", t.sign_in_reason as "signInReason"`

type StoredTip = Omit<TipRow, 'page'> & {
  [K in keyof ShownPageRow]: ShownPageRow[K] | null
}

function tipOf({ sentWith, shownAt, signInReason, ...tip }: StoredTip): TipRow {
  const isShown = sentWith !== null && shownAt !== null
  return { ...tip, page: isShown ? { sentWith, shownAt, signInReason } : null }
}

export async function pageOfTips(
  handle: Transaction,
  organisationId: string,
  { limit, after }: { limit: number; after?: { at: Date; id: string } },
): Promise<TipRow[]> {
  const place = after
    ? sql`and (t.recorded_at, t.id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<StoredTip>`
    select ${columns} from tips t where t.organisation_id = ${organisationId}::uuid ${place}
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
