import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore, Secret, type StoreConfig } from '@touchstone/server'
import { postgresqlMissing, startPostgresql } from '../../packages/server/test/postgresql-server.ts'
import { startWriting } from '../../packages/server/test/child-programs.ts'

export type KillResult = { acknowledged: number; lost: number }

/** Kills a process that writes into an embedded store, every fourth time while it opens it. */
export async function killEmbedded(rounds: number): Promise<KillResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-kill-'))
  const acknowledged: string[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      const writing = startWriting({ DATA_DIR: dataDir }, [`round-${round}`])
      if (round % 4 === 3) await sleep(200 + Math.random() * 1300)
      else {
        await writing.until(1)
        await sleep(Math.random() * 1000)
      }
      writing.kill()
      await writing.ended
      acknowledged.push(...writing.acknowledged)
    }
    return await compare({ engine: 'embedded', dataDir }, acknowledged)
  } finally {
    rmSync(dataDir, { recursive: true })
  }
}

/** Kills PostgreSQL under a process that writes to it; undefined if it is not installed. */
export async function killPostgresql(rounds: number): Promise<KillResult | undefined> {
  if (postgresqlMissing !== undefined) return undefined
  const server = await startPostgresql()
  const acknowledged: string[] = []
  try {
    const url = await server.newDatabase()
    for (let round = 0; round < rounds; round++) {
      const writing = startWriting({ DATABASE_URL: url }, [`round-${round}`])
      await writing.until(1)
      await sleep(Math.random() * 1000)
      await server.crash()
      await writing.ended
      acknowledged.push(...writing.acknowledged)
      await server.start()
    }
    const config = { engine: 'postgresql', ownerUrl: new Secret(url), appUrl: undefined } as const
    return await compare(config, acknowledged)
  } finally {
    await server.stop()
  }
}

async function compare(config: StoreConfig, acknowledged: string[]): Promise<KillResult> {
  const store = await openStore(config)
  try {
    const rows = await store.transact(
      { as: 'operator', actor: { kind: 'operator', id: 'endurance' } },
      (handle) => handle.selectFrom('organisations').select('slug').execute(),
    )
    const stored = new Set(rows.map(({ slug }) => slug))
    const lost = acknowledged.filter((slug) => !stored.has(slug)).length
    return { acknowledged: acknowledged.length, lost }
  } finally {
    await store.close()
  }
}
