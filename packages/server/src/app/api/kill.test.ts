import { describe, expect, test } from 'vitest'
import { embeddedStores, postgresqlServer } from '../../../test/engines.ts'
import { killAmidIntake } from '../../../test/kill-ingest.ts'
import { newDatabase, postgresqlMissing } from '../../../test/postgresql-server.ts'

const slow = { timeout: 180_000 }
// `npm run test:endurance` runs many more.
const rounds = 2

describe('a server killed twice amid batches loses no acknowledged listing', () => {
  const stores = embeddedStores()

  test('on the embedded store', slow, async () => {
    const { acknowledged, lost } = await killAmidIntake(stores.next(), rounds)
    expect(acknowledged).toBeGreaterThanOrEqual(rounds * 40)
    expect(lost).toBe(0)
  })

  const why = postgresqlMissing === undefined ? '' : ` (left out: ${postgresqlMissing})`
  describe.skipIf(postgresqlMissing !== undefined)(`on PostgreSQL${why}`, () => {
    const server = postgresqlServer()

    test('which is killed as well', slow, async () => {
      const config = await newDatabase(server())
      const { acknowledged, lost } = await killAmidIntake(config, rounds, {
        kill: () => server().crash(),
        start: () => server().start(),
      })
      expect(acknowledged).toBeGreaterThanOrEqual(rounds * 40)
      expect(lost).toBe(0)
    })
  })
})
