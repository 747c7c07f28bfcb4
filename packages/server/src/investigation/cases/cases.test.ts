import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { askByKey } from '../../../test/leaks/calls.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { rebuildCases } from './rebuild-cases.ts'

type CaseSummary = {
  id: string
  title: string
  brands: string[]
  listings: number
  events: number
  state: string
  assignee: { id: string } | null
  tasks: { id: string; text: string; done: boolean }[]
  turnover: { lines: { id: string }[]; sums: unknown[] }
}
type Acted = { case: CaseSummary; other: CaseSummary | null; changed: number }

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  const people: Record<string, Browser> = {}
  const persons: Record<string, string> = {}
  const listings: string[] = []

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    await newOrganisation(store, 'market')
    await newOrganisation(store, 'rival')
    for (const [who, slug, roles, brands] of [
      ['ana', 'market', ['analyst'], []],
      ['ada', 'market', ['admin'], []],
      ['aud', 'market', ['auditor'], []],
      ['bea', 'market', ['reviewer'], ['gucci']],
      ['riv', 'rival', ['admin'], []],
    ] as const) {
      const email = `${who}@house.example`
      people[who] = await newMember(app, store, slug, email, { roles, brands })
      const { rows } = await asOperator(store, (handle) =>
        sql<{ id: string }>`select id from people where email = ${email}`.execute(handle),
      )
      persons[who] = rows[0]!.id
    }
    const { text } = await newKey(store, 'market', ['listings:write'])
    const rows = Array.from({ length: 8 }, (_, at) => ({ id: `o${at}`, title: `Gucci bag ${at}` }))
    const sent = await askByKey(app, text, 'POST', '/api/v1/listings/batch', rows)
    listings.push(...(sent['results'] as { id: string }[]).map(({ id }) => id))
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const open = async (who: string, input: object = {}): Promise<CaseSummary> => {
    const given = { title: 'Bags of one seller', about: 'seller', ...input }
    const { status, body } = await people[who]!.post('/api/v1/cases', given)
    expect([status, body]).toMatchObject([201, {}])
    return body as CaseSummary
  }
  const ask = (who: string, id: string, action: object, more: object = {}) =>
    people[who]!.post(`/api/v1/cases/${id}/actions`, { action, ...more })
  const act = async (who: string, id: string, what: object, more: object = {}): Promise<Acted> => {
    const { status, body } = await ask(who, id, what, more)
    expect([status, body]).toMatchObject([200, {}])
    return body as Acted
  }
  const list = async (who: string, query = ''): Promise<string[]> => {
    const { status, body } = await people[who]!.get(`/api/v1/cases${query}`)
    expect([status, body]).toMatchObject([200, {}])
    return (body['items'] as CaseSummary[]).map(({ id }) => id)
  }
  const record = async (who: string, id: string) =>
    (await people[who]!.get(`/api/v1/cases/${id}/record?limit=200`)).body['items'] as {
      position: number
      kind: string
      by: { id: string }
      data: Record<string, unknown>
    }[]

  test('collects listings, adds many at once and removes them again', async () => {
    const kept = await open('ana', { listings: [listings[0], listings[0]] })
    expect(kept).toMatchObject({ state: 'open', listings: 1, events: 2, openTasks: 0 })
    const added = await act('ana', kept.id, {
      type: 'add-listings',
      listings: listings.slice(0, 5),
    })
    expect(added).toMatchObject({ changed: 4, case: { listings: 5, events: 3 } })
    const newest = async (): Promise<string[]> => {
      const { body } = await people['ana']!.get('/api/v1/cases?limit=200')
      const cases = body['items'] as { id: string; newestListings: string[] }[]
      return cases.find(({ id }) => id === kept.id)!.newestListings
    }
    // Three of the four that were added last, for lists to show.
    const shown = await newest()
    expect(new Set(shown).size).toBe(3)
    expect(listings.slice(1, 5)).toEqual(expect.arrayContaining(shown))
    const nothing = await act('ana', kept.id, { type: 'add-listings', listings: [listings[1]] })
    expect(nothing).toMatchObject({ changed: 0, case: { events: 3 } })
    const undone = await act('ana', kept.id, {
      type: 'remove-listings',
      listings: listings.slice(1, 5),
    })
    expect(undone).toMatchObject({ changed: 4, case: { listings: 1 } })
    expect(await newest()).toEqual([listings[0]])
    const page = await people['ana']!.get(`/api/v1/cases/${kept.id}/listings`)
    expect(page.body).toMatchObject({
      items: [{ listing: listings[0], externalId: 'o0', title: 'Gucci bag 0', inSight: true }],
      next: null,
    })
    expect(await list('ana', `?listing=${listings[0]}`)).toContain(kept.id)
    expect(await list('ana', `?listing=${listings[1]}`)).not.toContain(kept.id)
    expect((await record('ana', kept.id)).map(({ kind }) => kind)).toEqual([
      'listings-removed',
      'listings-added',
      'listings-added',
      'opened',
    ])
  })

  test('refuses changes to a version changed meanwhile, to a closed case and to a missing one', async () => {
    const { id } = await open('ana')
    await act('ana', id, { type: 'rename', title: 'Other' }, { expectedVersion: 1 })
    const late = await ask('ana', id, { type: 'rename', title: 'Third' }, { expectedVersion: 1 })
    expect(late).toMatchObject({ status: 409, body: { detail: /has 2 events/ } })
    for (const [what, status, pointer] of [
      [{ type: 'finish-task', task: listings[0] }, 404, '/action/task'],
      [{ type: 'remove-turnover', line: listings[0] }, 404, '/action/line'],
      [{ type: 'add-listings', listings: [id] }, 404, '/action/listings/0'],
      [{ type: 'merge', into: listings[0] }, 404, '/action/into'],
      [{ type: 'merge', into: id }, 422, '/action/into'],
      [{ type: 'split', title: 'x', listings: [listings[0]] }, 422, '/action/listings'],
      [{ type: 'snooze', until: '2020-01-01T00:00:00Z' }, 422, '/action/until'],
    ] as const) {
      const answer = await ask('ana', id, what)
      expect([what.type, answer]).toMatchObject([what.type, { status, body: { pointer } }])
    }
    const closed = await act('ana', id, { type: 'close', outcome: 'genuine' })
    expect(closed.case).toMatchObject({ state: 'closed', outcome: 'genuine' })
    expect((await ask('ana', id, { type: 'snooze', until: '2099-01-01T00:00:00Z' })).status).toBe(
      409,
    )
    await act('ana', id, { type: 'note', text: 'The seller wrote again.' })
    expect(await list('ana', '?state=closed')).toContain(id)
    const again = await act('ana', id, { type: 'reopen', reason: 'new offers' })
    expect(again.case).toMatchObject({ state: 'open', outcome: null, closedAt: null })
  })

  test('is assigned to the person who takes it, and to others by an admin', async () => {
    const { id } = await open('ana', { brands: ['gucci'] })
    const to = (who: string) => ({ type: 'assign', to: persons[who] })
    expect((await ask('ana', id, to('ada'))).status).toBe(403)
    await act('ana', id, to('ana'))
    expect(await list('ana', '?assignee=me')).toEqual([id])
    await act('ana', id, to('bea'))
    expect(await list('bea', '?assignee=me')).toEqual([id])
    expect(await list('ana', '?assignee=nobody')).not.toContain(id)
    expect(await ask('ada', id, to('aud'))).toMatchObject({ status: 422 })
    expect(await ask('ada', id, to('riv'))).toMatchObject({ status: 404 })
    const until = new Date(Date.now() + 3_600_000).toISOString()
    await act('ada', id, { ...to('ana'), until })
    expect((await record('ana', id))[0]).toMatchObject({ kind: 'assigned', data: { until } })
    expect(await list('ana', '?assignee=me')).toEqual([id])
    const keepUntil = (moment: string) =>
      asOperator(store, (handle) =>
        sql`update cases set assigned_until = ${moment} where id = ${id}::uuid`.execute(handle),
      )
    // As if the hour had passed.
    await keepUntil('2026-01-01T00:00:00Z')
    expect(await list('ana', '?assignee=me')).toEqual([])
    expect(await list('ana', '?assignee=nobody')).toContain(id)
    await keepUntil(until)
  })

  test('appears on the board in its assignee’s column, and late ones are counted', async () => {
    const board = async (who: string, query = '') => {
      const { body } = await people[who]!.get(`/api/v1/cases/board${query}`)
      const columns = body['columns'] as {
        column: string
        cases: number
        overdue: number
        items: CaseSummary[]
      }[]
      return Object.fromEntries(columns.map(({ column, ...rest }) => [column, rest]))
    }
    const before = await board('ana', '?brand=board-brand')
    expect(Object.keys(before)).toEqual(['nobody', 'in-work', 'snoozed', 'closed'])
    expect(before['nobody']).toEqual({ cases: 0, overdue: 0, items: [] })
    const brands = ['board-brand']
    const late = await open('ana', { brands, due: '2026-01-01T00:00:00Z' })
    const urgent = await open('ana', { brands, priority: 'urgent' })
    const taken = await open('ana', { brands })
    await act('ana', taken.id, { type: 'assign', to: persons['ana'] })
    const resting = await open('ana', { brands })
    await act('ana', resting.id, { type: 'snooze', until: '2099-01-01T00:00:00Z' })
    const done = await open('ana', { brands, due: '2026-01-01T00:00:00Z' })
    await act('ana', done.id, { type: 'close', outcome: 'enforced' })
    const now = await board('ana', '?brand=board-brand&each=1')
    expect(now).toMatchObject({
      nobody: { cases: 2, overdue: 1, items: [{ id: urgent.id }] },
      'in-work': { cases: 1, overdue: 0, items: [{ id: taken.id }] },
      snoozed: { cases: 1, items: [{ id: resting.id }] },
      closed: { cases: 1, overdue: 0, items: [{ id: done.id }] },
    })
    expect(now['nobody']!.items).toHaveLength(1)
    await asOperator(store, (handle) =>
      sql`update cases set closed_at = now() - interval '31 days' where id = ${done.id}::uuid`.execute(
        handle,
      ),
    )
    expect((await board('ana', '?brand=board-brand'))['closed']!.cases).toBe(0)
    expect((await board('bea'))['nobody']!.items.map(({ id }) => id)).not.toContain(late.id)
    expect((await board('riv'))['nobody']!.cases).toBe(0)
  })

  test('is visible only to its organisation, and to members who may see its brands', async () => {
    const { id } = await open('ana', { brands: ['prada'] })
    for (const who of ['riv', 'bea']) {
      expect(await list(who)).not.toContain(id)
      expect((await people[who]!.get(`/api/v1/cases/${id}`)).status).toBe(404)
      expect((await ask(who, id, { type: 'note', text: 'x' })).status).toBe(404)
    }
    expect((await people['aud']!.get(`/api/v1/cases/${id}`)).status).toBe(200)
    expect((await ask('aud', id, { type: 'note', text: 'x' })).status).toBe(403)
    const own = { title: 'x', about: 'product' }
    expect((await people['bea']!.post('/api/v1/cases', own)).status).toBe(403)
    expect((await open('bea', { brands: ['gucci'], listings: [listings[1]] })).listings).toBe(1)
  })

  test('is about the brands of its listings, beside those with which it was opened', async () => {
    const opened = await open('ana', { brands: ['prada'], listings: [listings[0]] })
    expect(opened.brands).toEqual(['prada', 'gucci'])
    expect(await list('bea')).toContain(opened.id)
    const { id } = await open('ana')
    expect(await list('bea')).not.toContain(id)
    const added = await act('ana', id, { type: 'add-listings', listings: listings.slice(0, 2) })
    expect(added.case.brands).toEqual(['gucci'])
    expect(await list('ana', '?brand=gucci')).toContain(id)
    const fewer = await act('ana', id, { type: 'remove-listings', listings: [listings[0]] })
    expect(fewer.case.brands).toEqual(['gucci'])
    const none = await act('ana', id, { type: 'remove-listings', listings: [listings[1]] })
    expect(none.case.brands).toEqual([])
    const named = { type: 'remove-listings', listings: [listings[0]] }
    expect((await act('ana', opened.id, named)).case.brands).toEqual(['prada'])
  })

  test('is merged into another and split off it, with an event in both', async () => {
    const one = await open('ana', { title: 'One', listings: listings.slice(0, 3) })
    const two = await open('ana', { title: 'Two', listings: listings.slice(2, 6) })
    const price = { units: 3, price: '40.10', currency: 'EUR', source: 'the offer says “3 sold”' }
    await act('ana', one.id, { type: 'add-turnover', listing: listings[0], ...price })
    await act('ana', one.id, { type: 'add-task', text: 'Ask the seller' })
    const merged = await act('ana', one.id, { type: 'merge', into: two.id })
    expect(merged).toMatchObject({
      case: { state: 'closed', outcome: 'merged', mergedInto: two.id, listings: 0 },
      other: {
        id: two.id,
        listings: 6,
        openTasks: 1,
        turnover: { sums: [{ currency: 'EUR', amount: '120.30' }] },
      },
      changed: 3,
    })
    const part = listings.slice(0, 2)
    const off = await act('ana', two.id, { type: 'split', title: 'Three', listings: part })
    expect(off).toMatchObject({
      case: { listings: 4 },
      other: { title: 'Three', listings: 2 },
      changed: 2,
    })
    const kinds = (await record('ana', off.other!.id)).map(({ kind }) => kind)
    expect(kinds).toEqual(['split-from', 'listings-added', 'opened'])
    expect((await record('ana', two.id))[0]).toMatchObject({
      kind: 'split-off',
      by: { id: persons['ana'] },
      data: { case: off.other!.id },
    })
  })

  test('is listed by urgency and day, page by page', async () => {
    const brand = 'listed'
    const due = (day: number) => `2027-01-0${day}T00:00:00Z`
    const cases = [
      await open('ana', { brands: [brand], priority: 'urgent' }),
      await open('ana', { brands: [brand], priority: 'high', due: due(1) }),
      await open('ana', { brands: [brand], priority: 'high', due: due(2) }),
      await open('ana', { brands: [brand], priority: 'high' }),
      await open('ana', { brands: [brand], priority: 'low', due: due(1) }),
    ].map(({ id }) => id)
    const rest = await open('ana', { brands: [brand] })
    await act('ana', rest.id, { type: 'snooze', until: '2099-01-01T00:00:00Z' })
    const seen: string[] = []
    let next: string | null = ''
    for (let page = 0; next !== null && page < 9; page += 1) {
      const from: string = next === '' ? '' : `&after=${next}`
      const { body } = await people['ana']!.get(`/api/v1/cases?brand=${brand}&limit=2${from}`)
      seen.push(...(body['items'] as CaseSummary[]).map(({ id }) => id))
      next = body['next'] as string | null
    }
    expect(seen).toEqual(cases)
    expect(await list('ana', `?brand=${brand}&state=snoozed`)).toEqual([rest.id])
    expect(await list('ana', `?brand=${brand}&priority=low`)).toEqual([cases[4]])
    await act('ana', cases[4]!, { type: 'escalate', reason: 'goods that burn' })
    expect((await list('ana', `?brand=${brand}&priority=urgent`)).sort()).toEqual(
      [cases[0], cases[4]].sort(),
    )
  })

  test('two people at once leave no gap and no double', async () => {
    const { id } = await open('ana')
    const actions = Array.from({ length: 12 }, (_, at) =>
      ask(at % 2 === 0 ? 'ana' : 'ada', id, { type: 'add-task', text: `Task ${at}` }),
    )
    expect((await Promise.all(actions)).map(({ status }) => status)).toEqual(actions.map(() => 200))
    const positions = (await record('ana', id)).map(({ position }) => position)
    expect(positions).toEqual(Array.from({ length: 13 }, (_, at) => 13 - at))
    const { body } = await people['ana']!.get(`/api/v1/cases/${id}`)
    expect((body as CaseSummary).tasks).toHaveLength(12)
  })

  test('has the state of its events, and can be rebuilt from them', async () => {
    const due = '2027-01-05T01:00:00+01:00'
    const { id } = await open('ana', { listings: listings.slice(0, 3), due })
    await act('ana', id, { type: 'add-task', text: 'Buy one' })
    await act('ana', id, { type: 'assign', to: persons['ana'] })
    await act('ana', id, { type: 'remove-listings', listings: [listings[1]] })
    const before = (await people['ana']!.get(`/api/v1/cases/${id}`)).body
    const rebuild = () => asOperator(store, (handle) => rebuildCases(handle, { limit: 1000 }))
    expect((await rebuild()).mended).toEqual([])
    await asOperator(store, async (handle) => {
      await sql`update cases set title = 'spoilt', urgency = 0, listings = 9,
        due_at = null where id = ${id}::uuid`.execute(handle)
      await sql`delete from case_listings where case_id = ${id}::uuid
        and listing_id = ${listings[0]}::uuid`.execute(handle)
    })
    expect((await rebuild()).mended).toEqual([id])
    expect((await people['ana']!.get(`/api/v1/cases/${id}`)).body).toEqual(before)
    const { body } = await people['ana']!.get(`/api/v1/cases/${id}/listings`)
    expect((body['items'] as { externalId: string }[]).map((o) => o.externalId).sort()).toEqual([
      'o0',
      'o2',
    ])
  })

  test('events are only added', async () => {
    const { id } = await open('ana')
    const change = asOperator(store, (handle) =>
      sql`update case_events set kind = 'noted' where case_id = ${id}::uuid`.execute(handle),
    )
    await expect(change).rejects.toThrow(/permission denied/)
  })
})
