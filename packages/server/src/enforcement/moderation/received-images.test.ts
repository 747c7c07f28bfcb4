import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, tenantContext } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { sealedCaptureOf } from '../../../test/notices.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { insertReceivedImages, listReceivedImages } from './received-images-repository.ts'

onOneEngine((engine) => {
  let store: Store
  let [sender, other, market] = [] as unknown as [string, string, string]
  const notice = randomUUID()

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    sender = (await newOrganisation(store, 'house-a', { kind: 'rights-holder' })).id
    other = (await newOrganisation(store, 'house-b', { kind: 'rights-holder' })).id
    market = (await newOrganisation(store, 'market-a')).id
    const proceeding = randomUUID()
    await asOperator(store, async (handle) => {
      await sql`
        insert into proceedings (id, organisation_id, title, regime, version, profile, settings)
        values (${proceeding}::uuid, ${market}::uuid, 'x', 'x', '1', '{}', '{}')`.execute(handle)
      await sql`
        insert into received_notices (id, organisation_id, from_organisation, from_notice, notice,
          evidence, elements, contact, received_at)
        values (${notice}::uuid, ${market}::uuid, ${sender}::uuid, gen_random_uuid(), '{}', '[]',
          '{}', true, now())`.execute(handle)
      await sql`
        insert into received_items (notice_id, position, organisation_id, proceeding_id, instance,
          listing_key, urgency, received_at)
        values (${notice}::uuid, 0, ${market}::uuid, ${proceeding}::uuid, 'n', 'unknown', 4,
          now())`.execute(handle)
    })
  })
  afterAll(() => store?.close())

  /** In the name of the transaction's organisation. */
  const show = (as: string, capture: string, { from = as, sha256 = digestOf(capture) } = {}) =>
    store.transact(tenantContext(as), (handle) =>
      insertReceivedImages(handle, { id: notice, organisationId: market, from }, [
        {
          position: 0,
          sha256,
          mediatype: 'image/png',
          bytes: 1,
          sealedAt: new Date(),
          capture,
          name: 'page.html',
        },
      ]),
    )

  test('only the sender of a notice shows images with it, and only those of its own captures', async () => {
    const page = { listing: null, url: 'https://market-a.example/item/1' }
    const ownCapture = await sealedCaptureOf(store, sender, page)
    const foreign = await sealedCaptureOf(store, other, page)
    const refused = /row-level security/
    // Neither the marketplace, for itself or in the sender's name, nor someone else's captures.
    await expect(show(market, ownCapture)).rejects.toThrow(refused)
    await expect(show(market, ownCapture, { from: sender })).rejects.toThrow(refused)
    await expect(show(sender, foreign)).rejects.toThrow(refused)
    await expect(show(sender, ownCapture, { sha256: 'a'.repeat(64) })).rejects.toThrow(refused)
    // Nor with a notice sent by someone else.
    await expect(show(other, foreign)).rejects.toThrow(/received_pictures_of_sender/)
    await show(sender, ownCapture)
    const shown = await store.transact(tenantContext(market), (handle) =>
      listReceivedImages(handle, { noticeId: notice, organisationId: market }),
    )
    expect(shown.map(({ sha256 }) => sha256)).toEqual([digestOf(ownCapture)])
  })
})

/** Of the only item of such a capture. */
function digestOf(capture: string): string {
  return createHash('sha256').update(capture).digest('hex')
}
