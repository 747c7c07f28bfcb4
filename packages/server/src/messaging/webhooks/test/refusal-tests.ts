import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { asOperator } from '../../../../test/builders.ts'
import { recordOutbox } from '../../event-outbox/index.ts'
import { testSchedule, type Body, type WebhookFixture } from './webhook-fixtures.ts'

/** Refused addresses, organisations and limits. */
export function refusalTests(hooks: WebhookFixture): void {
  const { callApi, add, deliver, publish, arrived, settled } = hooks

  describe('what may not be', () => {
    test.each([
      ['http://hooks.example.com/', 'only https is allowed'],
      ['https://10.0.0.1/hook', 'not on the public internet'],
      ['https://169.254.169.254/latest', 'not on the public internet'],
      ['https://me:pw@hooks.example.com/', 'user name or password'],
      ['not an address', 'it is not an address'],
    ])('the address %s is refused with the mend', async (url, words) => {
      const { status, body } = await callApi('POST', '', { url })
      expect([status, body]).toEqual([
        422,
        expect.objectContaining({ pointer: '/url', detail: expect.stringContaining(words) }),
      ])
    })

    test('a name that leads inside when it is sent to is not reached', async () => {
      const { id } = await add({ url: 'https://localhost/hook' })
      deliver({ pace: { ...testSchedule, retryMilliseconds: [] } })
      await publish(1)
      expect(await settled(id)).toMatchObject([
        {
          state: 'failed',
          attempts: [{ status: null, problem: expect.stringContaining('not on') }],
        },
      ])
    })

    test('another organisation’s webhook looks like none at all', async () => {
      const { id } = await add()
      const event = randomUUID()
      const since = new Date().toISOString()
      const unknown = randomUUID()
      const calls: ['GET' | 'POST' | 'PATCH' | 'DELETE', string, Body?][] = [
        ['GET', '/deliveries'],
        ['POST', '/secrets'],
        ['POST', `/deliveries/${event}/attempts`],
        ['POST', '/replays', { since }],
        ['PATCH', '', { enabled: false }],
        ['DELETE', ''],
      ]
      for (const [method, path, payload] of calls) {
        const responseFor = async (webhook: string): Promise<unknown> => {
          const { status, body } = await callApi(
            method,
            `/${webhook}${path}`,
            payload,
            hooks.keys.rival,
          )
          const text = JSON.stringify(body).replaceAll(webhook, 'ID')
          return [status, text.replaceAll(/"(requestId|instance)":"[^"]*"/g, '')]
        }
        const other = await responseFor(id)
        expect(other).toEqual(await responseFor(unknown))
        expect(other).toEqual(expect.arrayContaining([404]))
      }
      expect((await callApi('GET', '', undefined, hooks.keys.rival)).body).toEqual({ items: [] })
      expect((await callApi('GET', '', undefined, hooks.keys.other)).status).toBe(403)
    })

    test('an event of another organisation is not sent, though a row asks for it', async () => {
      const { id } = await add()
      const rival = await asOperator(hooks.store, async (handle) => {
        const { rows } = await sql<{ id: string }>`
          select id from organisations where slug = 'market-b'`.execute(handle)
        const [{ id: other } = { id: '' }] = rows
        await recordOutbox(handle, other, [{ type: 'listing.assessed', data: { mark: 'theirs' } }])
        await sql`
          insert into webhook_deliveries (webhook_id, event_id, organisation_id)
          select ${id}::uuid, id, ${hooks.organisationId}::uuid from outbox_events
          where organisation_id = ${other}::uuid`.execute(handle)
        return other
      })
      deliver()
      await publish(1)
      await arrived(1)
      expect(hooks.receiver.received.map(({ text }) => text.includes('theirs'))).toEqual([false])
      await asOperator(hooks.store, async (handle) => {
        await sql`delete from webhook_deliveries where webhook_id = ${id}::uuid
          and event_id in (select id from outbox_events where organisation_id = ${rival}::uuid)`.execute(
          handle,
        )
      })
    })

    test('more than twenty webhooks', async () => {
      for (let count = 0; count < 20; count++) await add()
      const { status, body } = await callApi('POST', '', { url: hooks.receiver.url })
      expect([status, body]).toEqual([
        409,
        expect.objectContaining({
          code: 'webhook-limit-reached',
          detail: expect.stringContaining('20 webhooks'),
        }),
      ])
    })
  })
}
