import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newKey, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { createApi } from '../../app/api/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { screenInProcess } from '../screening/index.ts'

type Body = Record<string, unknown>

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let key: string

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = createApi({ store, screening: screenInProcess(starterEngine), checkAnswers: true })
    await newOrganisation(store, 'market')
    key = (await newKey(store, 'market', ['listings:read', 'listings:write'])).text
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const send = async (path: string, payload: object): Promise<{ status: number; body: Body }> => {
    const response = await app.inject({
      method: 'POST',
      url: `/api/v1/listings${path}`,
      payload,
      headers: { authorization: `Bearer ${key}` },
    })
    return { status: response.statusCode, body: response.json<Body>() }
  }
  const storedListings = async (): Promise<{ listing: { id: string }; assessment: unknown }[]> => {
    const response = await app.inject({
      url: '/api/v1/listings',
      headers: { authorization: `Bearer ${key}` },
    })
    return response.json<{ items: { listing: { id: string }; assessment: unknown }[] }>().items
  }

  test('the engine that runs may be pinned; another is refused with those that run, and nothing kept', async () => {
    const running = encodeURIComponent(starterEngine.name)
    const pinned = await send(`?engine=${running}`, { id: 'e-1', title: 'Belt' })
    expect(pinned).toMatchObject({
      status: 201,
      body: { assessment: { engine: starterEngine.name } },
    })
    for (const path of ['?engine=gone@1', '/batch?engine=gone@1']) {
      const listing = { id: 'e-2', title: 'Scarf' }
      const refused = await send(path, path.startsWith('/') ? [listing] : listing)
      expect(refused).toMatchObject({
        status: 409,
        body: { class: 'conflict', pointer: '/engine', retryable: false },
      })
      expect(refused.body['detail']).toContain(starterEngine.name)
    }
    expect((await storedListings()).map(({ listing }) => listing.id)).toEqual(['e-1'])
  })

  test('listings not assessed by the deadline are stored and reported as incomplete', async () => {
    // A millisecond passes before anything can be assessed.
    const response = await send('?deadlineMs=1', { id: 'd-1', title: 'Wallet' })
    expect(response).toMatchObject({
      status: 201,
      body: { state: 'new', assessment: { complete: false, listing: 'd-1' } },
    })
    const rows = [{ id: 'd-2', title: 'Purse' }]
    const many = await send('/batch?deadlineMs=1', rows)
    expect(many).toMatchObject({ status: 200, body: { taken: 1, results: [{ complete: false }] } })
    const [result] = many.body['results'] as Body[]
    expect(result).not.toHaveProperty('verdict')
    const open = (await storedListings()).filter(({ listing }) => listing.id.startsWith('d-'))
    expect(open.map(({ assessment }) => assessment)).toEqual([null, null])
    // With enough time, waiting listings are assessed at once.
    const again = await send('', { id: 'd-1', title: 'Wallet' })
    expect(again.body).toMatchObject({ state: 'unchanged', assessment: { complete: true } })
  })
})
