import { recordEvent } from '../../access/audit/index.ts'
import type { Context, Transaction, Store } from '../../platform/db/index.ts'
import { startPoller, type Poller } from '../../platform/poller/index.ts'
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
  digestsShowing,
  insertMatches,
  isImageShown,
  noteUncounted,
  quarantineFlooded,
  quarantineWithdrawn,
  dequeueUncounted,
  type NewMatch,
  type WatchedReference,
} from './watch-repository.ts'

export type WatchOptions = {
  store: Store
  works: ImagePipeline
  /** Called when listings have to be judged again. */
  onDue: () => void
  onFault?: ((error: unknown) => void) | undefined
  everyMs?: number
}

const context: Context = { as: 'operator', actor: { kind: 'operator', id: 'picture-banks' } }
const atOnce = 500
/**
 * What another transaction wrote may show so much later than its time says. On the embedded store transactions
 * come one after the other, and reading again what came within a minute, each second, keeps the thread busy.
 */
const reachBackMs = { postgresql: 60_000, embedded: 2000 }
/** Pictures of listings that a new reference is held against at the most. */
const mostSeen = 200
/** Of those so many are looked at for marks that they hide: each takes some hundredths of a second. */
const mostCompared = 20
/** Less probable matches are not worth keeping. */
const least = 0.5

/**
 * Keeps what this process looks for as the banks have it, by one cheap query a second: a new reference is
 * found in what comes in and looked for in what is there; one that is removed or quarantined speaks no more.
 */
export function watchReferences(
  options: WatchOptions,
): Poller & { loaded: Promise<void>; reload(): void } {
  const { store, works, onDue, onFault, everyMs = 1000 } = options
  const { archive, matcher } = works
  const live = new Map<string, WatchedReference>()
  /** Who has a live reference with a picture: the same one may be several organisations'. */
  const owners = new Map<string, Map<string, string>>()
  const loaded = Promise.withResolvers<void>()
  let since = new Date(0)
  let isFirst = true

  async function poll(): Promise<void> {
    const began = Date.now()
    await store.transact(context, async (handle) => {
      for (const { id, organisationId } of await quarantineWithdrawn(handle)) {
        await recordEvent({
          handle,
          organisationId,
          action: 'picture-reference-quarantined',
          subject: { kind: 'picture-reference', id },
          detail: { bank: 'known-fake' },
        })
      }
    })
    // What is quarantined here is found among what changed, below.
    while ((await store.transact(context, countDue)) === atOnce) continue
    let place = { since, after: noOrganisation }
    for (;;) {
      const page = await store.transact(context, (handle) =>
        changedReferences(handle, { ...place, limit: atOnce }),
      )
      const changed = page.filter((reference) => isNews(reference, live.get(reference.id)))
      await applyChanges(changed)
      const last = page.at(-1)
      if (page.length < atOnce || last === undefined) break
      place = { since: last.changedAt, after: last.id }
    }
    since = new Date(began - reachBackMs[store.engine])
    isFirst = false
    loaded.resolve()
  }

  async function applyChanges(changed: readonly WatchedReference[]): Promise<void> {
    for (const { id, digest, organisationId, isLive } of changed) {
      const of = owners.get(digest) ?? new Map<string, string>()
      if (isLive) of.set(id, organisationId)
      else of.delete(id)
      if (of.size > 0) owners.set(digest, of)
      else owners.delete(digest)
    }
    const [fresh, gone] = [true, false].map((is) => [
      ...new Set(changed.map(({ digest }) => digest).filter((one) => owners.has(one) === is)),
    ]) as [string[], string[]]
    if (gone.length > 0) await matcher.remove('references', gone)
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
    // What stood when this process began was looked for when it came.
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
    // Last: what failed on the way is done again at the next look.
    for (const reference of changed) live.set(reference.id, reference)
  }

  /** Pictures that were seen before and show a reference. */
  async function inSeen({ digest }: WatchedReference): Promise<NewMatch[]> {
    const reference = await archive.localPath(digest, 'description')
    const matches: NewMatch[] = []
    // Read anew, once: the time until a match is there would else tell whether another organisation keeps the same.
    let isKnown = false
    for (const seen of await matcher.alike(reference, mostSeen)) {
      const facts = await archive.factsOf(seen)
      // Beside all references: it may show another of them rather.
      const shown = await matcher.match(await archive.localPath(seen, 'description'), { least })
      const match = shown.find((one) => one.reference === digest)
      if (match === undefined || facts === undefined) continue
      const { score, kind, changes, queryPolygon } = match
      const box = boxOf(queryPolygon, facts)
      const isCompared = matches.length < mostCompared
      const hidden = isCompared
        ? await findObscuredMarks(works, seen, match, { isKnown })
        : undefined
      isKnown = true
      matches.push({ reference: digest, digest: seen, score, kind, changes, box, hidden })
    }
    return matches
  }

  return {
    ...startPoller({ look: poll, everyMs, onFault }),
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
 * Whether a reference is to be looked for, or no more. One that was quarantined and released between two looks is live as
 * before, but listings were judged without it meanwhile.
 */
function isNews(now: WatchedReference, before: WatchedReference | undefined): boolean {
  if (!now.isLive) return before?.isLive === true
  return before?.isLive !== true || before.changedAt.getTime() !== now.changedAt.getTime()
}

/** Which references a picture shows that is new to all listings of its organisation. */
export async function findMatches(
  { store, works }: { store: Store; works: ImagePipeline },
  { digest, organisationId }: { digest: string; organisationId: string },
): Promise<NewMatch[]> {
  const { archive, matcher } = works
  // One that its listing shows already was held against all references when it came. What another organisation's
  // shows counts for nothing: the time until it is judged would tell of it.
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

/** Keeps what a picture shows, and notes the listings that show it from now on, to be counted. */
export async function recordMatches(
  handle: Transaction,
  digest: string,
  { matches, shown }: { matches: readonly NewMatch[]; shown: readonly ShowingListing[] },
): Promise<void> {
  await insertMatches(handle, matches)
  await noteUncounted(handle, digest, shown)
}

/** Counts what is due, and stops a flood; gives how many listings were counted. */
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
