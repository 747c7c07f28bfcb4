import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret, type StoreConfig } from '../src/platform/config/index.ts'
import { migrateStore } from '../src/platform/db/index.ts'
import { createOnce } from './shared-folder.ts'
import {
  asSuperuser,
  ownerAddress,
  startPostgresql,
  stopLeft,
  type Access,
} from './postgresql-server.ts'
import type { TemplateContent } from './store-templates.ts'

// Nothing needs to survive the run: a test that stops its server starts a separate one. Autovacuum would collect
// statistics at unpredictable moments, which changes the plans that tests read.
const settings = ['fsync=off', 'full_page_writes=off', 'autovacuum=off', 'max_connections=200']

const template = 'touchstone_template'
const name = 'postgresql'
const accessFile = 'access.json'

/** The PostgreSQL that all files of a run share. */
export async function sharedPostgresql(): Promise<Access> {
  const folder = await createOnce(name, async (draft) => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'touchstone-postgresql-'))
    const server = await startPostgresql(undefined, { dataFolder, settings })
    server.leave()
    writeFileSync(join(draft, accessFile), JSON.stringify(server.access))
    await makeDatabase(server.access, template)
    await migrateStore(storeIn(server.access, template))
  })
  return accessIn(folder)
}

/** The end of a run, whichever file started it. */
export async function stopSharedPostgresql(folder: string): Promise<void> {
  const shared = join(folder, name)
  if (existsSync(shared)) await stopLeft(accessIn(shared))
}

type SharedDatabase = { database: string; store: StoreConfig }

/** A store on a separate database. Copying one that has all tables takes a tenth of the time. */
export async function newSharedDatabase(
  server: Access,
  content: TemplateContent,
): Promise<SharedDatabase> {
  const database = `store_${randomBytes(8).toString('hex')}`
  await makeDatabase(server, database, content === 'migrated' ? template : undefined)
  return { database, store: storeIn(server, database) }
}

export async function dropDatabases(server: Access, databases: readonly string[]): Promise<void> {
  await asSuperuser(
    server,
    databases.map((database) => `drop database if exists ${database} with (force)`),
  )
}

async function makeDatabase(server: Access, database: string, from?: string): Promise<void> {
  const copied = from === undefined ? '' : ` template ${from}`
  await asSuperuser(server, [`create database ${database} owner owner${copied}`])
}

function storeIn(server: Access, database: string): StoreConfig {
  const ownerUrl = new Secret(ownerAddress(server, database))
  return { engine: 'postgresql', ownerUrl, appUrl: undefined }
}

function accessIn(folder: string): Access {
  return JSON.parse(readFileSync(join(folder, accessFile), 'utf8')) as Access
}
