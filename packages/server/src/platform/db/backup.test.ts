import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { asOperator, newKey, newOrganisation, operator } from '../../../test/builders.ts'
import { embeddedStores, postgresqlServer } from '../../../test/engines.ts'
import { newDatabase, postgresqlMissing } from '../../../test/postgresql-server.ts'
import { rowsByTable } from '../../../test/store-rows.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { createOrganisation, authenticateApiKey } from '../../access/organisations/index.ts'
import { ListingIngest, ingestListing } from '../../listings/ingest/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'
import type { StoreConfig } from '../config/index.ts'
import { backUpStore } from './backup.ts'
import { migrateStore, openStore, storeStatus, withEngine } from './open-store.ts'
import { restoreStore } from './restore.ts'
import { verifyBackup } from './verify-backup.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-backup-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0
const newFile = (): string => join(folder, `backup-${++files}.gz`)

/** Names of the tables that the migrations create. */
const tableNames = readdirSync(join(import.meta.dirname, 'migrations')).flatMap((name) => {
  const text = readFileSync(join(import.meta.dirname, 'migrations', name), 'utf8')
  return [...text.matchAll(/^create table (\w+)/gm)].map(([, table]) => table ?? '')
})
const tables = tableNames.length

/** The whole content of the store, as the database prints it. */
async function contentOf(config: StoreConfig): Promise<unknown[]> {
  const store = await openStore(config)
  try {
    return Object.values(await rowsByTable(store)).flat()
  } finally {
    await store.close()
  }
}

async function fill(config: StoreConfig): Promise<string> {
  const store = await openStore(config)
  try {
    // More than a page of rows, and organisations whose id precedes their group's.
    await asOperator(store, async (handle) => {
      const create = (more: Record<string, unknown>): Promise<unknown> =>
        createOrganisation({ handle, actor: operator, input: { kind: 'rights-holder', ...more } })
      await create({ slug: 'group', name: 'Gruppe «ß» 集团\t"\\' })
      for (let index = 0; index < 1100; index++) {
        await create({ slug: `house-${index}`, name: 'House', parent: 'group' })
      }
    })
    const { text } = await newKey(store, 'group', ['listings:read', 'listings:write'])
    const actor = await authenticateApiKey(store, text)
    const input = { id: 'odd', title: 'Bag \u0000 \ud800 «ß» 集团\t"\\' }
    const intake = new ListingIngest({ store, screening: screenInProcess(starterEngine) })
    await ingestListing({ intake, actor, input })
    return text
  } finally {
    await store.close()
  }
}

const embedded = embeddedStores()
type Engine = [name: string, next: () => Promise<StoreConfig>]
const engine: Engine = ['embedded', async () => embedded.next('empty')]
if (postgresqlMissing === undefined) {
  describe('among both engines', () => {
    const server = postgresqlServer()
    roundTrips([engine, ['postgresql', () => newDatabase(server())]])
  })
} else {
  describe(`on one engine (${postgresqlMissing})`, () => roundTrips([engine]))
}

function roundTrips(among: Engine[]): void {
  describe.each(among)('a backup of %s', (_name, next) => {
    let source: StoreConfig
    let content: unknown[]
    let key: string
    let file: string
    beforeAll(async () => {
      source = await next()
      key = await fill(source)
      content = await contentOf(source)
      file = newFile()
      // 1101 organisations, one key, one unsealed event each; a listing, its version and its assessment.
      expect(await backUpStore(source, file)).toEqual({ tables, rows: 3309 })
    })

    test.each(among)('restores on %s to the same rows', async (_target, newTarget) => {
      const target = await newTarget()
      expect(await restoreStore(target, file)).toEqual({ tables, rows: 3309 })
      expect(await contentOf(target)).toEqual(content)
      const store = await openStore(target)
      try {
        expect(await authenticateApiKey(store, key)).toMatchObject({
          scopes: ['listings:read', 'listings:write'],
        })
      } finally {
        await store.close()
      }
    })

    test('is refused by a store that has rows', async () => {
      await expect(restoreStore(source, file)).rejects.toMatchObject({
        class: 'conflict',
        message: expect.stringContaining('the store is not empty'),
      })
    })
  })
}

describe('a backup file', () => {
  let target: StoreConfig
  let source: StoreConfig
  let file: string
  let lines: string[]
  beforeAll(async () => {
    source = embedded.next()
    target = embedded.next()
    const store = await openStore(source)
    await newOrganisation(store, 'one')
    await newOrganisation(store, 'two')
    await store.close()
    file = newFile()
    await backUpStore(source, file)
    lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n')
  })

  test('is for its owner’s eyes and never written over', async () => {
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const before = readFileSync(file)
    await expect(backUpStore(source, file)).rejects.toThrow('already exists')
    expect(readFileSync(file)).toEqual(before)
  })

  test('in a missing folder is reported with the path', async () => {
    await expect(backUpStore(source, join(folder, 'no', 'file'))).rejects.toMatchObject({
      code: 'output-failed',
      message: expect.stringContaining('cannot be written (ENOENT)'),
    })
  })

  const damages: [what: string, change: (lines: string[]) => string[] | Buffer, words: string][] = [
    ['cut short', (all) => all.slice(0, -2), 'it ends too early'],
    ['without a row', (all) => all.filter((line) => !line.includes('"two"')), 'should have'],
    [
      'with a changed value',
      (all) => all.map((line) => line.replace('"TWO"', '"TOO"')),
      'should have 2 rows with checksum',
    ],
    [
      'without a table',
      (all) => withoutTable(all, 'keys'),
      'the counts in its last line do not match its rows',
    ],
    ['with a table twice', (all) => [...all.slice(0, -1), ...all.slice(1)], 'twice'],
    [
      'with an unknown table',
      (all) => all.map((line) => line.replace('{"table":"keys"', '{"table":"kegs"')),
      'kegs is unknown',
    ],
    [
      'of other columns',
      (all) => all.map((line) => line.replace('"slug"', '"slag"')),
      'other columns',
    ],
    ['of another format', (all) => ['{"format":"other"}', ...all.slice(1)], 'does not start'],
    ['that is empty', () => [], 'does not start'],
    ['that is no gzip', () => Buffer.from('hello'), 'cannot be read'],
    ['of half a gzip', (all) => gzipSync(all.join('\n')).subarray(0, 300), 'cannot be read'],
  ]
  test.each(damages)('%s is refused', async (_what, change, words) => {
    const damaged = newFile()
    const changed = change(lines)
    writeFileSync(damaged, Array.isArray(changed) ? gzipSync(`${changed.join('\n')}\n`) : changed)
    await expect(restoreStore(target, damaged)).rejects.toMatchObject({
      code: 'bad-backup',
      message: expect.stringContaining(words),
    })
  })

  test('that was refused leaves the store empty, however it was damaged', async () => {
    expect(await contentOf(target)).toEqual([])
  })

  test('is verified by restoring it separately; a differing one is reported, and nothing of it remains', async () => {
    const apart = join(folder, 'apart')
    mkdirSync(apart)
    vi.stubEnv('TMPDIR', apart)
    try {
      expect(await verifyBackup(file)).toEqual({ tables, rows: 6 })
      const damaged = newFile()
      const changed = lines.map((line) => line.replace('"TWO"', '"TOO"'))
      writeFileSync(damaged, gzipSync(`${changed.join('\n')}\n`))
      await expect(verifyBackup(damaged)).rejects.toMatchObject({
        code: 'bad-backup',
        message: expect.stringMatching(
          /was written but could not be verified: .* should have 2 rows with checksum .* Keep an earlier backup/,
        ),
      })
      expect(readdirSync(apart)).toEqual([])
    } finally {
      vi.unstubAllEnvs()
    }
  })

  test('that is intact is accepted by a store that refused all of these', async () => {
    expect(await restoreStore(target, file)).toEqual({ tables, rows: 6 })
    expect(await contentOf(target)).toEqual(await contentOf(source))
  })

  test('that is missing is reported', async () => {
    await expect(restoreStore(target, join(folder, 'none'))).rejects.toThrow(
      'the file does not exist',
    )
  })
})

function withoutTable(lines: string[], table: string): string[] {
  const start = lines.findIndex((line) => line.startsWith(`{"table":"${table}"`))
  const end = lines.findIndex((line) => line.startsWith(`{"end":"${table}"`))
  return [...lines.slice(0, start), ...lines.slice(end + 1)]
}

describe('a backup of an older program', () => {
  test('made before the first release is refused in one sentence, and the store stays empty', async () => {
    const folderOfOld = mkdtempSync(join(folder, 'old-'))
    writeFileSync(
      join(folderOfOld, '0001_organisations.sql'),
      'create table organisations (id int primary key);',
    )
    const source = embedded.next('empty')
    await migrateStore(source, { migrations: folderOfOld })
    const file = newFile()
    await withEngine(source, ({ owner }) =>
      owner.query('grant select on organisations to touchstone_operator'),
    )
    await backUpStore(source, file, { migrations: folderOfOld })
    const target = embedded.next('empty')
    await expect(restoreStore(target, file)).rejects.toMatchObject({
      code: 'store-unfit',
      message: expect.stringContaining(
        `the backup ${file} was made by a version before the first release and cannot be upgraded: `,
      ),
    })
    expect((await storeStatus(target)).applied).toEqual([])
  })

  const migrations = join(folder, 'migrations')
  const table = (name: string, more: string): string => `
    create table ${name} (id bigint generated always as identity primary key, value text);
    alter table ${name} enable row level security;
    alter table ${name} force row level security;
    grant select, insert on ${name} to touchstone_operator;
    create policy operator on ${name} for all to touchstone_operator using (true) with check (true);
    ${more}`

  test('restores and is brought up to date; numbers go on after the highest', async () => {
    rmSync(migrations, { recursive: true, force: true })
    mkdirSync(migrations)
    writeFileSync(join(migrations, '0001_notes.sql'), table('notes', ''))
    const source = embedded.next('empty')
    await migrateStore(source, { migrations })
    await withEngine(source, ({ owner }) =>
      owner.query(`insert into notes (value) values ('a'), (null), ('null')`),
    )
    const file = newFile()
    await backUpStore(source, file, { migrations })
    writeFileSync(join(migrations, '0002_longer.sql'), 'alter table notes add length int;')

    const target = embedded.next('empty')
    expect(await restoreStore(target, file, { migrations })).toEqual({ tables: 1, rows: 3 })
    const rows = await withEngine(target, async ({ owner }) => {
      await owner.query(`insert into notes (value, length) values ('new', 3)`)
      return (await owner.query('select * from notes order by id')).rows as unknown[]
    })
    expect(rows).toEqual([
      { id: 1, value: 'a', length: null },
      { id: 2, value: null, length: null },
      { id: 3, value: 'null', length: null },
      { id: 4, value: 'new', length: 3 },
    ])

    const migrated = embedded.next('empty')
    await migrateStore(migrated, { migrations })
    await expect(restoreStore(migrated, file, { migrations })).rejects.toThrow(
      'the backup is older than this store',
    )
  })
})
