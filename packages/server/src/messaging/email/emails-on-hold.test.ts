import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { fillWeek, lastMonday } from '../../../test/audit-samples.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { queueEmail } from './manage-emails.ts'
import { claimDueEmail } from './repository.ts'

onOneEngine((engine) => {
  let store: Store
  let market: string
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    market = (await newOrganisation(store, 'market')).id
  })
  afterAll(() => store?.close())

  test('a message about an item on hold waits, whatever else is sent, and is sent once it is released', async () => {
    const pastListing = { listing: { id: '1', title: 'Bag' }, verdict: 'block' as const }
    const [listing] = await fillWeek(store, market, lastMonday(), [pastListing])
    const [proceeding, confidentialityHold] = [randomUUID(), randomUUID()]
    const queue = (key: string, about: { kind: string; id: string }): Promise<unknown> =>
      asOperator(store, (handle) =>
        queueEmail(handle, {
          organisationId: market,
          key,
          by: 'email',
          to: 'lumen@trade.example',
          about,
          subject: key,
          text: 'It was disabled.',
        }),
      )
    await asOperator(store, async (handle) => {
      await sql`
        insert into proceedings
          (id, organisation_id, listing_id, title, regime, version, profile, settings)
        values (${proceeding}::uuid, ${market}::uuid, ${listing}::uuid, 'x', 'eu-dsa', '1', '{}', '{}')`.execute(
        handle,
      )
      await sql`
        insert into confidentiality_holds (id, organisation_id, scope, listing_id, wanted_by, reference, reason,
          review_on, expires_at, set_at)
        values (${confidentialityHold}::uuid, ${market}::uuid, 'listing', ${listing}::uuid, 'counsel', 'x', 'x',
          now(), now() + interval '1 day', now())`.execute(handle)
    })
    await queue('held', { kind: 'proceeding', id: proceeding })
    await queue('of a case', { kind: 'case', id: 'no uuid' })
    const claimNext = async (): Promise<string | undefined> =>
      (await asOperator(store, (handle) => claimDueEmail(handle, 600_000)))?.subject
    expect([await claimNext(), await claimNext()]).toEqual(['of a case', undefined])
    await store.transact(
      { as: 'tenant', organisationId: market, actor: { kind: 'person', id: randomUUID() } },
      (handle) =>
        sql`
          update confidentiality_holds set lifted_at = now(), lifted_by = 'x', lift_reason = 'x'
          where id = ${confidentialityHold}::uuid`.execute(handle),
    )
    expect(await claimNext()).toBe('held')
  })
})
