import { sql } from 'kysely'
import { runPrepared, type Transaction } from '../../platform/db/index.ts'
import { isRightsSide, type Viewer } from './types.ts'
import { organisationProfiles } from '../../access/organisations/queries.ts'

type Row = {
  kind: string
  brands: string[]
  houses: boolean[]
  besideRivals: string[]
  hears: string[]
}

/** The organisation as a viewer, with the brands visible to it today. */
export async function findViewer(handle: Transaction, organisationId: string): Promise<Viewer> {
  const query = sql<Row>`
    with sight as materialized (
      select s.brand_id, bool_and(s.by_house) as by_house, bool_or(s.beside_rival) as beside_rival
      from brand_sight s
      where s.organisation_id = ${organisationId}::uuid
        and (now() at time zone 'utc')::date between s.starts_on and s.ends_on
      group by s.brand_id
    )
    select o.kind,
      array(select brand_id from sight order by brand_id) as brands,
      array(select by_house from sight order by brand_id) as houses,
      array(select brand_id from sight where beside_rival order by brand_id) as "besideRivals",
      array(
        select distinct unnest(s.hears) from brand_sight s
        where s.organisation_id = ${organisationId}::uuid
          and (now() at time zone 'utc')::date between s.starts_on and s.ends_on
      ) as hears
    from ${organisationProfiles} o where o.id = ${organisationId}::uuid`
  const { rows } = await runPrepared(query, handle)
  const { kind = '', brands: sighted = [], houses = [], besideRivals, hears } = rows[0] ?? {}
  // Lists count and page through exactly what the matrix shows.
  const brands = isRightsSide(kind) ? sighted : []
  return {
    organisationId,
    kind,
    brands: new Set(brands),
    ofHouses: new Set(brands.filter((_, index) => houses[index])),
    hears: new Set(hears),
    besideRivals: new Set(besideRivals),
  }
}
