import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Listing } from '@touchstone/contract'
import { readSourceData, toListing } from '../../eval/source-rows.ts'
import {
  newDatabase,
  postgresqlMissing,
  startPostgresql,
} from '../../packages/server/test/postgresql-server.ts'
import {
  isBeyondWorkbooks,
  sendEveryWay,
  type CameIn,
} from '../../packages/server/test/ways-in-fixture.ts'

export type IntakeChannels = {
  stores: Record<string, CameIn[]>
  /** Ids of the listings that no workbook can hold as they are. */
  beyondWorkbooks: ReadonlySet<string>
}

/** Several turns of what updates portfolios. */
const still = 15_000

/** Sends the measuring data by every intake channel on both stores; undefined if there are none. */
export async function everyIntakeChannel(): Promise<IntakeChannels | undefined> {
  const data = readSourceData(resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data'))
  if (data === undefined) return undefined
  const listings = data.rows.map(toListing).map(withPlainPrice)
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-ways-in-'))
  const beyondWorkbooks = new Set(listings.filter(isBeyondWorkbooks).map(({ id }) => id))
  const stores: Record<string, CameIn[]> = {}
  try {
    stores['embedded'] = await sendEveryWay({ engine: 'embedded', dataDir }, listings, still)
  } finally {
    rmSync(dataDir, { recursive: true })
  }
  if (postgresqlMissing !== undefined) return { stores, beyondWorkbooks }
  const server = await startPostgresql()
  try {
    const config = await newDatabase(server)
    stores['PostgreSQL'] = await sendEveryWay(config, listings, still)
  } finally {
    await server.stop()
  }
  return { stores, beyondWorkbooks }
}

/** Readers of tables drop trailing zeros of amounts, and assessments quote amounts as written. */
function withPlainPrice(listing: Listing): Listing {
  const { price } = listing
  if (price === undefined) return listing
  return { ...listing, price: { ...price, amount: String(Number(price.amount)) } }
}
