import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { killAmidMail, type SentUnderKills } from '../../packages/server/test/kill-email.ts'
import {
  newDatabase,
  postgresqlMissing,
  startPostgresql,
} from '../../packages/server/test/postgresql-server.ts'

/** Kills the process that sends mail from an embedded store. */
export async function killMailEmbedded(rounds: number): Promise<SentUnderKills> {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-kill-mail-'))
  try {
    return await killAmidMail({ engine: 'embedded', dataDir }, rounds)
  } finally {
    rmSync(dataDir, { recursive: true })
  }
}

/** Kills the process that sends mail from PostgreSQL; undefined if it is not installed. */
export async function killMailPostgresql(rounds: number): Promise<SentUnderKills | undefined> {
  if (postgresqlMissing !== undefined) return undefined
  const server = await startPostgresql()
  try {
    return await killAmidMail(await newDatabase(server), rounds)
  } finally {
    await server.stop()
  }
}
