import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium, Secret } from '@touchstone/server'
import { killAmidCaptures, type KilledCaptures } from '../../packages/server/test/kill-captures.ts'
import { postgresqlMissing, startPostgresql } from '../../packages/server/test/postgresql-server.ts'
import { TestShop } from '../../packages/server/test/shop.ts'

/** Kills captures of a real browser on each store; undefined if Chromium is missing. */
export async function killCaptures(
  rounds: number,
): Promise<[store: string, found: KilledCaptures][] | undefined> {
  if ((await findChromium(process.env)) === undefined) return undefined
  const shop = new TestShop()
  await shop.open()
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-kill-store-'))
  const pages = { port: shop.port, millisecondsEach: 6000 }
  const results: [string, KilledCaptures][] = []
  try {
    const embedded = { engine: 'embedded', dataDir } as const
    results.push(['embedded', await killAmidCaptures(embedded, rounds, pages)])
    if (postgresqlMissing !== undefined) return results
    const server = await startPostgresql()
    try {
      const ownerUrl = new Secret(await server.newDatabase())
      const postgresql = { engine: 'postgresql', ownerUrl, appUrl: undefined } as const
      results.push(['PostgreSQL', await killAmidCaptures(postgresql, rounds, pages)])
    } finally {
      await server.stop()
    }
    return results
  } finally {
    shop.close()
    rmSync(dataDir, { recursive: true })
  }
}
