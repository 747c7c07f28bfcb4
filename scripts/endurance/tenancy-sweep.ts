import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  newDatabase,
  postgresqlMissing,
  startPostgresql,
} from '../../packages/server/test/postgresql-server.ts'
import { sweepStore, type Swept } from '../../packages/server/test/sweep/sweep-store.ts'

/** Requests everything from both stores, as every kind of caller who may not see it. */
export async function tenancySweep(report: (store: string, swept: Swept) => void): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-tenancy-'))
  try {
    await sweepStore({ engine: 'embedded', dataDir }, (swept) => report('embedded', swept))
  } finally {
    rmSync(dataDir, { recursive: true })
  }
  if (postgresqlMissing !== undefined) return
  const server = await startPostgresql()
  try {
    const config = await newDatabase(server)
    await sweepStore(config, (swept) => report('PostgreSQL', swept))
  } finally {
    await server.stop()
  }
}
