import { expect, test } from 'vitest'
import { onOneEngine } from '../../../test/engines.ts'
import { checkListing } from '../../goods/listing-checks/index.ts'
import { reinstate } from './index.ts'
import { validNotice } from './test/marketplace-fixture.ts'
import { decideAction, ModerationFixture } from './test/moderation-fixture.ts'

onOneEngine((engine) => {
  const desk = ModerationFixture.on(engine)

  test('whoever checks a listing reads a decision that was published, until it is reversed', async () => {
    const { market } = desk
    const number = await desk.listing()
    const decisionOf = async () => {
      const listing = `https://pasar.example/item/${number}`
      return (await checkListing({ store: desk.store, listing, now: market.now })).decision
    }
    const received = await market.receive(validNotice(number))
    await market.upTo(received, { ...decideAction, outcome: 'restrict' })
    const instance = `n-${received.id}-0/restriction`
    const statement = await market.completed(received)
    const deliver = { by: 'own-channel', to: 'm-9' } as const
    const input = { instance, statement, deliver, illegalProduct: true }
    await market.act(received, { type: 'restrict', ...input })
    expect(await decisionOf()).toBeNull()
    const buyers = `${instance}/buyers`
    const on = market.now.toISOString().slice(0, 10)
    const purchases = [{ id: '1', on, contactKnown: false }]
    await market.act(received, { type: 'select-buyers', instance: buyers, purchases })
    const publishedAt = 'https://pasar.example/recalls/1'
    await market.act(received, { type: 'record-publication', instance: buyers, publishedAt })
    expect(await decisionOf()).toMatchObject({ publishedAt, decidedOn: on })
    await market.as((handle) =>
      reinstate({
        handle,
        organisationId: market.organisationId,
        proceedingId: received.items[0]!.proceedingId,
        instance,
        by: { person: market.reviewer.id, role: 'qualified-reviewer' },
        reversalSource: 'complaint',
        reason: 'The invoice shows it.',
        now: market.now,
      }),
    )
    expect(await decisionOf()).toBeNull()
  })
})
