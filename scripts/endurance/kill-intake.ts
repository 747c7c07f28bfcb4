import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret } from '@touchstone/server'
import { killAmidIntake, type Kept } from '../../packages/server/test/killing.ts'
import { postgresqlMissing, startPostgresql } from '../../packages/server/test/postgresql-server.ts'

/** Kills a server on an embedded store amid batches. */
export async function killServing(rounds: number): Promise<Kept> {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-kill-intake-'))
  try {
    return await killAmidIntake({ engine: 'embedded', dataDir }, rounds)
  } finally {
    rmSync(dataDir, { recursive: true })
  }
}

/** Kills a server or its PostgreSQL amid batches; undefined where none is installed. */
export async function killServingOnPostgresql(rounds: number): Promise<Kept | undefined> {
  if (postgresqlMissing !== undefined) return undefined
  const server = await startPostgresql()
  try {
    const ownerUrl = new Secret(await server.newDatabase())
    const config = { engine: 'postgresql', ownerUrl, appUrl: undefined } as const
    return await killAmidIntake(config, rounds, { kill: server.crash, start: server.start })
  } finally {
    await server.stop()
  }
}
