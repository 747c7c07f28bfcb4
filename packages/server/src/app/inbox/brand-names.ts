import { starterPack } from '@touchstone/recognition'
import { sql, type RawBuilder } from 'kysely'
import { catalogBrands } from '../../brands/catalog/queries.ts'

const starterNames: ReadonlyMap<string, string> = new Map(
  starterPack.flatMap(({ brands }) => brands.map(({ id, name }) => [id, name] as const)),
)

/** The name that the reader's own catalog gives a brand, else its id. */
export function brandName(id: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`coalesce(
    (select b.name from ${catalogBrands} b
      where b.organisation_id = current_organisation() and b.id = ${id}),
    ${id})`
}

/** Brands of the starter pack have names that no catalog gives. */
export function withStarterName(brand: string | null): string | null {
  return brand === null ? null : (starterNames.get(brand) ?? brand)
}
