import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

type Body = Record<string, unknown>
type Result = { id?: string; listing?: string; error?: { pointer: string; message: string } }

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  const people: Record<string, Browser> = {}
  const listings: Record<string, string> = {}

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    await newOrganisation(store, 'market')
    await newOrganisation(store, 'rival')
    const { text: key } = await newKey(store, 'market', ['listings:write'])
    for (const id of ['one', 'two', 'three', 'four']) {
      const response = await app.inject({
        method: 'POST',
        url: '/api/v1/listings',
        headers: { authorization: `Bearer ${key}` },
        payload: { id, title: 'A plain spoon' },
      })
      listings[id] = response.json<{ id: string }>().id
    }
    for (const [who, slug, roles] of [
      ['ana', 'market', ['analyst']],
      ['rev', 'market', ['reviewer']],
      ['ada', 'market', ['admin']],
      ['aud', 'market', ['auditor']],
      ['riv', 'rival', ['admin']],
    ] as const) {
      people[who] = await newMember(app, store, slug, `${who}@house.example`, {
        roles: [...roles],
      })
    }
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const decide = async (who: string, listing: string, verdict: string): Promise<string> => {
    const { body } = await people[who]!.post('/api/v1/decisions', {
      id: listings[listing],
      verdict,
    })
    return (body['results'] as [{ id: string }])[0].id
  }
  const withdraw = async (who: string, ...decisions: string[]) => {
    const path = '/api/v1/decisions/withdrawals'
    const { status, body } = await people[who]!.post(path, { decisions })
    return { status, ...(body as { taken: number; failed: number; results: Result[] }) }
  }
  const decisionsOn = async (listing: string): Promise<Body[]> => {
    const { body } = await people['ada']!.get(`/api/v1/listings/${listings[listing]}/decisions`)
    return body['items'] as Body[]
  }
  /** The effective decision on a listing, as its row in the list shows it and as the filters find it. */
  const standing = async (listing: string): Promise<[unknown, boolean]> => {
    const { body } = await people['ada']!.get('/api/v1/listings?limit=200')
    const { body: open } = await people['ada']!.get('/api/v1/listings?limit=200&decided=false')
    const isIn = (items: unknown): { decision: { verdict: string } | null } | undefined =>
      (items as { id: string; decision: { verdict: string } | null }[]).find(
        ({ id }) => id === listings[listing],
      )
    return [isIn(body['items'])?.decision?.verdict ?? null, isIn(open['items']) !== undefined]
  }
  const eventsOf = async (type: string): Promise<unknown[]> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ data: unknown }>`
        select data from outbox_events where type = ${type} order by at, id`.execute(handle),
    )
    return rows.map(({ data }) => data)
  }

  test('a withdrawn decision stays on record, and the previous one applies again', async () => {
    await decide('rev', 'one', 'unclear')
    const id = await decide('ana', 'one', 'counterfeit')
    expect(await standing('one')).toEqual(['counterfeit', false])
    expect(await withdraw('ana', id)).toMatchObject({
      status: 200,
      taken: 1,
      failed: 0,
      results: [{ row: 0, id, listing: listings['one'], version: 1 }],
    })
    expect(await standing('one')).toEqual(['unclear', false])
    expect(await decisionsOn('one')).toMatchObject([
      {
        id,
        verdict: 'counterfeit',
        mayWithdraw: false,
        superseded: false,
        withdrawnAt: expect.any(String),
        label: { class: 'unknown', strength: 'none' },
      },
      { verdict: 'unclear', mayWithdraw: true, superseded: false, withdrawnAt: null },
    ])
    expect(await eventsOf('decision.withdrawn')).toEqual([
      {
        listing: { id: listings['one'], marketplace: '', externalId: 'one' },
        decision: id,
        version: 1,
        verdict: 'counterfeit',
      },
    ])
    // A repetition changes nothing and sends no event.
    expect(await withdraw('ana', id)).toMatchObject({ taken: 1, failed: 0 })
    expect(await eventsOf('decision.withdrawn')).toHaveLength(1)
  })

  test('many are withdrawn at once, each with its own result', async () => {
    const two = await decide('ana', 'two', 'genuine')
    const three = await decide('ana', 'three', 'genuine')
    const of = await decide('rev', 'four', 'genuine')
    const none = randomUUID()
    const { taken, failed, results } = await withdraw('ana', two, none, three, of)
    expect([taken, failed]).toEqual([2, 2])
    expect(results.map(({ error }) => error?.message ?? null)).toEqual([
      null,
      `there is no decision ${none}`,
      null,
      `decision ${of} was made by someone else; ask them or an admin`,
    ])
    expect(await standing('two')).toEqual([null, true])
    expect(await standing('four')).toEqual(['genuine', false])
    expect((await withdraw('ada', of)).taken).toBe(1)
    expect(await standing('four')).toEqual([null, true])
    const { rows } = await asOperator(store, (handle) =>
      sql<{ detail: unknown }>`
        select detail from audit_events where action = 'decisions-withdrawn'
        order by at`.execute(handle),
    )
    expect(rows.map(({ detail }) => detail)).toEqual([{ rows: 1 }, { rows: 2 }, { rows: 1 }])
  })

  test('no one withdraws what another organisation decided, and an auditor only reads', async () => {
    const id = await decide('ana', 'two', 'genuine')
    expect(await withdraw('riv', id)).toMatchObject({
      status: 200,
      taken: 0,
      failed: 1,
      results: [{ error: { message: `there is no decision ${id}` } }],
    })
    expect((await withdraw('aud', id)).status).toBe(403)
    expect(await standing('two')).toEqual(['genuine', false])
  })

  test.each([{ decisions: [] }, { decisions: ['x'] }, {}])('%o is refused', async (body) => {
    const { status } = await people['ana']!.post('/api/v1/decisions/withdrawals', body)
    expect(status).toBe(422)
  })

  test('the record of a withdrawal cannot be changed or removed', async () => {
    const change = sql`update decision_withdrawals set withdrawn_at = now()`
    await expect(asOperator(store, (handle) => change.execute(handle))).rejects.toThrow(
      /permission denied/,
    )
    // Only samples are removed.
    const removal = sql`delete from decision_withdrawals`
    expect(await asOperator(store, (handle) => removal.execute(handle))).toMatchObject({
      numAffectedRows: 0n,
    })
  })
})
