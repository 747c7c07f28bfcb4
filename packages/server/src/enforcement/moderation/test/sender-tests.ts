import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { asOperator } from '../../../../test/builders.ts'
import { sweepDeadlines } from '../../proceedings/index.ts'
import { putFlagger, reportFlaggerMisuse } from '../settings.ts'
import {
  applyNotifierAction,
  receiveNotice,
  reinstateAfterAppeal,
  toNotifierView,
  withdrawReceivedNotice,
} from '../index.ts'
import { applyMisuseAction, openMisuseRecord } from '../suspend-for-misuse.ts'
import { pageOfQueue } from '../repository.ts'
import { decideAction, internalSender, type ModerationFixture } from './moderation-fixture.ts'
import { servedLocally, validNotice, MarketplaceFixture } from './marketplace-fixture.ts'

/** Notifiers, withdrawals and misuse. */
export function senderTests(desk: ModerationFixture): void {
  const { listing, states } = desk

  test('an organisation of the alliance sends, responds and is informed only through the server', async () => {
    const { market, store } = desk
    const id = await listing()
    const { organisationId: to, now, reviewer } = market
    const [notice, from] = [validNotice(id), internalSender()]
    const { id: noticeId, items } = await asOperator(store, (handle) =>
      receiveNotice({ handle, organisationId: to, from, notice, evidence: [], now }),
    )
    const sent = { id: noticeId, proceedingId: items[0]!.proceedingId }
    await market.upTo(sent, { type: 'request-information', question: 'Which name stands on it?' })
    const question = await asOperator(store, (handle) =>
      toNotifierView({ handle, organisationId: to, noticeId }),
    )
    expect(question.items[0]).toMatchObject({
      state: 'information-requested',
      question: 'Which name stands on it?',
    })
    const action = { type: 'respond', position: 0, text: 'VELMORAQ.' } as const
    await asOperator(store, (handle) =>
      applyNotifierAction({ handle, organisationId: to, noticeId, action, now }),
    )
    await market.act(sent, { ...decideAction, outcome: 'restrict' })
    const restriction = `n-${noticeId}-0/restriction`
    const statement = await market.completed(sent)
    const deliver = { by: 'own-channel', to: 'm-3' } as const
    const restrictionInput = { instance: restriction, statement, deliver, illegalProduct: false }
    await market.act(sent, { type: 'restrict', ...restrictionInput })
    const undo = {
      organisationId: to,
      proceedingId: sent.proceedingId,
      restriction,
      now,
      reasons: 'The invoice shows it.',
      personId: reviewer.id,
    }
    for (let time = 0; time < 2; time++) {
      await market.as((handle) => reinstateAfterAppeal({ handle, ...undo }), reviewer)
    }
    expect((await states(sent))['n/restriction']).toBe('reversed')
  })

  describe('a notice that is withdrawn', () => {
    const withdrawn = ({ id: noticeId }: { id: string }, { organisationId } = desk.market) =>
      asOperator(desk.store, (handle) =>
        withdrawReceivedNotice({
          handle,
          organisationId,
          noticeId,
          cause: 'mistaken',
          reason: 'A licence came to light.',
          now: desk.market.now,
        }),
      )

    test('ends where it waits, and lifts what rests on it alone', async () => {
      const { market, store } = desk
      const waiting = await market.receive(validNotice(await listing()), internalSender())
      expect((await withdrawn(waiting)).items).toEqual([
        { position: 0, became: 'withdrawn', reason: null },
      ])
      const restricted = await market.receive(validNotice(await listing()), internalSender())
      await market.restrict(restricted)
      expect((await withdrawn(restricted)).items).toEqual([
        { position: 0, became: 'lifted', reason: null },
      ])
      expect((await states(restricted))['n/restriction']).toBe('reversed')
      const noticeId = restricted.id
      const seen = await asOperator(store, (handle) =>
        toNotifierView({ handle, organisationId: market.organisationId, noticeId }),
      )
      expect(seen.items[0]?.measures).toMatchObject([{ measure: 'disable', holds: false }])
      expect((await withdrawn(restricted)).items[0]?.became).toBe('nothing-to-undo')
    })

    test('leaves what another decision rests on, and says why', async () => {
      const { market } = desk
      const id = await listing()
      const first = await market.receive(validNotice(id), internalSender())
      await market.restrict(first)
      const second = await market.receive(validNotice(id), internalSender())
      await market.upTo(second, { type: 'decide', outcome: 'already-gone', reasons: 'It is gone.' })
      expect((await withdrawn(first)).items).toEqual([
        {
          position: 0,
          became: 'kept',
          reason: 'another notice about the same listing was decided because of it',
        },
      ])
      expect((await states(first))['n/restriction']).toBe('statement-sent')
    })

    test('leaves it to a person where the house has said so', async () => {
      const { store } = desk
      const careful = await MarketplaceFixture.in(store, 'careful', {
        settings: { 'lift-on-withdrawal': false },
      })
      await careful.take('1')
      const received = await careful.receive(validNotice('1'), internalSender())
      await careful.restrict(received)
      expect((await withdrawn(received, careful)).items[0]?.became).toBe('left-to-a-person')
    })
  })

  test('threats to life come first, then flaggers within their area while the list says so, then age', async () => {
    const { store } = desk
    const house = await MarketplaceFixture.in(store, 'order')
    const { admin: actor, now } = house
    const member = randomUUID()
    const listed = {
      notifierType: 'trusted-flagger',
      name: 'Velmoraq Watch',
      member,
      awardedBy: 'Ireland',
      areas: ['counterfeit'],
      source: 'the list',
      listedOn: '2026-03-01',
    } as const
    const put = (status: 'active' | 'suspended') =>
      house.as((handle) =>
        putFlagger({ handle, actor, now, input: { ...listed, areas: ['counterfeit'], status } }),
      )
    const { id } = await put('active')
    const of = async (
      ...[notice, from]: Parameters<MarketplaceFixture['receive']>
    ): Promise<string> => {
      house.later(1)
      return (await house.receive(notice, from)).id
    }
    const old = await of(validNotice('1'))
    const burning = await of({
      ...validNotice('2'),
      reasons: 'The charger gives an electric shock.',
    })
    const flagged = await of(validNotice('3'), { organisationId: member, noticeId: randomUUID() })
    const outside = await of(validNotice('4', { ground: 'copyright' }), {
      organisationId: member,
      noticeId: randomUUID(),
    })
    await put('suspended')
    const suspended = await of(validNotice('5'), { organisationId: member, noticeId: randomUUID() })
    const rows = await house.as((handle) =>
      pageOfQueue(handle, { organisationId: house.organisationId, limit: 10 }),
    )
    expect(rows.map(({ noticeId }) => noticeId)).toEqual([
      burning,
      flagged,
      old,
      outside,
      suspended,
    ])
    await expect(
      house.act(
        { id: outside },
        {
          type: 'triage',
          knowledge: 'no',
          knowledgeReason: 'x',
          lifeSafety: false,
          flagger: id,
        },
      ),
    ).rejects.toThrow(/only while the status is active, and only in the designated area/)
    const input = { id, explanation: 'Nine of twelve named no right.', unfounded: 9 }
    const reported = await house.as((handle) => reportFlaggerMisuse({ handle, actor, now, input }))
    expect([reported.reports, reported.status]).toEqual([1, 'suspended'])
  })

  test('misuse is warned of before it is suspended; then notices are put on hold, and resumed', async () => {
    const { market, store } = desk
    const { admin: actor, organisationId } = market
    const from = { organisationId: randomUUID(), noticeId: randomUUID() }
    const { id: notice } = await market.receive(validNotice('7'), from)
    const watched = await market.as((handle) =>
      openMisuseRecord({ handle, actor, now: market.now, input: { role: 'notifier', notice } }),
    )
    const act = (one: Parameters<typeof applyMisuseAction>[0]['input']['action']) =>
      market.as((handle) =>
        applyMisuseAction({
          handle,
          actor,
          now: market.now,
          sendsMail: true,
          serverAddress: servedLocally,
          input: { id: watched.id, action: one },
        }),
      )
    const suspend = {
      type: 'suspend',
      absoluteNumber: 40,
      windowDays: 30,
      share: 0.9,
      manifest: true,
      gravity: 'Sellers lost sales.',
      intention: 'It was told twice.',
      frequent: true,
      until: '2026-03-20',
    } as const
    await expect(act(suspend)).rejects.toThrow(/must be in warned/)
    expect(
      (await act({ type: 'warn', warning: 'Most of your notices name no right.' })).state,
    ).toBe('warned')
    await expect(act(suspend)).rejects.toThrow(/cannot start on the day of its warning/)
    market.later(24)
    expect((await act(suspend)).state).toBe('suspended')
    const heldNotice = await market.receive(validNotice('8'), { ...from, noticeId: randomUUID() })
    expect((await states(heldNotice))['n']).toBe('on-hold')
    await sweepDeadlines(store, () => new Date('2026-03-21T00:00:00Z'))
    expect((await states(heldNotice))['n']).toBe('received')
    const other = await market.receive(validNotice('9'), internalSender())
    expect((await states(other))['n']).toBe('received')
    expect(organisationId).toBe(market.organisationId)
  })
}
