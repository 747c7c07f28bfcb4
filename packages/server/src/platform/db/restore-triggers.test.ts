import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onBothEngines } from '../../../test/engines.ts'
import { rowsByTable } from '../../../test/store-rows.ts'
import type { StoreConfig } from '../config/index.ts'
import { backUpStore, type Counts } from './backup.ts'
import { ownMigrations, readMigrations } from './migrations.ts'
import { migrateStore, openStore, withEngine } from './open-store.ts'
import { restoreStore } from './restore.ts'
import { fillTables, tablesOf } from './test/any-rows.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-triggers-'))
const migrations = join(folder, 'migrations')
const next = String(readMigrations(ownMigrations).length + 1).padStart(4, '0')

// A second trigger on each table drops every inserted row, so that a restore that lets any trigger run loses rows.
const swallowing = `
create table parted (
  id bigint not null, day date not null, seen boolean not null default false,
  primary key (id, day)
) partition by range (day);
create table parted_january partition of parted for values from ('2026-01-01') to ('2026-02-01');
create table parted_later partition of parted for values from ('2026-02-01') to ('2027-01-01');
do $$
declare
  name text;
begin
  foreach name in array array['parted', 'parted_january', 'parted_later'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert on %I to touchstone_operator', name);
    execute format('create policy operator on %I for all to touchstone_operator
      using (true) with check (true)', name);
  end loop;
end
$$;
create function swallow_row() returns trigger language plpgsql as $$ begin return null; end $$;
create function refuse_statement() returns trigger language plpgsql as $$
begin
  raise exception '% takes nothing', tg_table_name;
end
$$;
create function see_row() returns trigger language plpgsql as $$
begin
  new.seen := true;
  return new;
end
$$;
create trigger parted_seen before insert on parted for each row execute function see_row();
do $$
declare
  name text;
begin
  for name in select relname from pg_class where relnamespace = 'public'::regnamespace
    and relkind = 'r' and relname not in ('schema_migrations', 'parted_january', 'parted_later')
  loop
    execute format('create trigger zz_swallow before insert on %I
      for each row execute function swallow_row()', name);
    execute format('create constraint trigger zz_refuse after insert on %I
      deferrable initially deferred for each row execute function refuse_statement()', name);
  end loop;
end
$$;
alter table keys enable always trigger zz_swallow;
alter table brands disable trigger zz_swallow;
`

afterAll(() => rmSync(folder, { recursive: true }))
beforeAll(() => {
  cpSync(ownMigrations, migrations, { recursive: true })
  writeFileSync(join(migrations, `${next}_swallow.sql`), swallowing)
})

type Trigger = { table: string; name: string; state: string; type: number }

async function triggersOf(owner: Pool): Promise<Trigger[]> {
  const { rows } = await owner.query<Trigger>(
    `select c.relname as table, t.tgname as name, t.tgenabled as state, t.tgtype as type
     from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
     order by c.relname collate "C", t.tgname collate "C"`,
  )
  return rows
}

async function rowsOf(config: StoreConfig): Promise<Record<string, string[]>> {
  const store = await openStore(config, { migrations })
  try {
    return await rowsByTable(store)
  } finally {
    await store.close()
  }
}

onBothEngines((engine) => {
  const file = join(folder, `${engine.name}.gz`)
  let source: StoreConfig
  let counts: Counts
  let triggers: Trigger[]
  let target: StoreConfig

  beforeAll(async () => {
    source = await engine.newStore()
    target = await engine.newStore()
    await withEngine(source, async ({ owner }) => fillTables(owner, await tablesOf(owner), 1))
    await migrateStore(source, { migrations })
    await withEngine(source, async ({ owner }) => {
      await owner.query('alter table parted no force row level security')
      await owner.query('alter table parted disable trigger parted_seen')
      await owner.query(
        `insert into parted (id, day) select n, date '2026-01-30' + n from generate_series(1, 4) n`,
      )
      await owner.query('alter table parted enable trigger parted_seen')
      await owner.query('alter table parted force row level security')
    })
    triggers = await withEngine(source, ({ owner }) => triggersOf(owner))
    counts = await backUpStore(source, file, { migrations })
  })

  test('every table is one in which a running trigger would change restored rows', async () => {
    const swallowed = triggers.filter(({ name }) => name === 'zz_swallow')
    expect(swallowed).toHaveLength(counts.tables - 1)
    const rows = await rowsOf(source)
    expect(Object.entries(rows).filter(([, of]) => of.length === 0)).toEqual([])
    // Bits of tgtype: 4 is an insertion.
    const onInsert = triggers.filter(
      ({ name, type }) => !name.startsWith('zz_') && (type & 4) !== 0,
    )
    expect(onInsert.map(({ name }) => name)).toContain('listing_mentions_shared')
    expect(onInsert.map(({ table }) => table)).toEqual(
      expect.arrayContaining(['parted', 'parted_january', 'parted_later']),
    )
  })

  test('a restore that breaks off leaves no row, and no trigger off', async () => {
    const damaged = join(folder, `${engine.name}-damaged.gz`)
    const text = gunzipSync(readFileSync(file)).toString('utf8')
    writeFileSync(damaged, gzipSync(text.slice(0, text.lastIndexOf('{"end":"backup"'))))
    await expect(restoreStore(target, damaged, { migrations })).rejects.toMatchObject({
      code: 'bad-backup',
    })
    expect(Object.values(await rowsOf(target)).flat()).toEqual([])
    expect(await withEngine(target, ({ owner }) => triggersOf(owner))).toEqual(triggers)
  })

  test('no trigger of any table changes a restored row, and each is restored unchanged', async () => {
    expect(await restoreStore(target, file, { migrations })).toEqual(counts)
    expect(await rowsOf(target)).toEqual(await rowsOf(source))
    await withEngine(target, async ({ owner }) => {
      expect(await triggersOf(owner)).toEqual(triggers)
      await owner.query('alter table parted no force row level security')
      await owner.query(`insert into parted (id, day) values (9, '2026-01-02'), (9, '2026-03-02')`)
      const { rows } = await owner.query('select seen from parted where id = 9')
      expect(rows).toEqual([{ seen: true }, { seen: true }])
    })
  })

  test('no rule rewrites inserted rows, since a restore cannot switch rules off', async () => {
    const rules = await withEngine(target, async ({ owner }) => {
      const { rows } = await owner.query(
        `select rulename from pg_rules where schemaname = 'public'`,
      )
      return rows as unknown[]
    })
    expect(rules).toEqual([])
  })
})
