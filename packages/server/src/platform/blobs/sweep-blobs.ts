import { sql } from 'kysely'
import { z } from 'zod'
import type { Transaction, Store } from '../db/index.ts'
import { defineJob, type Job } from '../jobs/index.ts'
import type { Blobs } from './blobs.ts'

const context = { as: 'operator', actor: { kind: 'operator', id: 'blobs' } } as const

// The number is arbitrary and stays.
const lockNumber = 7_074_030

/** Blobs that one transaction looks at: whoever names a blob just then waits for it. */
const atOnce = 50

/** A blob is written before the store names it, and a capture may take its time. */
const graceMilliseconds = 6 * 3_600_000

/**
 * In the transaction that names blobs: they are all there, and none is taken away before it ends. Throws where
 * one is missing: what was to be kept has to be kept again.
 */
export async function requireBlobs(
  handle: Transaction,
  blobs: Pick<Blobs, 'has'>,
  digests: readonly string[],
): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${lockNumber}::int8)`.execute(handle)
  for (const digest of digests) {
    if (!(await blobs.has(digest))) throw new Error(`blob ${digest} was removed meanwhile`)
  }
}

export type SweepOptions = { store: Store; blobs: Blobs; now?: number; signal?: AbortSignal }

/** Disposes of those of these blobs that no row names any longer; gives how many. */
export async function releaseBlobs(
  { store, blobs, signal }: SweepOptions,
  digests: readonly string[],
): Promise<number> {
  const distinct = [...new Set(digests)]
  let disposed = 0
  for (let at = 0; at < distinct.length && signal?.aborted !== true; at += atOnce) {
    const some = distinct.slice(at, at + atOnce)
    disposed += await store.transact(context, async (handle) => {
      await sql`select pg_advisory_xact_lock(${lockNumber}::int8)`.execute(handle)
      const named = await namedAmong(handle, some)
      const gone = some.filter((digest) => !named.has(digest))
      for (const digest of gone) await blobs.dispose(digest)
      return gone.length
    })
  }
  return disposed
}

/** Disposes of all blobs that no row names: left by processes that died, or by what broke off. */
export async function sweepBlobs(options: SweepOptions): Promise<number> {
  const { blobs, now = Date.now(), signal } = options
  let disposed = 0
  for await (const digests of blobs.olderThan(new Date(now - graceMilliseconds))) {
    if (signal?.aborted) break
    disposed += await releaseBlobs(options, digests)
  }
  return disposed
}

/** The same once a day. */
export function sweepBlobsJob(store: Store, blobs: Blobs): Job {
  return defineJob(
    'sweep-blobs',
    z.object({}),
    async (_data, signal) => void (await sweepBlobs({ store, blobs, signal })),
    { cron: '31 3 * * *', expireSeconds: 3600 },
  )
}

type Naming = { table: string; disposes: boolean }

/**
 * Which of these blobs a row names. Whatever table has a column `sha256` names blobs by it, so that a new
 * one is reckoned with from its first row on; a row with `disposed_at` needs none any longer.
 */
async function namedAmong(handle: Transaction, digests: readonly string[]): Promise<Set<string>> {
  const { rows: tables } = await sql<Naming>`
    select c.relname as "table", exists (
        select from pg_attribute d
        where d.attrelid = c.oid and d.attname = 'disposed_at' and not d.attisdropped
      ) as disposes
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'sha256' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`.execute(handle)
  const named = new Set<string>()
  for (const { table, disposes } of tables) {
    const { rows } = await sql<{ digest: string }>`
      select distinct encode(t.sha256, 'hex') as digest from ${sql.table(table)} t
      where t.sha256 = any (
          array(select decode(given.digest, 'hex') from unnest(${digests}::text[]) as given (digest))
        )
        ${disposes ? sql`and t.disposed_at is null` : sql``}`.execute(handle)
    for (const { digest } of rows) named.add(digest)
  }
  return named
}
