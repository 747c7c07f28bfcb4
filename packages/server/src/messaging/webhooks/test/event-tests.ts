import { describe, expect, test } from 'vitest'
import { asOperator, tenantContext } from '../../../../test/builders.ts'
import { verify } from '../../../../test/receiver.ts'
import { recordOutbox } from '../../event-outbox/index.ts'
import { trimEvents } from '../deliveries-repository.ts'
import type { WebhookFixture } from './webhook-fixtures.ts'

/** Delivery of events: recipients, attempts, expiry. */
export function eventTests(hooks: WebhookFixture): void {
  const { callApi, add, deliver, publish, marksOf, arrived, deliveriesOf, settled } = hooks

  describe('an event', () => {
    test('reaches a real receiver, which verifies it with the library', async () => {
      const { id, secret } = await add()
      expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
      deliver()
      await hooks.app.inject({
        method: 'POST',
        url: '/api/v1/listings',
        headers: { authorization: `Bearer ${hooks.keys.a}` },
        payload: { id: 'r1', title: 'Gucci bag, 1:1 replica, mirror quality' },
      })
      await arrived(1)
      const [one] = hooks.receiver.received
      expect(verify(secret, one!)).toEqual({
        type: 'listing.assessed',
        timestamp: expect.stringMatching(/^20\d\d-.*Z$/),
        data: {
          listing: { id: expect.any(String), marketplace: '', externalId: 'r1' },
          version: 1,
          verdict: 'review',
          previousVerdict: null,
        },
      })
      expect(one!.text).not.toContain('replica')
      const [delivery] = await settled(id)
      expect(delivery).toMatchObject({
        event: one!.headers['webhook-id'],
        state: 'delivered',
        dueAt: null,
        attempts: [{ status: 200, problem: null, answer: 'ok' }],
      })
    })

    test('that stays up during its review says so, to webhooks and in a batch', async () => {
      const { id, secret } = await add()
      deliver()
      const response = await hooks.app.inject({
        method: 'POST',
        url: '/api/v1/listings/batch',
        headers: { authorization: `Bearer ${hooks.keys.a}` },
        payload: [
          {
            id: 'stays-up',
            title: 'Gucci handbag',
            condition: 'new',
            quantity: 60,
            price: { amount: '60', currency: 'USD' },
          },
        ],
      })
      expect(response.json()).toMatchObject({
        results: [{ listing: 'stays-up', verdict: 'review', hold: false }],
      })
      await arrived(1)
      await settled(id)
      const [one] = hooks.receiver.received
      expect(verify(secret, one!).data).toMatchObject({ verdict: 'review', hold: false })
    })

    test('that is clear is reported only if it was not before', async () => {
      const { id, secret } = await add()
      deliver()
      const send = (title: string): Promise<unknown> =>
        hooks.app.inject({
          method: 'POST',
          url: '/api/v1/listings',
          headers: { authorization: `Bearer ${hooks.keys.a}` },
          payload: { id: 'turns', title },
        })
      await send('Plain wooden spoon')
      await send('Gucci bag, 1:1 replica, mirror quality')
      await send('Gucci bag, 1:1 replica, mirror quality')
      await send('Plain wooden spoon')
      await send('Plain wooden spoon, long')
      await arrived(2)
      await settled(id, 2)
      const payloads = hooks.receiver.received.map((delivery) => verify(secret, delivery).data)
      expect(
        payloads.map(({ verdict, previousVerdict }) => [verdict, previousVerdict]).sort(),
      ).toEqual([
        ['clear', 'review'],
        ['review', 'clear'],
      ])
    })

    test('goes to those who asked for its type, and to no other organisation', async () => {
      const wants = await add()
      await add({ url: `${hooks.receiver.url}/other`, types: ['webhook.disabled'] })
      const rival = await callApi(
        'POST',
        '',
        { url: `${hooks.receiver.url}/rival` },
        hooks.keys.rival,
      )
      deliver()
      await publish(1)
      await settled(wants.id)
      expect(hooks.receiver.received.map(({ path }) => path)).toEqual(['/hook'])
      await callApi('DELETE', `/${String(rival.body['id'])}`, undefined, hooks.keys.rival)
    })

    test('of a transaction that was rolled back is reported to no one', async () => {
      const { id } = await add()
      deliver()
      await expect(
        hooks.store.transact(tenantContext(hooks.organisationId), async (handle) => {
          await recordOutbox(handle, hooks.organisationId, [{ type: 'listing.assessed', data: {} }])
          throw new Error('taken back')
        }),
      ).rejects.toThrow('taken back')
      await publish(2)
      await arrived(1)
      expect(await settled(id)).toHaveLength(1)
    })

    test('comes to a receiver that fails and heals, each at least once', async () => {
      const { id, secret } = await add()
      let times = 0
      hooks.receiver.answer = (response) => {
        if (++times <= 30) response.writeHead(times % 2 ? 500 : 302, { location: '/away' })
        response.end()
      }
      deliver()
      const marks = Array.from({ length: 25 }, (_, mark) => mark)
      await publish(...marks)
      const deliveries = await settled(id, 25)
      expect(new Set(deliveries.map(({ state }) => state))).toEqual(new Set(['delivered']))
      expect(new Set(marksOf(secret, hooks.receiver.received))).toEqual(new Set(marks))
      expect(hooks.receiver.received.map(({ path }) => path)).not.toContain('/away')
      const statuses = deliveries.flatMap(({ attempts }) =>
        (attempts as { status: number }[]).map(({ status }) => status),
      )
      expect(statuses.filter((status) => status >= 300)).toHaveLength(30)
    })

    test('is given up after the last attempt, and sent again when asked', async () => {
      const { id, secret } = await add()
      hooks.receiver.answer = (response) => response.writeHead(500).end('no'.repeat(2000))
      deliver()
      await publish(5)
      const [failed] = await settled(id)
      expect(failed).toMatchObject({ state: 'failed' })
      const attempts = failed!['attempts'] as { answer: string }[]
      expect(attempts).toHaveLength(5)
      expect(attempts[0]!.answer).toHaveLength(1024)
      hooks.receiver.received.splice(0)
      hooks.receiver.answer = (response) => response.end()
      const event = String(failed!['event'])
      expect((await callApi('POST', `/${id}/deliveries/${event}/attempts`)).status).toBe(200)
      await arrived(1)
      expect(marksOf(secret, hooks.receiver.received)).toEqual([5])
      expect(hooks.receiver.received[0]!.headers['webhook-id']).toBe(event)
      expect((await settled(id))[0]).toMatchObject({ state: 'delivered' })
    })

    test('of a period is resent, to a new webhook too', async () => {
      const since = new Date()
      await publish(6, 7)
      const { id, secret } = await add()
      deliver()
      await publish(8)
      await arrived(1)
      expect(await settled(id)).toHaveLength(1)
      const { body } = await callApi('POST', `/${id}/replays`, { since: since.toISOString() })
      expect(body).toEqual({ resent: 3, next: null })
      await arrived(4)
      expect(marksOf(secret, hooks.receiver.received.slice(-3))).toEqual([6, 7, 8])
    })
  })

  test('old events go, with what was sent of them', async () => {
    const { id } = await add()
    deliver()
    await publish(1, 2)
    await arrived(2)
    await settled(id, 2)
    const trim = (before: Date): Promise<number> =>
      asOperator(hooks.store, (handle) => trimEvents(handle, before))
    expect(await trim(new Date(Date.now() - 86_400_000))).toBe(0)
    expect(await trim(new Date(Date.now() + 1000))).toBeGreaterThanOrEqual(2)
    expect(await deliveriesOf(id)).toEqual([])
  })
}
