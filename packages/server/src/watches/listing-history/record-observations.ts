import { randomUUID } from 'node:crypto'
import type { Listing } from '@touchstone/contract'
import type { Transaction } from '../../platform/db/index.ts'
import { evidenceAfterVisit, intervalAt, rateOf } from '../visit-order/index.ts'
import { differencesOf } from './listing-differences.ts'
import { isEntry, nextStanding, type Sight } from './listing-state.ts'
import {
  insertVersions,
  lockListings,
  saveListings,
  type NewVersion,
  type WatchedListing,
} from './listings-repository.ts'
import {
  deletePages,
  findSiteRates,
  insertPages,
  isStorable,
  lockPages,
  saveSiteRates,
  updatePages,
  type PageRow,
  type SiteRates,
  type WatchRef,
} from './pages-repository.ts'
import type { Observation } from './types.ts'

export type RecordInput = {
  /** Of the operator. */
  handle: Transaction
  watch: WatchRef
  run: string
  observations: readonly Observation[]
  /** The query whose results are visited; empty for none. */
  query?: string
  at?: Date
}

const dayMilliseconds = 24 * 3_600_000
const maxHeader = 1000
const maxDate = 100

/**
 * Records what visits of a run showed, all observations of a page together. Returns the listings to ingest: those that
 * are new or changed, or back. Repeating it changes nothing and returns the same, so that a run whose process died can
 * be repeated.
 */
export async function recordObservations(input: RecordInput): Promise<Listing[]> {
  const { handle, watch, run, query = '', at = new Date() } = input
  const observations = input.observations.filter(({ url }) => isStorable(url))
  if (observations.length === 0) return []
  const visited = observations.map(({ url, kind = 'page' }) => ({ url, kind }))
  const found = observations.flatMap(({ leadsTo = [] }) =>
    leadsTo.map((address) => ({ ...address, kind: 'page' as const })),
  )
  // First what is found, so that a page that is also visited keeps its own kind.
  await insertPages(handle, watch, [...found, ...visited], { query, at })
  const pages = await lockPages(handle, watch, [...new Set(observations.map(({ url }) => url))])
  const known = await lockListings(
    handle,
    watch,
    observations.flatMap(({ listing }) => (listing === undefined ? [] : [listing.id])),
    pages.map(({ id }) => id),
  )
  const record = new Recording({ run, at, known })
  const site = await findSiteRates(handle, watch)
  const visits = pages.map((page) => {
    const own = observations.filter(({ url }) => url === page.url)
    return { page, own, hasChanged: record.notePage(page, own) }
  })
  await saveListings(handle, watch, record.listings())
  await insertVersions(handle, watch, run, record.versions)
  const isOver = ({ page, own }: (typeof visits)[number]): boolean =>
    page.kind === 'sitemap' && own.some(({ status }) => status === 'gone' || status === 'not-found')
  await deletePages(
    handle,
    visits.filter(isOver).map(({ page }) => page.id),
  )
  const stay = visits.filter((visit) => !isOver(visit))
  await updatePages(
    handle,
    stay.map(({ page, own, hasChanged }) => pageAfter({ page, own, hasChanged, site, run, at })),
  )
  const counted = stay.filter(({ page, own }) => isCounted(page, own, run))
  const kept = counted.filter(({ hasChanged }) => !hasChanged).length
  const missed = counted.length - kept
  if (counted.length > 0) {
    await saveSiteRates(handle, watch, {
      ...site,
      lastmodKept: site.lastmodKept + kept,
      lastmodMissed: site.lastmodMissed + missed,
    })
  }
  return record.toIngest(observations)
}

/** What observations of one call change of the listings of a watch. */
class Recording {
  readonly versions: NewVersion[] = []
  private readonly run: string
  private readonly at: Date
  private readonly known: Map<string, WatchedListing>
  private readonly touched = new Set<string>()

  constructor({ run, at, known }: { run: string; at: Date; known: readonly WatchedListing[] }) {
    this.run = run
    this.at = at
    this.known = new Map(known.map((listing) => [listing.externalId, listing]))
  }

  /** Returns whether a listing of the page came, changed or left. */
  notePage(page: PageRow, observations: readonly Observation[]): boolean {
    const seen = observations.flatMap(({ listing }) => (listing === undefined ? [] : [listing]))
    const changes = seen.map((listing) => this.noteSeen(page, listing))
    const [first] = observations
    const ids = new Set(seen.map(({ id }) => id))
    const others = [...this.known.values()].filter(
      ({ pageId, externalId }) => pageId === page.id && !ids.has(externalId),
    )
    if (first === undefined) return false
    const kind = first.status === 'seen' ? 'unlisted' : first.status
    for (const listing of others) changes.push(this.noteOther(listing, { kind }))
    return changes.includes(true)
  }

  listings(): WatchedListing[] {
    return [...this.touched].flatMap((id) => this.known.get(id) ?? [])
  }

  /** As they were observed last. */
  toIngest(observations: readonly Observation[]): Listing[] {
    const last = new Map<string, Listing>()
    for (const { listing } of observations) if (listing !== undefined) last.set(listing.id, listing)
    return [...last.values()].filter(({ id }) => this.known.get(id)?.contentRunId === this.run)
  }

  private noteSeen(page: PageRow, listing: Listing): boolean {
    const before = this.known.get(listing.id)
    if (before === undefined) {
      this.insert(page, listing)
      return true
    }
    const content = contentOf(listing, before.sellerRemoved)
    const differences = differencesOf(before.content, content)
    if (differences.length === 0 && this.isRecorded(before)) {
      this.save({ ...before, pageId: page.id })
      return false
    }
    const sight: Sight = { kind: 'seen', differs: differences.length > 0 }
    const standing = nextStanding(before, sight, this.at)
    const isNews = differences.length > 0 || standing.state === 'back'
    const after: WatchedListing = {
      ...before,
      ...standing,
      pageId: page.id,
      ...(differences.length > 0 && {
        content,
        changed: differences.map(({ field }) => field),
        contentAt: this.at,
      }),
      ...(isNews && { contentRunId: this.run }),
      lastSeenAt: this.at,
      visitedAt: this.at,
      runId: this.run,
    }
    this.saveWithEntry(before, after, differences.length > 0 ? differences : null)
    return isNews
  }

  private noteOther(before: WatchedListing, sight: Sight): boolean {
    if (sight.kind === 'unchanged' && this.isRecorded(before)) return false
    const standing = nextStanding(before, sight, this.at)
    const isThere = sight.kind === 'unchanged' && standing.isListed
    const after = {
      ...before,
      ...standing,
      ...(isThere && { lastSeenAt: this.at }),
      visitedAt: this.at,
      runId: this.run,
    }
    this.saveWithEntry(before, after, null)
    const hasLeft = standing.state === 'gone' || (before.isListed && !standing.isListed)
    return hasLeft && before.state !== 'gone'
  }

  /** Whether this run has already seen it as it is: seeing it once more says nothing. */
  private isRecorded({ runId, state }: WatchedListing): boolean {
    return runId === this.run && state !== 'gone' && state !== 'blocked' && state !== 'unknown'
  }

  private insert(page: PageRow, listing: Listing): void {
    const { at, run } = this
    const standing = nextStanding(undefined, { kind: 'seen', differs: false }, at)
    const inserted: WatchedListing = {
      ...standing,
      id: randomUUID(),
      pageId: page.id,
      marketplace: listing.marketplace ?? '',
      externalId: listing.id,
      content: contentOf(listing, false),
      sellerRemoved: false,
      changed: [],
      contentAt: at,
      firstSeenAt: at,
      lastSeenAt: at,
      visitedAt: at,
      runId: run,
      contentRunId: run,
      version: 1,
    }
    this.save(inserted)
    this.versions.push({ listingId: inserted.id, version: 1, at, state: 'new', differences: null })
  }

  private saveWithEntry(
    before: WatchedListing,
    after: WatchedListing,
    differences: NewVersion['differences'],
  ): void {
    const { at } = this
    if (differences === null && !isEntry(before.state, after.state)) {
      this.save(after)
      return
    }
    const version = before.version + 1
    this.save({ ...after, version })
    this.versions.push({ listingId: after.id, version, at, state: after.state, differences })
  }

  private save(listing: WatchedListing): void {
    this.known.set(listing.externalId, listing)
    this.touched.add(listing.externalId)
  }
}

/** A listing as it is stored to be compared: how it became known is no part of it. */
function contentOf(listing: Listing, sellerRemoved: boolean): Listing {
  const { observedAt: _observedAt, sources: _sources, ...content } = listing
  if (!sellerRemoved) return content
  const { seller: _seller, ...rest } = content
  return rest
}

type PageVisit = {
  page: PageRow
  own: readonly Observation[]
  hasChanged: boolean
  site: SiteRates
  run: string
  at: Date
}

function pageAfter({ page, own, hasChanged, site, run, at }: PageVisit): PageRow {
  const first = own[0]
  const status = first?.status ?? 'unknown'
  const kind = first?.kind ?? 'page'
  const isIndex = kind !== 'page'
  const after = { ...page, kind, runId: run }
  if (status === 'blocked' || status === 'unknown') {
    return { ...after, dueAt: isIndex ? null : new Date(at.getTime() + dayMilliseconds) }
  }
  const days = page.visitedAt === null ? 0 : daysBetween(page.visitedAt, at)
  // The first visit says nothing of how often a page changes, and a repeated run nothing new.
  const isEvidence = page.visitedAt !== null && page.runId !== run
  const evidence = isEvidence
    ? evidenceAfterVisit(page.evidence, days, hasChanged, site.prior)
    : page.evidence
  const interval = intervalAt(rateOf(site.prior, evidence), site.level)
  const isRead = status === 'seen'
  const isAbsent = status === 'not-found' || status === 'gone'
  return {
    ...after,
    evidence,
    ...(isRead && {
      etag: headerOf(first?.etag, maxHeader),
      lastModified: headerOf(first?.lastModified, maxDate),
    }),
    // Once it is back it must be read.
    ...(isAbsent && { etag: null, lastModified: null }),
    visitedLastmod: page.lastmod,
    visitedAt: at,
    dueAt: isIndex ? null : new Date(at.getTime() + interval * dayMilliseconds),
  }
}

/** Whether a visit tells if the sitemap states changes truthfully: it states none since the visit before. */
function isCounted(page: PageRow, own: readonly Observation[], run: string): boolean {
  const [first] = own
  const isStated = page.lastmod !== null && page.lastmod === page.visitedLastmod
  const isRead = first?.status === 'seen' || first?.status === 'unchanged'
  return isStated && isRead && page.kind === 'page' && page.visitedAt !== null && page.runId !== run
}

function headerOf(value: string | undefined, most: number): string | null {
  return value === undefined || value === '' || value.length > most ? null : value
}

function daysBetween(from: Date, to: Date): number {
  return Math.max(0, to.getTime() - from.getTime()) / dayMilliseconds
}
