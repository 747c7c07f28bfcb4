import { sql } from 'kysely'
import type { Actor } from '../../access/organisations/index.ts'
import { memberRights } from '../../access/users/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

export type TipAddressRow = {
  id: string
  brand: string | null
  /** Sealed. */
  tag: Buffer
  createdAt: Date
}

/** The address of the person whose transaction it is. */
export async function findOwnAddress(
  handle: Transaction,
  { organisationId, id: person }: Pick<Person, 'organisationId' | 'id'>,
): Promise<TipAddressRow | undefined> {
  const { rows } = await sql<TipAddressRow>`
    select id, brand_id as brand, tag, created_at as "createdAt" from tip_addresses
    where organisation_id = ${organisationId}::uuid and person_id = ${person}::uuid`.execute(handle)
  return rows[0]
}

/** In the place of the one that the person had. */
export async function replaceAddress(
  handle: Transaction,
  { organisationId, id: person }: Pick<Person, 'organisationId' | 'id'>,
  address: { id: string; brand: string | null; tag: Buffer; tagHash: Buffer },
): Promise<void> {
  await sql`
    insert into tip_addresses (id, organisation_id, person_id, brand_id, tag, tag_hash)
    values (${address.id}::uuid, ${organisationId}::uuid, ${person}::uuid, ${address.brand},
      ${address.tag}::bytea, ${address.tagHash}::bytea)
    on conflict (organisation_id, person_id) do update set id = excluded.id,
      brand_id = excluded.brand_id, tag = excluded.tag, tag_hash = excluded.tag_hash,
      created_at = now()`.execute(handle)
}

/** False if the person has no such address. */
export async function deleteAddress(handle: Transaction, id: string): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    delete from tip_addresses where id = ${id}::uuid`.execute(handle)
  return numAffectedRows > 0n
}

/** Whose address it is, with their present rights; undefined if they left the organisation. */
export async function findPersonOfTag(
  handle: Transaction,
  tagHash: Buffer,
): Promise<{ actor: Person; brand: string | null } | undefined> {
  type Row = Omit<Person, 'kind'> & { brand: string | null }
  const { rows } = await sql<Row>`
    select a.person_id as id, a.organisation_id as "organisationId", a.brand_id as brand, m.roles,
      m.brands, m.territories
    from tip_addresses a join ${memberRights} m
      on m.organisation_id = a.organisation_id and m.person_id = a.person_id
    where a.tag_hash = ${tagHash}::bytea`.execute(handle)
  const [row] = rows
  if (row === undefined) return undefined
  const { brand, ...person } = row
  return { actor: { kind: 'person', ...person }, brand }
}
