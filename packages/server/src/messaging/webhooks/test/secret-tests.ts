import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { asOperator, tenantContext } from '../../../../test/builders.ts'
import { verify } from '../../../../test/receiver.ts'
import type { WebhookFixture } from './webhook-fixtures.ts'

/** Rotation, storage and loss of secrets. */
export function secretTests(hooks: WebhookFixture): void {
  const { callApi, add, deliver, publish, marksOf, arrived, settled } = hooks

  describe('a secret', () => {
    test('is rotated with an overlap in which both sign', async () => {
      const { id, secret } = await add()
      const { body } = await callApi('POST', `/${id}/secrets`)
      expect(Date.parse(String(body['earlierExpiresAt'])) - Date.now()).toBeGreaterThan(86_000_000)
      deliver()
      await publish(1)
      await arrived(1)
      const [one] = hooks.receiver.received
      expect(marksOf(secret, [one!])).toEqual([1])
      expect(marksOf(String(body['secret']), [one!])).toEqual([1])
      await asOperator(hooks.store, (handle) =>
        sql`update webhook_secrets set expires_at = now() - interval '1 second'
            where expires_at is not null`.execute(handle),
      )
      await publish(2)
      await arrived(2)
      const later = hooks.receiver.received[1]!
      expect(() => verify(secret, later)).toThrow('No matching signature')
      expect(marksOf(String(body['secret']), [later])).toEqual([2])
      await settled(id, 2)
    })

    test('is in no row, no list and no log, and no request can read it even sealed', async () => {
      const { id, secret } = await add()
      const everything = await asOperator(hooks.store, async (handle) => {
        const tables = ['webhooks', 'webhook_secrets', 'audit_events', 'outbox_events']
        const parts = await Promise.all(
          tables.map((name) =>
            sql<{ text: string }>`select t::text from ${sql.table(name)} t`.execute(handle),
          ),
        )
        return JSON.stringify(parts)
      })
      const bytes = Buffer.from(secret.slice(6), 'base64')
      for (const form of [secret, secret.slice(6), bytes.toString('hex')]) {
        expect(everything).not.toContain(form)
      }
      expect(JSON.stringify((await callApi('GET', '')).body)).not.toContain('whsec')
      await expect(
        hooks.store.transact(tenantContext(hooks.organisationId), (handle) =>
          sql`select sealed from webhook_secrets where webhook_id = ${id}::uuid`.execute(handle),
        ),
      ).rejects.toThrow(/permission denied/)
    })

    test('that cannot be decrypted is reported, nothing is sent unsigned, and rotating repairs it', async () => {
      const { id } = await add()
      await asOperator(hooks.store, async (handle) => {
        const { rows } = await sql<{ sealed: Buffer }>`
          delete from webhook_secrets where webhook_id = ${id}::uuid returning sealed`.execute(
          handle,
        )
        await sql`insert into webhook_secrets (id, organisation_id, webhook_id, sealed)
          values (${randomUUID()}, ${hooks.organisationId}, ${id}, ${rows[0]!.sealed.fill(0, 20)})`.execute(
          handle,
        )
      })
      deliver()
      await publish(1)
      const [failed] = await settled(id)
      expect(failed).toMatchObject({
        state: 'failed',
        attempts: expect.arrayContaining([
          expect.objectContaining({ status: null, problem: expect.stringContaining('rotate it') }),
        ]),
      })
      expect(hooks.receiver.received).toEqual([])
      expect(hooks.faults.splice(0)[0]).toMatchObject({ code: 'bad-configuration' })
      const { body } = await callApi('POST', `/${id}/secrets`)
      await publish(2)
      await arrived(1)
      expect(marksOf(String(body['secret']), hooks.receiver.received)).toEqual([2])
      await settled(id, 2)
      hooks.faults.splice(0)
    })
  })
}
