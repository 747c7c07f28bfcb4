import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, test } from 'vitest'
import type { StoreConfig } from '../src/platform/config/index.ts'
import {
  postgresqlMissing,
  startPostgresql,
  type Access,
  type PostgresqlServer,
} from './postgresql-server.ts'
import { dropDatabases, newSharedDatabase, sharedPostgresql } from './shared-postgresql.ts'
import { copyTemplate, template, type TemplateContent } from './store-templates.ts'

export type TestEngine = {
  name: StoreConfig['engine']
  /** An unopened store, migrated unless it should be empty. */
  newStore(content?: TemplateContent): Promise<StoreConfig>
}

/** A test that runs on one of the engines. */
type TestOnOne = (name: string, run: () => Promise<void>) => void

/**
 * Runs the same tests on both engines, for subjects that depend on how an engine behaves: roles and row-level security,
 * locks, queues, files, backups. PostgreSQL is skipped, with the reason, where it is not installed. Tests among them
 * whose behaviour is common to both engines are `onOne` tests, which run where `onOneEngine` runs its own.
 */
export function onBothEngines(tests: (engine: TestEngine, onOne: TestOnOne) => void): void {
  onEmbedded((engine) => tests(engine, testOnOne('embedded')))
  onPostgresql((engine) => tests(engine, testOnOne('postgresql')))
}

/**
 * Runs tests of behaviour common to both engines on one: PostgreSQL if it is installed. `npm run test:endurance` sets
 * TOUCHSTONE_TEST_ENGINES=both and runs them on both.
 */
export function onOneEngine(tests: (engine: TestEngine) => void): void {
  if (isChosen('embedded')) onEmbedded(tests)
  if (isChosen('postgresql')) onPostgresql(tests)
}

function testOnOne(engine: StoreConfig['engine']): TestOnOne {
  return isChosen(engine) ? (name, run) => test(name, run) : () => undefined
}

/** True in `npm run test:endurance`, where tests may take long. */
export const isEndurance = process.env['TOUCHSTONE_TEST_ENGINES'] === 'both'

function isChosen(engine: StoreConfig['engine']): boolean {
  if (isEndurance) return true
  return (engine === 'postgresql') === (postgresqlMissing === undefined)
}

/** For tests that take long on each engine. */
export function onEmbedded(tests: (engine: TestEngine) => void): void {
  describe('embedded', () => tests(embeddedEngine()))
}

function onPostgresql(tests: (engine: TestEngine) => void): void {
  const why = postgresqlMissing === undefined ? '' : ` (left out: ${postgresqlMissing})`
  describe.skipIf(postgresqlMissing !== undefined)(`postgresql${why}`, () =>
    tests(postgresqlEngine()),
  )
}

/** The engines that there are, for the tests of the describe that calls this: from one to the other. */
export function enginesHere(): TestEngine[] {
  return [embeddedEngine(), ...(postgresqlMissing === undefined ? [postgresqlEngine()] : [])]
}

function embeddedEngine(): TestEngine {
  const stores = embeddedStores()
  return { name: 'embedded', newStore: async (content) => stores.next(content) }
}

function postgresqlEngine(): TestEngine {
  const databases = sharedDatabases()
  return { name: 'postgresql', newStore: (content) => databases.next(content) }
}

/** Databases of the server that all files share; they go with the tests of the describe that calls this. */
function sharedDatabases(): { next(content?: TemplateContent): Promise<StoreConfig> } {
  let server: Access | undefined
  const created: string[] = []
  beforeAll(async () => {
    server = await sharedPostgresql()
  })
  afterAll(async () => {
    if (server !== undefined) await dropDatabases(server, created)
  })
  return {
    next: async (how = 'migrated') => {
      const { database, store } = await newSharedDatabase(server!, how)
      created.push(database)
      return store
    },
  }
}

/** A separate PostgreSQL server for the tests of the calling describe. */
export function postgresqlServer(): () => PostgresqlServer {
  let server: PostgresqlServer | undefined
  beforeAll(async () => {
    server = await startPostgresql()
  })
  afterAll(() => server?.stop())
  return () => server!
}

/** Folders of embedded stores. */
export function embeddedStores(): {
  next(content?: TemplateContent): StoreConfig & { engine: 'embedded' }
} {
  const root = mkdtempSync(join(tmpdir(), 'touchstone-embedded-'))
  const templates = { empty: '', migrated: '' }
  let count = 0
  beforeAll(async () => {
    templates.migrated = await template('migrated')
    templates.empty = await template('empty')
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  return {
    next: (content = 'migrated') => {
      const dataDir = join(root, `store-${++count}`)
      copyTemplate(templates[content], dataDir)
      return { engine: 'embedded', dataDir }
    },
  }
}
