import { recordDecisions, recordOutcomes } from '../../review/decisions/index.ts'
import { contextOf, listApiKeys, noOrganisation } from '../../access/organisations/index.ts'
import { findListings, type ListingIngest } from '../../listings/ingest/index.ts'
import {
  dateVersions,
  deleteDayCounts,
  type ListingArrival,
} from '../../listings/ingest/queries.ts'
import { dateAccounts } from '../../sellers/seller-accounts/queries.ts'
import { dateDecisions } from '../../review/decisions/queries.ts'
import type { Store } from '../../platform/db/index.ts'
import type { ImagePipeline } from '../../images/pipeline/index.ts'
import { marketplaceOf } from './sample-alliance.ts'
import { calendarBefore } from './calendar.ts'
import { issueSampleCodes } from './issue-sample-codes.ts'
import { loadCatalogs } from './load-catalogs.ts'
import { annotateAuditSample, setUpCasework } from './set-up-casework.ts'
import {
  changedListings,
  sampleDecisions,
  sampleOutcomes,
  type SampleHistory,
} from './sample-events.ts'
import { sampleContext, type SampleRow } from './types.ts'
import { writeNotices, type NoticeDependencies } from './write-notices.ts'
import { readSamples, type SampleListing, type Samples } from './sample-listings.ts'
import { storeCopiedImages } from './store-images.ts'
import { advanceSample, findSampleUser, findSample, sampleOrganisationIds } from './repository.ts'

export type SeedOptions = {
  store: Store
  intake: ListingIngest
  /** Resolves when the engine uses the stored catalogs. */
  useCatalogs: () => Promise<void>
  signal: AbortSignal
  /** Stores pictures; without it no copies are shown. */
  works?: ImagePipeline | undefined
  /** For writing notices; without it there are none. */
  notices?: NoticeDependencies | undefined
}

const listingsAtOnce = 100

/**
 * Loads the sample alliance: catalogs, proven rights, listings, changes and decisions. Everything runs through the
 * use cases and the engine that serve requests. Every step can be repeated: existing data stays unchanged, so that a
 * restart continues where a process died.
 */
export async function seedSample(options: SeedOptions): Promise<void> {
  if ((await loading(options)) === undefined) return
  try {
    await seedAll(options)
  } catch (error) {
    // The sample was removed meanwhile.
    if ((await loading(options)) !== undefined) throw error
  }
}

async function seedAll(options: SeedOptions): Promise<void> {
  const samples = await readSamples()
  const begun = await loading(options)
  if (begun === undefined) return
  await loadCatalogs({ store: options.store, begunAt: begun.begunAt }, samples)
  await options.useCatalogs()
  for (;;) {
    const row = await loading(options)
    if (row === undefined) return
    if (row.taken >= row.total) return finish(options, samples, row)
    await ingestNext(options, samples, row)
  }
}

/** Its progress; undefined if there is nothing left to do. */
async function loading({ store, signal }: SeedOptions): Promise<SampleRow | undefined> {
  if (signal.aborted) return undefined
  const row = await store.transact(sampleContext, findSample)
  return row?.state === 'loading' ? row : undefined
}

async function ingestNext(
  options: SeedOptions,
  { listings }: Samples,
  row: SampleRow,
): Promise<void> {
  const next = listings.slice(row.taken, row.taken + listingsAtOnce)
  await ingestListings(
    options,
    next.map(({ listing }) => listing),
  )
  const { cameIn } = calendarBefore(row.begunAt)
  const taken = next.length === 0 ? row.total : row.taken + next.length
  await options.store.transact(sampleContext, async (handle) => {
    await dateVersions(handle, came(next, { version: 1, at: cameIn }))
    return advanceSample(handle, { from: row, to: { taken } })
  })
}

function came(
  listings: readonly Pick<SampleListing, 'listing'>[],
  { version, at }: { version: number; at: (id: string) => Date },
): ListingArrival[] {
  return listings.map(({ listing: { id, marketplace } }) => ({
    marketplace,
    externalId: id,
    version,
    at: at(id),
  }))
}

async function finish(options: SeedOptions, { listings }: Samples, row: SampleRow): Promise<void> {
  const { store } = options
  const calendar = calendarBefore(row.begunAt)
  const changed = changedListings(listings)
  await ingestListings(options, changed)
  await setUpCasework(options)
  for (const told of sampleDecisions(listings, calendar)) {
    await record(options, recordDecisions, told, 'decisions')
  }
  for (const told of sampleOutcomes(listings, calendar)) {
    await record(options, recordOutcomes, told, 'outcomes')
  }
  await store.transact(sampleContext, async (handle) => {
    const again = changed.map((listing) => ({ listing }))
    await dateVersions(handle, came(again, { version: 2, at: calendar.changed }))
    await dateAccounts(handle)
    await dateDecisions(handle, row.begunAt)
    await deleteDayCounts(handle)
  })
  await annotateAuditSample(options, listings)
  const { works, notices, intake } = options
  if (works !== undefined) await storeCopiedImages({ store, works }, listings)
  if (notices !== undefined) {
    await writeNotices({ store, intake, dependencies: notices, begunAt: row.begunAt }, listings)
    await issueSampleCodes({ ...notices, store, begunAt: row.begunAt })
  }
  await store.transact(sampleContext, async (handle) => {
    // Those that came with the notices.
    await dateDecisions(handle, row.begunAt)
    return advanceSample(handle, { from: row, to: { taken: row.taken, state: 'loaded' } })
  })
}

/** Ingests listings like the marketplaces would, with their own API keys. */
async function ingestListings(
  { store, intake }: SeedOptions,
  listings: readonly SampleListing['listing'][],
): Promise<void> {
  const groups = Map.groupBy(listings, ({ marketplace }) => marketplaceOf(marketplace))
  for (const [slug, own] of groups) {
    const sender = await store.transact(sampleContext, async (handle) => {
      const organisationId = (await sampleOrganisationIds(handle)).get(slug)
      if (organisationId === undefined) return undefined
      const [key] = await listApiKeys({
        handle,
        organisationId,
        actor: sampleContext.actor,
        input: { limit: 1 },
      })
      return key && ({ kind: 'key', id: key.id, organisationId, scopes: key.scopes } as const)
    })
    // The sample was removed meanwhile.
    if (sender === undefined) return
    for (let at = 0; at < own.length; at += listingsAtOnce) {
      await intake.ingest(sender, own.slice(at, at + listingsAtOnce), {})
    }
  }
}

type Recording = typeof recordDecisions | typeof recordOutcomes

async function record(
  { store }: SeedOptions,
  use: Recording,
  { by, rows }: SampleHistory<object>,
  idempotencyKey: string,
): Promise<void> {
  const asked = await store.transact(sampleContext, async (handle) => {
    const actor = await findSampleUser(handle, by)
    if (actor === undefined) return undefined
    const ids = await sampleOrganisationIds(handle)
    const body: object[] = []
    const bySender = Map.groupBy(rows, ({ listing }) => marketplaceOf(listing.marketplace))
    for (const [slug, some] of bySender) {
      const refs = some.map(({ listing }) => listing)
      const found = await findListings(handle, ids.get(slug) ?? noOrganisation, refs)
      for (const [at, { said }] of some.entries()) {
        const id = found[at]?.id
        if (id !== undefined) body.push({ id, ...said })
      }
    }
    return { actor, body }
  })
  if (asked === undefined) return
  const { actor, body } = asked
  // Listings that the actor cannot see are refused row by row; the key prevents duplicates.
  await store.transact(contextOf(actor), (handle) =>
    use({ handle, actor, input: { body, idempotencyKey: `sample-${idempotencyKey}-${by}` } }),
  )
}
