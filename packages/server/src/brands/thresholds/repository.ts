import { randomUUID } from 'node:crypto'
import type { Thresholds } from '@touchstone/contract'
import { sql } from 'kysely'
import { runPrepared, type Transaction } from '../../platform/db/index.ts'

/** An organisation's own thresholds by brand; `standard` for all others. */
export type OwnThresholds = {
  standard: Thresholds | null
  brands: ReadonlyMap<string, Thresholds>
}

export type ThresholdRow = {
  brand: string | null
  version: number
  thresholds: Thresholds | null
  changedAt: Date
}

export type ThresholdVersionRow = {
  id: string
  brand: string | null
  version: number
  before: Thresholds | null
  after: Thresholds | null
  note: string | null
  undoes: number | null
  at: Date
  actor: { kind: string; id: string }
}

const values = sql`
  case when ask_proof is not null
    then json_build_object('askProof', ask_proof, 'review', review, 'block', block) end`

/** The newest version of every brand that ever had thresholds. */
export async function newestVersions(
  handle: Transaction,
  organisationId: string,
): Promise<ThresholdRow[]> {
  const query = sql<ThresholdRow>`
    select distinct on (brand_id) nullif(brand_id, '') as brand, version, ${values} as thresholds,
      at as "changedAt"
    from threshold_versions where organisation_id = ${organisationId}::uuid
    order by brand_id, version desc`
  return (await runPrepared(query, handle)).rows
}

export async function currentThresholds(
  handle: Transaction,
  organisationId: string,
): Promise<OwnThresholds> {
  const stored = await newestVersions(handle, organisationId)
  const standard = stored.find(({ brand }) => brand === null)?.thresholds ?? null
  const brands = stored.flatMap(({ brand, thresholds }): [string, Thresholds][] =>
    brand === null || thresholds === null ? [] : [[brand, thresholds]],
  )
  return { standard, brands: new Map(brands) }
}

type OfBrand = { organisationId: string; brand: string | null }

/** One version of a brand's thresholds, if it exists. */
export async function findVersion(
  handle: Transaction,
  { organisationId, brand, version }: OfBrand & { version: number },
): Promise<{ thresholds: Thresholds | null } | undefined> {
  const { rows } = await sql<{ thresholds: Thresholds | null }>`
    select ${values} as thresholds from threshold_versions
    where organisation_id = ${organisationId}::uuid and brand_id = ${brand ?? ''}
      and version = ${version}::int`.execute(handle)
  return rows[0]
}

/** Adds a version; undefined if its number is taken. */
export async function insertVersion(
  handle: Transaction,
  options: OfBrand & {
    version: number
    thresholds: Thresholds | null
    note: string | null
    undoes: number | null
  },
): Promise<Date | undefined> {
  const { organisationId, brand, version, thresholds, note, undoes } = options
  const { rows } = await sql<{ at: Date }>`
    insert into threshold_versions
      (id, organisation_id, brand_id, version, ask_proof, review, block, note, undoes)
    values (${randomUUID()}::uuid, ${organisationId}::uuid, ${brand ?? ''}, ${version}::int,
      ${thresholds?.askProof ?? null}::int, ${thresholds?.review ?? null}::int,
      ${thresholds?.block ?? null}::int, ${note}, ${undoes}::int)
    on conflict on constraint threshold_versions_of_brand do nothing
    returning at`.execute(handle)
  return rows[0]?.at
}

export type ThresholdHistoryQuery = {
  organisationId: string
  brand?: string
  /** The brands of a limited membership. */
  only?: readonly string[]
  limit: number
  after?: { at: Date; id: string }
}

/** A page of changes, newest first. */
export async function pageOfVersions(
  handle: Transaction,
  { organisationId, brand, only, limit, after }: ThresholdHistoryQuery,
): Promise<ThresholdVersionRow[]> {
  const of = brand === undefined ? sql`` : sql`and v.brand_id = ${brand}`
  const within = only === undefined ? sql`` : sql`and v.brand_id = any (${['', ...only]}::text[])`
  const beyond = after
    ? sql`and (v.at, v.id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<ThresholdVersionRow>`
    select v.id, nullif(v.brand_id, '') as brand, v.version, v.note, v.undoes, v.at,
      json_build_object('kind', v.actor_kind, 'id', v.actor_id) as actor, now.thresholds as after,
      last.thresholds as before
    from threshold_versions v
    cross join lateral (select ${values} as thresholds) now
    left join lateral (
      select ${values} as thresholds from threshold_versions b
      where b.organisation_id = v.organisation_id and b.brand_id = v.brand_id
        and b.version = v.version - 1
    ) last on true
    where v.organisation_id = ${organisationId}::uuid ${of} ${within} ${beyond}
    order by v.at desc, v.id desc limit ${limit}`.execute(handle)
  return rows
}
