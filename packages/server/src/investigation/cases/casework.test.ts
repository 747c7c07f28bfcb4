import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { askByKey } from '../../../test/leaks/calls.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { jpeg, samsungTrailer, pdf, png } from '../../../test/document-files.ts'
import { rebuildCases } from './rebuild-cases.ts'
import { sweepSla } from './sweep-sla.ts'

type Body = Record<string, unknown>
type CaseSummary = {
  id: string
  listings: number
  openTasks: number
  priority: string
  state: string
  queue: string | null
  assignee: { id: string; until: string | null } | null
  sla: {
    hours: number
    from: string
    due: string
    stands: boolean
    breachedAt: string | null
  } | null
  tasks: { id: string; text: string; done: boolean }[]
  turnover: { lines: unknown[] }
}

const hour = 3_600_000

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  const people: Record<string, Browser> = {}
  const persons: Record<string, string> = {}
  const listings: string[] = []
  let ownListing: string

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    await newOrganisation(store, 'market', { name: 'Market' })
    await newOrganisation(store, 'house', { kind: 'rights-holder', name: 'House' })
    await newOrganisation(store, 'rival', { kind: 'rights-holder', name: 'Rival' })
    await newStandingClaim(store, 'house', 'gucci')
    for (const [who, slug, roles, brands] of [
      ['ana', 'market', ['analyst'], []],
      ['ada', 'market', ['admin'], []],
      ['aud', 'market', ['auditor'], []],
      ['hal', 'house', ['admin'], []],
      ['bea', 'house', ['analyst'], ['prada']],
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
    const rows = Array.from({ length: 6 }, (_, at) => ({
      id: `o${at}`,
      title: `Gucci leather handbag ${at}`,
      brand: 'Gucci',
      ...(at === 5 && { seller: { id: 's1', country: 'VN' } }),
    }))
    const sent = await askByKey(app, text, 'POST', '/api/v1/listings/batch', rows)
    listings.push(...(sent['results'] as { id: string }[]).map(({ id }) => id))
    const key = await newKey(store, 'house', ['listings:write'])
    const own = await askByKey(app, key.text, 'POST', '/api/v1/listings', rows[0])
    ownListing = own['id'] as string
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const post = (who: string, path: string, body: unknown) =>
    people[who]!.post(`/api/v1/${path}`, body)
  const ok = async (answer: Promise<{ status: number; body: Body }>): Promise<Body> => {
    const { status, body } = await answer
    if (status >= 300) throw new Error(JSON.stringify(body))
    return body
  }
  const open = async (input: object = {}, who = 'ana'): Promise<CaseSummary> =>
    (await ok(post(who, 'cases', { title: 'Bags', about: 'seller', ...input }))) as CaseSummary
  const act = async (id: string, what: object, who = 'ana') =>
    (await ok(post(who, `cases/${id}/actions`, { action: what }))) as {
      case: CaseSummary
      other: CaseSummary
      changed: number
    }
  const record = async (id: string, who = 'ana') =>
    (await people[who]!.get(`/api/v1/cases/${id}/record?limit=200`)).body['items'] as {
      kind: string
      data: Body
      by: { id: string }
    }[]
  const isRebuiltTheSame = async (): Promise<void> => {
    const { mended } = await asOperator(store, (handle) => rebuildCases(handle, { limit: 1000 }))
    expect(mended).toEqual([])
  }
  const queueOf = (more: object = {}) => ({
    name: 'Queue',
    place: 5,
    rules: [],
    assignee: null,
    assignHours: null,
    sla: { low: null, normal: 48, high: 24, urgent: 2 },
    ...more,
  })
  const template = {
    name: 'Seller',
    about: 'seller',
    priority: 'high',
    tasks: ['Capture', 'Ask'],
    slaHours: 10,
    note: 'See the guideline.',
  }

  test('a template brings tasks, note, priority and time, and each version stays', async () => {
    expect((await post('ana', 'case-templates', template)).status).toBe(403)
    const { id } = await ok(post('ada', 'case-templates', template))
    const path = `case-templates/${id as string}/versions`
    const kept = await open({ template: id })
    expect(kept).toMatchObject({
      priority: 'high',
      openTasks: 2,
      template: { id, version: 1 },
      sla: { hours: 10 },
      tasks: [{ text: 'Capture' }, { text: 'Ask' }],
    })
    expect(Date.parse(kept.sla!.due) - Date.parse(kept.sla!.from)).toBe(10 * hour)
    expect((await record(kept.id)).map(({ kind }) => kind)).toEqual([
      'sla-set',
      'task-added',
      'task-added',
      'noted',
      'opened',
    ])
    await ok(post('ada', path, { template: { ...template, tasks: [] }, expectedVersion: 1 }))
    const late = await post('ada', path, { template, expectedVersion: 1 })
    expect(late).toMatchObject({ status: 409, body: { code: 'version-mismatch' } })
    expect((await open({ template: id, priority: 'low' })).priority).toBe('low')
    await ok(post('ada', path, { template, expectedVersion: 2, retired: true }))
    expect((await post('ana', 'cases', { title: 'x', about: 'seller', template: id })).status).toBe(
      409,
    )
    const { items } = (await people['aud']!.get(`/api/v1/${path}`)).body
    expect((items as Body[]).map(({ version, retired }) => [version, retired])).toEqual([
      [3, true],
      [2, false],
      [1, false],
    ])
    expect((await people['riv']!.get(`/api/v1/${path}`)).status).toBe(404)
    await isRebuiltTheSame()
  })

  test('a case is put into the first matching queue, with the queue’s assignee and time limit', async () => {
    const wanted = { assignee: persons['ana'], assignHours: 8 }
    const country = queueOf({ name: 'VN', place: 1, rules: [{ countries: ['VN'] }], ...wanted })
    const money = queueOf({
      name: 'Money',
      place: 2,
      rules: [{ brands: ['gucci'], turnover: { from: '1000', currency: 'EUR' } }],
    })
    expect(
      (await post('ada', 'case-queues', { ...country, assignee: persons['aud'] })).status,
    ).toBe(422)
    expect((await post('ana', 'case-queues', country)).status).toBe(403)
    const vn = (await ok(post('ada', 'case-queues', country)))['id'] as string
    const rich = (await ok(post('ada', 'case-queues', money)))['id'] as string

    const routed = await open({ listings: [listings[5]], brands: ['gucci'] })
    expect(routed).toMatchObject({
      queue: vn,
      assignee: { id: persons['ana'] },
      sla: { hours: 48 },
    })
    expect(Date.parse(routed.assignee!.until!) - Date.now()).toBeGreaterThan(7 * hour)
    const plain = await open({ listings: [listings[0]], brands: ['gucci'] })
    expect(plain).toMatchObject({ queue: null, sla: null })
    const line = { listing: listings[0], currency: 'EUR', source: 'x' }
    const few = await act(plain.id, { type: 'add-turnover', units: 9, price: '100', ...line })
    expect(few.case.queue).toBeNull()
    const many = await act(plain.id, { type: 'add-turnover', units: 1, price: '100', ...line })
    expect(many.case).toMatchObject({ queue: rich, sla: { hours: 48 } })
    expect((await record(plain.id)).find(({ kind }) => kind === 'queued')?.data).toEqual({
      queue: rich,
      name: 'Money',
      rule: 1,
    })
    // A higher priority shortens the SLA, counted from the opening.
    const sooner = await act(plain.id, { type: 'prioritise', priority: 'urgent' })
    expect(sooner.case.sla).toMatchObject({ hours: 2, from: many.case.sla!.from })
    const moved = await act(plain.id, { type: 'move-to-queue', queue: null })
    expect(moved.case).toMatchObject({ queue: null, sla: null })
    expect((await act(plain.id, { type: 'route' })).case.queue).toBe(rich)
    const unknown = await post('ana', `cases/${plain.id}/actions`, {
      action: { type: 'move-to-queue', queue: plain.id },
    })
    expect(unknown).toMatchObject({ status: 404, body: { pointer: '/action/queue' } })
    const { items } = (await people['ana']!.get('/api/v1/case-queues')).body
    expect(items).toMatchObject([
      { id: vn, open: 1, breached: 0 },
      { id: rich, open: 1 },
    ])
    const list = (await people['ana']!.get(`/api/v1/cases?queue=${vn}`)).body[
      'items'
    ] as CaseSummary[]
    expect(list.map(({ id }) => id)).toEqual([routed.id])
    const { body } = await people['ana']!.get(`/api/v1/cases/board?queue=${rich}`)
    const [nobody] = body['columns'] as Body[]
    expect(nobody).toMatchObject({ cases: 1, items: [{ id: plain.id, pictures: [] }] })
    await isRebuiltTheSame()
    for (const [id, queue] of [
      [vn, country],
      [rich, money],
    ] as const) {
      await ok(people['ada']!.ask('PUT', `/api/v1/case-queues/${id}`, { ...queue, retired: true }))
    }
    expect((await open({ listings: [listings[5]] })).queue).toBeNull()
  })

  test('an overdue case is reported once, and not if it was closed before', async () => {
    const { id: queue } = await ok(post('ada', 'case-queues', queueOf({ name: 'Late', place: 9 })))
    const late = await open({ queue })
    const done = await open({ queue })
    await act(done.id, { type: 'close', outcome: 'genuine' })
    // Other cases that are overdue by then are reported too.
    await sweepSla(store, () => new Date(Date.parse(late.sla!.due) - 1))
    expect((await record(late.id))[0]?.kind).toBe('sla-set')
    const passed = () => new Date(Date.parse(late.sla!.due) + hour)
    const told = await Promise.all([sweepSla(store, passed), sweepSla(store, passed)])
    expect(told.reduce((sum, one) => sum + one)).toBeGreaterThan(0)
    expect(await sweepSla(store, passed)).toBe(0)
    const kinds = (await record(late.id)).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'sla-breached')).toEqual(['sla-breached'])
    expect((await record(done.id)).map(({ kind }) => kind)).not.toContain('sla-breached')
    const { rows } = await asOperator(store, (handle) =>
      sql<{ data: Body }>`
        select data from outbox_events where type = 'case.sla-breached'
          and data ->> 'case' = ${late.id}`.execute(handle),
    )
    expect(rows).toMatchObject([{ data: { queue, priority: 'normal', due: late.sla!.due } }])
    // A snoozed case gets that much more time, but one already overdue stays so.
    const resting = await open({ queue })
    const until = new Date(Date.parse(resting.sla!.from) + 100 * hour).toISOString()
    const { case: rests } = await act(resting.id, { type: 'snooze', until })
    expect(rests.sla).toMatchObject({ stands: true, hours: 48 })
    expect(Date.parse(rests.sla!.due)).toBeGreaterThan(Date.parse(until) + 47 * hour)
    await isRebuiltTheSame()
    const { case: awake } = await act(resting.id, { type: 'wake' })
    expect(awake.sla).toMatchObject({ stands: false })
    expect(Date.parse(awake.sla!.due) - Date.parse(resting.sla!.due)).toBeLessThan(hour)
    const { case: still } = await act(late.id, { type: 'snooze', until })
    expect(still.sla).toMatchObject({ stands: false, due: late.sla!.due })
    // Reopening restarts its SLA.
    await act(late.id, { type: 'close', outcome: 'genuine' })
    const again = await act(late.id, { type: 'reopen', reason: 'more' })
    expect(again.case.sla).toMatchObject({ hours: 48, breachedAt: null })
    expect(again.case.sla!.from > late.sla!.from).toBe(true)
    await isRebuiltTheSame()
  })

  test('a merge is undone: moved items return, existing and later ones stay', async () => {
    const one = await open({ listings: listings.slice(0, 3) })
    const two = await open({ listings: listings.slice(2, 4) })
    const line = { units: 3, price: '40', currency: 'EUR', source: 'x', listing: listings[0] }
    await act(one.id, { type: 'add-turnover', ...line })
    for (const text of ['First', 'Second']) await act(one.id, { type: 'add-task', text })
    const merged = await act(one.id, { type: 'merge', into: two.id })
    const first = merged.other.tasks.find(({ text }) => text === 'First')!
    await act(two.id, { type: 'finish-task', task: first.id })
    await act(two.id, { type: 'add-listings', listings: [listings[4]] })
    const undone = await act(one.id, { type: 'undo-merge', reason: 'two sellers' })
    expect(undone).toMatchObject({
      case: {
        state: 'open',
        listings: 3,
        mergedInto: null,
        openTasks: 1,
        turnover: { lines: [{ units: 3 }] },
      },
      other: { id: two.id, listings: 3, tasks: [], turnover: { lines: [] } },
    })
    const inside = async (id: string) =>
      (
        (await people['ana']!.get(`/api/v1/cases/${id}/listings`)).body['items'] as {
          listing: string
        }[]
      )
        .map(({ listing }) => listings.indexOf(listing))
        .sort()
    expect([await inside(one.id), await inside(two.id)]).toEqual([
      [0, 1, 2],
      [2, 3, 4],
    ])
    for (const id of [one.id, two.id])
      expect((await record(id)).map(({ kind }) => kind)).toContain('merge-undone')
    const twice = await post('ana', `cases/${one.id}/actions`, {
      action: { type: 'undo-merge', reason: 'x' },
    })
    expect(twice.status).toBe(409)
    // An empty case is merged and restored without what an earlier merge moved.
    await act(one.id, { type: 'remove-listings', listings })
    await act(one.id, { type: 'merge', into: two.id })
    const empty = await act(one.id, { type: 'undo-merge', reason: 'x' })
    expect([empty.case.listings, await inside(two.id)]).toEqual([0, [2, 3, 4]])
    await isRebuiltTheSame()
  })

  test('a file has the type of its bytes, is returned as a download, and is deleted by two people', async () => {
    const { id } = await open()
    const path = `cases/${id}/files`
    const sent = (name: string, content: Buffer) => ({ name, content: content.toString('base64') })
    const kept = await ok(post('ana', path, sent('../label.exe', png(40, 30))))
    expect(kept).toMatchObject({ name: 'label_exe.png', mediaType: 'image/png', removal: null })
    const script = pdf('x', { catalog: '/OpenAction << /S /JavaScript /JS (app.alert(1)) >>' })
    for (const content of [script, Buffer.from('<html>'), Buffer.from('504b0304140000', 'hex')]) {
      const refused = await post('ana', path, sent('x.pdf', content))
      expect(refused).toMatchObject({ status: 422, body: { pointer: '/content' } })
    }
    expect((await post('aud', path, sent('x.png', png(1, 1)))).status).toBe(403)
    expect((await people['riv']!.get(`/api/v1/${path}`)).status).toBe(404)
    const file = `/api/v1/${path}/${kept['id'] as string}`
    const cookie = [...people['aud']!.cookies].map((pair) => pair.join('=')).join('; ')
    const headers = { host: 'touchstone.example.com', cookie, 'sec-fetch-site': 'same-origin' }
    const given = await app.inject({ method: 'GET', url: file, headers })
    expect(given.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''label_exe.png`,
    })
    expect(given.rawPayload).toEqual(png(40, 30))
    const removal = (who: string, what: object) =>
      people[who]!.post(`${file}/actions`, { action: what })
    expect((await removal('ana', { type: 'approve-removal' })).status).toBe(409)
    await ok(removal('ana', { type: 'request-removal', reason: 'wrong case' }))
    expect((await removal('ana', { type: 'approve-removal' })).status).toBe(403)
    await ok(removal('ada', { type: 'approve-removal' }))
    expect((await people['ana']!.get(file)).status).toBe(404)
    const { items } = (await people['ana']!.get(`/api/v1/${path}`)).body
    expect(items).toMatchObject([{ removal: { reason: 'wrong case' }, removedAt: /Z$/ }])
    expect((await record(id)).slice(0, 3).map(({ kind }) => kind)).toEqual([
      'file-removed',
      'file-removal-asked',
      'file-added',
    ])
  })

  test('a photo with a page behind it, as phones append their own parts, is saved as a photo and opened nowhere', async () => {
    const { id } = await open()
    const path = `cases/${id}/files`
    const photo = Buffer.concat([
      jpeg(40, 30),
      samsungTrailer([[0x0a01, 'Note', Buffer.from('<script>alert(1)</script>')]]),
    ])
    const input = { name: 'photo.html', content: photo.toString('base64') }
    const { id: file } = await ok(post('ana', path, input))
    const cookie = [...people['ana']!.cookies].map((pair) => pair.join('=')).join('; ')
    const headers = { host: 'touchstone.example.com', cookie, 'sec-fetch-site': 'same-origin' }
    const url = `/api/v1/${path}/${file as string}`
    expect((await app.inject({ method: 'GET', url, headers })).headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'content-disposition': `attachment; filename*=UTF-8''photo_html.jpg`,
      'content-security-policy': "default-src 'none'; sandbox",
    })
  })

  test('a shared note is visible only to the other side of a listing, and gets a reply', async () => {
    const sharing = await open({ listings: [listings[0]], brands: ['gucci'] })
    const path = `cases/${sharing.id}/shared-notes`
    const word = { listing: listings[0], brand: 'gucci', text: 'Twelve were sold.' }
    expect((await post('ana', path, { ...word, brand: 'prada' })).status).toBe(422)
    expect((await post('ana', path, { ...word, listing: listings[1] })).status).toBe(404)
    const note = await ok(post('ana', path, word))
    const inbox = async (who: string, query = '') =>
      (await people[who]!.get(`/api/v1/shared-notes${query}`)).body['items'] as Body[]
    expect(await inbox('hal')).toMatchObject([{ ...word, from: 'Market', own: false }])
    for (const who of ['riv', 'bea', 'ana']) expect([who, await inbox(who)]).toEqual([who, []])
    const reply = (who: string) =>
      post(who, `shared-notes/${note['id'] as string}/replies`, { text: 'None by us.' })
    for (const who of ['riv', 'bea']) expect((await reply(who)).status).toBe(404)
    expect((await reply('ada')).status).toBe(409)
    await ok(reply('hal'))
    const { items } = (await people['ana']!.get(`/api/v1/${path}`)).body
    expect(items).toMatchObject([
      { text: 'None by us.', from: 'House', own: false, answerTo: note['id'] },
      { text: 'Twelve were sold.', own: true },
    ])
    expect(await inbox('hal', `?listing=${listings[0]}`)).toHaveLength(2)
    // The brand's holder writes to the sender of a listing; nobody can write about a listing that no one else sees.
    const theirs = await open({ listings: [listings[0], ownListing], brands: ['gucci'] }, 'hal')
    const from = `cases/${theirs.id}/shared-notes`
    await ok(post('hal', from, { ...word, text: 'Take it down, please.' }))
    expect((await inbox('ana'))[0]).toMatchObject({ text: 'Take it down, please.', from: 'House' })
    expect((await post('hal', from, { ...word, listing: ownListing })).status).toBe(409)
    // Losing sight of the listing also hides notes about it.
    await asOperator(store, (handle) =>
      sql`delete from brand_sight where brand_id = 'gucci'`.execute(handle),
    )
    expect(await inbox('hal')).toEqual([])
    await isRebuiltTheSame()
  })
})
