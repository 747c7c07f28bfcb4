import type { StoreConfig } from '../src/platform/config/index.ts'
import { postgresqlMissing } from './postgresql-server.ts'
import { dropDatabases, newSharedDatabase, sharedPostgresql } from './shared-postgresql.ts'
import { putStore } from './store-templates.ts'

/** A migrated store that is not open yet. */
export type NewStore = { store: StoreConfig; remove: () => Promise<void> }

/** On PostgreSQL if it is installed, otherwise embedded in `dataDir`, for behaviour common to both engines. */
export async function newStore(dataDir: string): Promise<NewStore> {
  if (postgresqlMissing !== undefined) {
    await putStore(dataDir)
    return { store: { engine: 'embedded', dataDir }, remove: async () => undefined }
  }
  const server = await sharedPostgresql()
  const { database, store } = await newSharedDatabase(server, 'migrated')
  return { store, remove: () => dropDatabases(server, [database]) }
}
