import { sql } from 'kysely'
import { runPrepared, type Handle } from '../platform/db/index.ts'
import { isRightsSide, type Viewer } from './model.ts'

/** The organisation as a viewer of offers, with the brands that are in its sight today. */
export async function findViewer(handle: Handle, organisationId: string): Promise<Viewer> {
  const query = sql<{ kind: string; brands: string[]; houses: boolean[] }>`
    with sight as materialized (
      select s.brand_id, bool_and(s.by_house) as by_house from brand_sight s
      where s.organisation_id = ${organisationId}::uuid
        and (now() at time zone 'utc')::date between s.starts_on and s.ends_on
      group by s.brand_id
    )
    select o.kind,
      array(select brand_id from sight order by brand_id) as brands,
      array(select by_house from sight order by brand_id) as houses
    from organisations o where o.id = ${organisationId}::uuid`
  const { rows } = await runPrepared(query, handle)
  const { kind = '', brands: sighted = [], houses = [] } = rows[0] ?? {}
  // What the lists count and page through is what the matrix shows.
  const brands = isRightsSide(kind) ? sighted : []
  return {
    organisationId,
    kind,
    brands: new Set(brands),
    ofHouses: new Set(brands.filter((_, index) => houses[index])),
  }
}
