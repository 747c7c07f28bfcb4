import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { maxDocumentBytes } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  asOperator,
  newClaim,
  newOrganisation,
  newStandingClaim,
  operator,
  personOf,
  tenantContext,
} from '../../../test/builders.ts'
import { pdf } from '../../../test/document-files.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { stream } from '../../../test/pdf-files.ts'
import { listEvents } from '../../access/audit/index.ts'
import { refusalOf, type Actor, type Organisation } from '../../access/organisations/index.ts'
import type { StoreConfig } from '../../platform/config/index.ts'
import { backUp, openStore, restoreStore, type Store } from '../../platform/db/index.ts'
import { createHttp } from '../../platform/http/index.ts'
import { approvedPairs, claimRoutes, setApprover } from './index.ts'

/** Sized so that the offset of its table has the same number of digits. */
const pdfOf = (bytes: number): Buffer => {
  const frame = pdf('x'.repeat(9_999_999)).length - 9_999_999
  return pdf('x'.repeat(bytes - frame))
}

const activePdf = pdf('Extract', { catalog: '/OpenAction << /S /JavaScript /JS (1) >>' })
const partPdf = pdf('Extract', {
  objects: [stream(4, '/Filter /FlateDecode', deflateSync('Extract').subarray(0, -4))],
})

onOneEngine((engine) => {
  let config: StoreConfig
  let store: Store
  let app: FastifyInstance
  const organisations: Record<string, Organisation> = {}
  const actors: Record<string, Actor> = { operator }

  beforeAll(async () => {
    config = await engine.newStore()
    store = await openStore(config)
    app = createHttp<Actor>({
      signIn: async (name) => actors[name]!,
      refusalOf,
      checkAnswers: true,
    })
    claimRoutes(app, store)
    const add = async (slug: string, kind: string, parent?: string): Promise<void> => {
      const more = { kind, ...(parent !== undefined && { parent }) }
      organisations[slug] = await newOrganisation(store, slug, more)
      actors[slug] = personOf(organisations[slug].id)
    }
    await add('group', 'rights-holder')
    await add('house', 'rights-holder', 'group')
    await add('rival', 'rights-holder')
    await add('counsel', 'counsel')
    await add('market', 'marketplace')
    await add('customs', 'authority')
    await add('kin', 'marketplace', 'group')
    actors['analyst'] = personOf(organisations['house']!.id, ['analyst'])
    actors['clerk'] = personOf(organisations['customs']!.id, ['reviewer'])
    const organisationId = organisations['house']!.id
    actors['key'] = { kind: 'key', id: 'k', organisationId, scopes: ['listings:read'] }
    for (const organisation of ['customs', 'kin']) {
      const input = { organisation, named: true }
      await asOperator(store, (handle) => setApprover({ handle, actor: operator, input }))
    }
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  type Answer = Record<string, unknown> & { status: number; code: string | undefined; id: string }
  async function ask(
    who: string,
    method: 'GET' | 'POST',
    path: string,
    payload?: unknown,
  ): Promise<Answer> {
    const response = await app.inject({
      method,
      url: `/api/v1/claims${path}`,
      headers: {
        authorization: `Bearer ${who}`,
        ...(payload !== undefined && { 'content-type': 'application/json' }),
      },
      ...(payload !== undefined && { payload: JSON.stringify(payload) }),
    })
    const body: Record<string, unknown> = response.json()
    const code = body['class']
    return { ...body, status: response.statusCode, code } as Answer
  }
  const decide = (who: string, id: string, type: string, more: object = {}): Promise<Answer> =>
    ask(who, 'POST', `/${id}/actions`, { action: { type, ...more } })
  const claim = (more: Record<string, unknown> = {}) => ({
    brand: 'gucci',
    office: 'EM',
    number: '0123',
    owner: 'Velmoraq Holding',
    document: { reference: 'https://register.example/0123' },
    ...more,
  })
  const work = { title: 'Handbag on a terrace', type: 'photograph', author: 'Lio Marchetti' }
  const ofWork = (more: Record<string, unknown> = {}) => ({
    office: undefined,
    number: undefined,
    work: { ...work, ...more },
  })
  const submit = (who: string, more: Record<string, unknown> = {}) =>
    ask(who, 'POST', '', claim(more))
  const listed = async (who: string): Promise<string[]> =>
    ((await ask(who, 'GET', ''))['items'] as Answer[]).map(({ id }) => id)

  describe('a claim is refused', () => {
    const power = {
      document: { reference: 'file 1' },
      validFrom: '2020-01-01',
      validTo: '9998-12-31',
    }
    const png = Buffer.from('89504e470d0a1a0a', 'hex').toString('base64')
    test.each<[string, string, Record<string, unknown>, number, string]>([
      ['of a machine', 'key', {}, 403, ''],
      ['of one who is no admin', 'analyst', {}, 403, ''],
      ['of a marketplace', 'market', {}, 403, ''],
      ['of counsel as owner', 'counsel', {}, 422, '/basis'],
      [
        'of an agent without power of attorney',
        'counsel',
        { basis: 'agent' },
        422,
        '/powerOfAttorney',
      ],
      ['of an owner with one', 'house', { powerOfAttorney: power }, 422, '/powerOfAttorney'],
      [
        'with a power of attorney that is over',
        'counsel',
        {
          basis: 'agent',
          powerOfAttorney: { ...power, validFrom: '2020-01-01', validTo: '2020-12-31' },
        },
        422,
        '/powerOfAttorney/validTo',
      ],
      [
        'with dates in the wrong order',
        'counsel',
        { basis: 'agent', powerOfAttorney: { ...power, validFrom: '9999-01-01' } },
        422,
        '/powerOfAttorney/validTo',
      ],
      ['without a document', 'house', { document: undefined }, 422, '/document'],
      ['with an office that is none', 'house', { office: 'Europe' }, 422, '/office'],
      ['with neither a register entry nor a work', 'house', { number: undefined }, 422, '/number'],
      ['with both', 'house', { work }, 422, '/work'],
      ['to a work without an author', 'house', ofWork({ author: ' ' }), 422, '/work/author'],
      [
        'with a document that is something else',
        'house',
        { document: { mediaType: 'application/pdf', content: png } },
        422,
        '/document/content',
      ],
      [
        'with a document that is too large',
        'house',
        {
          document: {
            mediaType: 'application/pdf',
            content: pdfOf(maxDocumentBytes + 1).toString('base64'),
          },
        },
        413,
        '/document/content',
      ],
    ])('%s', async (_why, who, more, status, pointer) => {
      const answer = await submit(who, more)
      expect([answer.status, answer['pointer'] ?? '']).toEqual([status, pointer])
      expect(String(answer['detail']).length).toBeGreaterThan(25)
    })

    test.each([
      ['that acts by itself', activePdf, 'is a PDF with a script: print it to a new PDF'],
      ['that unpacks in part', partPdf, 'is a PDF with unsupported compression: print'],
    ])('with a document %s, as proof or as power of attorney', async (_what, file, why) => {
      const document = { mediaType: 'application/pdf', content: file.toString('base64') }
      const proof = await submit('house', { document })
      const agent = { basis: 'agent', powerOfAttorney: { ...power, document } }
      const attorney = await submit('counsel', agent)
      for (const [answer, pointer] of [
        [proof, '/document/content'],
        [attorney, '/powerOfAttorney/document/content'],
      ] as const) {
        const message = expect.stringContaining(`${pointer} ${why}`)
        expect(answer).toMatchObject({ status: 422, pointer, detail: message })
      }
    })
  })

  describe('a claim that is pending', () => {
    let id: string
    const bytes = pdfOf(maxDocumentBytes)
    beforeAll(async () => {
      const document = { mediaType: 'application/pdf', content: bytes.toString('base64') }
      const answer = await submit('house', { document })
      expect(answer).toMatchObject({ status: 201, state: 'pending', organisation: 'house' })
      id = answer.id
    })

    test('can’t be brought twice', async () => {
      expect((await submit('house')).code).toBe('conflict')
    })

    test('is visible to its claimant and to those who may decide on it', async () => {
      expect(await listed('house')).toEqual([id])
      expect(await listed('analyst')).toEqual([id])
      expect(await listed('customs')).toEqual([id])
      for (const who of ['rival', 'market', 'group', 'clerk', 'kin']) {
        expect([who, await listed(who)]).toEqual([who, []])
        expect([who, (await ask(who, 'GET', `/${id}`)).code]).toEqual([who, 'not-found'])
      }
      expect((await ask('key', 'GET', '')).code).toBe('forbidden')
    })

    test.each(['house', 'rival', 'group', 'market', 'kin', 'clerk', 'analyst', 'key'])(
      'is decided on by no %s',
      async (who) => {
        for (const type of ['approve', 'reject', 'contest', 'revoke', 'resolve']) {
          const more = type === 'resolve' ? { standing: 'all' } : {}
          const { status } = await decide(who, id, type, { reason: 'mine', ...more })
          expect([type, [403, 404].includes(status)]).toEqual([type, true])
        }
      },
    )

    test('shows its document to both, which the claimant’s audit log records, and to no one else', async () => {
      const { documents } = await ask('house', 'GET', `/${id}`)
      const [document] = documents as { id: string; sha256: string; bytes: number }[]
      expect(document).toMatchObject({
        bytes: maxDocumentBytes,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      })
      const url = `/api/v1/claims/${id}/documents/${document!.id}`
      const fetched = async (who: string) =>
        app.inject({ url, headers: { authorization: `Bearer ${who}` } })
      for (const who of ['house', 'customs', 'operator']) {
        const { rawPayload, headers } = await fetched(who)
        expect(rawPayload.equals(bytes)).toBe(true)
        expect(headers).toMatchObject({
          'content-type': 'application/octet-stream',
          'content-disposition': 'attachment',
        })
      }
      for (const who of ['rival', 'market', 'clerk', 'analyst', 'kin', 'key']) {
        expect([who, (await fetched(who)).statusCode >= 403]).toEqual([who, true])
      }
      const organisationId = organisations['house']!.id
      const events = await store.transact(tenantContext(organisationId), (handle) =>
        listEvents({ handle, organisationId }),
      )
      const reads = events.filter(({ action }) => action === 'claim-document-read')
      expect(reads.map(({ actorId }) => actorId).sort()).toEqual(
        [actors['house']!.id, actors['customs']!.id, 'test'].sort(),
      )
      expect(JSON.stringify(events)).not.toContain('Velmoraq')
    })

    test('is approved by a second organisation, once', async () => {
      expect(await decide('customs', id, 'approve')).toMatchObject({
        state: 'approved',
        decidedAt: expect.any(String) as string,
      })
      expect((await decide('customs', id, 'approve')).code).toBe('conflict')
    })

    test('keeps a rival’s out until it is contested; the operator ends that', async () => {
      const second = await submit('rival', { number: '0999' })
      expect((await decide('customs', second.id, 'approve')).code).toBe('conflict')
      expect(await ask('house', 'GET', `/${id}`)).toMatchObject({ state: 'approved' })
      const reason = 'an older entry'
      expect(await decide('customs', second.id, 'contest', { reason })).toMatchObject({
        state: 'contested',
      })
      expect(await ask('house', 'GET', `/${id}`)).toMatchObject({ state: 'contested', reason })
      const end = { standing: 'others', reason: 'the younger entry is void' }
      expect((await decide('customs', id, 'resolve', end)).code).toBe('forbidden')
      expect(await decide('operator', second.id, 'resolve', end)).toMatchObject({
        state: 'rejected',
      })
      expect(await ask('house', 'GET', `/${id}`)).toMatchObject({ state: 'approved' })
    })

    test('is withdrawn by its claimant alone, also under a group', async () => {
      expect((await decide('rival', id, 'withdraw')).code).toBe('not-found')
      expect((await decide('customs', id, 'withdraw')).code).toBe('forbidden')
      expect(await decide('house', id, 'withdraw')).toMatchObject({ state: 'withdrawn' })
      expect((await decide('house', id, 'withdraw')).code).toBe('conflict')
      expect((await submit('house')).status).toBe(201)
    })
  })

  test('cannot be decided by an organisation whose group has a claim on the brand', async () => {
    await newStandingClaim(store, 'group', 'prada')
    const { id } = await newClaim(store, 'rival', 'prada', { number: '5' })
    expect(await listed('kin')).not.toContain(id)
    expect((await decide('kin', id, 'reject', { reason: 'x' })).code).toBe('not-found')
    expect(await listed('customs')).toContain(id)
  })

  test('pages of claims follow each other, by state', async () => {
    const all = await listed('operator')
    const paged: string[] = []
    for (let after = ''; ;) {
      const page = await ask('operator', 'GET', `?limit=2${after}`)
      paged.push(...(page['items'] as Answer[]).map(({ id }) => id))
      if (page['next'] === null) break
      after = `&after=${page['next'] as string}`
    }
    expect(paged).toEqual(all)
    const { items } = await ask('operator', 'GET', '?state=approved')
    expect((items as Answer[]).map((one) => one['state'])).toEqual(['approved'])
  })

  test('a work is claimed beside the brand, and gives sight of nothing', async () => {
    const brand = 'claimed-works'
    const published = { publishedOn: '2025-09-01', publishedIn: 'https://velmoraq.example/autumn' }
    const first = await submit('house', { brand, ...ofWork(published) })
    expect(first).toMatchObject({
      status: 201,
      kind: 'work',
      office: null,
      number: null,
      work: { ...work, ...published },
    })
    const again = await submit('house', { brand, ...ofWork() })
    expect(again).toMatchObject({ status: 409, pointer: '/work/title' })
    const other = await submit('house', { brand, ...ofWork({ title: 'Clasp, close up' }) })
    const registered = await submit('house', { brand })
    expect([other.status, registered.status, registered['kind']]).toEqual([201, 201, 'registered'])
    for (const { id } of [first, other]) {
      expect(await decide('customs', id, 'approve')).toMatchObject({ status: 200 })
    }
    const sight = () =>
      asOperator(store, (handle) =>
        sql<{ claim: string }>`
          select claim_id as claim from brand_sight where brand_id = ${brand}`.execute(handle),
      )
    expect((await sight()).rows).toEqual([])
    // Nobody else's claim to the brand is a rival of a work.
    expect(await submit('rival', { brand, number: '77' })).toMatchObject({ status: 201 })
    expect(await decide('customs', registered.id, 'approve')).toMatchObject({ status: 200 })
    expect(new Set((await sight()).rows.map((row) => row.claim))).toEqual(new Set([registered.id]))
    const pairs = await approvedPairs((read) => asOperator(store, read))
    expect(pairs.filter(({ brandId }) => brandId === brand)).toHaveLength(1)
    expect(await decide('customs', first.id, 'revoke', { reason: 'Sold.' })).toMatchObject({
      status: 200,
      state: 'revoked',
    })
    expect((await sight()).rows).not.toEqual([])
  })

  test('documents and sight live through backup and restore', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'touchstone-claims-'))
    try {
      const file = join(folder, 'backup.gz')
      const counts = await backUp(store, file)
      await store.close()
      expect(await restoreStore(await engine.newStore(), file)).toEqual(counts)
    } finally {
      rmSync(folder, { recursive: true })
      store = await openStore(config)
    }
  })
})
