import type { MarkerMeaning, Role, RoleMarker } from '#contract'
import type { KnownBrand } from '../catalog/index.ts'
import { gap, textOf, type BrandHit, type MarkerHit, type Reading } from '../listing-text/index.ts'

/**
 * The evidence for the role in which a brand is named: beside the brand's name, the parameters of `guard.other-role`.
 */
export type RoleShownBy =
  | { as: 'words'; text: string; marker: RoleMarker }
  | { as: 'pictures' | 'description' | 'model' | 'no-such-goods' }

const roleOfMarker: Partial<Record<MarkerMeaning, Role>> = {
  'compatible-before': 'compatible-with',
  'compatible-after': 'compatible-with',
  'compared-before': 'compared-with',
  'compared-after': 'compared-with',
  'denied-before': 'compared-with',
  'mentioned-before': 'mentioned',
  'mentioned-after': 'mentioned',
  'mentioned-field': 'mentioned',
}

function standsBy(marker: MarkerHit, hit: BrandHit): boolean {
  if (marker.field !== hit.field) return false
  const { meaning, within } = marker.marker
  if (meaning === 'mentioned-field') return true
  if (meaning.endsWith('-before')) return marker.end <= hit.start && gap(marker, hit) <= within
  if (meaning.endsWith('-after')) return marker.start >= hit.end && gap(marker, hit) <= within
  return false
}

export interface RoleOf {
  role: Role
  roleShownBy?: RoleShownBy
}

/** The role that an adjacent marker gives a name. */
function roleBeside(hit: BrandHit, reading: Reading): Required<RoleOf> | undefined {
  for (const marker of reading.markers) {
    const role = roleOfMarker[marker.marker.meaning]
    const why = marker.marker.role
    if (role !== undefined && why !== undefined && standsBy(marker, hit))
      return { role, roleShownBy: { as: 'words', text: textOf(marker), marker: why } }
  }
  return undefined
}

/**
 * The role of a brand in a listing, by the words around its name and by the goods.
 * @param named ids of the product types that the listing names
 * @param accessory whether an accessory is among them
 */
export function roleOf(
  brand: KnownBrand,
  hits: readonly BrandHit[],
  reading: Reading,
  named: readonly string[],
  accessory: boolean,
): RoleOf {
  const inTitle = hits.filter(
    (hit) => hit.field.kind !== 'description' && hit.field.kind !== 'picture',
  )
  const counted = inTitle.length > 0 ? inTitle : hits
  const inOrder = counted.length === 1 ? counted : [...counted].sort((a, b) => a.start - b.start)
  const roles = inOrder.map((hit) => roleBeside(hit, reading))
  const settled = roles.find((role) => role !== undefined)
  // "Strap for Apple Watch, Apple Watch band": where it comes first, or the goods
  // are accessories, one clear word settles the plain names beside it.
  if (settled !== undefined && (roles[0] !== undefined || accessory)) return settled
  const forModel = accessory && counted.every((hit) => hit.form.kind === 'model')
  if (forModel)
    return {
      role: 'compatible-with',
      roleShownBy: { as: 'model' },
    }
  if (accessory && !named.some((id) => brand.productTypes.has(id)))
    return {
      role: 'compatible-with',
      roleShownBy: { as: 'no-such-goods' },
    }
  return { role: 'offered' }
}
