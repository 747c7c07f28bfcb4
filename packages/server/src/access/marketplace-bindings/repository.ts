import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

type Bound = { organisationId: string; marketplaces: readonly string[] }

/** Names of the marketplaces that an organisation answers for. */
export async function boundMarketplaces(
  handle: Transaction,
  organisationId: string,
): Promise<string[]> {
  const { rows } = await sql<{ marketplace: string }>`
    select marketplace from marketplace_bindings
    where organisation_id = ${organisationId}::uuid order by marketplace`.execute(handle)
  return rows.map(({ marketplace }) => marketplace)
}

/** Sets the marketplaces that an organisation answers for. */
export async function replaceBindings(
  handle: Transaction,
  { organisationId, marketplaces }: Bound,
): Promise<void> {
  const names = sql`${[...marketplaces]}::text[]`
  await sql`
    delete from marketplace_bindings
    where organisation_id = ${organisationId}::uuid and marketplace <> all (${names})`.execute(
    handle,
  )
  await sql`
    insert into marketplace_bindings (organisation_id, marketplace)
    select ${organisationId}::uuid, name from unnest(${names}) as given (name)
    on conflict do nothing`.execute(handle)
}
