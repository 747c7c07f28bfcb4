import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { MarketplaceCurrencies } from '../formats/index.ts'

/** Most marketplaces of an organisation that have a currency. */
export const maxMarketplaceCurrencies = 500

export type MarketplaceCurrencyRow = { marketplace: string; currency: string; changedAt: Date }

/** All of an organisation's, by marketplace. */
export async function listMarketplaceCurrencies(
  handle: Transaction,
  organisationId: string,
): Promise<MarketplaceCurrencyRow[]> {
  const { rows } = await sql<MarketplaceCurrencyRow>`
    select marketplace, currency, changed_at as "changedAt" from marketplace_currencies
    where organisation_id = ${organisationId}::uuid
    order by marketplace limit ${maxMarketplaceCurrencies}`.execute(handle)
  return rows
}

export async function currenciesByMarketplace(
  handle: Transaction,
  organisationId: string,
): Promise<MarketplaceCurrencies> {
  const rows = await listMarketplaceCurrencies(handle, organisationId)
  return Object.fromEntries(rows.map(({ marketplace, currency }) => [marketplace, currency]))
}

/** Replaces the currency of a marketplace; false if too many have one. */
export async function saveMarketplaceCurrency(
  handle: Transaction,
  organisationId: string,
  { marketplace, currency }: { marketplace: string; currency: string },
): Promise<boolean> {
  const { rows } = await sql`
    insert into marketplace_currencies (organisation_id, marketplace, currency)
    select ${organisationId}::uuid, ${marketplace}::text, ${currency}::text
    where (
      select count(*) from marketplace_currencies
      where organisation_id = ${organisationId}::uuid and marketplace <> ${marketplace}::text
    ) < ${maxMarketplaceCurrencies}
    on conflict (organisation_id, marketplace) do update
      set currency = excluded.currency, changed_at = now()
    returning marketplace`.execute(handle)
  return rows.length > 0
}

/** False if there was none. */
export async function deleteMarketplaceCurrency(
  handle: Transaction,
  organisationId: string,
  marketplace: string,
): Promise<boolean> {
  const { rows } = await sql`
    delete from marketplace_currencies
    where organisation_id = ${organisationId}::uuid and marketplace = ${marketplace}::text
    returning marketplace`.execute(handle)
  return rows.length > 0
}
