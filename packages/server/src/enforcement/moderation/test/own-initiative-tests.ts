import { randomUUID } from 'node:crypto'
import type { MisuseAction, StatementOfReasons } from '@touchstone/contract'
import { transparencyRecordFaults } from '@touchstone/jurisdiction'
import { expect, test } from 'vitest'
import {
  applyTransitions,
  openProceeding,
  loadProceeding,
  sweepDeadlines,
} from '../../proceedings/index.ts'
import { reinstateAfterAppeal, loadSellerView } from '../index.ts'
import { listActiveMeasures } from '../measures-repository.ts'
import { applyMisuseAction, listMisuseRecords, openMisuseRecord } from '../suspend-for-misuse.ts'
import { endExpiredMeasures } from '../../notice-exchange/index.ts'
import type { ModerationFixture } from './moderation-fixture.ts'
import { servedLocally, validNotice } from './marketplace-fixture.ts'

const ownChannel = { by: 'own-channel', to: 'message 9' } as const

const onFault = (error: unknown): never => {
  throw error
}

/** Restrictions without a notice: of a listing on own initiative, of a seller for misuse. */
export function ownInitiativeTests(desk: ModerationFixture): void {
  const holding = (of: { listing?: string; seller?: string }) => {
    const { market } = desk
    const { organisationId } = market
    return market.as((handle) => listActiveMeasures(handle, { organisationId, limit: 50, ...of }))
  }
  const statesIn = async (id: string): Promise<Record<string, string>> => {
    const { instances } = await desk.market.readOwn(id)
    return Object.fromEntries(instances.map((one) => [one.id, one.state]))
  }
  const completed = (
    draft: Record<string, unknown> | null,
    more: Partial<StatementOfReasons>,
  ): StatementOfReasons =>
    ({
      ...draft,
      ground: {
        kind: 'illegal',
        legalGround: 'Regulation (EU) 2017/1001, Article 9(2)',
        why: 'The name on it is a registered mark, and its holder never made it.',
      },
      ...more,
    }) as StatementOfReasons

  test('a listing found on own initiative is restricted with a statement, filed, and reinstated', async () => {
    const { market, listed } = desk
    market.serverAddress = { origin: 'https://touchstone.example.com', isPublic: true }
    const { id: listing, number } = await listed()
    const { proceeding, draft, instances } = await market.propose(listing)
    expect(instances.map(({ id, state }) => [id, state])).toEqual([['restriction', 'proposed']])
    expect(draft).toMatchObject({
      subject: `your listing ${number}`,
      source: 'own-initiative',
      automatedDetection: true,
      automatedDecision: 'partly',
      facts: expect.stringMatching(/title of the listing says/),
    })
    const restrictionInput = {
      type: 'restrict',
      instance: 'restriction',
      illegalProduct: false,
    } as const
    const statement = completed(draft, { measures: [{ measure: 'remove' }] })
    await expect(
      market.actOnOwn(proceeding, {
        ...restrictionInput,
        deliver: ownChannel,
        statement: { ...statement, source: 'notice' },
      }),
    ).rejects.toThrow(/No notice led to this/)
    const named = { ...statement, facts: 'Lumen Trade Ltd offers it.' }
    const preview = (one: StatementOfReasons) => market.previewOwn(proceeding, 'restriction', one)
    expect((await preview(named)).faults.map(({ field }) => field)).toEqual(['decision_facts'])
    expect(await preview(statement)).toEqual({
      text: expect.stringMatching(number),
      readings: {
        en: expect.stringContaining('Basis of the decision'),
        id: expect.stringContaining('Dasar keputusan'),
        zh: expect.stringContaining('决定依据'),
      },
      faults: [],
    })
    const link = await market.actOnOwn(proceeding, {
      ...restrictionInput,
      statement,
      deliver: ownChannel,
    })
    market.serverAddress = servedLocally
    expect(link?.url).toMatch(/\/appeal#/)
    expect(await statesIn(proceeding)).toEqual({
      restriction: 'statement-sent',
      'restriction/filing': 'queued',
      'restriction/complaint-recipient': 'open',
    })
    expect(await holding({ listing })).toMatchObject([{ measure: 'remove', listingId: listing }])
    const { statements, draft: left } = await market.readOwn(proceeding)
    expect(left).toBeNull()
    expect(statements[0]?.record).toMatchObject({ source_type: 'SOURCE_VOLUNTARY' })
    expect(transparencyRecordFaults(statements[0]?.record, ['Lumen Trade Ltd'])).toEqual([])
    const initiativeView = await market.scope((handle) =>
      loadSellerView(handle, proceeding, { restriction: 'restriction' }),
    )
    expect(initiativeView).toMatchObject({
      listing: { id: number },
      notifier: null,
      measures: ['remove'],
      statement: expect.stringContaining('on our own initiative'),
    })
    await market.actOnOwn(proceeding, {
      type: 'record-filing',
      instance: 'restriction/filing',
      duplicate: false,
    })
    expect((await statesIn(proceeding))['restriction/filing']).toBe('filed')
    const { organisationId, reviewer } = market
    const undo = { organisationId, proceedingId: proceeding, restriction: 'restriction' }
    const reason = { reasons: 'The invoice is the holder’s.', personId: reviewer.id }
    const undone = await market.as(
      (handle) => reinstateAfterAppeal({ handle, ...undo, ...reason, now: market.now }),
      reviewer,
    )
    expect(undone).toBe(true)
    expect(await holding({ listing })).toEqual([])
  })

  test('a restriction from a notice, of another marketplace, or of an unknown listing is refused', async () => {
    const { market, listed } = desk
    const { number } = await listed()
    const received = await market.receive(validNotice(number))
    const { organisationId, admin } = market
    await expect(market.readOwn(received.items[0]!.proceedingId)).rejects.toThrow(
      /no own-initiative restriction/,
    )
    const elsewhere = await market.as(async (handle) => {
      const profile = { tier: 'marketplace', sizeClass: 'other' }
      const input = { title: 'x', regime: 'eu-dsa', profile, settings: {} }
      const { id } = await openProceeding({ handle, organisationId, input })
      const fields = { source: 'own-initiative', byOrder: false }
      const open = {
        type: 'open',
        id: 'restriction',
        workflow: 'restriction',
        role: 'moderator',
      } as const
      const actions = [{ ...open, fields }]
      const moved = { id, actions, now: market.now, person: admin.id }
      await applyTransitions({ handle, organisationId, input: moved })
      return id
    })
    await expect(market.readOwn(elsewhere)).rejects.toThrow(/no own-initiative restriction/)
    await expect(market.propose(randomUUID())).rejects.toThrow(/there is no listing/)
  })

  /** A warned and suspended seller, with the proceeding. */
  async function suspended(until: string) {
    const { market, listed } = desk
    const { number } = await listed()
    await market.restrict(await market.receive(validNotice(number)))
    const seller = `seller-of-${number}`
    const { admin: actor } = market
    const input = { role: 'seller', seller } as const
    const { id, proceeding } = await market.as((handle) =>
      openMisuseRecord({ handle, actor, now: market.now, input }),
    )
    const act = (one: MisuseAction) =>
      market.as((handle) =>
        applyMisuseAction({
          handle,
          actor,
          now: market.now,
          sendsMail: true,
          serverAddress: servedLocally,
          input: { id, action: one },
        }),
      )
    const suspend = (last = until) =>
      act({
        type: 'suspend',
        absoluteNumber: 5,
        windowDays: 60,
        share: 0.6,
        until: last,
        gravity: 'Five brands.',
        intention: 'It was told twice.',
        manifest: true,
        frequent: true,
      })
    await act({ type: 'warn', warning: 'Five of your offers were restricted.' })
    market.later(24)
    await suspend()
    return { id, proceeding, seller, act, suspend }
  }
  const dayIn = (days: number): string =>
    new Date(desk.market.now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
  const strikesOf = async (id: string): Promise<number | null | undefined> => {
    const { market } = desk
    const { items } = await market.as((handle) =>
      listMisuseRecords({ handle, actor: market.admin }),
    )
    return items.find((one) => one.id === id)?.strikes
  }

  test('a suspension for misuse has an end, is reported, and is lifted with its restriction', async () => {
    const { market } = desk
    const until = dayIn(30)
    const { id, proceeding, seller, act } = await suspended(until)
    const { about, draft, instances } = await market.readOwn(proceeding)
    expect([about, draft?.['subject']]).toEqual(['seller', 'your account'])
    const { id: instance } = instances.find(({ workflow }) => workflow === 'restriction')!
    const endless = completed(draft, {
      measures: [{ measure: 'suspend-account' }],
      facts: 'Five offers were restricted.',
    })
    const statement = {
      ...endless,
      measures: [{ measure: 'suspend-account', endsOn: until } as const],
    }
    const deliver = { by: 'mail', to: 'lumen@trade.example' } as const
    const restrictionInput = { type: 'restrict', instance, deliver, illegalProduct: false } as const
    await expect(
      market.actOnOwn(proceeding, { ...restrictionInput, statement: endless }),
    ).rejects.toThrow(`the suspension ends on ${until}`)
    await expect(
      market.actOnOwn(proceeding, { ...restrictionInput, statement }, market.analyst),
    ).rejects.toThrow(/admin/)
    await market.actOnOwn(proceeding, { ...restrictionInput, statement })
    expect(market.messages.at(-1)).toMatchObject({ to: 'lumen@trade.example' })
    expect(await strikesOf(id)).toBe(1)
    expect((await holding({ seller })).map(({ measure }) => measure).sort()).toEqual([
      'disable',
      'suspend-account',
    ])
    await expect(act({ type: 'lift' })).rejects.toThrow(/reverse the restriction/)
    const { organisationId } = market
    const body = `${instance}/dispute-recipient`
    const fields = { body: 'A certified body' }
    await market.scope((handle) =>
      applyTransitions({
        handle,
        organisationId,
        input: {
          id: proceeding,
          now: market.now,
          actions: [
            {
              type: 'open',
              id: body,
              workflow: 'dispute-settlement',
              role: 'recipient',
              origin: instance,
              fields,
            },
          ],
        },
      }),
    )
    const receivedOn = market.now.toISOString().slice(0, 10)
    await market.actOnOwn(proceeding, { type: 'engage-in-dispute', instance: body, receivedOn })
    expect((await statesIn(proceeding))[body]).toBe('engaged')
    await market.actOnOwn(proceeding, {
      type: 'reinstate',
      instance,
      reversalSource: 'own-error',
      reason: 'Two sellers were mixed up.',
    })
    expect(await statesIn(proceeding)).toMatchObject({ misuse: 'clear', [instance]: 'reversed' })
    expect((await holding({ seller })).map(({ measure }) => measure)).toEqual(['disable'])
  })

  test('a suspension that is over ends what it brought; what was never imposed is dropped', async () => {
    const { market, store } = desk
    const until = dayIn(3)
    const { proceeding, seller, act, suspend } = await suspended(until)
    const { draft, instances } = await market.readOwn(proceeding)
    const { id: instance } = instances.find(({ workflow }) => workflow === 'restriction')!
    const measures = [{ measure: 'suspend-account', endsOn: until } as const]
    const facts = 'Five offers were restricted.'
    const statement = completed(draft, { measures, facts })
    await act({ type: 'impose', statement, deliver: ownChannel })
    market.later(5 * 24)
    await sweepDeadlines(store, () => market.now)
    await endExpiredMeasures({ store, now: () => market.now, onFault })
    expect(await statesIn(proceeding)).toMatchObject({ misuse: 'clear', [instance]: 'expired' })
    expect((await holding({ seller })).map(({ measure }) => measure)).toEqual(['disable'])
    await act({ type: 'warn', warning: 'And again.' })
    market.later(24)
    await suspend(dayIn(10))
    await act({ type: 'lift' })
    const states = Object.values(await statesIn(proceeding))
    expect([states.includes('dropped'), states.includes('proposed')]).toEqual([true, false])
  })

  test('a record is closed by a person with a reason, not over what holds, and begins anew', async () => {
    const { market } = desk
    const until = dayIn(30)
    const { id, proceeding, seller, act } = await suspended(until)
    const { draft, instances } = await market.readOwn(proceeding)
    const { id: instance } = instances.find(({ workflow }) => workflow === 'restriction')!
    const measures = [{ measure: 'suspend-account', endsOn: until } as const]
    const statement = completed(draft, { measures, facts: 'Five offers were restricted.' })
    await act({ type: 'impose', statement, deliver: ownChannel })
    const close = { type: 'close', reason: 'The seller closed its account.' } as const
    await expect(act(close)).rejects.toThrow(/reverse the restriction/)
    await market.actOnOwn(proceeding, {
      type: 'reinstate',
      instance,
      reversalSource: 'own-error',
      reason: 'The account is gone.',
    })
    expect((await act(close)).state).toBe('closed')
    const { organisationId, admin: actor } = market
    const { state } = await market.scope((handle) =>
      loadProceeding({ handle, organisationId, input: { id: proceeding } }),
    )
    expect(state.instances['misuse']?.facts['closingReason']).toBe(close.reason)
    await expect(act({ type: 'warn', warning: 'x' })).rejects.toThrow(/must be in clear/)
    const input = { role: 'seller', seller } as const
    const anew = await market.as((handle) =>
      openMisuseRecord({ handle, actor, now: market.now, input }),
    )
    expect(anew).toMatchObject({ id, proceeding, state: 'clear' })
    expect((await act({ type: 'warn', warning: 'And again.' })).state).toBe('warned')
    const filing = `${instance}/filing`
    await market.actOnOwn(proceeding, { type: 'record-filing', instance: filing, duplicate: false })
    expect(await statesIn(proceeding)).toMatchObject({
      misuse: 'closed',
      'misuse-2': 'warned',
      [instance]: 'reversed',
      [filing]: 'filed',
    })
  })
}
