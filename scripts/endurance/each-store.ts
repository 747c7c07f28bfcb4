import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StoreConfig } from '@touchstone/server'
import {
  newDatabase,
  postgresqlMissing,
  startPostgresql,
} from '../../packages/server/test/postgresql-server.ts'

/** Runs `work` on a new store of each engine, PostgreSQL's where it is installed, with a folder that is deleted after. */
export async function onEachStore(
  work: (store: { name: string; config: StoreConfig; folder: string }) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-journey-'))
  try {
    const dataDir = join(folder, 'data')
    mkdirSync(dataDir, { mode: 0o700 })
    await work({ name: 'embedded', config: { engine: 'embedded', dataDir }, folder })
    if (postgresqlMissing !== undefined) return
    const server = await startPostgresql()
    try {
      await work({ name: 'PostgreSQL', config: await newDatabase(server), folder })
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
