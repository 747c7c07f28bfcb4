import type { Assessment, Listing } from '@touchstone/contract'
import { wordAssessment, wordings } from '@touchstone/recognition'
import type { DossierListing } from '@touchstone/evidence'
import { sql } from 'kysely'
import { currentListings, listingFacts, liveAssessments } from '../../listings/ingest/queries.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { decisionsInForce } from '../../review/decisions/queries.ts'
import { readVisibleListings } from '../../listings/queue/index.ts'
import { decimalOf, long, short } from './dossier-texts.ts'
import { findStatuses } from './schedule-repository.ts'
import type { ListingViews } from './types.ts'

type StoredListing = {
  id: string
  account: string | null
  marketplace: string
  externalId: string
  content: Listing
  firstSeenAt: Date
  lastSeenAt: Date
  assessment: Assessment | null
  decision: string | null
}

export type ListingsInput = {
  actor: Actor & { organisationId: string }
  views: ListingViews
  ids: readonly string[]
  language: 'en' | 'id' | 'zh'
  /** Names of the items that hold the captures of a listing. */
  capturesOf: (listing: string) => string[]
}

/**
 * Reads listings as a dossier states them, in the order of their ids. Those that were erased since, or have no personal
 * fields any more, are left out. Of the listings of others a dossier states what its author is shown of them.
 */
export async function readDossierListings(
  handle: Transaction,
  { actor, views, ids, language, capturesOf }: ListingsInput,
): Promise<DossierListing[]> {
  const { organisationId } = actor
  const own = await readOwnListings(handle, organisationId, ids)
  const there = new Set(own.map(({ id }) => id))
  const others = await readOthersListings(handle, {
    actor,
    views,
    ids: ids.filter((id) => !there.has(id)),
  })
  const rows = [...own, ...others].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const statuses = await findStatuses(handle, { organisationId, listings: ids })
  return rows.map((row): DossierListing => {
    const { id, content, assessment, decision } = row
    const reason = assessment && wordAssessment(assessment, wordings[language]).reason
    const status =
      statuses.get(id) ?? (assessment !== null || decision !== null ? 'assessed' : 'reported')
    return {
      id,
      account: row.account,
      marketplace: short(row.marketplace),
      externalId: short(row.externalId),
      address: content.url === undefined ? null : long(content.url),
      title: long(content.title),
      status,
      price: content.price === undefined ? null : decimalOf(content.price),
      firstSeen: row.firstSeenAt.toISOString(),
      lastSeen: row.lastSeenAt.toISOString(),
      unitsSold: content.unitsSold ?? null,
      verdict: assessment?.verdict ?? null,
      reasons: reason ? [long(reason)] : [],
      captures: capturesOf(id),
      conclusion: decision,
    }
  })
}

async function readOwnListings(
  handle: Transaction,
  organisationId: string,
  ids: readonly string[],
): Promise<StoredListing[]> {
  const { rows } = await sql<StoredListing>`
    select l.id, l.seller_account_id as account, l.marketplace, l.external_id as "externalId",
      l.content, l.first_seen_at as "firstSeenAt", l.last_seen_at as "lastSeenAt",
      a.body as assessment, d.verdict as decision
    from ${currentListings} l
    join ${listingFacts} f on f.id = l.id and f.redacted_at is null
    left join lateral (
      select body from ${liveAssessments} a
      where a.listing_id = l.id and a.version = l.version order by at desc, id desc limit 1
    ) a on true
    left join lateral (
      select verdict from ${decisionsInForce} d
      where d.listing_id = l.id and d.organisation_id = ${organisationId}::uuid
      order by decided_at desc, recorded_at desc, id desc limit 1
    ) d on true
    where l.organisation_id = ${organisationId}::uuid and l.id = any (${[...ids]}::uuid[])
    order by l.id`.execute(handle)
  return rows
}

/** What the release matrix shows of listings that others submitted. */
async function readOthersListings(
  handle: Transaction,
  { actor, views, ids }: Pick<ListingsInput, 'actor' | 'views' | 'ids'>,
): Promise<StoredListing[]> {
  if (ids.length === 0) return []
  const shown = await readVisibleListings({
    handle,
    actor,
    names: views.names(),
    engine: views.engine(),
    ids,
  })
  return [...shown].flatMap(([id, { own, redactedAt, listing, sellerAccount, ...view }]) => {
    if (own || redactedAt !== null) return []
    const { firstSeenAt, lastSeenAt, assessment, decision } = view
    return {
      id,
      account: sellerAccount,
      marketplace: listing.marketplace ?? '',
      externalId: listing.id,
      content: listing,
      firstSeenAt,
      lastSeenAt,
      assessment,
      decision: decision?.verdict ?? null,
    }
  })
}
