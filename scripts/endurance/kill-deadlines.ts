import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  killAmidDeadlines,
  type FiredUnderKills,
} from '../../packages/server/test/kill-deadline-sweep.ts'
import {
  newDatabase,
  postgresqlMissing,
  startPostgresql,
} from '../../packages/server/test/postgresql-server.ts'

/** Kills the process that fires time limits on each store. */
export async function killDeadlines(
  rounds: number,
): Promise<[store: string, found: FiredUnderKills][]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-kill-deadlines-'))
  const results: [string, FiredUnderKills][] = []
  try {
    results.push(['embedded', await killAmidDeadlines({ engine: 'embedded', dataDir }, rounds)])
    if (postgresqlMissing !== undefined) return results
    const server = await startPostgresql()
    try {
      results.push(['PostgreSQL', await killAmidDeadlines(await newDatabase(server), rounds)])
    } finally {
      await server.stop()
    }
    return results
  } finally {
    rmSync(dataDir, { recursive: true })
  }
}
