import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

export type IdentifierRow = { id: string; type: string; masked: string; sealed: Buffer | null }

const columns = sql`i.id, i.type, i.masked, i.sealed`

/** These identifiers, as far as they show, by their ids. */
export async function findIdentifiers(
  handle: Transaction,
  ids: Iterable<string>,
): Promise<Map<string, IdentifierRow>> {
  const { rows } = await sql<IdentifierRow>`
    select ${columns} from seller_identifiers i
    where i.id = any (${[...new Set(ids)]}::uuid[])`.execute(handle)
  return new Map(rows.map((row) => [row.id, row]))
}

export type OccurrencePlace = { listing: string; field: string; start: number; end: number }

export type AccountIdentifierRow = Omit<IdentifierRow, 'sealed'> & {
  accounts: number
  places: OccurrencePlace[]
}

/** What is in the listings of an account, and on how many accounts, as far as row-level security shows these places. */
export async function findIdentifiersOfAccount(
  handle: Transaction,
  account: string,
  { limit, places }: { limit: number; places: number },
): Promise<AccountIdentifierRow[]> {
  const { rows } = await sql<AccountIdentifierRow>`
    with own as materialized (
      select identifier_id as id, row_number() over (
          partition by identifier_id order by listing_id, place
        ) as number,
        json_build_object('listing', listing_id, 'field', field, 'start', span_start,
          'end', span_end) as place
      from identifier_occurrences where seller_account_id = ${account}::uuid
    )
    select i.id, i.type, i.masked, (
        select count(distinct o.seller_account_id)::int4 from identifier_occurrences o
        where o.identifier_id = i.id
      ) as accounts, found.places
    from (
      select id, json_agg(place order by number) filter (where number <= ${places}) as places
      from own group by id
    ) found
    join seller_identifiers i on i.id = found.id
    order by accounts desc, i.id limit ${limit}`.execute(handle)
  return rows
}
