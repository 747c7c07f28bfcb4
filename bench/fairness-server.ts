// The server's intake as `serve` runs it, in a separate process, with a large catalog and several organisations.
// Reports over its channel how long its request thread was blocked.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createApiKey, createOrganisation, openStore, readServerConfig } from '@touchstone/server'
import { createApi } from '../packages/server/src/app/api/index.ts'
import { ListingIngest, startReassessment } from '../packages/server/src/listings/ingest/index.ts'
import { startScreening } from '../packages/server/src/listings/screening/index.ts'
import { catalogOf } from './large-catalog.ts'

export type Question = { ask: 'delay' } | { ask: 'end' }

const operator = { kind: 'operator', id: 'bench' } as const
const tenants = Number(process.env['TENANTS'] ?? 4)

const store = await openStore(readServerConfig(process.env).store)
const keys: string[] = []
for (let at = 0; at < tenants; at++) {
  const slug = `tenant-${at}`
  keys.push(
    await store.transact({ as: 'operator', actor: operator }, async (handle) => {
      const input = { kind: 'marketplace', slug, name: slug }
      await createOrganisation({ handle, actor: operator, input })
      const scopes = ['listings:read', 'listings:write', 'decisions:write', 'outcomes:write']
      const keyInput = { organisation: slug, scopes }
      return (await createApiKey({ handle, actor: operator, input: keyInput })).text
    }),
  )
}
const screening = await startScreening({ threads: 1, catalog: catalogOf(10_000, 10, 150) })
const intake = new ListingIngest({ store, screening, onDue: () => rejudging.wake() })
const rejudging = startReassessment({ intake, onFault: console.error })
const app = createApi({ store, screening, intake, onFault: console.error })
const url = await app.listen({ host: '127.0.0.1', port: 0 })
const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()

async function answer({ ask }: Question): Promise<unknown> {
  if (ask === 'delay') {
    const figures = { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 }
    delay.reset()
    return figures
  }
  await app.close()
  await rejudging.stop()
  await intake.close()
  await screening.close()
  await store.close()
  process.disconnect()
  return {}
}

process.on('message', (question: Question) => {
  void answer(question).then((reply) => {
    if (process.connected) process.send?.(reply)
  })
})
process.send?.({ url, keys })
