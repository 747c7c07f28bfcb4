import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Term, type Listing } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, operator } from '../../../test/builders.ts'
import { onEmbedded } from '../../../test/engines.ts'
import { Browser, newMember, password, publicUrl } from '../../../test/users.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { createApi } from '../../app/api/index.ts'
import { ListingIngest, startReassessment } from '../../listings/ingest/index.ts'
import { ensureFirstAdmin } from '../../access/users/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import type { Poller } from '../../platform/poller/index.ts'
import { screenInProcess, startScreening, type Screening } from '../../listings/screening/index.ts'
import { draftWeights, pollReleases } from './index.ts'

type Body = Record<string, unknown>
type ReleaseBody = Body & { id: string; edit: number; version: number; state: string }
type Figures = { counts: number; found: number }

/** An engine compiles in a second or two, on a busy machine in more. */
const term = (more: Partial<Term> = {}): Term =>
  Term.parse({
    id: 'en.zarvolite',
    forms: ['zarvolite'],
    meaning: 'a copy, among traders',
    strength: 'S',
    kind: 'replica',
    source: 'invented',
    ...more,
  })
const contentOf = (...terms: Term[]): Body => ({
  lexicon: { terms: terms.map((entry) => ({ language: 'en', term: entry })) },
})

// The examples take every step of an engine release on both engines; the slow part here is the engine itself.
onEmbedded((engine) => {
  let store: Store
  let app: FastifyInstance
  let intake: ListingIngest
  let rejudging: ReturnType<typeof startReassessment>
  let admin: Browser
  let member: Browser
  let key: string
  // Two processes on one store.
  const processes: Screening[] = []
  const watches: Poller[] = []
  function watch(screening: Screening): void {
    const onChange = (changed: Parameters<Screening['revise']>[0]) => screening.revise(changed)
    watches.push(pollReleases({ store, onChange, everyMs: 100, onFault: console.error }))
  }
  async function stopWatching(): Promise<void> {
    for (const poller of watches.splice(0)) await poller.stop()
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-releases-'))

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    processes.push(await startScreening({ threads: 1 }), screenInProcess(starterEngine))
    processes.forEach(watch)
    intake = new ListingIngest({ store, screening: processes[0]! })
    rejudging = startReassessment({ intake, onFault: console.error })
    app = createApi({
      store,
      screening: processes[0]!,
      intake,
      checkAnswers: true,
      onFault: console.error,
      people: { publicUrl, secureCookie: true, cost: { ln: 9, r: 8, p: 1 } },
    })
    const first = await ensureFirstAdmin(store, { email: 'root@touchstone.example', dataDir })
    admin = new Browser(app)
    await admin.signIn('root@touchstone.example', first?.password)
    await admin.post('/api/v1/password', { current: first?.password, next: password })
    await newOrganisation(store, 'market')
    key = (await newKey(store, 'market', ['listings:read', 'listings:write', 'decisions:write']))
      .text
    member = await newMember(app, store, 'market', 'mira@market.example')
    await ingest([
      ...Array.from({ length: 400 }, (_, at) => ({ id: `plain-${at}`, title: `Tea cup ${at}` })),
      {
        id: 'hit',
        title: 'Gucci bag zarvolite, write to vendor@trade.example',
        seller: { id: 's-9', name: 'Zelda Quist', type: 'private' as const },
      },
    ])
  })
  afterAll(async () => {
    await app?.close()
    await rejudging?.stop()
    await intake?.close()
    await stopWatching()
    for (const screening of processes) await screening.close()
    await store?.close()
    rmSync(dataDir, { recursive: true })
  })

  async function ingest(listings: Listing[]): Promise<void> {
    const payload = listings.map((listing) => JSON.stringify(listing)).join('\n')
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' }
    const { statusCode, body } = await app.inject({
      method: 'POST',
      url: '/api/v1/listings/batch',
      headers,
      payload,
    })
    if (statusCode !== 200) throw new Error(body)
  }

  const api = '/api/v1/engine-releases'
  async function draft(more: Body = {}): Promise<ReleaseBody> {
    const { status, body } = await admin.post(api, { title: 'Zarvolite', ...more })
    expect(status).toBe(201)
    return body as ReleaseBody
  }
  const step = async (id: string, type: string, more: Body = {}, expectedVersion?: number) =>
    admin.post(`${api}/${id}/actions`, { action: { type, ...more }, expectedVersion })
  const names = (): string[] => processes.map(({ name }) => name)
  /** Whether the stored listing appears among those of this verdict. */
  async function isServedAs(verdict: string): Promise<boolean> {
    const headers = { authorization: `Bearer ${key}` }
    const url = `/api/v1/listings?limit=5&verdict=${verdict}`
    const answer = await app.inject({ url, headers })
    const { items } = answer.json<{ items: { listing: Listing }[] }>()
    return items.some(({ listing }) => listing.id === 'hit')
  }
  async function verdictOf(title: string): Promise<string | undefined> {
    const [judged] = await processes[1]!.screen([{ id: '1', title }])
    return judged?.verdict
  }

  test('a term is drafted, previewed, put in shadow, served everywhere and rolled back', async () => {
    const before = names()
    const { body: preview } = await admin.post('/api/v1/lexicon/previews', {
      language: 'en',
      term: term(),
    })
    expect(preview).toMatchObject({
      sample: 401,
      read: 401,
      ordinary: 401,
      findings: [],
      terms: [{ id: 'en.zarvolite', found: 1, counts: 1, ordinary: 1 }],
      moves: [{ from: 'clear', count: 1 }],
      examples: [{ place: 'zarvolite', field: 'title', before: 'Gucci bag ', listing: null }],
    })
    // The e-mail address is masked, and nobody is named.
    expect(JSON.stringify(preview)).not.toMatch(/vendor@|Zelda|s-9/)

    const { id } = await draft({ content: contentOf(term()) })
    const { status, body: inShadow } = await step(id, 'start-shadow', { share: 1, note: 'a look' })
    expect([status, inShadow['state']]).toEqual([200, 'shadow'])
    expect(inShadow['trial']).toMatchObject({ figures: { terms: [{ counts: 1 }] } })
    await expect.poll(() => processes[0]!.candidate?.name).toMatch(/\+release\.[0-9a-f]{8}$/)
    expect(names()).toEqual(before)
    await ingest([{ id: 'late', title: 'Prada wallet, zarvolite' }])
    await expect
      .poll(async () => (await admin.get(`${api}/${id}`)).body['shadow'])
      .toMatchObject({ judged: 1, moves: [{ from: 'clear', count: 1 }] })

    expect((await step(id, 'make-live')).status).toBe(200)
    await expect.poll(() => names().every((name) => name.includes('+release.'))).toBe(true)
    expect(await verdictOf('Gucci bag zarvolite')).not.toBe('clear')
    await expect.poll(() => isServedAs('clear')).toBe(false)
    const { body: lexicon } = await member.get('/api/v1/lexicon?origin=own')
    expect(lexicon).toMatchObject({ total: 1, items: [{ origin: 'added', language: 'en' }] })

    expect((await step(id, 'roll-back', { note: 'too eager' })).body['state']).toBe('retired')
    await expect.poll(names).toEqual(before)
    expect(await verdictOf('Gucci bag zarvolite')).toBe('clear')
    // Earlier assessments count again, even if no new one is made.
    await expect.poll(() => isServedAs('clear')).toBe(true)
    const { history } = (await admin.get(`${api}/${id}`)).body as { history: Body[] }
    expect(history.map(({ step }) => step)).toEqual(['retired', 'to-live', 'to-shadow', 'drafted'])
    expect(history[0]).toMatchObject({ note: 'too eager', actor: { kind: 'person' } })
    const { rows } = await asOperator(store, (handle) =>
      sql<{ action: string }>`
        select action from audit_events where subject_id = ${id} order by at`.execute(handle),
    )
    expect(rows.map(({ action }) => action)).toEqual([
      'engine-release-drafted',
      'engine-release-to-shadow',
      'engine-release-to-live',
      'engine-release-retired',
    ])
    // From here on only the store's state matters, without the seconds of compiling engines.
    await stopWatching()
  })

  test('going back twice goes two steps', async () => {
    const ids: string[] = []
    for (const form of ['quibbex', 'dravone']) {
      const { id } = await draft({ content: contentOf(term({ id: `en.${form}`, forms: [form] })) })
      await step(id, 'start-shadow')
      expect((await step(id, 'make-live')).status).toBe(200)
      ids.push(id)
    }
    const states = async () => {
      const read = await Promise.all(ids.map((id) => admin.get(`${api}/${id}`)))
      return read.map(({ body }) => body['state'])
    }
    expect(await states()).toEqual(['retired', 'live'])
    await step(ids[1]!, 'roll-back')
    expect(await states()).toEqual(['live', 'retired'])
    await step(ids[0]!, 'roll-back')
    expect(await states()).toEqual(['retired', 'retired'])
  })

  describe('is kept from shadow', () => {
    test('a revision with a fault, which a draft may have', async () => {
      const faulty = term({ guards: ['en.nowhere'] })
      const { id, findings } = await draft({ content: contentOf(faulty) })
      expect(findings).toMatchObject([{ at: 'en/en.zarvolite' }])
      const { status, body } = await step(id, 'start-shadow')
      expect([status, body['detail']]).toEqual([
        409,
        expect.stringContaining('names the guard en.nowhere'),
      ])
    })

    test('a term that occurs in over 1 % of ordinary stored listings', async () => {
      const { id } = await draft({
        content: contentOf(term({ id: 'en.tea', forms: ['tea cup'], strength: 'W' })),
      })
      const { body } = await step(id, 'start-shadow')
      expect(body['detail']).toMatch(/“en\.tea” occurs in 400 of 40[12] ordinary listings/)
    })

    test('a second one, for as long as one is there', async () => {
      const [first, second] = [await draft(), await draft()]
      expect((await step(first.id, 'start-shadow')).status).toBe(200)
      expect((await step(second.id, 'start-shadow')).status).toBe(409)
      expect((await step(first.id, 'return-to-draft')).body['state']).toBe('draft')
      expect((await step(second.id, 'make-live')).status).toBe(409)
    })
  })

  test('two who amend a draft at once do not undo each other', async () => {
    const { id, version } = await draft()
    const amend = (body: Body) =>
      admin.ask('PATCH', `${api}/${id}`, { expectedVersion: version, ...body })
    const { body } = await amend({ content: contentOf(term()) })
    expect(body).toMatchObject({
      edit: 1,
      history: [{ step: 'amended', terms: ['en.zarvolite'] }, {}],
    })
    expect(await amend({ title: 'Mine' })).toMatchObject({
      status: 409,
      body: { code: 'version-mismatch' },
    })
  })

  test('what another admin changed meanwhile is not made live unread', async () => {
    const { id } = await draft()
    const { body } = await step(id, 'start-shadow')
    const read = body['version'] as number
    const responses = await Promise.all([
      step(id, 'return-to-draft', {}, read),
      step(id, 'return-to-draft', {}, read),
    ])
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 409])
    await step(id, 'start-shadow', { share: 0.5 })
    expect(await step(id, 'make-live', {}, read)).toMatchObject({
      status: 409,
      body: { code: 'version-mismatch' },
    })
    await step(id, 'retire')
  })

  test('members other than the installation’s admins read only live content', async () => {
    const { id } = await draft({ content: contentOf(term()) })
    expect((await member.get('/api/v1/lexicon?language=de')).status).toBe(200)
    const refused = await Promise.all([
      member.get(api),
      member.get(`${api}/${id}`),
      member.get(`/api/v1/lexicon?release=${id}`),
      member.get(`/api/v1/lexicon/en.zarvolite?release=${id}`),
      member.post(api, { title: 'Mine' }),
      member.post(`${api}/${id}/actions`, { action: { type: 'make-live' } }),
      member.post('/api/v1/lexicon/previews', { language: 'en', term: term() }),
    ])
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403, 403])
    expect((await member.get('/api/v1/lexicon/en.zarvolite')).status).toBe(404)
  })

  test('the lexicon is searched in forms and meaning, page by page', async () => {
    const all: string[] = []
    for (let after = ''; ;) {
      const url = `/api/v1/lexicon?search=REPLICA&limit=20${after && `&after=${after}`}`
      const { body } = await member.get(url)
      const { items, next, total } = body as {
        items: { term: Term }[]
        next: string
        total: number
      }
      all.push(...items.map((item) => item.term.id))
      if (next === null) {
        expect(all).toHaveLength(total)
        break
      }
      after = next
    }
    expect(all).toContain('en.replica')
    expect(new Set(all).size).toBe(all.length)
  })

  test('people’s decisions about the goods show how a revision would perform', async () => {
    const labelled = Array.from({ length: 40 }, (_, at) => ({
      id: `label-${at}`,
      title: at % 2 === 0 ? `Gucci bag zarvolite ${at}` : `Tea pot ${at}`,
    }))
    await ingest(labelled)
    const headers = { authorization: `Bearer ${key}` }
    const post = async (url: string, rows: Body[]) =>
      app.inject({ method: 'POST', url, headers, payload: rows })
    await post(
      '/api/v1/decisions',
      labelled.map(({ id }, at) => ({
        listing: id,
        verdict: at % 2 === 0 ? 'counterfeit' : 'genuine',
      })),
    )
    // A removal says nothing about the goods of a listing.
    await post('/api/v1/outcomes', [{ listing: 'plain-1', outcome: 'removed' }])
    const { id } = await draft({ content: contentOf(term()) })
    const { status, body } = await admin.post(`${api}/${id}/back-tests`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      labelled: 40,
      read: 40,
      counterfeit: 20,
      genuine: 20,
      contradicted: 0,
      before: { recall: { count: 0, of: 20, known: false } },
      after: { falseAlarms: { count: 0, of: 20 } },
    })
    const { recall } = body['after'] as { recall: Figures & { count: number } }
    expect(recall.count).toBe(20)
    const { backTest } = (await admin.get(`${api}/${id}`)).body
    expect(backTest).toMatchObject({ figures: { labelled: 40 } })
  })

  test('fitted weights go into shadow beside the live lexicon', async () => {
    watch(processes[0]!)
    const weights = {
      id: 'fit-1',
      version: 1 as const,
      engine: 'recognition@0.1.0',
      intercept: -3,
      fittedOn: { rows: 0, positives: 0, sellers: 0, sources: 0 },
      fieldShare: null,
      validation: null,
      calibration: 'uncalibrated' as const,
      prior: { scaleMean: 1, scaleDeviation: 1, interceptMean: -4, interceptDeviation: 1 },
      families: { text: { scale: 1.5, standardError: null } },
    }
    const input = { title: 'Weekly fit', weights, share: 0.5 }
    const shadowed = await asOperator(store, (handle) =>
      draftWeights({ handle, actor: operator, input }),
    )
    expect(shadowed).toMatchObject({ state: 'shadow', share: 0.5, content: { weights } })
    await expect
      .poll(() => processes[0]!.candidate?.name)
      .toMatch(/\+weights\.fit-1\+release\.[0-9a-f]{8}$/)
    const again = asOperator(store, (handle) => draftWeights({ handle, actor: operator, input }))
    await expect(again).rejects.toMatchObject({ class: 'conflict' })
    expect((await step(shadowed.id, 'retire')).body['state']).toBe('retired')
    await expect.poll(() => processes[0]!.candidate).toBeUndefined()
  })
})
