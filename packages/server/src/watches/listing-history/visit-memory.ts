import { sql } from 'kysely'
import type { Context, Store, Transaction } from '../../platform/db/index.ts'
import { listingFacts } from '../../listings/ingest/queries.ts'
import {
  FindRates,
  levelFor,
  orderVisits,
  priorOf,
  rateOf,
  type Candidate,
  type Evidence,
  type Revisit,
} from '../visit-order/index.ts'
import {
  findSiteRates,
  findValidators,
  listSitemaps,
  saveSiteRates,
  type SiteRates,
  type WatchRef,
} from './pages-repository.ts'
import type { VisitMemory } from './types.ts'

type MemoryOptions = {
  store: Store
  watch: WatchRef
  /** What the site may be asked in a day. */
  requestsPerDay: number
  /** From 0 to 1. */
  random?: () => number
  now?: () => Date
}

const history: Context = { as: 'operator', actor: { kind: 'operator', id: 'watch-history' } }
const dayMilliseconds = 24 * 3_600_000
/** Addresses that are ordered at a time; those found meanwhile are among the next. */
const atOnce = 50
const maxDue = 200
const maxUnvisited = 1000
const maxExplored = 50
/** Pages whose rates stand for those of all. */
const sampledPages = 300
/** Visits from which finds by query and path are learnt. */
const learntVisits = 2000
const maxSitemaps = 50

/** What the walks of a watch so far left for the next one, read from the store as the walk goes on. */
export function visitMemory(options: MemoryOptions): VisitMemory {
  const { store, watch, random = Math.random, now = () => new Date() } = options
  const read = <T>(work: (handle: Transaction) => Promise<T>): Promise<T> =>
    store.transact(history, work)
  return {
    recall: async (url) => {
      const known = await read((handle) => findValidators(handle, watch, url))
      if (known === undefined) return undefined
      const { etag, lastModified } = known
      return { ...(etag !== null && { etag }), ...(lastModified !== null && { lastModified }) }
    },
    sitemaps: () => read((handle) => listSitemaps(handle, watch, maxSitemaps)),
    async *addresses() {
      const site = await read((handle) => refreshSite(handle, options))
      const finds = await read((handle) => learnFinds(handle, watch))
      const given = new Set<string>()
      for (;;) {
        const input = await read((handle) =>
          findCandidates(handle, { watch, site, now: now(), start: startOf(random) }),
        )
        const isNew = ({ url }: Candidate): boolean => !given.has(url)
        const order = orderVisits({
          revisits: input.revisits.filter(isNew),
          unvisited: input.unvisited.filter(isNew),
          others: input.others.filter(isNew),
          finds,
          requests: atOnce,
          random,
        })
        if (order.length === 0) return
        for (const url of order) {
          given.add(url)
          yield url
        }
      }
    },
  }
}

/** Where in the hashes of addresses a random choice begins. */
function startOf(random: () => number): Buffer {
  return Buffer.from(Uint32Array.from({ length: 8 }, () => random() * 2 ** 32).buffer)
}

/** Learns how often the site’s pages change, and from which worth on a visit is due. */
async function refreshSite(
  handle: Transaction,
  { watch, requestsPerDay }: MemoryOptions,
): Promise<SiteRates> {
  const before = await findSiteRates(handle, watch)
  const { rows } = await sql<{ evidence: Evidence; pages: number }>`
    select json_build_object('shape', evidence_shape, 'days', evidence_days) as evidence, (
        select count(*)::int from watch_pages
        where watch_id = ${watch.id}::uuid and kind = 'page' and visited_at is not null) as pages
    from watch_pages
    where watch_id = ${watch.id}::uuid and kind = 'page' and visited_at is not null
    order by visited_at desc limit ${sampledPages}`.execute(handle)
  const [first] = rows
  if (first === undefined) return before
  const prior = priorOf(rows.map(({ evidence }) => rateOf(before.prior, evidence)))
  const rates = rows.map(({ evidence }) => rateOf(prior, evidence))
  const level = levelFor(rates, (Math.max(1, requestsPerDay) * rows.length) / first.pages)
  const site = { ...before, level, prior }
  await saveSiteRates(handle, watch, site)
  return site
}

/** Finds of the last visits: listings that the engine holds for `review` or `block`. */
async function learnFinds(handle: Transaction, { id }: WatchRef): Promise<FindRates> {
  const { rows } = await sql<{ url: string; query: string; finds: number }>`
    select p.url, p.query, count(f.id)::int as finds
    from (
      select id, url, query from watch_pages
      where watch_id = ${id}::uuid and kind = 'page' and visited_at is not null
      order by visited_at desc limit ${learntVisits}
    ) p
    left join watch_listings l on l.page_id = p.id
    left join ${listingFacts} f on f.organisation_id = l.organisation_id
      and f.marketplace = l.marketplace and f.external_id = l.external_id
      and f.verdict in ('review', 'block')
    group by p.id, p.url, p.query`.execute(handle)
  const rates = new FindRates()
  for (const { finds, ...candidate } of rows) rates.note(candidate, Math.min(1, finds))
  return rates
}

type Candidates = { revisits: Revisit[]; unvisited: Candidate[]; others: Candidate[] }
type CandidateOptions = { watch: WatchRef; site: SiteRates; now: Date; start: Buffer }

/** What may be visited now: what is due, what was never visited, and a few others drawn at random. */
async function findCandidates(
  handle: Transaction,
  { watch: { id }, site, now, start }: CandidateOptions,
): Promise<Candidates> {
  const isTruthful = statesChangesTruthfully(site)
  const { rows: due } = await sql<{
    url: string
    query: string
    visitedAt: Date | null
    evidence: Evidence
  }>`
    select url, query, visited_at as "visitedAt",
      json_build_object('shape', evidence_shape, 'days', evidence_days) as evidence
    from watch_pages
    where watch_id = ${id}::uuid and kind = 'page' and due_at <= ${now}::timestamptz
      and (not ${isTruthful}::bool or lastmod is null or lastmod is distinct from visited_lastmod)
    order by due_at limit ${maxDue}`.execute(handle)
  const { rows: unvisited } = await sql<Candidate>`
    (select url, query from watch_pages
      where watch_id = ${id}::uuid and kind = 'page' and due_at is null
      order by found_at, id limit ${maxUnvisited / 2}::int)
    union
    (select url, query from watch_pages
      where watch_id = ${id}::uuid and kind = 'page' and due_at is null and url_hash >= ${start}
      order by url_hash limit ${maxUnvisited / 2}::int)`.execute(handle)
  const { rows: others } = await sql<Candidate>`
    select url, query from watch_pages
    where watch_id = ${id}::uuid and kind = 'page' and url_hash >= ${start}
    order by url_hash limit ${maxExplored}`.execute(handle)
  const revisits = due.map(({ evidence, visitedAt, ...candidate }) => ({
    ...candidate,
    rate: rateOf(site.prior, evidence),
    elapsedDays:
      visitedAt === null ? 1 : Math.max(0, now.getTime() - visitedAt.getTime()) / dayMilliseconds,
  }))
  return { revisits, unvisited, others }
}

/**
 * Whether the sitemap’s dates may stand for a visit: where they stated no change, at least 19 in 20 visits found none,
 * judged carefully while there are few.
 */
function statesChangesTruthfully({
  lastmodKept,
  lastmodMissed,
}: Pick<SiteRates, 'lastmodKept' | 'lastmodMissed'>): boolean {
  return (lastmodMissed + 1) / (lastmodKept + lastmodMissed + 2) <= 0.05
}
