import type { DecisionVerdict, ViewQuery } from '@touchstone/contract'
import { setRules } from '../../review/decisions/index.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import type { ListingIngest } from '../../listings/ingest/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { drawSample, assignNextItem, annotateItem } from '../../review/blind-audit/index.ts'
import { saveView, listViews } from '../../listings/saved-views/index.ts'
import { sampleVerdictOn } from './sample-events.ts'
import { sampleContext } from './types.ts'
import type { SampleListing } from './sample-listings.ts'
import { seedOf } from './image-name.ts'
import { findSampleUser } from './repository.ts'

type DeskOptions = { store: Store; intake: ListingIngest; signal: AbortSignal }
type Person = Actor & { kind: 'person' }
type SampleView = { by: string; name: string; query: Partial<ViewQuery> }

const admin = 'admin@bazarune.example'
const readers = ['reviewer@bazarune.example', admin] as const

const keptViews: readonly SampleView[] = [
  {
    by: 'reviewer@bazarune.example',
    name: 'Withheld, undecided',
    query: { verdict: 'block', decided: 'false', sort: 'most-probable' },
  },
  {
    by: 'analyst@velmoraq.example',
    name: 'Velmoraq, highest probability first',
    query: { brand: 'velmoraq', decided: 'false', sort: 'most-probable' },
  },
  {
    by: 'analyst@orchard.example',
    name: 'Orchard far below the list price',
    query: { brand: 'orchard', signal: 'price.far-below-msrp' },
  },
]

/** Sets up casework: the approval rule and saved views. */
export async function setUpCasework({ store }: DeskOptions): Promise<void> {
  await as(store, admin, (handle, actor) =>
    setRules({ handle, actor, input: { secondPerson: ['trademark-misuse'] } }),
  )
  for (const { by, name, query } of keptViews) {
    await as(store, by, async (handle, actor) => {
      const kept = await listViews({ handle, actor })
      if (kept.some((view) => view.name === name)) return
      const input = { name, shared: true, query: { sort: 'newest' as const, ...query } }
      await saveView({ handle, actor, input })
    })
  }
}

/** Listings that each annotator leaves for the person trying it. */
const leftToRead = 12

/** Draws the audit sample of the last completed week, and lets two people annotate most of it. */
export async function annotateAuditSample(
  { store, intake, signal }: DeskOptions,
  listings: readonly SampleListing[],
): Promise<void> {
  const known = { names: intake.names(), engine: intake.screening.name }
  await as(store, admin, (handle, actor) =>
    drawSample({ handle, ...ofHouse(actor), ...known, input: { now: Date.now() } }),
  )
  const stories = new Map(listings.map(({ listing, story }) => [listing.title, story]))
  for (const reader of readers) {
    for (let left = Infinity; left > leftToRead && !signal.aborted;) {
      const read = await as(store, reader, async (handle, actor) => {
        const asked = { handle, ...ofHouse(actor) }
        const { item } = await assignNextItem({ ...asked, ...known })
        if (item === null) return { left: 0 }
        const { id, listing } = item
        const label = labelOf(stories.get(listing.title), `${reader} ${listing.title}`)
        return annotateItem({ ...asked, input: { id, label } })
      })
      left = read?.left ?? 0
    }
  }
}

/** The label of an annotator who sees only the listing: mostly the truth, sometimes unclear. */
function labelOf(story: SampleListing['story'] | undefined, reading: string): DecisionVerdict {
  if (seedOf(`reading ${reading}`) % 11 === 0) return 'unclear'
  return (story && sampleVerdictOn(story)) ?? 'genuine'
}

function ofHouse(actor: Person): { actor: Person; organisationId: string } {
  return { actor, organisationId: actor.organisationId }
}

/** Acts as a user of the sample; does nothing if it was removed meanwhile. */
async function as<T>(
  store: Store,
  email: string,
  work: (handle: Transaction, actor: Person) => Promise<T>,
): Promise<T | undefined> {
  const actor = await store.transact(sampleContext, (handle) => findSampleUser(handle, email))
  return actor && store.transact(contextOf(actor), (handle) => work(handle, actor))
}
