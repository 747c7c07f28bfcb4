import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newEvidence } from '../../../test/evidence.ts'
import { newApi, newClock, newMember, publicUrl, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { runCapture } from './run-captures.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-foreign-'))
afterAll(() => rmSync(folder, { recursive: true }))

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let otto: Browser
  let id: string
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    await newOrganisation(store, 'market-a')
    const evidence = newEvidence(store, join(folder, engine.name))
    app = newApi(store, newClock(), {}, { evidence })
    otto = await newMember(app, store, 'market-a', 'otto@market-a.example')
    const input = { url: 'https://toko.example/item/17', reason: 'The title says “KW”.' }
    const response = await otto.post('/api/v1/captures', input)
    id = response.body['id'] as string
    await runCapture(evidence, id)
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const custody = async (): Promise<string[]> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ action: string }>`
        select event ->> 'action' as action from custody_events
        where capture_id = ${id}::uuid order by sequence`.execute(handle),
    )
    return rows.map(({ action }) => action)
  }
  const send = async (
    method: 'GET' | 'POST',
    path: string,
    headers: Record<string, string>,
  ): Promise<number> => {
    const cookie = [...otto.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const { statusCode } = await app.inject({
      method,
      url: `/api/v1/captures/${id}${path}`,
      headers: { host: 'touchstone.example.com', cookie, ...headers },
      ...(method === 'POST' && { payload: { reason: 'Planted by another site.' } }),
    })
    return statusCode
  }
  const foreign: [string, Record<string, string>][] = [
    ['a link on another site', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour under the same domain', { 'sec-fetch-site': 'same-site' }],
    ['a script of another site', { origin: 'https://evil.example' }],
    ['a page without HTTPS', { referer: 'http://evil.example/page' }],
    ['a browser that says nothing', {}],
  ]

  test.each(foreign)(
    '%s has no package made, and custody stays as it is',
    async (_what, headers) => {
      const before = await custody()
      expect(await send('POST', '/packages', headers)).toBe(403)
      // It cannot be reached by an address alone.
      expect(await send('GET', '/package?reason=Planted', headers)).toBe(404)
      expect(await send('GET', '/packages?reason=Planted', headers)).toBe(405)
      expect(await custody()).toEqual(before)
    },
  )

  test.each(foreign)(
    '%s has no capture read whose custody would record it',
    async (_what, headers) => {
      const before = await custody()
      for (const path of ['', '/changes', '/items/capture.json']) {
        expect([path, await send('GET', path, headers)]).toEqual([path, 403])
      }
      expect(await custody()).toEqual(before)
    },
  )

  test('a page of this server does both, and custody records each', async () => {
    const before = await custody()
    const own: Record<string, string>[] = [
      { 'sec-fetch-site': 'same-origin' },
      { origin: publicUrl },
      { referer: `${publicUrl}/captures/${id}` },
    ]
    for (const headers of own) {
      expect([headers, await send('GET', '', headers)]).toEqual([headers, 200])
    }
    expect((await custody()).slice(before.length)).toEqual(own.map(() => 'accessed'))
  })
})
