import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { newKey, newOrganisation, operatorContext } from '../../../test/builders.ts'
import { embeddedStores } from '../../../test/engines.ts'
import { startWriting, writer } from '../../../test/child-programs.ts'
import { openEmbedded, type EmbeddedEngine } from './embedded.ts'
import { openStore } from './open-store.ts'
import { storeOn } from './store.ts'

const stores = embeddedStores()
let engine: EmbeddedEngine | undefined
afterEach(async () => {
  await engine?.close()
  engine = undefined
})

test('every commit waits for the disk', async () => {
  engine = await openEmbedded(stores.next())
  const store = storeOn(engine)
  const before = engine.syncs()
  for (let index = 0; index < 50; index++) await newOrganisation(store, `synced-${index}`)
  expect(engine.syncs() - before).toBeGreaterThanOrEqual(50)
})

const traceable =
  spawnSync('strace', ['-f', '--seccomp-bpf', '-e', 'trace=none', 'true'], { stdio: 'ignore' })
    .status === 0

test.skipIf(!traceable)('the operating system sees these waits (left out without strace)', () => {
  const { dataDir } = stores.next()
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-strace-'))
  const syncsOf = (run: string, rows: number): number => {
    const trace = join(folder, run)
    execFileSync(
      'strace',
      [
        '-f',
        // Only counted system calls stop the program.
        '--seccomp-bpf',
        '-qq',
        '-e',
        'trace=fdatasync,fsync',
        '-e',
        'signal=none',
        '-o',
        trace,
        process.execPath,
        '--conditions=touchstone-source',
        writer,
        run,
        String(rows),
      ],
      { env: { ...process.env, DATABASE_URL: '', DATA_DIR: dataDir }, stdio: 'ignore' },
    )
    return readFileSync(trace, 'utf8').match(/\b(fdatasync|fsync)\(/g)?.length ?? 0
  }
  try {
    // The first opening of a copied store syncs more often.
    syncsOf('first', 1)
    const few = syncsOf('few', 1)
    // Opening and closing vary by a few, depending on checkpoints.
    expect(syncsOf('many', 101) - few).toBeGreaterThanOrEqual(95)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a process that is killed loses no acknowledged row, three times in a row', async () => {
  const config = stores.next()
  const env = { DATA_DIR: config.dataDir }
  const acknowledged: string[] = []
  for (const run of ['a', 'b', 'c']) {
    const writing = startWriting(env, [run])
    await writing.until(30 + Math.floor(Math.random() * 30))
    writing.kill()
    await writing.ended
    acknowledged.push(...writing.acknowledged)
  }
  const store = await openStore(config)
  try {
    const { rows } = await store.transact(operatorContext, (handle) =>
      sql<{ slug: string }>`select o.slug from organisations o
        join audit_events e on e.organisation_id = o.id`.execute(handle),
    )
    const stored = new Set(rows.map(({ slug }) => slug))
    expect(acknowledged.length).toBeGreaterThanOrEqual(90)
    expect(acknowledged.filter((slug) => !stored.has(slug))).toEqual([])
  } finally {
    await store.close()
  }
})

test('a second process is refused and harms nothing', async () => {
  const config = stores.next()
  const store = await openStore(config)
  await newOrganisation(store, 'kept')
  const second = await startWriting({ DATA_DIR: config.dataDir }).ended
  expect(second.code).toBe(1)
  expect(second.err).toContain(`the store is in use by process ${process.pid}`)
  await newKey(store, 'kept')
  await store.close()
  const again = await openStore(config)
  const { rows } = await again.transact(operatorContext, (handle) =>
    sql`select o.slug from organisations o join keys k on k.organisation_id = o.id`.execute(handle),
  )
  await again.close()
  expect(rows).toEqual([{ slug: 'kept' }])
})

test('a store whose making was cut short is made anew', async () => {
  const root = mkdtempSync(join(tmpdir(), 'touchstone-half-'))
  const { dataDir } = stores.next('empty')
  try {
    const half = { engine: 'embedded', dataDir: join(root, 'data') } as const
    mkdirSync(join(half.dataDir, 'store.new', 'base'), { recursive: true, mode: 0o700 })
    writeFileSync(join(half.dataDir, 'store.new', 'PG_VERSION'), '18\n')
    const store = await openStore(half)
    await newOrganisation(store, 'whole')
    await store.close()
    expect(existsSync(join(half.dataDir, 'store.new'))).toBe(false)
    expect(existsSync(join(dataDir, 'store'))).toBe(true)
  } finally {
    rmSync(root, { recursive: true })
  }
})

test('a client that broke leaves no transaction behind', async () => {
  engine = await openEmbedded(stores.next('empty'))
  const client = await engine.owner.connect()
  await client.query('begin; create table left_behind (id int)')
  client.release(true)
  const { rows } = await engine.owner.query(`select to_regclass('left_behind') as there`)
  expect(rows).toEqual([{ there: null }])
})

test('dead rows are vacuumed away on a timer', async () => {
  engine = await openEmbedded({ ...stores.next(), vacuumMilliseconds: 50 })
  const store = storeOn(engine)
  await newOrganisation(store, 'busy')
  await newKey(store, 'busy')
  for (let index = 0; index < 20; index++) {
    await store.transact(operatorContext, (handle) =>
      handle.updateTable('keys').set({ last_used_at: new Date() }).execute(),
    )
  }
  const { owner } = engine
  const visiblePages = async (): Promise<number | undefined> => {
    const { rows } = await owner.query<{ pages: number }>(
      `select relallvisible as pages from pg_class where relname = 'keys'`,
    )
    return rows[0]?.pages
  }
  await expect.poll(visiblePages).toBe(1)
})
