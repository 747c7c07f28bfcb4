// The server as `serve` runs it, with the console, in a separate process, on a filled store.
import { join } from 'node:path'
import { createClient } from '@touchstone/client'
import { openStore, readServerConfig, dispatchOperation, serve } from '@touchstone/server'
import { readScreeningConfig, readTelemetryConfig } from '@touchstone/server/config'
import { sql } from 'kysely'
import { asOperator } from '../packages/server/test/builders.ts'
import { engineCatalog } from '../packages/server/src/brands/catalog/index.ts'
import type { ReadInTransaction } from '../packages/server/src/platform/db/index.ts'
import { approvedPairs } from '../packages/server/src/brands/claims/index.ts'
import { compileEngine } from '../packages/server/src/listings/screening/index.ts'

const email = 'reader@market.example'
const password = 'eleven slow barges'

const config = readServerConfig(process.env)
const engine = await noteJudged()
const { token } = await dispatchOperation({
  config,
  actor: 'bench',
  name: 'users.invite',
  input: { organisation: 'market', email, roles: ['analyst'] },
})
const served = await serve({
  config,
  screening: readScreeningConfig({}),
  telemetry: readTelemetryConfig({ LOG_LEVEL: 'error' }),
  host: '127.0.0.1',
  port: 0,
  consoleFolder: join(import.meta.dirname, '..', 'packages', 'console', 'dist'),
})
const { url } = served
const ready = (await (await fetch(`${url}/ready`)).json()) as { engine: string }
if (ready.engine !== engine) throw new Error(`${ready.engine} runs, and would judge all offers`)
await createClient({ url }).members.accept({
  body: { token, name: 'Reader', password, locale: 'en' },
})

process.once('message', () => {
  void served.close().then(() => process.disconnect())
})
process.send?.({ url, email, password })

/** The listings were judged by no engine: this one would begin to, and be measured along. */
async function noteJudged(): Promise<string> {
  const store = await openStore(config.store)
  try {
    const read: ReadInTransaction = (work) => asOperator(store, work)
    const today = new Date().toISOString().slice(0, 10)
    const approved = await approvedPairs(read)
    const { name } = compileEngine(await engineCatalog({ read, approved, today }))
    await read((handle) =>
      sql`insert into judging_passes (engine, done_at) values (${name}, now())
        on conflict (engine) do nothing`.execute(handle),
    )
    return name
  } finally {
    await store.close()
  }
}
