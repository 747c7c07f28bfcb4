import { setTimeout as sleep } from 'node:timers/promises'
import type { Assessment, Listing } from '@touchstone/contract'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { contextOf, authenticateApiKey } from '../../access/organisations/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { ScreenResult, Screening, ScreenOptions } from '../screening/index.ts'
import { starterPackNames } from '../../brands/visibility/index.ts'
import { listListings } from '../queue/index.ts'
import { startReassessment } from './reassess-listings.ts'
import { ingestBatch } from './receive-listings.ts'
import { ListingIngest, type ListingSender, type IngestResult } from './ingest.ts'

/** Engines fully controlled by the test: names, pace, and which one assesses what. */
class Stand implements Screening {
  name = 'stand@1'
  others: string[] = []
  candidate: Screening['candidate'] = undefined
  baseRate = 0.02
  paceMs = 1
  judged: { id: string; title: string; engine: string }[] = []
  failing = false
  /** Every question waits for this. */
  gate: Promise<void> = Promise.resolve()
  /** The time that each question allowed. */
  readonly asked: number[] = []
  private readonly listeners: ((name: string) => void)[] = []

  get names(): string[] {
    return [this.name, ...this.others, ...(this.candidate ? [this.candidate.name] : [])]
  }

  async screen(listings: readonly Listing[], options: ScreenOptions = {}): Promise<ScreenResult[]> {
    const { engine = this.name, deadlineMs = Infinity } = options
    this.asked.push(deadlineMs)
    await this.gate
    if (this.failing) {
      throw new AppError({
        code: 'assessment-queue-full',
        message: 'too much waits',
        retryable: true,
      })
    }
    if (this.paceMs > deadlineMs) {
      await sleep(deadlineMs)
      return listings.map(() => undefined)
    }
    await sleep(this.paceMs)
    return listings.map((listing): Assessment => {
      this.judged.push({ id: listing.id, title: listing.title, engine })
      return {
        listing: listing.id,
        verdict: 'clear',
        probability: 0.5,
        brands: [],
        signals: [],
        engine,
        complete: true,
      }
    })
  }

  prepare(): void {
    // Its engines take no time.
  }

  onChange(listener: (name: string) => void): void {
    this.listeners.push(listener)
  }

  become(name: string): void {
    this.others = [this.name]
    this.name = name
    for (const listener of this.listeners) listener(name)
  }

  readonly parts = { catalog: '' }
  use = async (): Promise<{ name: string }> => ({ name: this.name })
  revise = this.use
  close = async (): Promise<void> => undefined
}

onBothEngines((engine, onOne) => {
  let store: Store
  let sender: ListingSender
  let stand: Stand
  let intake: ListingIngest
  let dues = 0
  const senders: ListingSender[] = []

  // Enough for each test of a store.
  const organisations = 10

  async function openMarkets(): Promise<void> {
    await store?.close()
    store = await openStore(await engine.newStore())
    senders.length = 0
    const scopes = ['listings:read', 'listings:write']
    for (let at = 0; at < organisations; at++) {
      await newOrganisation(store, `market-${at}`)
      const { text } = await newKey(store, `market-${at}`, scopes)
      const actor = await authenticateApiKey(store, text)
      if (actor.kind === 'key') senders.push(actor)
    }
  }
  beforeAll(openMarkets)
  afterAll(() => store?.close())

  // A new organisation for each test.
  beforeEach(() => {
    sender = senders.pop()!
    stand = new Stand()
    dues = 0
    intake = new ListingIngest({ store, screening: stand, onDue: () => dues++ })
  })

  const aListing = (id: string, title = `Offer ${id}`): Listing => ({ id, title })
  const ingest = (listings: Listing[], ingestOptions = {}): Promise<IngestResult[]> =>
    intake.ingest(sender, listings, ingestOptions)

  type StoredAssessment = { external: string; version: number; engine: string; candidate: boolean }
  const assessments = async (): Promise<StoredAssessment[]> =>
    store.transact(contextOf(sender), async (handle) => {
      const { rows } = await sql<StoredAssessment>`
        select l.external_id as external, a.version, a.engine, a.candidate
        from assessments a join listings l on l.id = a.listing_id
        order by l.external_id, a.version, a.engine`.execute(handle)
      return rows
    })
  const unjudged = async (): Promise<number> =>
    store.transact(contextOf(sender), async (handle) => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from listings l where not exists (
          select from assessments a where a.listing_id = l.id and a.version = l.version
            and a.engine = ${stand.name} and not a.candidate)`.execute(handle)
      return rows[0]?.count ?? 0
    })

  describe('judging once', () => {
    test('twenty simultaneous requests with the same listing assess it once and store one version', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => ingest([aListing('a')])))
      expect(stand.judged).toHaveLength(1)
      expect(answers.flat().filter(({ state }) => state === 'new')).toHaveLength(1)
      expect(answers.flat().every(({ version }) => version === 1)).toBe(true)
      expect(answers.flat().every(({ assessment }) => assessment.complete)).toBe(true)
    })

    test('for simultaneous submissions in any order, each content is assessed once, and the responses are stored', async () => {
      let round = 0
      const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e')
      const titles = fc.constantFrom('red', 'green', 'blue')
      const batch = fc.uniqueArray(fc.record({ id: ids, title: titles }), {
        selector: ({ id }) => id,
        minLength: 1,
      })
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(batch, fc.nat(4)), { minLength: 1, maxLength: 6 }),
          async (requests) => {
            const mark = `round ${++round}`
            stand.judged = []
            const answers = await Promise.all(
              requests.map(async ([listings, wait]) => {
                await sleep(wait)
                return ingest(
                  listings.map(({ id, title }) => ({
                    id: `${mark} ${id}`,
                    title: `${mark} ${title}`,
                  })),
                )
              }),
            )
            const contents = stand.judged.map(({ title }) => title)
            expect(new Set(contents).size).toBe(contents.length)
            const sentTitles = new Set(
              requests.flatMap(([listings]) => listings.map(({ title }) => title)),
            )
            expect(contents.length).toBe(sentTitles.size)
            // The version in every response is stored, with an assessment.
            const stored = await assessments()
            for (const { listing, version } of answers.flat()) {
              expect(stored).toContainEqual({
                external: listing,
                version,
                engine: stand.name,
                candidate: false,
              })
            }
            expect(await unjudged()).toBe(0)
          },
        ),
        { numRuns: 25 },
      )
    })

    onOne('what failed for one request is judged for the next', async () => {
      stand.failing = true
      await expect(ingest([aListing('a')])).rejects.toMatchObject({ class: 'unavailable' })
      expect(await assessments()).toEqual([])
      stand.failing = false
      expect((await ingest([aListing('a')]))[0]).toMatchObject({ state: 'new', version: 1 })
    })

    test('assessing holds no transaction: others read and write meanwhile', async () => {
      const gate = Promise.withResolvers<void>()
      stand.gate = gate.promise
      const slow = ingest([aListing('slow')])
      await expect.poll(() => stand.asked.length, { interval: 5 }).toBe(1)
      await store.transact(contextOf(sender), (handle) => sql`select 1`.execute(handle))
      gate.resolve()
      expect((await slow)[0]?.assessment.complete).toBe(true)
    })

    onOne('a batch of all lengths gives each row one result', async () => {
      for (const count of [0, 1, 249, 250, 251, 1001]) {
        const rows = Array.from({ length: count }, (_, at) => aListing(`${count}-${at}`))
        const results = await ingestBatch({ intake, actor: sender, input: { rows } })
        expect(results.map(({ row }) => row)).toEqual(rows.map((_, at) => at))
        expect(results.every((result) => 'state' in result && result.state === 'new')).toBe(true)
      }
    })

    test('a request that was recorded and never answered is resumed when it is repeated', async () => {
      const input = { rows: [aListing('a'), aListing('b')], idempotencyKey: 'night' }
      stand.failing = true
      await expect(ingestBatch({ intake, actor: sender, input })).rejects.toThrow('too much waits')
      stand.failing = false
      const [first, again] = await Promise.all([
        ingestBatch({ intake, actor: sender, input }),
        ingestBatch({ intake, actor: sender, input }),
      ])
      expect(first).toEqual(again)
      expect(first).toMatchObject([{ listing: 'a' }, { listing: 'b' }])
      const other = { rows: [aListing('c')], idempotencyKey: 'night' }
      await expect(ingestBatch({ intake, actor: sender, input: other })).rejects.toMatchObject({
        class: 'conflict',
      })
    })
  })

  describe('single listings', () => {
    beforeAll(openMarkets)

    const alone = (id: string, title = id): Promise<IngestResult> =>
      intake.ingestSingle(sender, { ...aListing(id), title }, {})

    test('that arrive together are assessed together, each with its own result', async () => {
      const asked = stand.asked.length
      const results = await Promise.all(['s1', 's2', 's3'].map((id) => alone(id)))
      expect(results.map(({ listing, state }) => [listing, state])).toEqual([
        ['s1', 'new'],
        ['s2', 'new'],
        ['s3', 'new'],
      ])
      expect(stand.asked.length - asked).toBe(1)
    })

    test('with the same name are written one after the other', async () => {
      const results = await Promise.all([alone('t1'), alone('t1'), alone('t1', 'Another title')])
      expect(results.map(({ state, version }) => [state, version])).toEqual([
        ['new', 1],
        ['unchanged', 1],
        ['changed', 2],
      ])
    })

    test('do not fail with another that cannot be stored', async () => {
      const results = await Promise.allSettled([alone('u1'), alone('u\0', 'Faulty'), alone('u2')])
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    })
  })

  describe('a deadline', () => {
    test('is stored; the listing is stored too, and assessed later', async () => {
      // Waiting for it would take longer than a test may.
      stand.paceMs = 3_600_000
      const from = performance.now()
      const [result] = await ingest([aListing('a')], { deadline: { ms: 150, from } })
      expect(stand.asked.filter((ms) => ms > 150)).toEqual([])
      expect(result).toMatchObject({
        state: 'new',
        assessment: {
          complete: false,
          verdict: 'clear',
          probability: 0.02,
          baseRate: 0.02,
          signals: [],
          explanation: [{ code: 'not-assessed.in-time', milliseconds: 150 }],
        },
      })
      expect([await assessments(), dues]).toEqual([[], 1])
      stand.paceMs = 1
      const rejudging = startReassessment({ intake })
      await rejudging.idle()
      expect(await rejudging.progress()).toMatchObject({ due: 0 })
      await rejudging.stop()
      expect(await assessments()).toMatchObject([{ external: 'a', version: 1 }])
      // What was assessed later is returned when resubmitted, without assessing it again.
      const before = stand.judged.length
      expect((await ingest([aListing('a')]))[0]?.assessment.complete).toBe(true)
      expect(stand.judged).toHaveLength(before)
    })

    onOne('in a batch leaves the verdict out of the rows that it cut off', async () => {
      stand.paceMs = 500
      const rows = [aListing('a'), aListing('b')]
      const ingestOptions = { deadline: { ms: 100, from: performance.now() } }
      const results = await ingestBatch({ intake, actor: sender, ingestOptions, input: { rows } })
      expect(results).toMatchObject([{ state: 'new', complete: false }, { complete: false }])
      expect(results.some((result) => 'verdict' in result)).toBe(false)
    })

    onOne('of one request cuts off no other', async () => {
      stand.paceMs = 300
      const [hasty, patient] = await Promise.all([
        ingest([aListing('a')], { deadline: { ms: 100, from: performance.now() } }),
        ingest([aListing('a')]),
      ])
      expect(hasty[0]?.assessment.complete).toBe(false)
      expect(patient[0]?.assessment.complete).toBe(true)
      expect(await unjudged()).toBe(0)
    })
  })

  describe('engines', () => {
    // A new engine passes through everything that is stored: not through the thousands from above.
    beforeAll(openMarkets)

    test('an unchanged listing is assessed by a new engine when it arrives again', async () => {
      await ingest([aListing('a')])
      stand.become('stand@2')
      const [result] = await ingest([aListing('a')])
      expect(result).toMatchObject({ state: 'unchanged', assessment: { engine: 'stand@2' } })
      expect(stand.judged.map((judgement) => judgement.engine)).toEqual(['stand@1', 'stand@2'])
    })

    onOne(
      'a running engine may be requested by name; for another, the running ones are named',
      async () => {
        stand.become('stand@2')
        const [result] = await ingest([aListing('a')], { engine: 'stand@1' })
        expect(result?.assessment.engine).toBe('stand@1')
        await expect(ingest([aListing('b')], { engine: 'stand@0' })).rejects.toMatchObject({
          class: 'conflict',
          message: expect.stringContaining('stand@2, stand@1') as string,
        })
        // What was assessed by an engine of another name is due for the live one.
        expect(dues).toBe(1)
        const rejudging = startReassessment({ intake })
        await rejudging.idle()
        await rejudging.stop()
        expect((await assessments()).map((assessment) => assessment.engine)).toEqual([
          'stand@1',
          'stand@2',
        ])
      },
    )

    onOne(
      'a candidate assesses its share in parallel, and is never served nor counted',
      async () => {
        stand.candidate = { name: 'candidate@1', share: 0.5 }
        const listings = Array.from({ length: 100 }, (_, at) => aListing(`c${at}`))
        const results = await ingest(listings)
        expect(new Set(results.map(({ assessment }) => assessment.engine))).toEqual(
          new Set(['stand@1']),
        )
        await intake.close()
        const ofCandidate = (await assessments()).filter(({ candidate }) => candidate)
        expect(ofCandidate.length).toBeGreaterThan(25)
        expect(ofCandidate.length).toBeLessThan(75)
        expect(ofCandidate.every((assessment) => assessment.engine === 'candidate@1')).toBe(true)
        const { items } = await store.transact(contextOf(sender), (handle) =>
          listListings({
            handle,
            actor: sender,
            engine: stand.name,
            input: { limit: 100 },
            names: starterPackNames(),
          }),
        )
        expect(items.length).toBe(100)
        expect(items.every(({ assessment }) => assessment?.engine === 'stand@1')).toBe(true)
        // Once it is live, what it assessed as a candidate is assessed again and counts.
        stand.candidate = undefined
        stand.become('candidate@1')
        const before = stand.judged.length
        await ingest(listings)
        expect(stand.judged.length - before).toBe(100)
        expect((await assessments()).some(({ candidate }) => candidate)).toBe(false)
      },
    )
  })

  describe('judging again', () => {
    test('goes through stored listings, newest first, and ends', async () => {
      const listings = Array.from({ length: 60 }, (_, at) => aListing(`r${at}`))
      for (let at = 0; at < 60; at += 20) {
        await ingest(listings.slice(at, at + 20))
        await sleep(2)
      }
      stand.become('stand@5')
      stand.judged = []
      // Each organisation has an equal share of a turn.
      const rejudging = startReassessment({ intake, limit: 20 * organisations })
      await rejudging.idle()
      const own = stand.judged.filter(({ id }) => /^r\d+$/.test(id)).map(({ id }) => id)
      expect(own).toHaveLength(60)
      expect(new Set(own.slice(0, 20))).toEqual(new Set(listings.slice(40).map(({ id }) => id)))
      expect(await unjudged()).toBe(0)
      const { pass, due } = await rejudging.progress()
      expect(pass?.doneAt).toBeInstanceOf(Date)
      expect(due).toBe(0)
      await rejudging.stop()
    })

    test('continues after an interruption, and two processes share the work', async () => {
      const listings = Array.from({ length: 200 }, (_, at) => aListing(`s${at}`))
      await ingest(listings)
      stand.become('stand@3')
      stand.judged = []
      stand.paceMs = 10
      const first = startReassessment({ intake, limit: 20 })
      const judged = () => stand.judged.filter(({ id }) => /^s\d+$/.test(id)).map(({ id }) => id)
      await expect.poll(() => judged().length, { interval: 5 }).toBeGreaterThan(0)
      await first.stop()
      expect(judged().length).toBeLessThan(200)
      const two = [1, 2].map(() =>
        startReassessment({
          intake: new ListingIngest({ store, screening: stand }),
          limit: 20,
          everyMs: 20,
        }),
      )
      await expect.poll(unjudged).toBe(0)
      await Promise.all(two.map((reassessment) => reassessment.stop()))
      expect(new Set(judged()).size).toBe(200)
      expect(judged()).toHaveLength(200)
    })

    test('takes over the work of a process that died', async () => {
      await ingest([aListing('a')], { deadline: { ms: 0, from: performance.now() } })
      expect(await unjudged()).toBe(1)
      const holdUntil = (until: string): Promise<unknown> =>
        asOperator(store, (handle) =>
          sql`update judgements_due set claim = ${crypto.randomUUID()}::uuid,
            claimed_until = now() + ${until}::interval`.execute(handle),
        )
      await holdUntil('5 minutes')
      const rejudging = startReassessment({ intake, everyMs: 20 })
      await rejudging.idle()
      expect(await unjudged()).toBe(1)
      await holdUntil('-1 second')
      await expect.poll(unjudged).toBe(0)
      await rejudging.stop()
    })

    test('listings received during a change of engines are assessed by the new one', async () => {
      const rejudging = startReassessment({ intake, everyMs: 20 })
      stand.paceMs = 20
      const ingesting = Array.from({ length: 30 }, async (_, at) => {
        await sleep(at * 3)
        return ingest([aListing(`m${at}`)])
      })
      await sleep(40)
      stand.become('stand@4')
      await Promise.all(ingesting)
      await expect.poll(unjudged).toBe(0)
      await rejudging.stop()
    })
  })
})
