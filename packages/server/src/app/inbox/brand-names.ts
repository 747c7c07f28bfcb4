import { starterPack } from '@touchstone/recognition'
import { sql, type RawBuilder } from 'kysely'
import { catalogBrands } from '../../brands/catalog/queries.ts'

const starterNames: ReadonlyMap<string, string> = new Map(
  starterPack.flatMap(({ brands }) => brands.map(({ id, name }) => [id, name] as const)),
)

/** A brand's name in the reader's own catalog; null if it has none. */
export function brandName(id: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`(
    select b.name from ${catalogBrands} b
    where b.organisation_id = current_organisation() and b.id = ${id})`
}

/** A brand's name in the starter pack. */
export function starterNameOf(brand: string): string | undefined {
  return starterNames.get(brand)
}
