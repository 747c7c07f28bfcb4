import type { MarkerMeaning, Role, RoleMarker } from '#contract'
import type { KnownBrand } from '../catalog/index.ts'
import { gap, textOf, type BrandHit, type MarkerHit, type Reading } from '../listing-text/index.ts'
import type { TypeTree } from '../vocabulary/index.ts'
import {
  accessoryToHost,
  governingFor,
  isPartOfModel,
  namesWorn,
  partBefore,
  type GoodsNamed,
} from './head-noun.ts'

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

function appliesTo(marker: MarkerHit, hit: BrandHit): boolean {
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

/** The role that an adjacent marker gives a name, or a “for” that governs it over other names. */
function roleBeside(
  hit: BrandHit,
  reading: Reading,
  goods: GoodsNamed,
  types: TypeTree,
): Required<RoleOf> | undefined {
  for (const marker of reading.markers) {
    const role = roleOfMarker[marker.marker.meaning]
    const why = marker.marker.role
    if (role !== undefined && why !== undefined && appliesTo(marker, hit))
      return { role, roleShownBy: { as: 'words', text: textOf(marker), marker: why } }
  }
  const word = governingFor(hit, reading, goods, types) ?? partBefore(hit, reading, goods)
  if (word === undefined) return undefined
  const marker = 'marker' in word ? (word.marker.role ?? 'for') : 'for'
  const text = 'marker' in word ? textOf(word) : word.text
  return { role: 'compatible-with', roleShownBy: { as: 'words', text, marker } }
}

/** The role of a brand in a listing, by the words around its name and by the goods. */
export function roleOf(
  brand: KnownBrand,
  hits: readonly BrandHit[],
  reading: Reading,
  goods: GoodsNamed,
  types: TypeTree,
): RoleOf {
  const accessory = goods.accessories.length > 0
  const inTitle = hits.filter(
    (hit) => hit.field.kind !== 'description' && hit.field.kind !== 'picture',
  )
  const mentioned = inTitle.length > 0 ? inTitle : hits
  const inOrder =
    mentioned.length === 1 ? mentioned : [...mentioned].sort((a, b) => a.start - b.start)
  const roles = inOrder.map((hit) => roleBeside(hit, reading, goods, types))
  const settled = roles.find((role) => role !== undefined)
  // "Strap for Apple Watch, Apple Watch band": where it comes first, or the goods
  // are accessories, one clear word settles the plain names beside it.
  if (settled !== undefined && (roles[0] !== undefined || accessory)) return settled
  if (!accessory) return { role: 'offered' }
  const isWorn = namesWorn(goods)
  const forModel = mentioned.every(
    (hit) => hit.form.kind === 'model' || (isWorn && isPartOfModel(hit, mentioned)),
  )
  if (forModel)
    return {
      role: 'compatible-with',
      roleShownBy: { as: 'model' },
    }
  if (!goods.ids.some((id) => brand.productTypes.has(id)))
    return {
      role: 'compatible-with',
      roleShownBy: { as: 'no-such-goods' },
    }
  for (const hit of mentioned) {
    const worn = accessoryToHost(hit, goods, types)
    if (worn !== undefined)
      return {
        role: 'compatible-with',
        roleShownBy: { as: 'words', text: textOf(worn), marker: 'accessory' },
      }
  }
  return { role: 'offered' }
}
