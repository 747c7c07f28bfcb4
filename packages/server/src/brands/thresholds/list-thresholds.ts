import { leastThresholds, shippedThresholds, type Thresholds } from '@touchstone/contract'
import { brandsOf } from '../../access/organisations/index.ts'
import { findViewer, isRightsSide, type Viewer } from '../visibility/index.ts'
import { brandsAfter, countListings } from './listings-repository.ts'
import {
  requireThresholdReader,
  settingOf,
  type ServiceInput,
  type Setting,
} from './manage-thresholds.ts'
import { newestVersions } from './repository.ts'
import { sourceOf } from './threshold-preview.ts'
import { countedAtMost } from './read-histogram.ts'

export type BrandThresholdsView = {
  brand: string
  setting: Setting
  effective: Thresholds
  listings: { count: number; more: boolean }
}

/** The thresholds for all brands, and a page of brands with their effective thresholds. */
export async function listThresholds(
  options: ServiceInput & { input: { limit: number; after?: string; brand?: string } },
): Promise<{
  shipped: Thresholds
  least: { askProof: number; review: number; block: number }
  standard: Setting
  items: BrandThresholdsView[]
}> {
  const { handle, actor, organisationId } = options
  requireThresholdReader(actor)
  const viewer = await findViewer(handle, organisationId)
  const brands = await brandsOnPage(options, viewer)
  const thresholds = await newestVersions(handle, organisationId)
  const source = sourceOf(viewer)
  const limit = countedAtMost + 1
  const counts = await countListings(handle, { scope: { organisationId, source }, brands, limit })
  const standard = settingOf(thresholds, null)
  return {
    shipped: shippedThresholds,
    least: leastThresholds,
    standard,
    items: brands.map((brand) => {
      const setting = settingOf(thresholds, brand)
      const count = counts.get(brand) ?? 0
      return {
        brand,
        setting,
        effective: setting.thresholds ?? standard.thresholds ?? shippedThresholds,
        listings: { count: Math.min(count, countedAtMost), more: count > countedAtMost },
      }
    }),
  }
}

async function brandsOnPage(
  {
    handle,
    actor,
    organisationId,
    input,
  }: ServiceInput & { input: { limit: number; after?: string; brand?: string } },
  viewer: Viewer,
): Promise<string[]> {
  const { limit, after = '', brand } = input
  const only = brandsOf(actor)
  const named = isRightsSide(viewer.kind)
    ? [...viewer.brands].filter((one) => only === undefined || only.includes(one))
    : only
  if (named === undefined) {
    if (brand !== undefined) return [brand]
    return brandsAfter(handle, { organisationId, after, limit })
  }
  return named
    .filter((one) => (brand === undefined ? one > after : one === brand))
    .sort((a, b) => (a < b ? -1 : 1))
    .slice(0, limit)
}
