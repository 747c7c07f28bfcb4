import {
  watchHostileShops,
  type HostileShopsResult,
} from '../../packages/server/test/hostile-shops.ts'
import {
  newDatabase,
  postgresqlMissing,
  startPostgresql,
} from '../../packages/server/test/postgresql-server.ts'

/** On PostgreSQL, since only there processes share a store; undefined if it is missing. */
export async function hostileShops(): Promise<HostileShopsResult | undefined> {
  if (postgresqlMissing !== undefined) return undefined
  const server = await startPostgresql()
  try {
    return await watchHostileShops(await newDatabase(server))
  } finally {
    await server.stop()
  }
}
