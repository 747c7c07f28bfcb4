import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openStore, type Store } from '@touchstone/server'
import { newKey, newOrganisation, newStandingClaim } from '../packages/server/test/builders.ts'
import { fillListings } from '../packages/server/test/listings.ts'
import {
  newDatabase,
  postgresqlMissing,
  startPostgresql,
} from '../packages/server/test/postgresql-server.ts'
import { Secret, type StoreConfig } from '../packages/server/src/platform/config/index.ts'
import { benchFolder } from './bench-folder.ts'

const inEmbedded = 100_000
const brands = ['gucci', 'prada', 'apple', 'mars', 'swarovski', 'chanel', 'rolex', 'nike']

export type Engine = StoreConfig['engine']
export const engines: readonly Engine[] = ['embedded', 'postgresql']

type Measuring = (config: StoreConfig, rows: number) => AsyncGenerator<string>

/**
 * Measures on an empty store of either engine, or of the `only` one: this many listings are for PostgreSQL, fewer for
 * the embedded one.
 */
export async function* onBothStores(
  part: string,
  rows: number,
  measure: Measuring,
  only?: Engine,
): AsyncGenerator<string> {
  if (only !== 'postgresql') yield* onEmbedded(part, rows, measure)
  if (only !== 'embedded') yield* onPostgresql(part, rows, measure)
}

async function* onEmbedded(part: string, rows: number, measure: Measuring): AsyncGenerator<string> {
  mkdirSync(benchFolder, { recursive: true })
  const dataDir = mkdtempSync(join(benchFolder, `${part}-`))
  try {
    yield* measure({ engine: 'embedded', dataDir }, Math.min(rows, inEmbedded))
  } finally {
    rmSync(dataDir, { recursive: true })
  }
}

async function* onPostgresql(
  part: string,
  rows: number,
  measure: Measuring,
): AsyncGenerator<string> {
  if (postgresqlMissing !== undefined) {
    yield `The part ${part} on PostgreSQL is left out: ${postgresqlMissing}`
    return
  }
  const server = await startPostgresql()
  try {
    yield* measure(await newDatabase(server), rows)
  } finally {
    await server.stop()
  }
}

type Step = { name: string; fill: (store: Store) => Promise<void> }

/**
 * A PostgreSQL kept for the next run: a database for each step, filled on top of the previous one. If it is already
 * filled nothing is added, and newer migrations run on it.
 */
export async function persistentPostgresql(
  name: string,
  steps: readonly Step[],
): Promise<{ configOf(step: string): StoreConfig; stop(): Promise<void> }> {
  const folder = join(benchFolder, name)
  const filled = join(folder, 'filled')
  if (!existsSync(filled)) {
    rmSync(folder, { recursive: true, force: true })
    // A power cut would only cost a refill: only measurements need a server with the usual settings.
    const settings = ['fsync=off', 'shared_buffers=1GB', 'max_wal_size=8GB']
    const server = await startPostgresql(undefined, { dataFolder: folder, settings })
    try {
      const work = await newDatabase(server)
      for (const step of steps) {
        const store = await openStore(work)
        try {
          await step.fill(store)
        } finally {
          await store.close()
        }
        await server.superuser([`create database "${step.name}" template store_1 owner owner`])
      }
      await server.superuser(['drop database store_1'])
    } finally {
      await server.stop()
    }
    writeFileSync(filled, '')
  }
  const server = await startPostgresql(undefined, { dataFolder: folder })
  return {
    stop: () => server.stop(),
    configOf: (step) => ({
      engine: 'postgresql',
      ownerUrl: new Secret(server.addressOf(step)),
      appUrl: undefined,
    }),
  }
}

export type Who = Record<'market' | 'house', { id: string; key: string }>

/** Many listings of a marketplace, some of them in the sight of a rights holder. */
export async function fill(
  store: Store,
  rows: number,
  scopes: string[] = ['listings:read'],
): Promise<Who> {
  const market = await newOrganisation(store, 'market')
  const organisation = await newOrganisation(store, 'house', { kind: 'rights-holder' })
  for (const brand of ['gucci', 'prada']) await newStandingClaim(store, 'house', brand)
  await fillListings(store, market.id, rows, brands)
  await store.runQueueSql('vacuum analyze')
  const keyOf = async (slug: string): Promise<string> => (await newKey(store, slug, scopes)).text
  return {
    market: { id: market.id, key: await keyOf('market') },
    house: { id: organisation.id, key: await keyOf('house') },
  }
}
