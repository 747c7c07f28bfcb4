import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownMigrations, readMigrations } from '../src/platform/db/index.ts'

/** Upgrades of a store with rows: columns with and without a default, an index, a table filled from another one. */
const upgrades = [
  `alter table organisations add column homepage text;
   alter table listings add column seen_times int4 not null default 1 check (seen_times > 0);
   create index listings_by_sightings on listings (organisation_id, seen_times);`,
  `create table organisation_names (
     organisation_id uuid primary key references organisations deferrable, name text not null
   );
   alter table organisation_names enable row level security, force row level security;
   grant select, insert on organisation_names to touchstone_operator;
   create policy operator on organisation_names for all to touchstone_operator
     using (true) with check (true);
   -- The owner of the tables sees no row of them.
   set local role touchstone_operator;
   insert into organisation_names (organisation_id, name) select id, name from organisations;
   set local role none;`,
]

/** Writes the migrations of this program to a folder, with two of a later version, and further ones. */
export function writeLaterVersion(folder: string, further: readonly string[] = []): string {
  cpSync(ownMigrations, folder, { recursive: true })
  const known = readMigrations(ownMigrations).length
  for (const [index, sql] of [...upgrades, ...further].entries()) {
    const version = String(known + 1 + index).padStart(4, '0')
    writeFileSync(join(folder, `${version}_upgrade_${index}.sql`), sql)
  }
  return folder
}

/** Writes the migrations that an earlier version had. */
export function writeEarlierVersion(folder: string, count: number): string {
  mkdirSync(folder, { recursive: true })
  for (const { version, name, sql } of readMigrations(ownMigrations).slice(0, count)) {
    writeFileSync(join(folder, `${String(version).padStart(4, '0')}_${name}.sql`), sql)
  }
  return folder
}
