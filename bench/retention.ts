import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { createOrganisation, openStore, readServerConfig, type Store } from '@touchstone/server'
import { sql } from 'kysely'
import { saveSettings, purgeOrganisation } from '../packages/server/src/privacy/retention/index.ts'
import { blobsIn } from '../packages/server/src/platform/blobs/index.ts'
import { fillListings } from '../packages/server/test/listings.ts'
import { postgresqlMissing, startPostgresql } from '../packages/server/test/postgresql-server.ts'
import { benchFolder } from './bench-folder.ts'

const mostRows = 100_000
const actor = { kind: 'operator', id: 'bench' } as const
const context = { as: 'operator', actor } as const
const blobs = blobsIn(join(benchFolder, 'blobs'))
const later = Date.now() + 40 * 86_400_000

/** The purge on both stores: clear listings deleted, others redacted, compared with bare deletes. */
export async function* retention(rows: number): AsyncGenerator<string> {
  const count = Math.min(rows, mostRows)
  mkdirSync(benchFolder, { recursive: true })
  const folder = mkdtempSync(join(benchFolder, 'store-'))
  try {
    yield* purgeOn('embedded store', { DATA_DIR: folder, DATABASE_URL: '' }, count)
  } finally {
    rmSync(folder, { recursive: true })
  }
  if (postgresqlMissing !== undefined) {
    yield `The purge on PostgreSQL is left out: ${postgresqlMissing}`
    return
  }
  const server = await startPostgresql()
  try {
    yield* purgeOn('PostgreSQL 17', { DATABASE_URL: await server.newDatabase() }, count)
  } finally {
    await server.stop()
  }
}

async function* purgeOn(
  name: string,
  env: Record<string, string>,
  count: number,
): AsyncGenerator<string> {
  const store = await openStore(readServerConfig({ ...process.env, ...env }).store)
  try {
    // Four in seven are clear.
    const all = Math.ceil((count * 7) / 4)
    const [purged, bare] = [await filled(store, 'purged', all), await filled(store, 'bare', all)]
    yield `Purge of ${count.toLocaleString('en')} clear offers of ${all.toLocaleString('en')} in the ${name}:`
    const alone = await measured(() => deleteBare(store, bare))
    yield `  bare deletes in one transaction  ${seconds(alone.ms)}`
    await settings(store, purged, 30, 3650)
    const run = await measured(() =>
      purgeOrganisation({ store, blobs, context, now: later }, purged),
    )
    yield `  purge                            ${seconds(run.ms)}, ${(run.ms / alone.ms).toFixed(2)} times the bare deletes; deleted ${run.result.deleted.toLocaleString('en')}; event loop held up to ${seconds(run.delay)}`
    const idle = await measured(() =>
      purgeOrganisation({ store, blobs, context, now: later }, purged),
    )
    yield `  purge again, with nothing to do  ${seconds(idle.ms)}`
    await settings(store, purged, 30, 30)
    const redaction = await measured(() =>
      purgeOrganisation({ store, blobs, context, now: later }, purged),
    )
    const { redacted } = redaction.result
    yield `  personal fields taken out        ${seconds(redaction.ms)} for ${redacted.toLocaleString('en')} offers, ${Math.round(redacted / (redaction.ms / 1000)).toLocaleString('en')} a second; event loop held up to ${seconds(redaction.delay)}`
  } finally {
    await store.close()
  }
}

async function filled(store: Store, slug: string, rows: number): Promise<string> {
  const { id } = await store.transact(context, (handle) =>
    createOrganisation({ handle, actor, input: { kind: 'marketplace', slug, name: slug } }),
  )
  await fillListings(store, id, rows, ['gucci', 'prada'])
  return id
}

function settings(
  store: Store,
  id: string,
  clearDays: number,
  personalDays: number,
): Promise<void> {
  return store.transact(context, (handle) => saveSettings(handle, id, { clearDays, personalDays }))
}

async function deleteBare(store: Store, organisation: string): Promise<void> {
  await store.transact(context, async (handle) => {
    const clear = sql`
      select id from listings where organisation_id = ${organisation}::uuid and verdict = 'clear'`
    for (const table of ['assessments', 'listing_versions']) {
      await sql`delete from ${sql.table(table)} where listing_id in (${clear})`.execute(handle)
    }
    await sql`delete from listings where id in (${clear})`.execute(handle)
  })
}

async function measured<T>(
  work: () => Promise<T>,
): Promise<{ result: T; ms: number; delay: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await sleep(10)
  const began = performance.now()
  const result = await work()
  const ms = performance.now() - began
  // A blocked loop shows in the next turn.
  await sleep(10)
  delay.disable()
  return { result, ms, delay: delay.max / 1e6 }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`
}
