import { importCatalog } from '../catalog/index.ts'
import { approveClaim, listClaims, submitClaim } from '../claims/index.ts'
import { recordDecisions, recordOutcomes } from '../decisions/index.ts'
import { contextOf, listKeys, noOrganisation, type Actor } from '../identity/index.ts'
import { findListings, type Intake } from '../listings/index.ts'
import type { Store } from '../platform/db/index.ts'
import { marketplaceOf, sampleHoldings, sampleOpenClaim } from './alliance.ts'
import { changedOffers, sampleDecisions, sampleOutcomes, type Happenings } from './happenings.ts'
import { sampleContext, sampleOperator, type SampleProgress, type SampleRow } from './model.ts'
import { readSamples, registerNumber, type SampleOffer, type Samples } from './offers.ts'
import { advance, findSample, sampleMembers, sampleOrganisationIds } from './store.ts'

export type SeedingOptions = {
  store: Store
  intake: Intake
  /** Settles when the engine judges by the catalogs that are stored. */
  useCatalogs: () => Promise<void>
  signal: AbortSignal
}

const offersAtOnce = 100

/**
 * Loads what the sample alliance has: catalogs, proven rights, offers, what changed, what was decided.
 * Everything goes through the use cases that serve requests, and is judged by the engine that serves
 * them. Each step may be done again: what is there already stays as it is. So whoever comes after a
 * process that died goes on where it was.
 */
export async function seedSample(options: SeedingOptions): Promise<void> {
  if ((await loading(options)) === undefined) return
  try {
    await seedAll(options)
  } catch (error) {
    // What it wrote into was removed meanwhile.
    if ((await loading(options)) !== undefined) throw error
  }
}

async function seedAll(options: SeedingOptions): Promise<void> {
  const samples = await readSamples()
  await loadCatalogs(options, samples)
  await options.useCatalogs()
  for (;;) {
    const row = await loading(options)
    if (row === undefined) return
    if (row.taken >= row.total) return finish(options, samples, row)
    await takeNext(options, samples, row)
  }
}

/** How far it is; undefined where there is nothing more to do here. */
async function loading({ store, signal }: SeedingOptions): Promise<SampleRow | undefined> {
  if (signal.aborted) return undefined
  const row = await store.transact(sampleContext, findSample)
  return row?.state === 'loading' ? row : undefined
}

async function loadCatalogs({ store }: SeedingOptions, { catalog }: Samples): Promise<void> {
  const ids = await store.transact(sampleContext, sampleOrganisationIds)
  for (const [slug, organisationId] of ids) {
    const brands = catalog.brands.filter(({ id }) => sampleHoldings[id]?.organisation === slug)
    if (brands.length === 0) continue
    const products = catalog.products.filter(({ brand }) => brands.some(({ id }) => id === brand))
    const source = { document: { brands, products } }
    await importCatalog({ store, actor: sampleOperator, organisationId, source })
  }
  await store.transact(sampleContext, async (handle) => {
    const input = { limit: 1000 }
    const standing = new Set(
      (await listClaims({ handle, actor: sampleOperator, input })).map(
        ({ organisation, brand }) => `${organisation} ${brand}`,
      ),
    )
    const submit = async (organisation: string, claim: object): Promise<string> => {
      const given = { organisation, claim }
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
  })
}

function claimOf(brand: string, basis: 'owner' | 'agent', owner: string): object {
  const document = { reference: `https://register.example/${registerNumber(brand)}` }
  return {
    ...{ brand, basis, office: 'EM', number: registerNumber(brand), owner, document },
    ...(basis === 'agent' && {
      powerOfAttorney: {
        document: { reference: `https://register.example/power/${registerNumber(brand)}` },
        ...{ validFrom: '2026-01-01', validTo: '2034-12-31' },
      },
    }),
  }
}

async function takeNext(
  options: SeedingOptions,
  { offers }: Samples,
  row: SampleRow,
): Promise<void> {
  const next = offers.slice(row.taken, row.taken + offersAtOnce)
  await take(
    options,
    next.map(({ listing }) => listing),
  )
  const taken = next.length === 0 ? row.total : row.taken + next.length
  await options.store.transact(sampleContext, (handle) =>
    advance(handle, { from: row, to: { taken } }),
  )
}

async function finish(
  options: SeedingOptions,
  { offers }: Samples,
  row: SampleProgress & { begunAt: Date },
): Promise<void> {
  await take(options, changedOffers(offers))
  for (const told of sampleDecisions(offers, row.begunAt)) {
    await record(options, recordDecisions, told, 'decisions')
  }
  for (const told of sampleOutcomes(offers, row.begunAt)) {
    await record(options, recordOutcomes, told, 'outcomes')
  }
  await options.store.transact(sampleContext, (handle) =>
    advance(handle, { from: row, to: { taken: row.taken, state: 'loaded' } }),
  )
}

/** Takes offers as the marketplaces would send them: by their own keys. */
async function take(
  { store, intake }: SeedingOptions,
  listings: readonly SampleOffer['listing'][],
): Promise<void> {
  const groups = Map.groupBy(listings, ({ marketplace }) => marketplaceOf(marketplace))
  for (const [slug, own] of groups) {
    const sender = await store.transact(sampleContext, async (handle) => {
      const organisationId = (await sampleOrganisationIds(handle)).get(slug)
      if (organisationId === undefined) return undefined
      const [key] = await listKeys(handle, organisationId)
      return key && ({ kind: 'key', id: key.id, organisationId, scopes: key.scopes } as const)
    })
    // It was removed meanwhile.
    if (sender === undefined) return
    for (let at = 0; at < own.length; at += offersAtOnce) {
      await intake.take(sender, own.slice(at, at + offersAtOnce), {})
    }
  }
}

type Recording = typeof recordDecisions | typeof recordOutcomes

async function record(
  { store }: SeedingOptions,
  use: Recording,
  { by, rows }: Happenings<object>,
  idempotencyKey: string,
): Promise<void> {
  const asked = await store.transact(sampleContext, async (handle) => {
    const member = (await sampleMembers(handle)).find(({ email }) => email === by)
    if (member === undefined) return undefined
    const ids = await sampleOrganisationIds(handle)
    const body: object[] = []
    const bySender = Map.groupBy(rows, ({ offer }) => marketplaceOf(offer.marketplace))
    for (const [slug, some] of bySender) {
      const refs = some.map(({ offer }) => offer)
      const found = await findListings(handle, ids.get(slug) ?? noOrganisation, refs)
      for (const [at, { said }] of some.entries()) {
        const id = found[at]?.id
        if (id !== undefined) body.push({ id, ...said })
      }
    }
    const { id, organisationId, roles } = member
    const actor: Actor & { kind: 'person' } = { kind: 'person', id, organisationId, roles }
    return { actor, body }
  })
  if (asked === undefined) return
  const { actor, body } = asked
  // What is not in the sight of who decides is refused row by row; the key keeps it from being said twice.
  await store.transact(contextOf(actor), (handle) =>
    use({ handle, actor, input: { body, idempotencyKey: `sample-${idempotencyKey}-${by}` } }),
  )
}
