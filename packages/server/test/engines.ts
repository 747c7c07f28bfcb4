import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import type { StoreConfig } from '../src/platform/config/index.ts'
import { storeStatus } from '../src/platform/db/index.ts'
import {
  newDatabase,
  postgresqlMissing,
  startPostgresql,
  type PostgresqlServer,
} from './postgresql-server.ts'

export type TestEngine = {
  name: StoreConfig['engine']
  /** A store that nobody has opened yet, without any migration. */
  newStore(): Promise<StoreConfig>
}

/** Runs the same tests on both engines; PostgreSQL is left out, aloud, where it is not installed. */
export function onBothEngines(tests: (engine: TestEngine) => void): void {
  describe('embedded', () => {
    const stores = embeddedStores()
    tests({ name: 'embedded', newStore: async () => stores.next() })
  })
  const why = postgresqlMissing === undefined ? '' : ` (left out: ${postgresqlMissing})`
  describe.skipIf(postgresqlMissing !== undefined)(`postgresql${why}`, () => {
    const server = postgresqlServer()
    tests({ name: 'postgresql', newStore: () => newDatabase(server()) })
  })
}

/** A PostgreSQL for the tests of the describe that calls this. */
export function postgresqlServer(): () => PostgresqlServer {
  let server: PostgresqlServer | undefined
  beforeAll(async () => {
    server = await startPostgresql()
  }, 60_000)
  afterAll(() => server?.stop())
  return () => server!
}

/** Folders of empty embedded stores; making one takes seconds, copying one does not. */
export function embeddedStores(): { next(): StoreConfig & { engine: 'embedded' } } {
  const root = mkdtempSync(join(tmpdir(), 'touchstone-embedded-'))
  const template = join(root, 'template')
  let count = 0
  beforeAll(async () => {
    await storeStatus({ engine: 'embedded', dataDir: template })
  }, 60_000)
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  return {
    next: () => {
      const dataDir = join(root, `store-${++count}`)
      cpSync(join(template, 'store'), join(dataDir, 'store'), { recursive: true })
      return { engine: 'embedded', dataDir }
    },
  }
}
