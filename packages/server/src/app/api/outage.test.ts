import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newKey, newOrganisation } from '../../../test/builders.ts'
import { postgresqlServer } from '../../../test/engines.ts'
import { newDatabase, postgresqlMissing } from '../../../test/postgresql-server.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'
import { createApi } from './app.ts'

const why = postgresqlMissing === undefined ? '' : ` (left out: ${postgresqlMissing})`

describe.skipIf(postgresqlMissing !== undefined)(`while PostgreSQL is gone${why}`, () => {
  const server = postgresqlServer()
  let store: Store
  let app: FastifyInstance
  let key: string
  beforeAll(async () => {
    store = await openStore(await newDatabase(server()))
    await newOrganisation(store, 'market-a')
    key = (await newKey(store, 'market-a', ['listings:read', 'listings:write'])).text
    app = createApi({ store, screening: screenInProcess(starterEngine) })
  })
  afterAll(async () => {
    await app.close()
    await store.close()
  })

  async function send(id: string): Promise<{ status: number; code?: string; after?: unknown }> {
    const response = await app.inject({
      method: 'POST',
      url: '/api/v1/listings',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      payload: JSON.stringify({ id, title: 'Bag' }),
    })
    const error = response.json<{ code?: string; retryable?: boolean }>()
    return {
      status: response.statusCode,
      ...(error.code !== undefined && { code: error.code, after: response.headers['retry-after'] }),
    }
  }
  const refused = { status: 503, code: 'store-unavailable', after: '5' }

  test('requests are refused for now, and accepted again without a restart', async () => {
    const taken: string[] = []
    const odd: unknown[] = []
    let sending = true
    const senders = Array.from({ length: 8 }, async (_, sender) => {
      for (let at = 0; sending; at++) {
        const id = `offer-${sender}-${at}`
        const answer = await send(id)
        if (answer.status === 201) taken.push(id)
        else if (JSON.stringify(answer) !== JSON.stringify(refused)) odd.push(answer)
        await sleep(20)
      }
    })
    while (taken.length <= 8) await sleep(50)
    await server().crash()
    await sleep(500)
    expect(await send('meanwhile')).toEqual(refused)
    const ready = await app.inject({ url: '/ready' })
    expect([ready.statusCode, ready.headers['retry-after']]).toEqual([503, '5'])
    expect((await app.inject({ url: '/health' })).statusCode).toBe(200)
    const before = taken.length
    await server().start()
    await expect.poll(async () => (await send('again')).status, { interval: 100 }).not.toBe(503)
    await expect.poll(() => taken.length).toBeGreaterThan(before)
    sending = false
    await Promise.all(senders)
    expect(odd).toEqual([])
    expect((await app.inject({ url: '/ready' })).statusCode).toBe(200)
    // Acknowledged listings were stored: sending them again reports them as unchanged.
    const last = await send(taken[before - 1]!)
    expect(last.status).toBe(200)
  })

  test('a statement, a wait for a lock and a silence end by themselves', async () => {
    const show = async (name: string): Promise<string> => {
      const { sql } = await import('kysely')
      const context = { as: 'visitor', keyPrefix: '' } as const
      const { rows } = await store.transact(context, (handle) =>
        sql<{ value: string }>`select current_setting(${name}) as value`.execute(handle),
      )
      return rows[0]!.value
    }
    expect(await show('statement_timeout')).toBe('1min')
    expect(await show('lock_timeout')).toBe('30s')
    expect(await show('idle_in_transaction_session_timeout')).toBe('2min')
  })
})
