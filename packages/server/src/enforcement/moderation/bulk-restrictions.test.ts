import { randomUUID } from 'node:crypto'
import type { BulkRestrictionInput, BulkRestrictionPreviewView } from '@touchstone/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import type { Actor } from '../../access/organisations/index.ts'
import { starterPackNames } from '../../brands/visibility/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { servedLocally, validNotice, MarketplaceFixture } from './test/marketplace-fixture.ts'
import {
  actOnBulkRestriction,
  previewBulkRestriction,
  readBulkRestriction,
  restrictInBulk,
  runBulkRestriction,
  type RunOptions,
} from '../bulk-restrictions/index.ts'

onBothEngines((engine, onOne) => {
  let store: Store
  let market: MarketplaceFixture
  const names = starterPackNames()
  const source = { names: () => names, engine: () => 'none' }
  const faults: unknown[] = []

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    market = await MarketplaceFixture.in(store, 'pasar')
    await join(market.analyst)
  })
  afterAll(() => store?.close())

  const join = ({ id, roles }: MarketplaceFixture['analyst']): Promise<void> =>
    asOperator(store, async (handle) => {
      await sql`
        insert into people (id, email, name)
        values (${id}::uuid, ${`${id}@pasar.example`}, 'Ana')`.execute(handle)
      await sql`
        insert into memberships (organisation_id, person_id, roles)
        values (${market.organisationId}::uuid, ${id}::uuid, ${roles}::text[])`.execute(handle)
    })
  const options = (more: Partial<RunOptions> = {}): RunOptions => ({
    store,
    engine: source,
    now: () => market.now,
    sendsMail: false,
    serverAddress: servedLocally,
    onFault: (error) => faults.push(error),
    ...more,
  })
  let numbers = 7000
  const mostItems = 50
  /** Notices about listings of ours, with the same words about the goods. */
  const received = async (count: number, more = {}) => {
    const taken: string[] = []
    for (let at = 0; at < count; at++) {
      const number = String(++numbers)
      await market.take(number)
      taken.push(number)
    }
    const reasons = 'The picture shows a sandal that the holder never made.'
    const places: { notice: string; position: number }[] = []
    for (let from = 0; from < taken.length; from += mostItems) {
      const items = taken.slice(from, from + mostItems).map((one) => ({ identifiers: [one] }))
      const { id } = await market.receive(validNotice('x', { items, reasons, ...more }))
      places.push(...items.map((_, position) => ({ notice: id, position })))
    }
    return places
  }
  const preview = (items: { notice: string; position: number }[]) => {
    const { analyst: actor, now } = market
    const input = { items }
    return market.as(
      (handle) => previewBulkRestriction({ handle, actor, engine: source, now, input }),
      actor,
    )
  }
  const factOf = ({ facts }: BulkRestrictionPreviewView): BulkRestrictionInput['fact'] => {
    const { words: _, count: __, ...fact } = facts.find(({ kind }) => kind === 'statement')!
    return fact
  }
  const begin = async (bulkPreview: BulkRestrictionPreviewView, actor: Actor = market.analyst) => {
    const input: BulkRestrictionInput = {
      fact: factOf(bulkPreview),
      measures: ['disable'],
      why: 'The goods bear the registered sign, and the holder did not make them.',
      items: bulkPreview.items.map(({ notice, position, version }) => ({
        notice,
        position,
        version,
      })),
    }
    const { now } = market
    return market.as((handle) => restrictInBulk({ handle, actor, now, input }), actor)
  }
  const read = (id: string) =>
    market.as((handle) => readBulkRestriction({ handle, actor: market.admin, input: { id } }))
  const act = (id: string, action: Parameters<typeof actOnBulkRestriction>[0]['input']['action']) =>
    market.as(
      (handle) =>
        actOnBulkRestriction({
          handle,
          actor: market.analyst,
          now: market.now,
          input: { id, action },
        }),
      market.analyst,
    )
  const statesOf = async (notice: string): Promise<string[]> => {
    const { items } = await market.read({ id: notice })
    return items.map(({ instances }) => {
      const restriction = instances.find(({ workflow }) => workflow === 'restriction')
      return restriction?.state ?? instances[0]!.state
    })
  }

  onOne(
    'each item gets its own statement; a failing one is listed and stops no other',
    async () => {
      const places = await received(4)
      const { notice } = places[0]!
      const bulkPreview = await preview(places)
      expect(bulkPreview.facts[0]).toMatchObject({ ground: 'counterfeit', count: 4 })
      expect(bulkPreview.items.every(({ excluded }) => excluded === null)).toBe(true)
      const { id } = await begin(bulkPreview)
      // Someone changes an item after it was displayed.
      await market.act(
        { id: notice },
        { type: 'triage', knowledge: 'no', knowledgeReason: 'Not evident.', lifeSafety: false },
        market.reviewer,
        2,
      )
      await runBulkRestriction(options(), id)
      const { bulk, problems } = await read(id)
      expect(bulk).toMatchObject({ state: 'completed', items: 4, restricted: 3, failed: 1 })
      expect(problems).toMatchObject([{ position: 2, code: 'version-mismatch' }])
      expect(await statesOf(notice)).toEqual([
        'statement-sent',
        'statement-sent',
        'triaged',
        'statement-sent',
      ])
      const { items } = await market.read({ id: notice })
      const texts = items.flatMap(({ statements }) => statements.map(({ text }) => text))
      expect(new Set(texts).size).toBe(3)
      expect(items[0]!.statements[0]).toMatchObject({
        to: expect.stringContaining('seller-of-7001'),
      })
      expect(faults).toEqual([])
    },
  )

  test('run again, or by two at once, it restricts nothing twice; one action reverses all', async () => {
    const places = await received(3)
    const { notice } = places[0]!
    const { id } = await begin(await preview(places))
    await Promise.all([runBulkRestriction(options(), id), runBulkRestriction(options(), id)])
    // The first to find nothing left may end while the other still decides on its item.
    await runBulkRestriction(options(), id)
    await act(id, { type: 'resume' })
    await runBulkRestriction(options(), id)
    expect((await read(id)).bulk).toMatchObject({ state: 'completed', restricted: 3, failed: 0 })
    const { items } = await market.read({ id: notice })
    expect(items.map(({ statements, measures }) => [statements.length, measures.length])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ])
    await act(id, { type: 'reverse', reason: 'The holder made them after all.' })
    await runBulkRestriction(options(), id)
    expect((await read(id)).bulk).toMatchObject({ state: 'reversed', restricted: 0, reversed: 3 })
    expect(await statesOf(notice)).toEqual(['reversed', 'reversed', 'reversed'])
  })

  onOne('stopping keeps what is done, and resuming does the rest', async () => {
    const { id } = await begin(await preview(await received(3)))
    const aborting = new AbortController()
    let requestCount = 0
    const stopping = options({
      // Asked once for the decision on an item, and once when it is done.
      now: () => {
        if (++requestCount === 2) aborting.abort()
        return market.now
      },
    })
    await runBulkRestriction(stopping, id, aborting.signal)
    expect((await read(id)).bulk).toMatchObject({ state: 'running', restricted: 1, waiting: 2 })
    await act(id, { type: 'stop' })
    await runBulkRestriction(options(), id)
    expect((await read(id)).bulk).toMatchObject({ state: 'stopped', restricted: 1, waiting: 2 })
    await act(id, { type: 'resume' })
    await runBulkRestriction(options(), id)
    expect((await read(id)).bulk).toMatchObject({ state: 'completed', restricted: 3 })
  })

  onOne(
    'what needs a decision of its own is left out, and refused if it is sent all the same',
    async () => {
      const [same] = await received(1)
      const [other] = await received(1, { reasons: 'The seller says that it is a copy.' })
      const [threat] = await received(1, { reasons: 'The charger causes burns.' })
      const [known] = [await market.receive(validNotice('nowhere-at-all'))]
      const unknown = { notice: known.id, position: 0 }
      const bulkPreview = await preview([same!, other!, threat!, unknown])
      expect(bulkPreview.items.map(({ excluded }) => excluded)).toEqual([
        null,
        null,
        'possible-threat-to-life',
        'no-listing',
      ])
      const { id } = await begin({
        ...bulkPreview,
        facts: bulkPreview.facts.filter(({ words }) => /never made/.test(words)),
      })
      await runBulkRestriction(options(), id)
      const { bulk, problems } = await read(id)
      expect(bulk).toMatchObject({ restricted: 1, failed: 3 })
      expect(problems.map(({ code }) => code)).toEqual([
        'checked-fact-not-shared',
        'item-not-for-bulk',
        'item-not-for-bulk',
      ])
    },
  )

  onOne('a confidentiality hold that began after the display stops its item alone', async () => {
    const places = await received(2)
    const bulkPreview = await preview(places)
    const { id } = await begin(bulkPreview)
    await asOperator(store, (handle) =>
      sql`
        insert into confidentiality_holds (id, organisation_id, scope, listing_id, wanted_by,
          reference, reason, review_on, set_at, expires_at)
        values (${randomUUID()}::uuid, ${market.organisationId}::uuid, 'listing',
          ${bulkPreview.items[0]!.listing}::uuid, 'counsel', 'x', 'x', ${market.now}::timestamptz,
          ${market.now}::timestamptz, ${market.now}::timestamptz + interval '1 day')`.execute(
        handle,
      ),
    )
    await runBulkRestriction(options(), id)
    const { bulk, problems } = await read(id)
    expect(bulk).toMatchObject({ restricted: 1, failed: 1 })
    expect(problems).toMatchObject([{ position: 0, code: 'item-not-for-bulk' }])
    expect((await preview(places)).items[0]).toMatchObject({ excluded: 'on-hold' })
  })

  onOne('who may no longer decide restricts nothing', async () => {
    const formerMember = { ...market.analyst, id: randomUUID() }
    const places = await received(1)
    const { id } = await begin(await preview(places), formerMember)
    await runBulkRestriction(options(), id)
    expect((await read(id)).problems).toMatchObject([{ code: 'permission-required' }])
    expect(await statesOf(places[0]!.notice)).toEqual(['received'])
  })

  // The embedded store works in this process, so that its time is measured too.
  const onEmbedded = engine.name === 'embedded' ? test : () => undefined
  onEmbedded(
    'the processor time of an item does not grow with the size of the bulk restriction',
    async () => {
      // More of them for a measurement: `TOUCHSTONE_BULK_ITEMS=200 npm test -- <this file>`.
      const many = Number(process.env['TOUCHSTONE_BULK_ITEMS'] ?? 32)
      const timeOf = async (count: number): Promise<number> => {
        const items = await received(count)
        const [from, start] = [process.cpuUsage(), performance.now()]
        const bulkPreview = await preview(items)
        const previewed = performance.now()
        const { id } = await begin(bulkPreview)
        await runBulkRestriction(options(), id)
        const { user, system } = process.cpuUsage(from)
        const [looked, ran] = [previewed - start, performance.now() - previewed]
        if (count > 32) {
          const used = `${Math.round((user + system) / 1000)} ms of the processor`
          const times = `preview ${Math.round(looked)} ms, restriction ${Math.round(ran)} ms`
          process.stderr.write(`${engine.name}: ${count} items, ${times}, ${used}\n`)
        }
        expect((await read(id)).bulk.restricted).toBe(count)
        return (user + system) / count
      }
      await timeOf(4)
      const small = Math.max(await timeOf(8), await timeOf(8))
      expect((await timeOf(many)) / small).toBeLessThan(2.5)
    },
  )
})
