import type { PortfolioSummary } from '@touchstone/contract'
import { sql } from 'kysely'
import { noOrganisation } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { markDue } from './reassessment-queue-repository.ts'

/** What sellers' other listings say together, provided by another leaf. */
export type PortfolioKnowledge = {
  /** For each of these own listings whose seller's portfolio counts, what the seller's other listings say. */
  portfoliosOf(
    handle: Transaction,
    organisationId: string,
    listingIds: readonly string[],
  ): Promise<ReadonlyMap<string, PortfolioSummary>>
}

/**
 * Queues the listings of an account that were assessed with its portfolio and should not have been, or the other way
 * round, some at a time. Tells whether it queued any, and whether there may be more.
 */
export async function markAccountDue(
  handle: Transaction,
  account: { id: string; organisationId: string },
  { counts, limit }: { counts: boolean; limit: number },
): Promise<{ marked: boolean; more: boolean }> {
  const { numAffectedRows = 0n } = await sql`
    insert into judgements_due (listing_id, organisation_id)
    select l.id, l.organisation_id from listings l
    where l.organisation_id = ${account.organisationId}::uuid
      and l.seller_account_id = ${account.id}::uuid and l.version > 0 and l.redacted_at is null
      and l.verdict is not null and l.portfolio_considered = ${!counts}::bool
      and not exists (select from judgements_due d where d.listing_id = l.id)
    order by l.id limit ${limit}
    on conflict (listing_id) do nothing`.execute(handle)
  const marked = Number(numAffectedRows)
  return { marked: marked > 0, more: marked === limit }
}

export type MentionPlace = { at: Date; id: string }

/**
 * Queues listings that an organisation sent and that name a brand, the newest first, some at a time. Returns the place
 * after which there may be more.
 */
export async function markBrandDue(
  handle: Transaction,
  { organisationId, brand }: { organisationId: string; brand: string },
  { after, limit }: { after: MentionPlace | undefined; limit: number },
): Promise<MentionPlace | undefined> {
  const { rows } = await sql<MentionPlace & { isOpen: boolean }>`
    select m.listing_id as id, m.first_seen_at as at, l.redacted_at is null as "isOpen"
    from (
      select listing_id, first_seen_at from listing_mentions
      where organisation_id = ${organisationId}::uuid and brand_id = ${brand}
        and (first_seen_at, listing_id) < (coalesce(${after?.at ?? null}::timestamptz, 'infinity'),
          ${after?.id ?? noOrganisation}::uuid)
      order by first_seen_at desc, listing_id desc limit ${limit}
    ) m
    cross join lateral (
      select redacted_at from listings where id = m.listing_id limit 1
    ) l
    order by m.first_seen_at desc, m.listing_id desc`.execute(handle)
  // A listing without its personal fields keeps its assessment.
  const open = rows.flatMap(({ id, isOpen }) => (isOpen ? [id] : []))
  await markDue(handle, organisationId, open)
  return rows.length < limit ? undefined : rows.at(-1)
}
