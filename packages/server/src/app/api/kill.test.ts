import { describe, expect, test } from 'vitest'
import { embeddedStores, postgresqlServer } from '../../../test/engines.ts'
import { killAmidIntake } from '../../../test/kill-ingest.ts'
import { newDatabase, postgresqlMissing } from '../../../test/postgresql-server.ts'

// `npm run test:endurance` runs many more.
const rounds = 2

describe('a server killed twice amid batches loses no acknowledged listing', () => {
  const stores = embeddedStores()

  test('on the embedded store', async () => {
    const { acknowledged, lost } = await killAmidIntake(stores.next(), rounds)
    expect(acknowledged).toBeGreaterThanOrEqual(rounds * 40)
    expect(lost).toBe(0)
  })

  const why = postgresqlMissing === undefined ? '' : ` (left out: ${postgresqlMissing})`
  describe.skipIf(postgresqlMissing !== undefined)(`on PostgreSQL${why}`, () => {
    const server = postgresqlServer()

    test('which is killed as well', async () => {
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
