import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { applyTransitionAsUser } from '../proceedings/index.ts'
import { complaintTests } from './test/complaint-tests.ts'
import { ModerationFixture } from './test/moderation-fixture.ts'
import { validNotice } from './test/marketplace-fixture.ts'
import { ownInitiativeTests } from './test/own-initiative-tests.ts'
import { restrictionTests } from './test/restriction-tests.ts'
import { senderTests } from './test/sender-tests.ts'
import { statementTests } from './test/statement-tests.ts'

// One store for all of them: opening one takes longer than most tests.
onOneEngine((engine) => {
  const desk = ModerationFixture.on(engine)
  const { listing } = desk
  restrictionTests(desk)
  statementTests(desk)
  complaintTests(desk)

  test('reading a notifier’s text is recorded in the audit log, without a word of it', async () => {
    const { market, store } = desk
    const received = await market.receive(validNotice(await listing()))
    await market.read(received)
    await market.draft(received)
    const { rows } = await asOperator(store, (handle) =>
      sql<{ actor: string; detail: unknown }>`
        select actor_id as actor, detail from audit_events
        where action = 'notice-read' and subject_id = ${received.id}`.execute(handle),
    )
    const entry = { actor: market.admin.id, detail: {} }
    expect(rows).toEqual([entry, entry])
  })

  test('the proceedings that it leads are moved here alone', async () => {
    const { market } = desk
    const { proceedingId, instance } = (await market.receive(validNotice('1'))).items[0]!
    const act = { type: 'act', id: instance, transition: 'withdraw', role: 'notifier', fields: {} }
    const input = { id: proceedingId, act: act as never, now: market.now }
    const { admin: actor } = market
    await expect(
      market.as((handle) => applyTransitionAsUser({ handle, actor, input })),
    ).rejects.toThrow(/belongs to moderation/)
  })

  senderTests(desk)
  ownInitiativeTests(desk)
})
