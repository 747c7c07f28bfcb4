import type { Assessment, Listing, IngestedListingView } from '@touchstone/contract'
import { brandsOf, contextOf, type Actor } from '../../access/organisations/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { PartySlots, type Urgency } from '../../platform/fairness/index.ts'
import { Grouping } from '../../platform/grouping/index.ts'
import { publishListingIngested, publishListingScreened } from '../../platform/telemetry/index.ts'
import {
  notRunning,
  unassessedListing,
  type ListingFacts,
  type NotAssessed,
  type Screening,
} from '../screening/index.ts'
import { starterPackNames, type BrandNames } from '../../brands/visibility/index.ts'
import { applyThresholdView, type ThresholdView } from '../../brands/thresholds/index.ts'
import { upsertListings, ListingChangedMeanwhile, type ComparedListing } from './upsert-listings.ts'
import { isInShare } from './types.ts'
import { listingNameOf, toIngestRow, type IngestRow } from './listing-row.ts'
import { SellerPseudonymiser } from './pseudonymise-sellers.ts'
import { insertAssessments, findKnownAssessments, type AssessedBy } from './repository.ts'
import type { ImageKnowledge } from './pending-images.ts'
import type { ItemKnowledge } from './listing-facts.ts'
import type { PortfolioKnowledge } from './portfolio-source.ts'
import { AssessmentsInFlight, type AssessmentClaim } from './assessments-in-flight.ts'

/** Options for the assessment. */
export type IngestOptions = {
  /** The name of a running engine; defaults to the current one. */
  engine?: string
  deadline?: ResponseDeadline
  /** Defaults to that of a single listing whose sender is waiting. */
  urgency?: Urgency
}

/** Milliseconds in which to respond, counted from the arrival of the request. */
export type ResponseDeadline = { ms: number; from: number }

/** An API key, or a user with a file or a page. */
export type ListingSender = Exclude<Actor, { kind: 'operator' }>

export type IngestResult = IngestedListingView & { source: Listing }

export type ListingIngestOptions = {
  store: Store
  screening: Screening
  /** The brand names that the engine knows now; defaults to the starter pack's. */
  names?: () => BrandNames
  /** Facts from pictures; without it none are fetched. */
  pictures?: ImageKnowledge | undefined
  /** What sellers' portfolios say; without it none are taken into account. */
  portfolios?: PortfolioKnowledge | undefined
  /** What makers know of units; without it no code of a unit counts. */
  items?: ItemKnowledge | undefined
  /** Called when listings were stored that still have to be assessed. */
  onDue?: () => void
  /** Called with errors outside a response. */
  onFault?: (error: unknown) => void
}

const mostAttempts = 5

const rowsAtOnce = 100
const rowsBesideOthers = 25

/** Most single listings of a sender that are assessed and written together. */
const mostSingles = 50

/** A listing that its sender submitted alone. */
type SingleListing = { sender: ListingSender; listing: Listing; ingestOptions: IngestOptions }

function nameOf({ marketplace = '', id }: Listing): string {
  return listingNameOf(marketplace, id)
}

/** Most parts of an organisation's batches and files in progress at once, however many it sends. */
const mostPartsUnderway = 4

/**
 * Ingests listings. Assessment holds no transaction: listings are compared with the store, assessed if necessary,
 * then compared again under lock and written.
 */
export class ListingIngest {
  readonly store: Store
  readonly screening: Screening
  readonly names: () => BrandNames
  readonly pictures: ImageKnowledge | undefined
  readonly portfolios: PortfolioKnowledge | undefined
  readonly items: ItemKnowledge | undefined
  private readonly underway = new AssessmentsInFlight()
  private readonly beside = new AssessmentsInFlight()
  private readonly sellers = new SellerPseudonymiser()
  private readonly parts = new PartySlots(mostPartsUnderway)
  private readonly singles = new Grouping<SingleListing, IngestResult>({
    most: mostSingles,
    mostUnderway: 1,
    nameOf: ({ listing }) => nameOf(listing),
    work: (singles) => this.ingestSingles(singles),
  })
  private readonly onDue: () => void
  private readonly onFault: (error: unknown) => void
  /** Recent time for writing, which a response with a deadline leaves free. */
  private writeMs = 5

  constructor(options: ListingIngestOptions) {
    const { store, screening, names = starterPackNames, pictures, onDue, onFault } = options
    this.store = store
    this.pictures = pictures
    this.portfolios = options.portfolios
    this.items = options.items
    this.screening = screening
    this.names = names
    this.onDue = onDue ?? (() => undefined)
    this.onFault = onFault ?? (() => undefined)
  }

  /**
   * Ingests listings with different names, some hundred at most. They are written once `turn` has come, so that later
   * submissions are written later.
   */
  async ingest(
    sender: ListingSender,
    listings: readonly Listing[],
    ingestOptions: IngestOptions,
    turn?: Promise<unknown>,
  ): Promise<IngestResult[]> {
    if (
      ingestOptions.engine !== undefined &&
      !this.screening.names.includes(ingestOptions.engine)
    ) {
      throw notRunning(ingestOptions.engine, this.screening.names)
    }
    if (listings.length === 0) return []
    // Slots are assigned in the order of the parts, so that none waits for one without a slot.
    if (ingestOptions.urgency !== 'bulk')
      return this.ingestRows(sender, listings, ingestOptions, turn)
    return this.parts.run(sender.organisationId, () =>
      this.ingestRows(sender, listings, ingestOptions, turn),
    )
  }

  /** Ingests one listing, together with others of the same sender that arrive at nearly the same time. */
  ingestSingle(
    sender: ListingSender,
    listing: Listing,
    ingestOptions: IngestOptions,
  ): Promise<IngestResult> {
    const { engine, deadline } = ingestOptions
    const group = JSON.stringify([contextOf(sender), engine, deadline?.ms])
    return this.singles.run(group, { sender, listing, ingestOptions })
  }

  private async ingestSingles(
    singles: readonly SingleListing[],
  ): Promise<(IngestResult | Promise<IngestResult>)[]> {
    const [first] = singles
    if (first === undefined) return []
    const { sender, ingestOptions } = first
    const listings = singles.map(({ listing }) => listing)
    try {
      // They have the same limit, and the first of them arrived first.
      const results = await this.ingest(sender, listings, ingestOptions)
      const byName = new Map(results.map((result) => [nameOf(result.source), result]))
      return listings.flatMap((listing) => byName.get(nameOf(listing)) ?? [])
    } catch (error) {
      if (singles.length === 1) throw error
      // What one of them causes must not be the answer to the others.
      return singles.map((one) => this.ingestAlone(one))
    }
  }

  private async ingestAlone(single: SingleListing): Promise<IngestResult> {
    const { sender, listing, ingestOptions } = single
    const [result] = await this.ingest(sender, [listing], ingestOptions)
    if (result === undefined) throw new Error('a listing was ingested without a result')
    return result
  }

  private async ingestRows(
    sender: ListingSender,
    listings: readonly Listing[],
    ingestOptions: IngestOptions,
    turn: Promise<unknown> | undefined,
  ): Promise<IngestResult[]> {
    const items = await this.items?.itemsOf(sender.organisationId, listings)
    const rows = listings.map((listing, place) => toIngestRow(listing, items?.[place]))
    for (let attempt = 1; ; attempt++) {
      try {
        const last = attempt === mostAttempts
        return await this.underway.run(() =>
          this.tryIngest({ sender, rows, ingestOptions, turn, last }),
        )
      } catch (error) {
        if (!(error instanceof ListingChangedMeanwhile) || attempt === mostAttempts) throw error
      }
    }
  }

  /** Rows per part: fewer if others await responses, which run in between. */
  rowsOfPart({ organisationId }: ListingSender): number {
    return this.store.isSharedWith(organisationId) ? rowsBesideOthers : rowsAtOnce
  }

  /** Listings were stored elsewhere that still have to be assessed. */
  noteDue(): void {
    this.onDue()
  }

  /** Resolves when everything being ingested now is written. */
  settled(): Promise<void> {
    return this.underway.settled()
  }

  /** Resolves when background assessments have ended. */
  async close(): Promise<void> {
    await this.underway.settled()
    await this.beside.settled()
  }

  private async tryIngest(options: {
    sender: ListingSender
    rows: readonly IngestRow[]
    ingestOptions: IngestOptions
    turn: Promise<unknown> | undefined
    last: boolean
  }): Promise<IngestResult[]> {
    const { sender, rows: sent, ingestOptions, turn, last } = options
    const { organisationId } = sender
    const engine = ingestOptions.engine ?? this.screening.name
    const { urgency = 'interactive' } = ingestOptions
    const context = { ...contextOf(sender), urgency, reusesPlans: true }
    const assessedBy = { engine, candidate: engine === this.screening.candidate?.name }
    const keyOf = (judged: string): string => `${organisationId} ${engine} ${judged}`
    const claim = this.underway.claim(sent.map(({ judged }) => keyOf(judged)))
    try {
      const { rows, met, known, needed } = await this.store.transact(context, async (handle) => {
        const [{ rows, isErased }, asSent] = await Promise.all([
          this.sellers.checked(handle, organisationId, sent),
          knownOf(handle, organisationId, sent, assessedBy),
        ])
        // Without its seller a listing has other content than was looked up.
        const found = isErased ? await knownOf(handle, organisationId, rows, assessedBy) : asSent
        return { rows, ...found }
      })
      for (const { judged } of sent) {
        // Others waiting for what is not needed here must not wait for this request to end.
        if (!needed.has(judged)) claim.publish(keyOf(judged), known.get(judged))
      }
      await this.judge({
        needed,
        known,
        claim,
        keyOf,
        engine,
        ingestOptions,
        party: organisationId,
      })
      await turn
      const began = performance.now()
      const { compared, due, view } = await this.store.transact(context, (handle) =>
        upsertListings(handle, {
          organisationId,
          rows,
          assessedBy,
          known,
          met,
          isServed: engine === this.screening.name,
          mayWait: last || ingestOptions.deadline !== undefined,
          names: this.names(),
          looksAtPictures: this.pictures !== undefined,
          isLimited: brandsOf(sender) !== undefined,
        }),
      )
      this.writeMs += (performance.now() - began - this.writeMs) / 8
      for (const { state, assessment } of compared) {
        if (assessment !== null) publishListingIngested({ state, verdict: assessment.verdict })
      }
      if (due > 0) this.onDue()
      this.judgeBeside(sender, compared)
      return compared.map((listing) => this.answer(listing, engine, ingestOptions, view))
    } finally {
      claim.release()
    }
  }

  /** Assesses what is needed and unknown, each content once; stops at the deadline. */
  private async judge(options: {
    needed: ReadonlyMap<string, IngestRow>
    known: Map<string, Assessment>
    claim: AssessmentClaim
    keyOf: (judged: string) => string
    engine: string
    ingestOptions: IngestOptions
    party: string
  }): Promise<void> {
    const { needed, known, claim, keyOf, engine, ingestOptions, party } = options
    for (;;) {
      const open = [...needed].filter(([judged]) => !known.has(judged))
      const left = this.timeLeft(ingestOptions.deadline)
      if (open.length === 0 || left <= 0) return
      claim.add(open.map(([judged]) => keyOf(judged)))
      const mine = open.filter(([judged]) => claim.isMine(keyOf(judged)))
      const results = await this.screen(
        mine.map(([, row]) => row),
        { engine, party },
        ingestOptions,
      )
      mine.forEach(([judged], at) => {
        const assessment = results[at]
        if (assessment !== undefined) known.set(judged, assessment)
        claim.publish(keyOf(judged), assessment)
      })
      for (const [judged] of open) {
        if (known.has(judged)) continue
        const assessment = await before(
          this.timeLeft(ingestOptions.deadline),
          claim.resultOf(keyOf(judged)),
        )
        if (assessment !== undefined) known.set(judged, assessment)
      }
    }
  }

  private async screen(
    rows: readonly IngestRow[],
    { engine, party }: { engine: string; party: string },
    ingestOptions: IngestOptions,
  ): Promise<(Assessment | undefined)[]> {
    if (rows.length === 0) return []
    const left = this.timeLeft(ingestOptions.deadline)
    const began = performance.now()
    try {
      const { urgency = 'interactive' } = ingestOptions
      const assessments = await this.screening.screen(listingsOf(rows), {
        engine,
        party,
        urgency,
        facts: rows.map(toFacts),
        ...(Number.isFinite(left) && { deadlineMs: Math.max(0, left) }),
      })
      const seconds = (performance.now() - began) / 1000 / rows.length
      for (const assessment of assessments)
        if (assessment !== undefined) publishListingScreened({ seconds })
      return assessments
    } catch (error) {
      // The engine has been replaced since the request started.
      if (ingestOptions.engine === undefined && !this.screening.names.includes(engine))
        throw new ListingChangedMeanwhile()
      throw error
    }
  }

  private timeLeft(deadline: ResponseDeadline | undefined): number {
    if (deadline === undefined) return Infinity
    return deadline.from + deadline.ms - performance.now() - 1.5 * this.writeMs
  }

  private answer(
    { id, row, version, state, assessment }: ComparedListing,
    engine: string,
    ingestOptions: IngestOptions,
    view: ThresholdView | undefined,
  ): IngestResult {
    const { listing } = row
    const why: NotAssessed =
      ingestOptions.deadline === undefined
        ? { code: 'not-assessed.yet' }
        : { code: 'not-assessed.in-time', milliseconds: ingestOptions.deadline.ms }
    const { baseRate } = this.screening
    return {
      id,
      listing: listing.id,
      version,
      state,
      assessment: assessment
        ? applyThresholdView(view, assessment)
        : unassessedListing(listing, { engine, baseRate, why }),
      source: listing,
    }
  }

  /** Lets the candidate assess its share of new listings, after the response and without hurry. */
  private judgeBeside(sender: ListingSender, compared: readonly ComparedListing[]): void {
    const { candidate } = this.screening
    if (candidate === undefined) return
    const chosen = compared.filter(
      ({ state, row }) =>
        state !== 'unchanged' &&
        isInShare(listingNameOf(sender.organisationId, row.name), candidate.share),
    )
    if (chosen.length === 0) return
    const work = async (): Promise<void> => {
      const rows = chosen.map(({ row }) => row)
      const urgency = 'background'
      const party = sender.organisationId
      const results = await this.screening.screen(listingsOf(rows), {
        engine: candidate.name,
        party,
        urgency,
        facts: rows.map(toFacts),
      })
      const assessments = chosen.flatMap(({ id, version, row }, at) => {
        const body = results[at]
        return body ? [{ listingId: id, version, judgedHash: row.judged, body }] : []
      })
      const assessedBy = { engine: candidate.name, candidate: true }
      await this.store.transact({ ...contextOf(sender), urgency }, (handle) =>
        insertAssessments(handle, sender.organisationId, assessedBy, assessments),
      )
    }
    // Candidates' results are only compared, so it is enough to report a failure.
    void this.beside.run(work).catch(this.onFault)
  }
}

function listingsOf(rows: readonly IngestRow[]): Listing[] {
  return rows.map(({ listing }) => listing)
}

/** Facts are sent to another thread only where there are any. */
function toFacts({ items = [] }: IngestRow): ListingFacts | undefined {
  return items.length === 0 ? undefined : { items }
}

/** What is known of listings before their assessment. */
type KnownAssessments = {
  /** Names of those stored unchanged. */
  met: Set<string>
  /** Known assessments by content. */
  known: Map<string, Assessment>
  /** Contents without an assessment by the engine. */
  needed: Map<string, IngestRow>
}

async function knownOf(
  handle: Transaction,
  organisationId: string,
  rows: readonly IngestRow[],
  assessedBy: AssessedBy,
): Promise<KnownAssessments> {
  const result: KnownAssessments = { met: new Set(), known: new Map(), needed: new Map() }
  for (const { place, body } of await findKnownAssessments(
    handle,
    organisationId,
    rows,
    assessedBy,
  )) {
    const row = rows[place]
    if (row === undefined) continue
    if (body === null) result.met.add(row.name)
    else result.known.set(row.judged, body)
  }
  for (const row of rows) {
    if (!result.met.has(row.name) && !result.known.has(row.judged))
      result.needed.set(row.judged, row)
  }
  return result
}

/** The result in time, or undefined. */
async function before<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  if (!Number.isFinite(ms)) return work
  const late = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => late.resolve(undefined), Math.max(0, ms))
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
