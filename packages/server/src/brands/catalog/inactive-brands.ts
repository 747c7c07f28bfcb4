import type { ClaimState } from '@touchstone/contract'
import { brandsOf } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { claimStandingsOf } from '../claims/queries.ts'
import type { CatalogActor } from './policy.ts'
import { brandNames } from './repository.ts'
import { requireReading } from './manage-catalog.ts'

/** A brand of the catalog whose entries change no assessment yet, with its newest claim. */
export type InactiveBrand = { brand: string; name: string; claim: ClaimState | null }

const maxInactive = 100

/** Brands of the catalog without a claim in force, by id: the first hundred. */
export async function listInactiveBrands({
  handle,
  actor,
  organisationId,
}: {
  handle: Transaction
  actor: CatalogActor
  organisationId: string
}): Promise<InactiveBrand[]> {
  requireReading(actor, organisationId)
  const only = brandsOf(actor)
  const brands = (await brandNames(handle, organisationId)).filter(
    ({ id }) => only?.includes(id) ?? true,
  )
  const claims = await claimStandingsOf(
    handle,
    organisationId,
    brands.map(({ id }) => id),
  )
  return brands
    .filter(({ id }) => claims.get(id)?.applies !== true)
    .slice(0, maxInactive)
    .map(({ id, name }) => ({ brand: id, name, claim: claims.get(id)?.state ?? null }))
}
