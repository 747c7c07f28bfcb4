import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newKey, newOrganisation } from '../../../test/builders.ts'
import { inStore, lostOf } from '../../../test/kill-ingest.ts'
import {
  newDatabase,
  postgresqlMissing,
  startPostgresql,
  type PostgresqlServer,
} from '../../../test/postgresql-server.ts'
import { startServing, type Serving } from '../../../test/start-server.ts'
import { mountSmallDisk, type SmallDisk } from '../../../test/small-disk.ts'
import { putStore } from '../../../test/store-templates.ts'
import type { StoreConfig } from '../../platform/config/index.ts'

type Place = {
  mebibytes: number
  /** Creates a store with its files in this folder. */
  begin(folder: string): Promise<StoreConfig>
  /** What the operator does once there is space. */
  goOn?(): Promise<void>
  end?(): Promise<void>
}

const rowsInBatch = 50
const description = 'Leather, stitched by hand. '.repeat(80)

function onFullDisk({ mebibytes, begin, goOn, end }: Place): void {
  let disk: SmallDisk
  let config: StoreConfig
  let server: Serving
  let key: string
  const acknowledged: string[] = []
  let sent = 0
  beforeAll(async () => {
    disk = mountSmallDisk(mebibytes)!
    config = await begin(disk.folder)
    key = await inStore(config, async (store) => {
      await newOrganisation(store, 'market-a')
      return (await newKey(store, 'market-a', ['listings:read', 'listings:write'])).text
    })
    server = await startServing(config, { LOG_LEVEL: 'silent' })
  })
  afterAll(async () => {
    await server?.kill()
    await end?.()
    disk?.unmount()
  })

  type RowError = { code?: string; message: string }
  type Answer = { status: number; error?: { code: string | undefined; message: string } }

  async function sendBatch(): Promise<Answer> {
    const ids = Array.from({ length: rowsInBatch }, () => `offer-${++sent}`)
    const response = await fetch(`${server.url}/api/v1/listings/batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
      body: ids.map((id) => JSON.stringify({ id, title: `Bag ${id}`, description })).join('\n'),
    })
    const answer = (await response.json()) as {
      code?: string
      detail?: string
      results?: { error?: RowError }[]
    }
    const { code, detail: message } = answer
    const inRow = answer.results?.find((row) => row.error !== undefined)?.error
    const error =
      message === undefined ? inRow && { code: inRow.code, ...inRow } : { code, message }
    answer.results?.forEach((row, at) => {
      if (row.error === undefined) acknowledged.push(ids[at]!)
    })
    return { status: response.status, ...(error !== undefined && { error }) }
  }

  test('input is refused with a clear message, and accepted again once there is space', async () => {
    expect(await sendBatch()).toEqual({ status: 200 })
    disk.fill(1_000_000)
    let refused = await sendBatch()
    while (refused.error === undefined) refused = await sendBatch()
    expect(refused.error).toMatchObject({
      code: 'store-unavailable',
      message: expect.stringMatching(/full|stopped|does not respond/),
    })
    expect([200, 503]).toContain(refused.status)
    // It is alive and explains the problem to the operator.
    expect((await fetch(`${server.url}/health`)).status).toBe(200)
    expect(server.child.exitCode).toBeNull()

    disk.free()
    await goOn?.()
    await expect.poll(async () => (await sendBatch()).error, { interval: 500 }).toBeUndefined()
    expect(server.child.exitCode).toBeNull()
  })

  test('every acknowledged listing is there after a kill', async () => {
    await server.kill()
    expect(acknowledged.length).toBeGreaterThanOrEqual(2 * rowsInBatch)
    expect(await lostOf(config, acknowledged)).toBe(0)
  })
}

const trial = mountSmallDisk(1)
trial?.unmount()
const unmountable = trial === undefined ? ' (left out: nothing can be mounted here)' : ''

describe.skipIf(trial === undefined)(`a server on a full disk${unmountable}`, () => {
  onFullDisk({
    mebibytes: 130,
    begin: async (folder) => {
      const dataDir = join(folder, 'data')
      await putStore(dataDir)
      return { engine: 'embedded', dataDir }
    },
  })
})

const why = postgresqlMissing === undefined ? unmountable : ` (left out: ${postgresqlMissing})`
describe.skipIf(trial === undefined || postgresqlMissing !== undefined)(
  `a server whose PostgreSQL has a full disk${why}`,
  () => {
    let postgresql: PostgresqlServer
    onFullDisk({
      mebibytes: 170,
      begin: async (folder) => {
        postgresql = await startPostgresql(folder)
        return newDatabase(postgresql)
      },
      // PostgreSQL has to stop without space for its log.
      goOn: async () => {
        await postgresql.crash()
        await postgresql.start()
      },
      end: () => postgresql.stop(),
    })
  },
)
