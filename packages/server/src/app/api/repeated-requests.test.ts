import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  const keys: Record<string, string> = {}

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    for (const slug of ['market', 'rival']) {
      await newOrganisation(store, slug)
      keys[slug] = (await newKey(store, slug, ['webhooks:write', 'listings:write'])).text
    }
    keys['other'] = (await newKey(store, 'market', ['webhooks:write'])).text
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const url = '/api/v1/webhooks'
  const post = async (who: string, key: string, payload: unknown, path = url) => {
    const response = await app.inject({
      method: 'POST',
      url: path,
      headers: { authorization: `Bearer ${keys[who]}`, 'idempotency-key': key },
      payload: payload as object,
    })
    return {
      status: response.statusCode,
      body: response.json<{ id?: string; secret?: string; code?: string }>(),
      location: response.headers['location'],
      replayed: response.headers['idempotency-replayed'],
    }
  }
  const hook = { url: 'https://hooks.example.com/touchstone' }

  test('a repeated creation gets the first response, and creates nothing', async () => {
    const first = await post('market', 'a-1', hook)
    expect([first.status, first.replayed]).toEqual([201, undefined])
    const again = await post('market', 'a-1', hook)
    expect(again).toEqual({ ...first, replayed: 'true' })
    const other = await post('market', 'a-1', { url: 'https://hooks.example.com/other' })
    expect([other.status, other.body.code]).toEqual([409, 'idempotency-key-reused'])
    const next = await post('market', 'a-2', hook)
    expect(next.body.id).not.toBe(first.body.id)
  })

  test('another sender’s request under the same key is another request', async () => {
    const { body } = await post('market', 'shared', hook)
    for (const who of ['rival', 'other']) {
      const { status, body: own } = await post(who, 'shared', hook)
      expect([status, own.id === body.id]).toEqual([201, false])
    }
  })

  test('a stored response is encrypted', async () => {
    const { body } = await post('market', 'sealed', hook)
    const { rows } = await asOperator(store, (handle) =>
      sql<{ answer: unknown }>`select answer::text as answer from answered_requests`.execute(
        handle,
      ),
    )
    const stored = JSON.stringify(rows)
    expect(stored).toContain('sealed')
    for (const word of [body.id!, body.secret!, 'hooks.example.com']) {
      expect(stored).not.toContain(word)
    }
  })

  test('a refused request is tried again under its key', async () => {
    for (const attempt of [1, 2]) {
      const { status, body } = await post('market', 'retry', { url: 'no address' })
      expect([attempt, status, body.code]).toEqual([attempt, 422, 'webhook-address-refused'])
    }
  })

  test('of two at once under one key, one is answered and one is asked to wait', async () => {
    const both = await Promise.all([post('market', 'twice', hook), post('market', 'twice', hook)])
    const created = both.filter(({ status, replayed }) => status === 201 && replayed === undefined)
    expect(created).toHaveLength(1)
    const rest = both.filter((one) => one !== created[0])
    for (const { status, body, replayed } of rest) {
      expect([
        [201, 'true', undefined],
        [409, undefined, 'idempotent-request-unfinished'],
      ]).toContainEqual([status, replayed, body.code])
    }
  })

  test('a single listing is answered once too, and a key must be one', async () => {
    const listing = { id: '1', title: 'A wallet' }
    const first = await post('market', 'l-1', listing, '/api/v1/listings')
    expect((await post('market', 'l-1', listing, '/api/v1/listings')).body).toEqual(first.body)
    const { status } = await post('market', 'with a space', listing, '/api/v1/listings')
    expect(status).toBe(422)
  })
})
