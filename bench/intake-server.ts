// The server as `serve` runs it, in a separate process, with a route that only validates a listing. Responds to
// requests over its channel: event loop delay, changes of catalog.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { endpoint, Listing, parseListing } from '@touchstone/contract'
import { createApiKey, createOrganisation, openStore, readServerConfig } from '@touchstone/server'
import { z } from 'zod'
import { createApi } from '../packages/server/src/app/api/index.ts'
import { route } from '../packages/server/src/access/organisations/index.ts'
import { ListingIngest, startReassessment } from '../packages/server/src/listings/ingest/index.ts'
import { compileEngine, startScreening } from '../packages/server/src/listings/screening/index.ts'
import { insertBare, listingsFrom } from './intake-rows.ts'

export type Question =
  | { ask: 'reset' }
  | { ask: 'delay' }
  | { ask: 'use'; brand: string }
  | { ask: 'progress' }
  | { ask: 'bare'; rows: number; assessed: boolean }
  | { ask: 'end' }

const operator = { kind: 'operator', id: 'bench' } as const
const context = { as: 'operator', actor: operator } as const
const threads = Number(process.env['SCREENING_THREADS'] ?? 1)

const store = await openStore(readServerConfig(process.env).store)
const { key, organisation } = await store.transact(context, async (handle) => {
  const input = { kind: 'marketplace', slug: 'bench', name: 'Bench' }
  const { id } = await createOrganisation({ handle, actor: operator, input })
  const scopes = ['listings:read', 'listings:write']
  const apiKey = await createApiKey({
    handle,
    actor: operator,
    input: { organisation: 'bench', scopes },
  })
  return { key: apiKey.text, organisation: id }
})
const screening = await startScreening({ threads })
const intake = new ListingIngest({ store, screening, onDue: () => rejudging.wake() })
const rejudging = startReassessment({ intake, onFault: console.error })
const app = createApi({ store, screening, intake, onFault: console.error })
const empty = endpoint({
  method: 'POST',
  path: '/api/v1/empty',
  summary: 'Checks an offer',
  access: 'listings:write',
  body: Listing,
  bodyReadBy: 'leaf',
  response: z.object({ ok: z.boolean() }),
})
route(app, empty, async ({ body }) => ({ ok: parseListing(body).ok }))
const url = await app.listen({ host: '127.0.0.1', port: 0 })
const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()

async function answer(question: Question): Promise<unknown> {
  switch (question.ask) {
    case 'reset':
      delay.reset()
      return {}
    case 'delay':
      return {
        p50: delay.percentile(50) / 1e6,
        p99: delay.percentile(99) / 1e6,
        max: delay.max / 1e6,
      }
    case 'use': {
      const { brand } = question
      const began = performance.now()
      const brands = [{ id: brand, name: brand, categories: [] }]
      const { name } = await screening.use({ brands })
      return { name, ms: performance.now() - began }
    }
    case 'progress':
      return rejudging.progress()
    case 'bare': {
      const engine = compileEngine()
      const listings = listingsFrom('bare', question.rows)
      const assessments = question.assessed
        ? listings.map((listing) => engine.screen(listing))
        : undefined
      const began = performance.now()
      await insertBare(store, organisation, listings, assessments)
      return { seconds: (performance.now() - began) / 1000 }
    }
    case 'end':
      await app.close()
      await rejudging.stop()
      await intake.close()
      await screening.close()
      await store.close()
      process.disconnect()
      return {}
  }
}

process.on('message', (question: Question) => {
  void answer(question).then((reply) => {
    if (process.connected) process.send?.(reply)
  })
})
process.send?.({ url, key })
