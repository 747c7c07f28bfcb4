import { recordEvent } from '../../access/audit/index.ts'
import type { Context, Transaction, Store } from '../../platform/db/index.ts'
import { readTogether, startPoller, type Poller } from '../../platform/poller/index.ts'
import {
  findObscuredMarks,
  queueReassessment,
  listListingsShowing,
  type ImagePipeline,
  type ShowingListing,
} from '../pipeline/index.ts'
import { noOrganisation } from '../../access/organisations/index.ts'
import { boxOf } from './types.ts'
import {
  changedReferences,
  countListings,
  hasUncountedOrWithdrawn,
  digestsShowing,
  insertMatches,
  isImageShown,
  noteUncounted,
  quarantineFlooded,
  quarantineWithdrawn,
  dequeueUncounted,
  type NewMatch,
  type WatchedReference,
} from './polled-references-repository.ts'

export type WatchOptions = {
  store: Store
  works: ImagePipeline
  /** Called when listings need reassessment. */
  onDue: () => void
  onFault?: ((error: unknown) => void) | undefined
  everyMs?: number
}

const context: Context = { as: 'operator', actor: { kind: 'operator', id: 'picture-banks' } }
const atOnce = 500
/**
 * Other transactions' writes may become visible this much later than their time. In the embedded store transactions
 * run one by one, and rereading a minute every second would keep the thread busy.
 */
const reachBackMs = { postgresql: 60_000, embedded: 2000 }
/** Most pictures of listings that a new reference is matched with. */
const mostSeen = 200
/** Of these, this many are checked for hidden marks: each takes some hundredths of a second. */
const mostCompared = 20
/** Less probable matches are not stored. */
const least = 0.5

/**
 * Keeps this process's index in step with the banks, by one cheap query per second: a new reference is matched with
 * new and existing pictures; a removed or quarantined one stops matching.
 */
export function pollReferences(
  options: WatchOptions,
): Poller & { loaded: Promise<void>; reload(): void } {
  const { store, works, onDue, onFault, everyMs = 1000 } = options
  const { archive, matcher } = works
  const live = new Map<string, WatchedReference>()
  /** Owners of a live reference by picture: several organisations may have the same. */
  const owners = new Map<string, Map<string, string>>()
  const loaded = Promise.withResolvers<void>()
  let since = new Date(0)
  let isFirst = true

  async function poll(): Promise<void> {
    const began = Date.now()
    const changedAfter = (place: { since: Date; after: string }) => (handle: Transaction) =>
      changedReferences(handle, { ...place, limit: atOnce })
    const start = changedAfter({ since, after: noOrganisation })
    const seen = await readTogether(store, async (handle) => ({
      hasOutdated: await hasUncountedOrWithdrawn(handle),
      page: await start(handle),
    }))
    // Those quarantined here are among the changes.
    if (seen.hasOutdated) await quarantineAndCount()
    let page = seen.hasOutdated ? await store.transact(context, start) : seen.page
    for (;;) {
      const changed = page.filter((reference) => isNews(reference, live.get(reference.id)))
      await applyChanges(changed)
      const last = page.at(-1)
      if (page.length < atOnce || last === undefined) break
      page = await store.transact(context, changedAfter({ since: last.changedAt, after: last.id }))
    }
    since = new Date(began - reachBackMs[store.engine])
    isFirst = false
    loaded.resolve()
  }

  async function quarantineAndCount(): Promise<void> {
    let counted = await store.transact(context, async (handle) => {
      for (const { id, organisationId } of await quarantineWithdrawn(handle)) {
        await recordEvent({
          handle,
          organisationId,
          action: 'picture-reference-quarantined',
          subject: { kind: 'picture-reference', id },
          detail: { bank: 'known-fake' },
        })
      }
      return countDue(handle)
    })
    while (counted === atOnce) counted = await store.transact(context, countDue)
  }

  async function applyChanges(changed: readonly WatchedReference[]): Promise<void> {
    for (const { id, digest, organisationId, isLive } of changed) {
      const of = owners.get(digest) ?? new Map<string, string>()
      if (isLive) of.set(id, organisationId)
      else of.delete(id)
      if (of.size > 0) owners.set(digest, of)
      else owners.delete(digest)
    }
    const [fresh, removed] = [true, false].map((is) => [
      ...new Set(changed.map(({ digest }) => digest).filter((digest) => owners.has(digest) === is)),
    ]) as [string[], string[]]
    if (removed.length > 0) await matcher.remove('references', removed)
    if (fresh.length > 0) {
      const entries = await Promise.all(
        fresh.map(async (name) => ({
          name,
          path: await archive.localPath(name, 'description'),
          owners: [...new Set(owners.get(name)?.values())],
        })),
      )
      await works.describer.refresh(fresh)
      await matcher.add('references', entries)
    }
    // References from before this process started were matched when they were added.
    if (!isFirst) {
      for (const reference of changed) {
        const matches = reference.isLive ? await inSeen(reference) : []
        await store.transact(context, async (handle) => {
          await insertMatches(handle, matches)
          const digests = await digestsShowing(handle, reference.id)
          await queueReassessment(handle, await listListingsShowing(handle, digests))
        })
      }
      if (changed.length > 0) onDue()
    }
    // Last, so that a failure is repeated with the next poll.
    for (const reference of changed) live.set(reference.id, reference)
  }

  /** Pictures of listings that show a reference. */
  async function inSeen({ digest }: WatchedReference): Promise<NewMatch[]> {
    const reference = await archive.localPath(digest, 'description')
    const matches: NewMatch[] = []
    // Always recomputed once: otherwise the time until a match would reveal whether another organisation has the
    // same.
    let isKnown = false
    for (const alike of await matcher.alike(reference, mostSeen)) {
      const facts = await archive.factsOf(alike)
      // Compared with all references, since it may show another one instead.
      const shown = await matcher.match(await archive.localPath(alike, 'description'), { least })
      const match = shown.find((candidate) => candidate.reference === digest)
      if (match === undefined || facts === undefined) continue
      const { score, kind, changes, queryPolygon } = match
      const box = boxOf(queryPolygon, facts)
      const isCompared = matches.length < mostCompared
      const hidden = isCompared
        ? await findObscuredMarks(works, alike, match, { isKnown })
        : undefined
      isKnown = true
      matches.push({ reference: digest, digest: alike, score, kind, changes, box, hidden })
    }
    return matches
  }

  return {
    ...startPoller({ poll, everyMs, onFault }),
    loaded: loaded.promise,
    reload: () => {
      live.clear()
      owners.clear()
      since = new Date(0)
      isFirst = true
    },
  }
}

/**
 * Whether a reference starts or stops matching. One quarantined and released between two polls is live as before, but
 * listings were assessed without it meanwhile.
 */
function isNews(now: WatchedReference, before: WatchedReference | undefined): boolean {
  if (!now.isLive) return before?.isLive === true
  return before?.isLive !== true || before.changedAt.getTime() !== now.changedAt.getTime()
}

/** Matches references with a picture that is new to the organisation's listings. */
export async function findMatches(
  { store, works }: { store: Store; works: ImagePipeline },
  { digest, organisationId }: { digest: string; organisationId: string },
): Promise<NewMatch[]> {
  const { archive, matcher } = works
  // A picture already in the organisation's listings was matched when it arrived. Other organisations' listings do
  // not count, since the time until reassessment would reveal them.
  if (await store.transact(context, (handle) => isImageShown(handle, organisationId, digest)))
    return []
  const facts = await archive.factsOf(digest)
  if (facts === undefined) return []
  const path = await archive.localPath(digest, 'description')
  const matches: NewMatch[] = []
  for (const match of await matcher.match(path, { least })) {
    const { reference, score, kind, changes, queryPolygon } = match
    const hidden = await findObscuredMarks(works, digest, match)
    const box = boxOf(queryPolygon, facts)
    matches.push({ reference, digest, score, kind, changes, box, hidden })
  }
  return matches
}

/** Stores a picture's matches, and notes the listings that show it, to be counted. */
export async function recordMatches(
  handle: Transaction,
  digest: string,
  { matches, shown }: { matches: readonly NewMatch[]; shown: readonly ShowingListing[] },
): Promise<void> {
  await insertMatches(handle, matches)
  await noteUncounted(handle, digest, shown)
}

/** Counts due listings and stops floods; returns the number of listings counted. */
async function countDue(handle: Transaction): Promise<number> {
  const shown = await dequeueUncounted(handle, atOnce)
  const references = await countListings(handle, shown)
  for (const { id, organisationId, listings, expected } of await quarantineFlooded(
    handle,
    references,
  )) {
    await recordEvent({
      handle,
      organisationId,
      action: 'picture-reference-quarantined',
      subject: { kind: 'picture-reference', id },
      detail: { listings, expected },
    })
  }
  return shown.length
}
