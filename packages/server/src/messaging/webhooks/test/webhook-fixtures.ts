import type { FastifyInstance } from 'fastify'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import {
  newKey,
  newOrganisation,
  tenantContext,
  webhookSettings,
} from '../../../../test/builders.ts'
import type { TestEngine } from '../../../../test/engines.ts'
import { startReceiver, verify, type Received, type Receiver } from '../../../../test/receiver.ts'
import { starterEngine } from '../../../../test/starter-engine.ts'
import { createApi } from '../../../app/api/index.ts'
import { recordOutbox } from '../../event-outbox/index.ts'
import type { StoreConfig } from '../../../platform/config/index.ts'
import { openStore, type Store } from '../../../platform/db/index.ts'
import { screenInProcess } from '../../../listings/screening/index.ts'
import { startDelivery, type EventDeliveryOptions } from '../index.ts'
import type { RetrySchedule } from '../types.ts'

export const testSchedule: RetrySchedule = {
  retryMilliseconds: [20, 20, 20, 20],
  holdMilliseconds: 10,
  mostHoldMilliseconds: 40,
  disableMilliseconds: 3_600_000,
}

export type Body = Record<string, unknown>
type Added = { id: string; secret: string }

/**
 * One store of an engine with two organisations; each test has its own receiver, whose webhooks are removed with it.
 */
export class WebhookFixture {
  config!: StoreConfig
  store!: Store
  app!: FastifyInstance
  receiver!: Receiver
  organisationId = ''
  readonly keys = { a: '', rival: '', other: '' }
  /** Delivery errors; tests that expect some remove them. */
  readonly faults: unknown[] = []
  private readonly settings = { ...webhookSettings, allow: [] as { host: string; port: number }[] }
  private stops: (() => Promise<void>)[] = []

  /** Set-up and teardown for the tests of the calling describe. */
  static on(engine: TestEngine): WebhookFixture {
    const hooks = new WebhookFixture()
    beforeAll(() => hooks.begin(engine))
    afterAll(() => hooks.closeApp())
    beforeEach(async () => {
      hooks.receiver = await startReceiver()
      hooks.settings.allow.splice(0, 10, hooks.receiver.host)
    })
    afterEach(() => hooks.clear())
    return hooks
  }

  private async begin(engine: TestEngine): Promise<void> {
    this.config = await engine.newStore()
    await this.openApp()
    this.organisationId = (await newOrganisation(this.store, 'market-a')).id
    await newOrganisation(this.store, 'market-b')
    const scopes = ['webhooks:write', 'listings:read', 'listings:write']
    this.keys.a = (await newKey(this.store, 'market-a', scopes)).text
    this.keys.rival = (await newKey(this.store, 'market-b', scopes)).text
    this.keys.other = (await newKey(this.store, 'market-a', ['listings:write'])).text
  }

  private async clear(): Promise<void> {
    await this.stopAll()
    const { items } = (await this.callApi('GET', '')).body as { items: Added[] }
    for (const { id } of items) await this.callApi('DELETE', `/${id}`)
    await this.receiver.stop()
    expect(this.faults.splice(0)).toEqual([])
  }

  openApp = async (): Promise<void> => {
    this.store = await openStore(this.config)
    this.app = createApi({
      store: this.store,
      screening: screenInProcess(starterEngine),
      people: { sealer: this.settings.sealer },
      outboundAllow: this.settings.allow,
      checkAnswers: true,
    })
  }

  closeApp = async (): Promise<void> => {
    await this.app?.close()
    await this.store?.close()
  }

  deliver = (more: Partial<EventDeliveryOptions> = {}): (() => Promise<void>) => {
    const { stop } = startDelivery({
      store: this.store,
      sealer: this.settings.sealer,
      allow: this.settings.allow,
      pace: testSchedule,
      onFault: (error) => this.faults.push(error),
      pollMilliseconds: 30,
      ...more,
    })
    this.stops.push(stop)
    return stop
  }

  stopAll = async (): Promise<void> => {
    await Promise.all(this.stops.splice(0).map((stop) => stop()))
  }

  callApi = async (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    payload?: Body,
    key = this.keys.a,
  ): Promise<{ status: number; body: Body }> => {
    const response = await this.app.inject({
      method,
      url: `/api/v1/webhooks${path}`,
      headers: { authorization: `Bearer ${key}` },
      ...(payload && { payload }),
    })
    return { status: response.statusCode, body: response.json() }
  }

  add = async (more: Body = {}): Promise<Added> => {
    const { status, body } = await this.callApi('POST', '', { url: this.receiver.url, ...more })
    expect(status).toBe(201)
    return body as Added
  }

  publish = async (...marks: number[]): Promise<void> =>
    this.store.transact(tenantContext(this.organisationId), (handle) =>
      recordOutbox(
        handle,
        this.organisationId,
        marks.map((mark) => ({ type: 'listing.assessed', data: { mark } })),
      ),
    )

  marksOf = (secret: string, list: Received[]): unknown[] =>
    list.map((delivery) => verify(secret, delivery).data['mark']).sort()

  arrived = (count: number): Promise<void> =>
    expect.poll(() => this.receiver.received.length).toBeGreaterThanOrEqual(count)

  deliveriesOf = async (id: string): Promise<Body[]> =>
    (await this.callApi('GET', `/${id}/deliveries?limit=200`)).body['items'] as Body[]

  /** So many deliveries, once none is pending. */
  settled = async (id: string, count = 1): Promise<Body[]> => {
    const pending = 'pending'
    await expect
      .poll(async () => (await this.deliveriesOf(id)).map(({ state }) => state))
      .toSatisfy((states: unknown[]) => states.length === count && !states.includes(pending))
    return this.deliveriesOf(id)
  }
}
