import { sql } from 'kysely'
import { z } from 'zod'
import type { Transaction, Store } from '../db/index.ts'
import { defineJob, type Job } from '../jobs/index.ts'
import type { Blobs } from './blobs.ts'

const context = { as: 'operator', actor: { kind: 'operator', id: 'blobs' } } as const

// An arbitrary, permanent number.
const lockNumber = 7_074_030

/** Blobs per transaction: transactions that add references to them wait for it. */
const atOnce = 50

/** A blob is written before a row refers to it, and a capture may take long. */
const graceMilliseconds = 6 * 3_600_000

/**
 * In the transaction that adds references: ensures that all blobs exist, and that none is deleted before it ends.
 * Throws if one is missing, which then has to be stored again.
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

/** Those of these blobs that rows refer to. */
export async function blobsInUse(
  store: Store,
  digests: readonly string[],
): Promise<ReadonlySet<string>> {
  return store.transact(context, async (handle) => namedAmong(handle, digests))
}

/** Deletes those of these blobs that no row refers to; returns how many. */
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
      const unused = some.filter((digest) => !named.has(digest))
      for (const digest of unused) await blobs.dispose(digest)
      return unused.length
    })
  }
  return disposed
}

/** Deletes all unreferenced blobs, left by crashes or interrupted work. */
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
 * The blobs among these that rows refer to. Every table with a column `sha256` refers to blobs by it, so that new
 * tables are included from their first row; a row with `disposed_at` no longer counts.
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
