import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Secret } from '@touchstone/server'
import { readSourceData, toListing } from '../../eval/source-rows.ts'
import { postgresqlMissing, startPostgresql } from '../../packages/server/test/postgresql-server.ts'
import { sendEveryWay, type CameIn } from '../../packages/server/test/ways-in.ts'

/** The measuring data in by every way on both stores; undefined where there is none. */
export async function everyWayIn(): Promise<Record<string, CameIn[]> | undefined> {
  const data = readSourceData(resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data'))
  if (data === undefined) return undefined
  const listings = data.rows.map(toListing)
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-ways-in-'))
  const found: Record<string, CameIn[]> = {}
  try {
    found['embedded'] = await sendEveryWay({ engine: 'embedded', dataDir }, listings)
  } finally {
    rmSync(dataDir, { recursive: true })
  }
  if (postgresqlMissing !== undefined) return found
  const server = await startPostgresql()
  try {
    const ownerUrl = new Secret(await server.newDatabase())
    const config = { engine: 'postgresql', ownerUrl, appUrl: undefined } as const
    found['PostgreSQL'] = await sendEveryWay(config, listings)
  } finally {
    await server.stop()
  }
  return found
}
