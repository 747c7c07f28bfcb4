import { sql } from 'kysely'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import { allClaims } from '../../brands/claims/queries.ts'
import { runPrepared, type Transaction } from '../../platform/db/index.ts'

export async function findPrefixes(handle: Transaction, organisationId: string): Promise<string[]> {
  const { rows } = await sql<{ prefix: string }>`
    select prefix from gtin_prefixes
    where organisation_id = ${organisationId}::uuid order by prefix`.execute(handle)
  return rows.map(({ prefix }) => prefix)
}

/** Only one transaction at a time changes prefixes. */
export async function lockPrefixes(handle: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('gtin prefixes', 0))`.execute(handle)
}

/** A prefix of another organisation that begins with one of these, or the other way round. */
export async function findTakenPrefix(
  handle: Transaction,
  { organisationId, prefixes }: { organisationId: string; prefixes: readonly string[] },
): Promise<string | undefined> {
  const { rows } = await sql<{ prefix: string }>`
    select given.prefix from unnest(${[...prefixes]}::text[]) as given (prefix)
    join gtin_prefixes g on starts_with(g.prefix, given.prefix) or starts_with(given.prefix, g.prefix)
    where g.organisation_id <> ${organisationId}::uuid limit 1`.execute(handle)
  return rows[0]?.prefix
}

export async function replacePrefixes(
  handle: Transaction,
  { organisationId, prefixes }: { organisationId: string; prefixes: readonly string[] },
): Promise<void> {
  const given = sql`${[...prefixes]}::text[]`
  await sql`
    delete from gtin_prefixes
    where organisation_id = ${organisationId}::uuid and prefix <> all (${given})`.execute(handle)
  await sql`
    insert into gtin_prefixes (prefix, organisation_id)
    select prefix, ${organisationId}::uuid from unnest(${given}) as given (prefix)
    on conflict do nothing`.execute(handle)
}

export type Issuer = { organisationId: string; name: string }

/** Who issues a GTIN of 14 digits: the operator sees all, an organisation itself alone. */
export async function findIssuer(handle: Transaction, gtin: string): Promise<Issuer | undefined> {
  const number = gtin.slice(1)
  const prefixes = Array.from({ length: 9 }, (_, at) => number.slice(0, at + 4))
  const { rows } = await runPrepared(
    sql<Issuer>`
    select g.organisation_id as "organisationId", o.name
    from gtin_prefixes g join ${organisationProfiles} o on o.id = g.organisation_id
    where g.prefix = any (${prefixes}::text[]) limit 1`,
    handle,
  )
  return rows[0]
}

/**
 * The organisation with confirmed GTINs that has this name, or the only one with an approved claim to the brand of this
 * name; for the operator, who sees all.
 */
export async function findMaker(handle: Transaction, name: string): Promise<Issuer | undefined> {
  const written = name.trim().toLowerCase()
  const brand = written.replaceAll(/[^a-z0-9]+/g, '-')
  const { rows } = await sql<Issuer & { isNamed: boolean }>`
    select o.id as "organisationId", o.name,
      lower(o.name) = ${written} or o.slug = ${written} as "isNamed"
    from ${organisationProfiles} o
    where o.id in (select organisation_id from gtin_prefixes)
      and (lower(o.name) = ${written} or o.slug = ${written} or exists (
        select from ${allClaims} c
        where c.organisation_id = o.id and c.state = 'approved' and c.brand_id = ${brand}))
    order by 3 desc, o.id limit 2`.execute(handle)
  const [first, second] = rows
  if (first === undefined || (second !== undefined && first.isNamed === second.isNamed))
    return undefined
  return { organisationId: first.organisationId, name: first.name }
}
