import { randomUUID } from 'node:crypto'
import { moderationEventData, type Scope } from '@touchstone/contract'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { applyTransitionAsUser } from '../proceedings/index.ts'
import { complaintTests } from './test/complaint-tests.ts'
import { decideAction, ModerationFixture } from './test/moderation-fixture.ts'
import { toNotifierView } from './index.ts'
import { validNotice } from './test/marketplace-fixture.ts'
import { ownInitiativeTests } from './test/own-initiative-tests.ts'
import { restrictionTests } from './test/restriction-tests.ts'
import { senderTests } from './test/sender-tests.ts'
import { statementTests } from './test/statement-tests.ts'

// One store for all tests: opening one takes longer than most of them.
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

  test.each([
    ['an assessment beside the notice alone', {}, 'not'],
    ['an assessment that led to it, as the reviewer states', { byAssessment: true }, 'partly'],
  ] as const)('a decision with %s is recorded accordingly', async (_what, more, recorded) => {
    const { market } = desk
    const received = await market.receive(validNotice(await listing()))
    const [before] = (await market.read(received)).items
    expect(before!.assessment).not.toBeNull()
    await market.upTo(received, { ...decideAction, ...more })
    const { instances } = (await market.read(received)).items[0]!
    expect(instances[0]!.facts['automatedDecision']).toBe(recorded)
    const seen = await market.as((handle) =>
      toNotifierView({
        handle,
        organisationId: market.organisationId,
        noticeId: received.id,
      }),
    )
    expect(seen.items[0]!.decision!.automated).toBe(recorded)
  })

  test('webhooks announce a received notice, its restriction and its end, in IDs alone', async () => {
    const { market, store } = desk
    const { id: listing, number } = await desk.listed()
    const received = await market.receive(validNotice(number))
    const restriction = await market.restrict(received)
    const proceeding = received.items[0]!.proceedingId
    const reason = 'The seller has shown an invoice of the holder.'
    await market.act(received, {
      type: 'reinstate',
      instance: restriction,
      reversalSource: 'own-error',
      reason,
    })
    const { rows } = await asOperator(store, (handle) =>
      sql<{ type: keyof typeof moderationEventData; data: Record<string, unknown> }>`
        select type, data from outbox_events
        where organisation_id = ${market.organisationId}::uuid
          and (data::jsonb ->> 'notice' = ${received.id} or data::jsonb ->> 'restriction' = ${restriction})
        order by at, type`.execute(handle),
    )
    const eventData = { proceeding, restriction, listing, measures: ['disable'] }
    expect(rows).toEqual([
      {
        type: 'notice.received',
        data: { notice: received.id, items: 1, proceedings: [proceeding] },
      },
      { type: 'restriction.imposed', data: eventData },
      { type: 'restriction.lifted', data: { ...eventData, reason: 'reversed' } },
    ])
    for (const { type, data } of rows) {
      expect(moderationEventData[type].strict().safeParse(data).error).toBeUndefined()
    }
  })

  test('a key with its scope records what happened, and decides nothing', async () => {
    const { market } = desk
    const received = await market.receive(validNotice(await listing()))
    await market.act(received, {
      type: 'triage',
      knowledge: 'yes',
      knowledgeReason: 'The title says so.',
      lifeSafety: false,
    })
    const { organisationId } = market
    const key = (scope: Scope) => ({
      kind: 'key' as const,
      id: randomUUID(),
      organisationId,
      scopes: [scope],
    })
    const reading = key('moderation:read')
    const writing = key('moderation:write')
    await expect(market.act(received, { type: 'start-review' }, reading)).rejects.toMatchObject({
      code: 'permission-required',
    })
    await market.act(received, { type: 'start-review' }, writing)
    await market.act(
      received,
      { type: 'request-information', question: 'Which name is on it?' },
      writing,
    )
    await expect(market.act(received, decideAction, writing)).rejects.toMatchObject({
      code: 'permission-required',
    })
    const { instances } = (await market.read(received)).items[0]!
    expect(instances[0]!.state).toBe('information-requested')
  })

  test('the proceedings that it leads are moved here alone', async () => {
    const { market } = desk
    const { proceedingId, instance } = (await market.receive(validNotice('1'))).items[0]!
    const action = {
      type: 'transition',
      id: instance,
      transition: 'withdraw',
      role: 'notifier',
      fields: {},
    }
    const input = { id: proceedingId, action: action as never, now: market.now }
    const { admin: actor } = market
    await expect(
      market.as((handle) => applyTransitionAsUser({ handle, actor, input })),
    ).rejects.toThrow(/belongs to moderation/)
  })

  senderTests(desk)
  ownInitiativeTests(desk)
})
