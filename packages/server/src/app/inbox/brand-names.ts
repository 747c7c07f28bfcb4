import { starterPack } from '@touchstone/recognition'
import { sql, type RawBuilder } from 'kysely'
import { catalogBrands } from '../../brands/catalog/queries.ts'

const starterNames: ReadonlyMap<string, string> = new Map(
  starterPack.flatMap(({ brands }) => brands.map(({ id, name }) => [id, name] as const)),
)

/** The name that the reader's own catalog gives a brand; null where it gives none. */
export function brandName(id: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`(
    select b.name from ${catalogBrands} b
    where b.organisation_id = current_organisation() and b.id = ${id})`
}

/** Brands of the starter pack have names that no catalog need give. */
export function starterNameOf(brand: string): string | undefined {
  return starterNames.get(brand)
}
