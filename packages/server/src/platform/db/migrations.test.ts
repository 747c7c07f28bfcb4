import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { onBothEngines } from '../../../test/engines.ts'
import type { StoreConfig } from '../config/index.ts'
import { readMigrations } from './migrations.ts'
import { migrateStore, openStore, storeStatus, withEngine } from './open-store.ts'

let migrations: string
beforeEach(() => {
  migrations = mkdtempSync(join(tmpdir(), 'touchstone-migrations-'))
  write('0001_first.sql', 'create table first (id int primary key);')
  write('0002_second.sql', 'create table second (id int primary key);')
})
afterEach(() => rmSync(migrations, { recursive: true }))

function write(name: string, sql: string): void {
  writeFileSync(join(migrations, name), sql)
}

async function tablesOf(config: StoreConfig): Promise<string[]> {
  return withEngine(config, async ({ owner }) => {
    const { rows } = await owner.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    )
    return rows.map(({ name }) => name)
  })
}

onBothEngines((engine) => {
  let config: StoreConfig
  beforeEach(async () => {
    config = await engine.newStore('empty')
  })

  test('each migration is applied once, and the status lists missing ones', async () => {
    const before = await storeStatus(config, { migrations })
    expect([before.applied.length, before.pending.length]).toEqual([0, 2])
    expect((await migrateStore(config, { migrations })).map(({ name }) => name)).toEqual([
      'first',
      'second',
    ])
    expect(await migrateStore(config, { migrations })).toEqual([])
    write('0003_third.sql', 'create table third (id int primary key);')
    const between = await storeStatus(config, { migrations })
    expect(between.applied.map(({ name }) => name)).toEqual(['first', 'second'])
    expect(between.pending.map(({ name }) => name)).toEqual(['third'])
    expect(between.applied[0]?.appliedAt).toBeInstanceOf(Date)
    await migrateStore(config, { migrations })
    expect(await tablesOf(config)).toEqual(['first', 'schema_migrations', 'second', 'third'])
  })

  test('a recorded migration whose text has changed is refused', async () => {
    await migrateStore(config, { migrations })
    write('0002_second.sql', 'create table second (id bigint primary key);')
    for (const open of [migrateStore, storeStatus, openStore]) {
      await expect(open(config, { migrations })).rejects.toMatchObject({
        code: 'store-unfit',
        message: expect.stringContaining('migration 2, second, was applied with another text'),
      })
    }
  })

  test('a store that a newer program wrote is refused', async () => {
    await migrateStore(config, { migrations })
    rmSync(join(migrations, '0002_second.sql'))
    await expect(openStore(config, { migrations })).rejects.toMatchObject({
      code: 'store-unfit',
      message: expect.stringContaining('written by a newer Touchstone (migration 2, second)'),
    })
  })

  test('a store made before the first release is refused in one sentence, and stays unchanged', async () => {
    write('0001_organisations.sql', 'create table organisations (id int primary key);')
    rmSync(join(migrations, '0001_first.sql'))
    await migrateStore(config, { migrations })
    for (const open of [migrateStore, storeStatus, openStore]) {
      await expect(open(config)).rejects.toMatchObject({
        code: 'store-unfit',
        message:
          'the store was made by a version before the first release and cannot be upgraded: export what you need with that version, then start this one with an empty DATA_DIR or database',
      })
    }
    expect(await tablesOf(config)).toEqual(['organisations', 'schema_migrations', 'second'])
  })

  test('if one of several migrations fails, the store stays as the earlier version left it', async () => {
    const known = await migrateStore(config, { migrations })
    write('0003_third.sql', 'create table third (id int primary key);')
    write('0004_fourth.sql', 'create table fourth (id int primary key); select 1 / 0;')
    await expect(migrateStore(config, { migrations })).rejects.toThrow(
      'migration 4, fourth, failed, and the store is unchanged: division by zero',
    )
    expect(await tablesOf(config)).toEqual(['first', 'schema_migrations', 'second'])
    for (const name of ['0003_third.sql', '0004_fourth.sql']) rmSync(join(migrations, name))
    expect((await storeStatus(config, { migrations })).applied).toHaveLength(known.length)
  })

  test('a migration can alter a table into which one before it, as another role, wrote rows', async () => {
    write(
      '0002_second.sql',
      `create table second (first int references first deferrable);
       grant select, insert on first, second to touchstone_operator;
       set local role touchstone_operator;
       insert into first values (1); insert into second values (1);`,
    )
    write('0003_third.sql', 'alter table second add column third int; create table third ();')
    expect(await migrateStore(config, { migrations })).toHaveLength(3)
  })

  if (engine.name === 'postgresql') {
    test('processes that start at once migrate it once', async () => {
      write('0002_second.sql', 'select pg_sleep(0.3); create table second (id int primary key);')
      const done = await Promise.all([1, 2, 3].map(() => migrateStore(config, { migrations })))
      expect(
        done
          .flat()
          .map(({ name }) => name)
          .sort(),
      ).toEqual(['first', 'second'])
    })
  }
})

test('a folder with a gap or a doubled number is refused', () => {
  write('0004_fourth.sql', 'select 1')
  expect(() => readMigrations(migrations)).toThrow('migration 3 is missing or there twice')
  rmSync(join(migrations, '0004_fourth.sql'))
  write('0002_other.sql', 'select 1')
  expect(() => readMigrations(migrations)).toThrow('migration 3 is missing or there twice')
})

test('a file that is not named like a migration is refused', () => {
  write('3-third.sql', 'select 1')
  expect(() => readMigrations(migrations)).toThrow('3-third.sql is not named like')
})

test('the ends of lines do not change a checksum', () => {
  write('0001_first.sql', 'select 1;\nselect 2;\n')
  const [unix] = readMigrations(migrations)
  write('0001_first.sql', 'select 1;\r\nselect 2;\r\n')
  expect(readMigrations(migrations)[0]?.checksum).toBe(unix?.checksum)
})
