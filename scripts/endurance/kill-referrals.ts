import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  killAmidReferrals,
  type KilledReferrals,
} from '../../packages/server/test/kill-referrals.ts'
import {
  newDatabase,
  postgresqlMissing,
  startPostgresql,
} from '../../packages/server/test/postgresql-server.ts'

/** Kills the server that packs and sends referrals, and receives the answers, on each store. */
export async function killReferrals(
  rounds: number,
): Promise<[store: string, found: KilledReferrals][]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-kill-referrals-'))
  const results: [string, KilledReferrals][] = []
  try {
    results.push(['embedded', await killAmidReferrals({ engine: 'embedded', dataDir }, rounds)])
    if (postgresqlMissing !== undefined) return results
    const server = await startPostgresql()
    try {
      results.push(['PostgreSQL', await killAmidReferrals(await newDatabase(server), rounds)])
    } finally {
      await server.stop()
    }
    return results
  } finally {
    rmSync(dataDir, { recursive: true })
  }
}
