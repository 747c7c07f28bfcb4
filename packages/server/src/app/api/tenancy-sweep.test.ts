import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  decisionEndpoints,
  operatorEndpoints,
  listingEndpoints,
  type Endpoint,
} from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newAllianceApi, newInstallationAdmin } from '../../../test/leaks/alliance.ts'
import { leaksIn, send, type Answer, type Asker } from '../../../test/leaks/requests.ts'
import { askByKey } from '../../../test/leaks/calls.ts'
import { house, market } from '../../../test/leaks/marked-organisation.ts'
import { plant, type Victim } from '../../../test/leaks/plant.ts'
import { rowsOf } from '../../../test/leaks/rows.ts'
import {
  foreignCallers,
  keysWithoutScope,
  narrowedMember,
  newNeighbours,
  nobody,
  ownerOf,
  sellerElsewhere,
  type Caller,
  type Neighbours,
} from '../../../test/sweep/callers.ts'
import { readDocument } from '../../../test/sweep/document.ts'
import { templatesOf } from '../../../test/sweep/requests.ts'
import { sweep, targetOf, type SweepRequest, type Findings } from '../../../test/sweep/sweep.ts'
import { sweepUnstorable } from '../../../test/sweep/unstorable.ts'
import { neverUnderstood, unreported } from '../../../test/sweep/verdicts.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

/**
 * Another tenant's data is answered like nonexistent data, for every caller and endpoint. Endpoints are the same on
 * both engines, and `row-level-security.test.ts` tries each policy on both. `npm run test:endurance` sweeps
 * everything on both.
 */
onOneEngine((engine) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-sweep-'))
  let store: Store
  let app: FastifyInstance
  let victims: [Victim, Victim]
  let neighbours: Neighbours
  let callers: Caller[]
  let asked: SweepRequest
  let unmade: string[]
  let before: Record<string, string[]>[]
  const found = new Map<string, Findings>()

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newAllianceApi(store)
    const document = await readDocument(app)
    const made = document.operations.map((operation) => templatesOf(document, operation))
    unmade = made.flatMap(({ problems }) => problems)
    const templates = made.flatMap((one) => one.templates)
    const installation = await newInstallationAdmin(app, store, dataDir)
    victims = [await plant(app, store, market), await plant(app, store, house)]
    neighbours = await newNeighbours(app, store)
    const elsewhere = await sellerElsewhere(app, store)
    const keys = await keysWithoutScope(store, victims[0])
    callers = [...foreignCallers(neighbours, installation), nobody(), elsewhere, ...keys]
    asked = { app, templates, targets: victims.map(targetOf), whole: false }
    before = await kept()
  })
  // Failures must not throttle the next test.
  beforeEach(() => asOperator(store, (handle) => sql`delete from throttles`.execute(handle)))
  afterAll(async () => {
    await app?.close()
    await store?.close()
    rmSync(dataDir, { recursive: true })
  })

  test('every operation that names something can be asked for it', () => {
    expect([...new Set(unmade)]).toEqual([])
  })

  const asking = [
    'another organisation’s admin',
    'a rival’s admin',
    'another organisation’s key',
    'the installation’s admin',
    'nobody',
    'a seller with another link',
    `a key with filings:write alone, ${market.slug}`,
  ]
  test.each(asking)('%s learns nothing, at any address', async (name) => {
    const caller = callers.find((one) => one.name === name)!
    // A competitor requests a competitor's data.
    const targets = name.startsWith('a rival') ? asked.targets.toReversed() : asked.targets
    const findings = await sweep({ ...asked, targets }, caller)
    found.set(name, findings)
    expect(findings.differences).toEqual([])
    expect(findings.problems).toEqual([])
    expect(findings.sent).toBeGreaterThan(300)
  })

  test('and changes nothing that is theirs', async () => {
    expect(found.size).toBe(asking.length)
    expect(await kept()).toEqual(before)
  })

  test('every request is understood, so that its answer means something', () => {
    const admins = asking.filter((one) => /^(another organisation|a rival)’s admin$/.test(one))
    const foreign = admins.map((one) => found.get(one)!)
    expect(neverUnderstood(foreign)).toEqual([])
  })

  test('the things that the requests name exist, for their owner', async () => {
    const reads = asked.templates.filter(({ operation }) => operation.method === 'GET')
    const findings = []
    for (const victim of victims) {
      findings.push(await sweep({ ...asked, templates: reads }, ownerOf(victim)))
    }
    expect(unreported(findings)).toEqual([])
  })

  describe('a server that reveals what exists', () => {
    /** The same server, with a different response about a victim's case. */
    const sweepWith = async (tells: (other: FastifyInstance) => void): Promise<Findings> => {
      const other = newAllianceApi(store)
      tells(other)
      const templates = asked.templates.filter(({ operation: { id } }) => id === 'listings.read')
      try {
        const caller = callers.find(({ name }) => name === 'another organisation’s key')!
        return await sweep({ ...asked, app: other, templates }, caller)
      } finally {
        await other.close()
      }
    }
    const isNamed = (url: string): boolean => url.includes(victims[0].named.listing)
    const says = async (findings: Promise<Findings>): Promise<string[]> =>
      (await findings).differences.map(({ operation }) => operation)

    test.each<[string, (other: FastifyInstance) => void]>([
      [
        'by its status',
        (other) =>
          other.addHook('onSend', async ({ url }, reply, payload) => {
            if (isNamed(url)) reply.status(403)
            return payload
          }),
      ],
      [
        'by a header',
        (other) =>
          other.addHook('onSend', async ({ url }, reply, payload) => {
            if (isNamed(url)) reply.header('x-version', '1')
            return payload
          }),
      ],
      [
        'by a word',
        (other) =>
          other.addHook('onSend', async ({ url }, _reply, payload) =>
            isNamed(url) ? String(payload).replace('there is no', 'this is no') : payload,
          ),
      ],
    ])('is found %s', async (_how, tells) => {
      expect(await says(sweepWith(() => undefined))).toEqual([])
      expect(await says(sweepWith(tells))).toEqual(['listings.read'])
    })
  })

  test('an operation that names something new reports what to add', async () => {
    const { operations, resolve } = await readDocument(app)
    const like = operations.find(({ id }) => id === 'cases.list')!
    const path = '/api/v1/parcels/{id}'
    const label = { in: 'query', name: 'label-of', schema: { type: 'string' } } as const
    const schema = { type: 'object', properties: { courier: { type: 'string', format: 'uuid' } } }
    const body = { type: 'application/json', schema, examples: [] }
    const novel = { ...like, id: 'parcels.move', path, parameters: [label], body }
    const { problems } = templatesOf({ operations, resolve }, novel)
    expect(problems).toEqual([
      expect.stringContaining("add “'parcels/{id}': …” to inPath"),
      expect.stringContaining('has the query parameter “label-of”: add what it names'),
      expect.stringContaining('has the field /courier in its body: add what it names'),
    ])
  })

  test('the installation’s admin is shown slugs, names and numbers, and nothing that they keep', async () => {
    const { asker } = callers.find(({ installation }) => installation === true)!
    const told: string[] = []
    for (const [name, endpoint] of Object.entries<Endpoint>(operatorEndpoints)) {
      if (endpoint.method !== 'GET') continue
      const answer = await ask(asker, endpoint)
      expect([name, answer.status]).toEqual([name, 200])
      for (const [at, victim] of victims.entries()) {
        const { named, slug } = victim
        const called = `${[market, house][at]!.mark} name`
        // A webhook's id and host, by which the operator knows what is stuck.
        const mayTell = [slug, called, named.webhook]
        told.push(...leaksIn(answer, victim, mayTell).map((leak) => `${name}: ${leak}`))
      }
    }
    expect(told).toEqual([])
  })

  test('a marketplace above a rival sees and counts no foreign listings through it', async () => {
    const { asker } = callers.find(({ name }) => name === 'a marketplace above a rival')!
    const read = async (name: 'list' | 'count'): Promise<Record<string, unknown>> =>
      JSON.parse((await ask(asker, listingEndpoints[name])).text) as Record<string, unknown>
    const { items, next } = await read('list')
    expect(next).toBeNull()
    expect((items as { own: boolean }[]).filter(({ own }) => !own)).toEqual([])
    expect(await read('count')).toEqual({ count: (items as unknown[]).length, more: false })
    const body = { id: victims[0].shared, verdict: 'genuine' }
    const { status } = await ask(asker, decisionEndpoints.recordDecisions, body)
    expect(status).toBe(404)
  })

  test('a rival sees exactly what the matrix shows of the one listing', async () => {
    const { shared, sharedSeller, named } = victims[0]
    const { key } = neighbours.rival
    const { mark, units } = market
    const { items } = await askByKey(app, key, 'GET', `/api/v1/listings?marketplace=${mark}-open`)
    const [item, ...others] = items as Record<string, Record<string, unknown>>[]
    expect(others).toEqual([])
    expect(item).toEqual({
      id: shared,
      own: false,
      version: 1,
      changed: [],
      firstSeenAt: expect.any(String) as string,
      lastSeenAt: expect.any(String) as string,
      redactedAt: null,
      withdrawnAt: null,
      decision: null,
      sellerAccount: sharedSeller,
      listing: {
        id: `${mark}-3`,
        marketplace: `${mark}-open`,
        condition: 'new',
        unitsSold: units,
        title: 'Prada wallet PRX73198 and Gucci bag, 1:1 replica',
        description: `${mark} description`,
        category: `${mark} category`,
        attributes: { [`${mark} attribute`]: `${mark} value` },
        price: { amount: '40', currency: 'USD' },
        seller: { id: `${mark}-seller`, name: `${mark} shop` },
        images: [{ url: `https://127.0.0.1/${mark}.png` }],
      },
      // What the other house's catalog tells beside the words makes it one to block: for others it is not.
      assessment: expect.objectContaining({ verdict: 'review' }) as object,
    })
    const { brands, signals } = item!['assessment'] as {
      brands: { id: string }[]
      signals: { code: string }[]
    }
    expect(brands.map(({ id }) => id)).toEqual(['gucci'])
    const all = await askByKey(app, victims[0].key, 'GET', `/api/v1/listings/${shared}`)
    const codes = (assessed: unknown): string[] =>
      (assessed as { signals: { code: string }[] }).signals.map(({ code }) => code)
    // Signals from the other house's catalog are visible to its marketplace.
    expect(codes(all['assessment'])).toContain('price.far-below-msrp')
    expect(signals.map(({ code }) => code)).not.toContain('price.far-below-msrp')
    expect(JSON.stringify([item, named.slug])).not.toContain(house.mark)
  })

  test('text that no store accepts is refused in every place, without an internal error', async () => {
    const [victim] = victims
    const { problems, sent } = await sweepUnstorable(asked, targetOf(victim), ownerOf(victim))
    expect(problems).toEqual([])
    expect(sent).toBeGreaterThan(500)
  })

  // Runs last, since it changes what it should not even see.
  test('a member narrowed to another brand gets the answer for what does not exist', async () => {
    for (const victim of victims) {
      const caller = await narrowedMember(app, store, victim)
      const { differences, problems } = await sweep(asked, caller)
      expect(problems).toEqual([])
      expect(differences).toEqual([])
    }
  })

  /** All stored data of the victims. */
  function kept(): Promise<Record<string, string[]>[]> {
    return Promise.all(victims.map(({ organisationId }) => rowsOf(store, organisationId)))
  }

  function ask(asker: Asker, { method, path }: Endpoint, body?: unknown): Promise<Answer> {
    return send(app, asker, { method, url: path, ...(body !== undefined && { body }) })
  }
})
