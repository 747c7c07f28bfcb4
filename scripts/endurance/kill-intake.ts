import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { killAmidIntake, type KillResult } from '../../packages/server/test/kill-ingest.ts'
import {
  newDatabase,
  postgresqlMissing,
  startPostgresql,
} from '../../packages/server/test/postgresql-server.ts'

/** Kills a server on an embedded store amid batches. */
export async function killServing(rounds: number): Promise<KillResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-kill-intake-'))
  try {
    return await killAmidIntake({ engine: 'embedded', dataDir }, rounds)
  } finally {
    rmSync(dataDir, { recursive: true })
  }
}

/** Kills a server or its PostgreSQL amid batches; undefined if it is not installed. */
export async function killServingOnPostgresql(rounds: number): Promise<KillResult | undefined> {
  if (postgresqlMissing !== undefined) return undefined
  const server = await startPostgresql()
  try {
    const config = await newDatabase(server)
    return await killAmidIntake(config, rounds, { kill: server.crash, start: server.start })
  } finally {
    await server.stop()
  }
}
