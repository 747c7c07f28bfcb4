import type { MarketplaceNameView } from '@touchstone/contract'
import { sql } from 'kysely'
import { noticeRecipientNames } from '../../enforcement/notices/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'

/** Most marketplaces that an organisation names. */
export const maxMarketplaceNames = 500

const mostListed = 5000

/** One name for each marketplace, as an organisation sees it. */
export async function findMarketplaceNames(
  handle: Transaction,
  organisationId: string,
): Promise<MarketplaceNameView[]> {
  const own = sql`organisation_id = ${organisationId}::uuid`
  const { rows } = await sql<MarketplaceNameView>`
    select distinct on (marketplace) marketplace, name, source, own from (
      select marketplace, name, 'responsible' as source, ${own} as own, 1 as rank,
        organisation_id::text as tie
      from marketplace_names where shared
      union all
      select marketplace, name, 'own', true, 2, '' from marketplace_names where ${own} and not shared
      union all
      select marketplace, name, 'address-book', false, 3, id::text
      from ${noticeRecipientNames} a where a.${own}
    ) named
    order by marketplace, rank, tie limit ${mostListed}`.execute(handle)
  return rows
}

/** Replaces an organisation's name of a marketplace; false if it names too many. */
export async function saveMarketplaceName(
  handle: Transaction,
  {
    organisationId,
    marketplace,
    name,
  }: { organisationId: string; marketplace: string; name: string },
): Promise<boolean> {
  const { rows } = await sql`
    insert into marketplace_names (organisation_id, marketplace, name, shared)
    select ${organisationId}::uuid, ${marketplace}::text, ${name}::text, exists (
      select from marketplace_bindings b
      where b.organisation_id = ${organisationId}::uuid and b.marketplace = ${marketplace}::text)
    where (
      select count(*) from marketplace_names
      where organisation_id = ${organisationId}::uuid and marketplace <> ${marketplace}::text
    ) < ${maxMarketplaceNames}
    on conflict (organisation_id, marketplace) do update
      set name = excluded.name, shared = excluded.shared, changed_at = now()
    returning marketplace`.execute(handle)
  return rows.length > 0
}

/** False if the organisation names it not. */
export async function deleteMarketplaceName(
  handle: Transaction,
  organisationId: string,
  marketplace: string,
): Promise<boolean> {
  const { rows } = await sql`
    delete from marketplace_names
    where organisation_id = ${organisationId}::uuid and marketplace = ${marketplace}::text
    returning marketplace`.execute(handle)
  return rows.length > 0
}

/** Makes an organisation's names of these marketplaces everybody's, and its other names its own. */
export async function shareMarketplaceNames(
  handle: Transaction,
  { organisationId, marketplaces }: { organisationId: string; marketplaces: readonly string[] },
): Promise<void> {
  await sql`
    update marketplace_names set shared = not shared
    where organisation_id = ${organisationId}::uuid
      and shared <> (marketplace = any (${[...marketplaces]}::text[]))`.execute(handle)
}
