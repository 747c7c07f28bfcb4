import { recordDecisions, recordOutcomes } from '../../review/decisions/index.ts'
import { contextOf, listKeys, noOrganisation } from '../../access/organisations/index.ts'
import { findListings, type Intake } from '../../listings/ingest/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { PictureWorks } from '../../images/pipeline/index.ts'
import { marketplaceOf } from './sample-alliance.ts'
import { calendarBefore } from './calendar.ts'
import { loadCatalogs } from './load-catalogs.ts'
import { readLot, setUpDesks } from './set-up-casework.ts'
import { changedOffers, sampleDecisions, sampleOutcomes, type Happenings } from './sample-events.ts'
import { dateDecisions, dateVersions, forgetCountedDays, type Came } from './history-repository.ts'
import { sampleContext, type SampleRow } from './types.ts'
import { writeNotices, type NoticeRooms } from './write-notices.ts'
import { readSamples, type SampleOffer, type Samples } from './sample-listings.ts'
import { keepTakenPictures } from './store-images.ts'
import { advance, findPerson, findSample, sampleOrganisationIds } from './repository.ts'

export type SeedingOptions = {
  store: Store
  intake: Intake
  /** Settles when the engine judges by the catalogs that are stored. */
  useCatalogs: () => Promise<void>
  signal: AbortSignal
  /** What keeps pictures; without it no copies are shown. */
  works?: PictureWorks | undefined
  /** What notices are written with; without it there are none. */
  rooms?: NoticeRooms | undefined
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
  const begun = await loading(options)
  if (begun === undefined) return
  await loadCatalogs({ store: options.store, begunAt: begun.begunAt }, samples)
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
  const { cameIn } = calendarBefore(row.begunAt)
  const taken = next.length === 0 ? row.total : row.taken + next.length
  await options.store.transact(sampleContext, async (handle) => {
    await dateVersions(handle, came(next, { version: 1, at: cameIn }))
    return advance(handle, { from: row, to: { taken } })
  })
}

function came(
  offers: readonly Pick<SampleOffer, 'listing'>[],
  { version, at }: { version: number; at: (id: string) => Date },
): Came[] {
  return offers.map(({ listing: { id, marketplace } }) => ({
    marketplace,
    externalId: id,
    version,
    at: at(id),
  }))
}

async function finish(options: SeedingOptions, { offers }: Samples, row: SampleRow): Promise<void> {
  const { store } = options
  const calendar = calendarBefore(row.begunAt)
  const changed = changedOffers(offers)
  await take(options, changed)
  await setUpDesks(options)
  for (const told of sampleDecisions(offers, calendar)) {
    await record(options, recordDecisions, told, 'decisions')
  }
  for (const told of sampleOutcomes(offers, calendar)) {
    await record(options, recordOutcomes, told, 'outcomes')
  }
  await store.transact(sampleContext, async (handle) => {
    const again = changed.map((listing) => ({ listing }))
    await dateVersions(handle, came(again, { version: 2, at: calendar.changed }))
    await dateDecisions(handle, row.begunAt)
    await forgetCountedDays(handle)
  })
  await readLot(options, offers)
  const { works, rooms, intake } = options
  if (works !== undefined) await keepTakenPictures({ store, works }, offers)
  if (rooms !== undefined) await writeNotices({ store, intake, rooms }, offers)
  await store.transact(sampleContext, (handle) =>
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
      const [key] = await listKeys({
        handle,
        organisationId,
        actor: sampleContext.actor,
        input: { limit: 1 },
      })
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
    const actor = await findPerson(handle, by)
    if (actor === undefined) return undefined
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
    return { actor, body }
  })
  if (asked === undefined) return
  const { actor, body } = asked
  // What is not in the sight of who decides is refused row by row; the key keeps it from being said twice.
  await store.transact(contextOf(actor), (handle) =>
    use({ handle, actor, input: { body, idempotencyKey: `sample-${idempotencyKey}-${by}` } }),
  )
}
