import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { correctClockSkew, maxWaits } from './correct-clock-skew.ts'

onOneEngine((engine) => {
  let store: Store
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
  })
  afterAll(() => store?.close())

  test('no time in the store keeps anything waiting for longer than is meant', async () => {
    const { id: organisation } = await newOrganisation(store, 'market')
    await asOperator(store, async (handle) => {
      const [hook, event] = [randomUUID(), randomUUID()]
      for (const [key, hours] of [
        ['far', 33],
        ['near', 2],
      ] as const) {
        await sql`
          insert into messages (id, organisation_id, key, by, recipient, subject, body, about_kind,
            about_id, actor_kind, actor_id, due_at)
          values (${randomUUID()}::uuid, ${organisation}::uuid, ${key}, 'email', 'a@example.com', 'x', 'x',
            'person', 'x', 'operator', 'test', now() + make_interval(hours => ${hours}))`.execute(
          handle,
        )
      }
      await sql`
        insert into webhooks (id, organisation_id, url, types, made_by)
        values (${hook}::uuid, ${organisation}::uuid, 'https://example.com', '{listing.assessed}', null)`.execute(
        handle,
      )
      await sql`update webhooks set held_until = now() + interval '9 hours'`.execute(handle)
      await sql`
        insert into outbox_events (id, organisation_id, type, data)
        values (${event}::uuid, ${organisation}::uuid, 'listing.assessed', '{}')`.execute(handle)
      await sql`
        insert into webhook_deliveries (webhook_id, event_id, organisation_id, due_at)
        values (${hook}::uuid, ${event}::uuid, ${organisation}::uuid, now() + interval '9 days')`.execute(
        handle,
      )
    })
    await correctClockSkew(store)
    const { rows } = await asOperator(store, (handle) =>
      sql<{ name: string; minutes: number }>`
        select m.key as name, round(extract(epoch from m.due_at - now()) / 60)::int as minutes from messages m
        union all select 'webhook', round(extract(epoch from held_until - now()) / 60)::int from webhooks
        union all select 'delivery', round(extract(epoch from due_at - now()) / 60)::int from webhook_deliveries
        order by name`.execute(handle),
    )
    const { message, delivery, webhook } = maxWaits
    expect(rows).toEqual([
      { name: 'delivery', minutes: delivery },
      { name: 'far', minutes: message },
      { name: 'near', minutes: 120 },
      { name: 'webhook', minutes: webhook },
    ])
  })
})
