import { describe, expect, test } from 'vitest'
import { verify } from '../../../../test/receiver.ts'
import { testSchedule, type WebhookFixture } from './webhook-fixtures.ts'

/** Receivers that hang, are gone or fail. */
export function receiverTests(hooks: WebhookFixture): void {
  const { callApi, add, deliver, publish, marksOf, arrived, deliveriesOf } = hooks

  describe('a receiver', () => {
    test('that hangs delays no one else', async () => {
      const slow = await add({ url: `${hooks.receiver.url}/slow` })
      const quick = await add({ url: `${hooks.receiver.url}/quick` })
      hooks.receiver.answer = (response, { path }) =>
        void (path.endsWith('/quick') && response.end())
      // Longer than a test may take.
      deliver({ answerMilliseconds: 3_600_000 })
      await publish(1, 2, 3)
      await expect
        .poll(async () => (await deliveriesOf(quick.id)).map(({ state }) => state))
        .toEqual(['delivered', 'delivered', 'delivered'])
      expect(await deliveriesOf(slow.id)).toMatchObject([
        { state: 'pending' },
        { state: 'pending' },
        { state: 'pending' },
      ])
    })

    test('that says 410 is disabled at once, with an event for the others', async () => {
      const goneHook = await add({ url: `${hooks.receiver.url}/gone` })
      const watcher = await add({ url: `${hooks.receiver.url}/watch`, types: ['webhook.disabled'] })
      hooks.receiver.answer = (response, { path }) =>
        response.writeHead(path.endsWith('/gone') ? 410 : 200).end()
      deliver()
      await publish(1)
      await arrived(2)
      const delivery = hooks.receiver.received.find(({ path }) => path.endsWith('/watch'))!
      expect(verify(watcher.secret, delivery)).toMatchObject({
        type: 'webhook.disabled',
        data: { webhook: goneHook.id, reason: 'gone' },
      })
      const { body } = await callApi('GET', '')
      expect(body['items']).toMatchObject([
        { id: goneHook.id, enabled: false, disabledReason: 'gone' },
        {},
      ])
    })

    test('that fails for days is disabled, and goes on where it stopped when enabled', async () => {
      const { id, secret } = await add()
      hooks.receiver.answer = (response) => response.writeHead(503).end()
      const stop = deliver({ pace: { ...testSchedule, disableMilliseconds: 30 } })
      await publish(1)
      await expect
        .poll(async () => (await callApi('GET', '')).body['items'])
        .toMatchObject([{ enabled: false, disabledReason: 'failing' }])
      await stop()
      hooks.receiver.answer = (response) => response.end()
      hooks.receiver.received.splice(0)
      const { body } = await callApi('PATCH', `/${id}`, { enabled: true })
      expect(body).toMatchObject({ enabled: true, disabledReason: null, failingSince: null })
      deliver()
      // The event about disabling is included, if still pending.
      await expect.poll(() => marksOf(secret, hooks.receiver.received)).toContain(1)
      const types = hooks.receiver.received.map((delivery) => verify(secret, delivery).type)
      expect(types.filter((type) => type === 'listing.assessed')).toHaveLength(1)
    })
  })
}
