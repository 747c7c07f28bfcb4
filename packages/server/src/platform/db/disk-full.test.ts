import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newOrganisation, operatorContext } from '../../../test/builders.ts'
import {
  newDatabase,
  postgresqlMissing,
  startPostgresql,
  type PostgresqlServer,
} from '../../../test/postgresql-server.ts'
import { mountSmallDisk, type SmallDisk } from '../../../test/small-disk.ts'
import type { StoreConfig } from '../config/index.ts'
import { openStore } from './open-store.ts'
import type { Store } from './store.ts'

type Try = {
  /** Creates a store with its files in this folder. */
  begin(folder: string): Promise<StoreConfig>
  /** What the operator does once there is space. */
  goOn?(): Promise<void>
  end?(): Promise<void>
  /** How much space to leave, so that this operation fails first. */
  faults: { what: string; leave: number; words: RegExp }[]
}

const name = 'n'.repeat(190)

function onFullDisk(mebibytes: number, { begin, goOn, end, faults }: Try): void {
  let disk: SmallDisk
  let config: StoreConfig
  let store: Store
  const acknowledged: string[] = []
  let rows = 0
  beforeAll(async () => {
    disk = mountSmallDisk(mebibytes)!
    config = await begin(disk.folder)
    store = await openStore(config)
  })
  afterAll(async () => {
    await store?.close()
    await end?.()
    disk?.unmount()
  })

  async function write(): Promise<void> {
    const slugs = Array.from({ length: 200 }, () => `m-${++rows}`)
    await store.transact(operatorContext, (handle) =>
      sql`insert into organisations (id, slug, name, kind)
          select gen_random_uuid(), slug, ${name}, 'host'
          from unnest(${slugs}::text[]) slug`.execute(handle),
    )
    acknowledged.push(...slugs)
  }

  /** Writes until refused, and returns the error. */
  async function writeUntilRefused(): Promise<unknown> {
    for (;;) {
      try {
        await write()
      } catch (error) {
        return error
      }
    }
  }

  /** Writes until the log has no file in reserve: its next one would be larger than what is left on the disk. */
  async function useUpReservedLog(): Promise<void> {
    for (;;) {
      const files = readdirSync(disk.folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => /pg_wal\/[0-9A-F]{24}$/.test(file))
        .map((file) => file.slice(-24))
      const { rows: positions } = await store.transact(operatorContext, (handle) =>
        sql<{ file: string }>`select pg_walfile_name(pg_current_wal_lsn()) as file`.execute(handle),
      )
      if (files.every((file) => file <= (positions[0]?.file ?? ''))) return
      await write()
    }
  }

  async function lost(): Promise<number> {
    const organisations = await store.transact(operatorContext, (handle) =>
      handle.selectFrom('organisations').select('slug').execute(),
    )
    const slugs = new Set(organisations.map(({ slug }) => slug))
    return acknowledged.filter((slug) => !slugs.has(slug)).length
  }

  test.each(faults)(
    'without room for $what it says so, loses nothing acknowledged and goes on when there is room',
    async ({ leave, words }) => {
      await useUpReservedLog()
      disk.fill(leave)
      const refusal = await writeUntilRefused()
      expect(refusal).toMatchObject({ code: 'store-unavailable', retryable: true })
      expect((refusal as Error).message).toMatch(words)
      // Concurrent callers get the error too, instead of waiting forever.
      const meanwhile = await Promise.all([writeUntilRefused(), writeUntilRefused()])
      for (const outcome of meanwhile) expect(outcome).toMatchObject({ code: 'store-unavailable' })
      disk.free()
      await goOn?.()
      await sleep(2_100)
      const slug = `again-${rows}`
      await newOrganisation(store, slug)
      acknowledged.push(slug)
      expect(await lost()).toBe(0)
    },
  )

  test('every acknowledged row is there when it is opened again', async () => {
    await store.close()
    store = await openStore(config)
    expect(acknowledged.length).toBeGreaterThan(1000)
    expect(await lost()).toBe(0)
  })
}

const trial = mountSmallDisk(1)
trial?.unmount()
const unmountable = trial === undefined ? ' (left out: nothing can be mounted here)' : ''

describe.skipIf(trial === undefined)(`an embedded store on a full disk${unmountable}`, () => {
  onFullDisk(160, {
    begin: async (folder) => ({ engine: 'embedded', dataDir: join(folder, 'data') }),
    faults: [
      { what: 'the tables', leave: 1_000_000, words: /full|stopped/ },
      {
        what: 'the write-ahead log',
        leave: 14_000_000,
        words: /has stopped \(could not write to file "pg_wal/,
      },
    ],
  })
})

const why = postgresqlMissing === undefined ? unmountable : ` (left out: ${postgresqlMissing})`
describe.skipIf(trial === undefined || postgresqlMissing !== undefined)(
  `a PostgreSQL on a full disk${why}`,
  () => {
    let server: PostgresqlServer
    onFullDisk(160, {
      begin: async (folder) => {
        server = await startPostgresql(folder)
        return newDatabase(server)
      },
      // PostgreSQL has to stop without space for its log.
      goOn: async () => {
        await server.crash()
        await server.start()
      },
      end: () => server.stop(),
      faults: [
        { what: 'the tables', leave: 1_000_000, words: /disk of the store is full/ },
        {
          what: 'the write-ahead log',
          leave: 14_000_000,
          words: /disk of the store is full|does not respond/,
        },
      ],
    })
  },
)
