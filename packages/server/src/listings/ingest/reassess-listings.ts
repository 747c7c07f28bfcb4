import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Assessment } from '@touchstone/contract'
import { staysUp } from '@touchstone/recognition'
import { recordOutbox, type NewOutboxEvent } from '../../messaging/event-outbox/index.ts'
import type { Context, Transaction } from '../../platform/db/index.ts'
import {
  findThresholdView,
  lastVerdictIn,
  type ThresholdView,
} from '../../brands/thresholds/index.ts'
import { assessedEvents } from './assessed-events.ts'
import {
  advancePass,
  beginPass,
  claimDue,
  countDue,
  endDue,
  findPass,
  readDue,
  releaseDue,
  type DueListing,
  type ReassessmentPass,
} from './reassessment-queue-repository.ts'
import type { ListingFacts } from '../screening/index.ts'
import { languageOf } from '../queue/index.ts'
import { findViewer } from '../../brands/visibility/index.ts'
import {
  replaceMentions,
  verdictShown,
  type AssessedListing,
  type DisclosureContext,
} from './mentions.ts'
import { withFacts } from './listing-facts.ts'
import { fingerprints } from './types.ts'
import {
  findAssessmentsOfContents,
  insertAssessments,
  lockListingsById,
  type NewAssessment,
} from './repository.ts'
import type { ListingIngest } from './ingest.ts'
import { withPendingImages } from './pending-images.ts'

export type ReassessmentProgress = {
  engine: string
  /** Listings whose newest version awaits an assessment. */
  due: number
  /** This engine's pass through the listings stored before it. */
  pass: ReassessmentPass | undefined
}

export type Reassessment = {
  /** There is work: poll now. */
  wake(): void
  progress(): Promise<ReassessmentProgress>
  /** Resolves when this process finds nothing to do. */
  idle(): Promise<void>
  stop(): Promise<void>
}

export type ReassessmentOptions = {
  intake: ListingIngest
  onFault?: (error: unknown) => void
  /** Listings per turn. */
  limit?: number
  /** Interval for finding work left by other processes. */
  everyMs?: number
}

const operator: Context = { as: 'operator', actor: { kind: 'operator', id: 'rejudging' } }

/** Short transactions, so that others run in between. */
const writtenTogether = 50

// After so many seconds another process takes over what a dead one had claimed.
const claimSeconds = 300

/**
 * Assesses in the background what the engine has not assessed yet: listings whose response could not wait and, after
 * a change of engine, all stored ones, newest first. Continues after a restart.
 */
export function startReassessment(options: ReassessmentOptions): Reassessment {
  const { intake, onFault = () => undefined, limit = 250, everyMs = 60_000 } = options
  const { screening, store } = intake
  const stopping = new AbortController()
  let awake = Promise.withResolvers<void>()
  let resting = Promise.withResolvers<void>()
  // A new engine in a running process passes through all listings again: those ingested under the previous one may be
  // anywhere.
  let begun: string | undefined
  let changed = false
  let wakes = 0

  const transact = <T>(work: (handle: Transaction) => Promise<T>): Promise<T> =>
    store.transact(operator, work)
  const transactFor = <T>(
    worksFor: string,
    work: (handle: Transaction) => Promise<T>,
  ): Promise<T> => store.transact({ ...operator, worksFor, urgency: 'background' }, work)

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const wakesBefore = wakes
      let worked = false
      try {
        worked = await turn()
      } catch (error) {
        // An engine replaced in the middle of its work leaves it to its successor.
        if (!stopping.signal.aborted && begun === screening.name) onFault(error)
        await sleep(1000, undefined, { signal: stopping.signal }).catch(() => undefined)
        continue
      }
      if (worked || wakesBefore !== wakes) continue
      resting.resolve()
      const pause = sleep(everyMs, undefined, { signal: stopping.signal, ref: false })
      await Promise.race([awake.promise, pause.catch(() => undefined)])
    }
    resting.resolve()
  }

  async function turn(): Promise<boolean> {
    const engine = screening.name
    if (begun !== engine) {
      // Everything being ingested under the previous engine is written first, so that the pass includes it.
      await intake.settled()
      await transact((handle) => beginPass(handle, engine, changed))
      begun = engine
    }
    const claim = randomUUID()
    const { went, listings } = await transact(async (handle) => {
      const claiming = { claim, limit, seconds: claimSeconds }
      const due = await claimDue(handle, claiming)
      if (due.length > 0) return { went: true, listings: await readDue(handle, due) }
      const page = await advancePass(handle, { ...claiming, engine })
      return { went: page.went, listings: await readDue(handle, page.claimed) }
    })
    if (listings.length > 0) await judge(engine, claim, listings)
    return went
  }

  async function judge(engine: string, claim: string, listings: DueListing[]): Promise<void> {
    const byOrganisation = Map.groupBy(listings, ({ organisationId }) => organisationId)
    try {
      for (const { organisationId, own } of partsOf(byOrganisation)) {
        const judged = await judgeOwn(engine, organisationId, own)
        await transactFor(organisationId, async (handle) => {
          const assessedBy = { engine, candidate: false }
          // A person may be deciding several of them.
          await lockListingsById(
            handle,
            organisationId,
            judged.map(({ listingId }) => listingId),
          )
          await insertAssessments(handle, organisationId, assessedBy, judged, { completes: true })
          await replaceMentions(handle, organisationId, judged, intake.names())
          const view = await findThresholdView(handle, organisationId)
          const sender = await findViewer(handle, organisationId)
          const showing = { sender, names: intake.names() }
          await recordOutbox(handle, organisationId, newsOf(own, judged, { view, showing }))
          if (screening.name === engine) {
            await endDue(
              handle,
              claim,
              own.map(({ id }) => id),
            )
          }
        })
      }
    } finally {
      // Remaining work is released, so that the next engine finds it at once.
      await transact((handle) => releaseDue(handle, claim))
    }
  }

  async function judgeOwn(
    engine: string,
    organisationId: string,
    listings: readonly DueListing[],
  ): Promise<(NewAssessment & AssessedListing)[]> {
    const { pictures } = intake
    const withPictures = await transactFor(organisationId, async (handle) =>
      pictures?.withPictures(handle, organisationId, listings),
    )
    const portfolios = await transactFor(organisationId, async (handle) =>
      intake.portfolios?.portfoliosOf(
        handle,
        organisationId,
        listings.map(({ id }) => id),
      ),
    )
    const read = listings.map(({ content }, at) => withPictures?.[at] ?? { content, waits: false })
    const items = await intake.items?.itemsOf(
      organisationId,
      read.map(({ content }) => content),
    )
    const rows = listings.map((listing, at) => {
      const { content, waits } = read[at] ?? { content: listing.content, waits: false }
      const facts: ListingFacts = { portfolio: portfolios?.get(listing.id), items: items?.[at] }
      const judged = withFacts(fingerprints(content).judged.toString('hex'), facts)
      return { ...listing, content, waits, judged, facts }
    })
    const contents = new Map(rows.map(({ judged, content, facts }) => [judged, { content, facts }]))
    const assessedBy = { engine, candidate: false }
    const known = await transactFor(organisationId, (handle) =>
      findAssessmentsOfContents(handle, organisationId, [...contents.keys()], assessedBy),
    )
    const open = [...contents].filter(([judged]) => !known.has(judged))
    const results = await screening.screen(
      open.map(([, { content }]) => content),
      {
        engine,
        party: organisationId,
        urgency: 'background',
        facts: open.map(([, { facts }]) => facts),
      },
    )
    open.forEach(([judged], at) => {
      const assessment = results[at]
      if (assessment !== undefined) known.set(judged, assessment)
    })
    return rows.flatMap(({ id, version, judged, content, waits, facts }) => {
      const before: Assessment | undefined = known.get(judged)
      const body =
        before && withPendingImages({ ...before, listing: content.id }, { pictures: waits })
      const language = languageOf(content)
      if (body === undefined) return []
      const { price } = content
      const considersPortfolio = facts.portfolio !== undefined
      return [
        { listingId: id, version, judgedHash: judged, language, price, body, considersPortfolio },
      ]
    })
  }

  const wake = (): void => {
    wakes++
    resting = Promise.withResolvers()
    awake.resolve()
    awake = Promise.withResolvers()
  }
  screening.onChange(() => {
    changed = true
    wake()
  })
  const running = run()
  return {
    wake,
    idle: () => resting.promise,
    progress: () =>
      transact(async (handle) => {
        const engine = screening.name
        return { engine, due: await countDue(handle), pass: await findPass(handle, engine) }
      }),
    stop: async () => {
      stopping.abort()
      awake.resolve()
      await running
    },
  }
}

/** Listings of one organisation in small parts, alternating between organisations. */
function partsOf(
  byOrganisation: ReadonlyMap<string, DueListing[]>,
): { organisationId: string; own: DueListing[] }[] {
  const parts = [...byOrganisation].flatMap(([organisationId, all]) =>
    Array.from({ length: Math.ceil(all.length / writtenTogether) }, (_, turn) => ({
      turn,
      organisationId,
      own: all.slice(turn * writtenTogether, (turn + 1) * writtenTogether),
    })),
  )
  return parts.sort((a, b) => a.turn - b.turn)
}

/** Differences from the previous engine's verdicts. */
function newsOf(
  listings: readonly DueListing[],
  judged: readonly NewAssessment[],
  { view, showing }: { view: ThresholdView | undefined; showing: DisclosureContext },
): NewOutboxEvent[] {
  const bodies = new Map(judged.map(({ listingId, body }) => [listingId, body]))
  return listings.flatMap(({ id, marketplace, externalId, version, ...verdictState }) => {
    const body = bodies.get(id)
    if (body === undefined) return []
    const verdict = verdictShown(view, body, showing)
    const lastVerdict = lastVerdictIn(view, verdictState)
    if (verdict === lastVerdict) return []
    return assessedEvents({
      listing: { id, marketplace, externalId },
      version,
      verdict,
      staysUp: staysUp(verdict, body.signals),
      lastVerdict,
    })
  })
}
