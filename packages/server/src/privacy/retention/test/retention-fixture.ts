import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { newKey, newOrganisation } from '../../../../test/builders.ts'
import type { TestEngine } from '../../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../../test/users.ts'
import {
  sendRequest,
  storedListings,
  purgeAfter,
  type TestResponse,
} from '../../../../test/retention.ts'
import { blobsIn } from '../../../platform/blobs/index.ts'
import { openStore, type Store } from '../../../platform/db/index.ts'

/** One store of an engine, and for each test a marketplace in it with a key and an admin. */
export class RetentionFixture {
  store!: Store
  app!: FastifyInstance
  id = ''
  slug = ''
  key = ''
  admin!: Browser
  readonly blobs = blobsIn(join(tmpdir(), `touchstone-blobs-${process.pid}`))
  /** Counts the tests, for addresses that none had before. */
  count = 0

  /** Sets up and takes down around the tests of the describe that calls this. */
  static on(engine: TestEngine): RetentionFixture {
    const market = new RetentionFixture()
    beforeAll(async () => {
      market.store = await openStore(await engine.newStore())
      market.app = newApi(market.store)
    })
    afterAll(async () => {
      await market.app?.close()
      await market.store?.close()
    })
    beforeEach(() => market.begin())
    return market
  }

  /** Asks as the market's machine. */
  ask(url: string, payload: unknown, headers?: Record<string, string>): Promise<TestResponse> {
    return sendRequest(this.app, this.key, url, payload, headers)
  }

  purgeAfter(days: number): ReturnType<typeof purgeAfter> {
    return purgeAfter(this.store, this.id, days)
  }

  storedListings(): Promise<string[]> {
    return storedListings(this.store, this.id)
  }

  private async begin(): Promise<void> {
    const { store, app } = this
    this.slug = `market-${++this.count}`
    this.id = (await newOrganisation(store, this.slug)).id
    const scopes = ['listings:read', 'listings:write', 'decisions:write', 'outcomes:write']
    this.key = (await newKey(store, this.slug, scopes)).text
    this.admin = await newMember(app, store, this.slug, `admin-${this.count}@market.example`)
  }
}
