import { recordChange, type CatalogChange } from './apply-drafts.ts'
import {
  insertVersions,
  markBrandsRemoved,
  markProductsRemoved,
  type NewVersion,
} from './repository.ts'

export type RemovalResult = { brands: number; products: number; version: number }

/** Removes entries, and all products of a removed brand; versions remain. The caller has locked the catalog. */
export async function removeEntries(
  changing: CatalogChange,
  { brands = [], products = [] }: { brands?: readonly string[]; products?: readonly string[] },
): Promise<RemovalResult> {
  const { handle, organisationId, changeId } = changing
  const removals: NewVersion[] = []
  const note = (kind: NewVersion['kind'], rows: Awaited<ReturnType<typeof markBrandsRemoved>>) => {
    for (const row of rows) removals.push({ kind, state: 'removed', changed: [], ...row })
  }
  if (products.length > 0) {
    note('product', await markProductsRemoved(handle, organisationId, { ids: products }))
  }
  for (const brandId of brands) {
    note('product', await markProductsRemoved(handle, organisationId, { brandId }))
  }
  if (brands.length > 0) note('brand', await markBrandsRemoved(handle, organisationId, brands))
  if (removals.length > 0) {
    await insertVersions(handle, organisationId, changeId, removals)
    await recordChange(changing, removals)
  }
  const removedBrands = removals.filter(({ kind }) => kind === 'brand').length
  return {
    brands: removedBrands,
    products: removals.length - removedBrands,
    version: removals.at(-1)?.version ?? 0,
  }
}
