import type { Product } from '@touchstone/contract'
import { importCatalog } from '../../brands/catalog/index.ts'
import { approveClaim, checkClaim, listClaims, submitClaim } from '../../brands/claims/index.ts'
import { dateCatalogs, hasNoCatalog } from '../../brands/catalog/queries.ts'
import { dateClaims, type ClaimDates } from '../../brands/claims/queries.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { sampleHoldings, sampleOpenClaim } from './sample-alliance.ts'
import { sampleContext, sampleOperator } from './types.ts'
import { registerNumber, type Samples } from './sample-listings.ts'
import { seedOf } from './image-name.ts'
import { sampleOrganisationIds } from './repository.ts'

const dayMilliseconds = 86_400_000

/** Loads the sample's catalogs and claims. */
export async function loadCatalogs(
  { store, begunAt }: { store: Store; begunAt: Date },
  samples: Samples,
): Promise<void> {
  await importCatalogs(store, samples)
  const ago = (days: number): Date => new Date(begunAt.getTime() - days * dayMilliseconds)
  await store.transact(sampleContext, async (handle) => {
    await makeClaims(handle)
    await dateCatalogs(handle, { newest: ago(6), before: ago(30) })
    await dateClaims(handle, [
      ...Object.entries(sampleHoldings).map(([brand, { organisation }]): ClaimDates => {
        const decided = ago(31 + (seedOf(brand) % 5))
        const submitted = new Date(decided.getTime() - 2 * dayMilliseconds)
        return { organisation, brand, submitted, decided }
      }),
      { ...sampleOpenClaim, submitted: ago(3), decided: ago(3) },
    ])
  })
}

async function importCatalogs(store: Store, { catalog }: Samples): Promise<void> {
  const ids = await store.transact(sampleContext, sampleOrganisationIds)
  for (const [slug, organisationId] of ids) {
    const brands = catalog.brands.filter(({ id }) => sampleHoldings[id]?.organisation === slug)
    if (brands.length === 0) continue
    const own = catalog.products.filter(({ brand }) => brands.some(({ id }) => id === brand))
    const importProducts = async (products: readonly Product[]): Promise<void> => {
      const source = { document: { brands, products } }
      await importCatalog({ store, actor: sampleOperator, organisationId, source })
    }
    const isFirst = await store.transact(sampleContext, (handle) =>
      hasNoCatalog(handle, organisationId),
    )
    if (isFirst) await importProducts(own.map(beforeTheRise))
    await importProducts(own)
  }
}

/** Earlier, lower prices of some goods. */
function beforeTheRise(product: Product): Product {
  const { id, msrp } = product
  if (msrp === undefined || seedOf(`rise ${id}`) % 4 !== 0) return product
  const earlier = msrp.map((price) => ({
    ...price,
    amount: String(Math.round(Number(price.amount) * 0.94)),
  }))
  return { ...product, msrp: earlier }
}

async function makeClaims(handle: Transaction): Promise<void> {
  const input = { limit: 1000 }
  const standing = new Set(
    (await listClaims({ handle, actor: sampleOperator, input })).map(
      ({ organisation, brand }) => `${organisation} ${brand}`,
    ),
  )
  const submit = async (organisation: string, claim: object): Promise<string> => {
    const given = { organisation, claim: await checkClaim(claim, organisation) }
    return (await submitClaim({ handle, actor: sampleOperator, input: given })).id
  }
  for (const [brand, { organisation, basis, owner }] of Object.entries(sampleHoldings)) {
    if (standing.has(`${organisation} ${brand}`)) continue
    const id = await submit(organisation, claimOf(brand, basis, owner))
    const decision = { reason: 'The register names the claimant' }
    await approveClaim({ handle, actor: sampleOperator, input: { id, decision } })
  }
  const { organisation, brand } = sampleOpenClaim
  if (standing.has(`${organisation} ${brand}`)) return
  const claim = claimOf(brand, 'owner', 'Nibbeldorf Sweets')
  await submit(organisation, { ...claim, office: 'WO', number: registerNumber(organisation) })
}

function claimOf(brand: string, basis: 'owner' | 'agent', owner: string): object {
  const document = { reference: `https://register.example/${registerNumber(brand)}` }
  return {
    brand,
    basis,
    office: 'EM',
    number: registerNumber(brand),
    owner,
    document,
    ...(basis === 'agent' && {
      powerOfAttorney: {
        document: { reference: `https://register.example/power/${registerNumber(brand)}` },
        validFrom: '2026-01-01',
        validTo: '2034-12-31',
      },
    }),
  }
}
