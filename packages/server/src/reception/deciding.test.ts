import { randomUUID } from 'node:crypto'
import type { ReceptionAct, StatementOfReasons } from '@touchstone/contract'
import { payloadFaults } from '@touchstone/jurisdiction'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOperator } from '../../test/builders.ts'
import { onBothEngines } from '../../test/engines.ts'
import { goodNotice, Market } from './test/market.ts'
import { actInProceeding, sweepClocks } from '../enforcement/index.ts'
import { openStore, type Store } from '../platform/db/index.ts'
import { sellerLinks } from '../api/index.ts'
import { putFlagger, reportFlagger } from './house.ts'
import { measuresHolding } from './measures-store.ts'
import {
  actForSender,
  receivedOf,
  receiveNotice,
  reinstate,
  reinstateAnswered,
  shownToSeller,
  withdrawReceived,
} from './index.ts'
import { actOnMisuse, watchMisuse } from './misuse.ts'
import { actAsNotifier, seenByNotifier } from './notifier.ts'
import { previewStatement } from './previewing.ts'
import { readFilings } from './reading.ts'
import { pageOfQueue } from './store.ts'
import { endExpired } from './undoing.ts'

const decided: Extract<ReceptionAct, { act: 'decide' }> = {
  ...{ act: 'decide', outcome: 'NO_ACTION', reasons: 'The name on it is not the registered one.' },
}

const answersIn = async () => []
const publicUrl = 'https://touchstone.example.com'
const address = /https:\/\/touchstone\.example\.com\/answer#[A-Za-z0-9_-]{43}\n/

onBothEngines((engine) => {
  let store: Store
  let market: Market
  let number = 5000
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    market = await Market.in(store, 'pasar')
  }, 60_000)
  afterAll(() => store?.close())

  const offer = async (): Promise<string> => {
    await market.take(String(++number))
    return String(number)
  }
  const holding = () =>
    market.as((handle) =>
      measuresHolding(handle, { organisationId: market.organisationId, limit: 200 }),
    )
  const states = async (received: { id: string }): Promise<Record<string, string>> => {
    const { items } = await market.read(received)
    const matters = items[0]!.matters.map(({ id, state }) => [id.replace(/^n-[^/]+/, 'n'), state])
    return Object.fromEntries(matters) as Record<string, string>
  }
  test('with a restriction goes the way to answer it: in the mail, or to the house’s own channel', async () => {
    market.sellerLinks = sellerLinks(publicUrl)
    try {
      await market.restrict(await market.receive(goodNotice(await offer())))
      const mail = market.messages.at(-1 - 1)!
      expect(mail).toMatchObject({ to: 'lumen@trade.example' })
      expect(mail.text).toMatch(/access to it is disabled/)
      expect(mail.text).toMatch(address)
      expect(mail.text).toContain('asks for no password and no payment')
      expect(mail.text).toContain('https://pasar.example/complaints')
      const own = { by: 'own-channel', to: 'message 7' } as const
      const restricted = async () => {
        const received = await market.receive(goodNotice(await offer()))
        await market.upTo(received, { ...decided, outcome: 'RESTRICT' })
        const matter = `n-${received.id}-0/restriction`
        const statement = await market.completed(received)
        const wish = { matter, statement, deliver: own, illegalProduct: false }
        return market.act(received, { act: 'restrict', ...wish })
      }
      expect(await restricted()).toMatchObject({
        url: expect.stringMatching(/\/answer#/),
        text: expect.stringMatching(address),
      })
      await market.set({ sellerLink: { send: false, days: 30, locale: 'en' } })
      expect(await restricted()).toBeUndefined()
      await market.set({})
      // Where nobody outside finds this server, a mail leads nowhere.
      market.sellerLinks = sellerLinks(undefined)
      await market.restrict(await market.receive(goodNotice(await offer())))
      expect(market.messages.at(-1 - 1)!.text).not.toContain('/answer')
    } finally {
      market.sellerLinks = undefined
    }
  })

  const inside = () => ({ organisationId: randomUUID(), noticeId: randomUUID() })

  test('a restriction goes out with its statement, its record and a word to the notifier', async () => {
    const received = await market.receive(goodNotice(await offer()))
    const { draft, missing } = await market.draft(received)
    expect(draft['facts']).toMatch(/title of the offer says “.*replica/i)
    expect(draft['facts']).not.toMatch(/Maren|is (a )?(fake|counterfeit)/)
    expect(missing.map(({ field }) => field)).toEqual(['measures', 'ground.why'])
    const matter = await market.restrict(received)
    const { proceedingId } = received.items[0]!
    expect(await states(received)).toEqual({
      ...{
        n: 'NOTIFIER_INFORMED',
        'n/restriction': 'SOR_SENT',
        'n/complaint-notifier': 'WINDOW_OPEN',
      },
      ...{
        'n/restriction/complaint-recipient': 'WINDOW_OPEN',
        'n/restriction/filing': 'TDB_QUEUED',
      },
      'n/restriction/buyers': 'AWARE',
    })
    const [statement] = await market.statements(proceedingId)
    expect(statement?.text).toMatch(/access to it is disabled/)
    expect(payloadFaults(statement?.record, ['Lumen Trade Ltd', 'Maren Osk'])).toEqual([])
    const sent = market.messages.filter(({ about }) =>
      [received.id, proceedingId].includes(about.id),
    )
    expect(sent.map(({ key, to }) => [key.split(':')[0], to])).toEqual([
      ['acknowledgement', 'maren@velmoraq.example'],
      ['statement', 'lumen@trade.example'],
      ['decision', 'maren@velmoraq.example'],
    ])
    expect(sent[2]?.text).toMatch(/Measures: disable[\s\S]*Automated means helped[\s\S]*2026-09-0/)
    const { admin: actor } = market
    const filings = await market.as((handle) => readFilings({ handle, actor }))
    expect(filings.statements).toContainEqual(statement?.record)
    await market.act(received, { act: 'filed', matter: `${matter}/filing`, duplicate: false })
    const left = await market.as((handle) => readFilings({ handle, actor }))
    expect(left.statements).not.toContainEqual(statement?.record)
    const shown = await market.as((handle) => shownToSeller(handle, proceedingId, matter))
    expect(shown).toMatchObject({
      ...{ offer: { id: String(number) }, claimed: 'counterfeit', measures: ['disable'] },
      ...{ right: 'EM 018000001, Velmoraq Holding', notifier: null, territory: ['DE', 'FR'] },
      ...{ since: '2026-03-02', until: null, statement: statement?.text },
    })
    expect(JSON.stringify(shown)).not.toMatch(/Maren|maren@/)
  })

  describe('a statement is refused, and nothing happens,', () => {
    const refused = async (more: object, wish: object = {}): Promise<string> => {
      const received = await market.receive(goodNotice(await offer()))
      await market.upTo(received, { ...decided, outcome: 'RESTRICT' })
      const statement = await market.completed(received, more)
      const matter = `n-${received.id}-0/restriction`
      const deliver = { by: 'own-channel', to: 'm-1' }
      const act = { act: 'restrict', matter, statement, deliver, ...wish } as ReceptionAct
      const failed = await market.act(received, act).then(
        () => 'taken',
        (error: Error) => error.message,
      )
      expect((await states(received))['n/restriction']).toBe('PROPOSED')
      expect((await market.read(received)).items[0]!.measures).toEqual([])
      return failed
    }
    const ground = { kind: 'illegal', legalGround: 'Regulation (EU) 2017/1001, Article 9' }

    test.each<[string, object, RegExp]>([
      ['without a why', { ground: { ...ground, why: 'Article 9' } }, /It must say why/],
      ['that accuses', { facts: 'This offer is a fake.' }, /passes a verdict/],
      ['that names the seller', { facts: 'Lumen Trade Ltd says replica.' }, /personal data/],
      ['that starts in the past', { startsOn: '2026-03-01' }, /was due on 2026-03-01/],
      ['of another source', { source: 'own-initiative' }, /recorded as notice/],
      ['that hides the engine', { automatedDecision: 'not' }, /recorded as partly/],
      [
        'with a short window',
        { redress: { complaint: { where: 'x', until: '2026-04-01' }, bodies: 'x', court: 'x' } },
        /can complain until 2026-09-02 at the least/,
      ],
    ])('%s', async (_what, more, message) => {
      expect(await refused(more)).toMatch(message)
    })

    test('that is not delivered though it is due, or has a reason and a delivery', async () => {
      expect(await refused({}, { deliver: undefined })).toMatch(/say how the seller is told/)
      expect(await refused({}, { exemption: 'no-contact' })).toMatch(/none is delivered/)
    })
  })

  test('a statement is shown with all that is wrong with it, and nothing has happened', async () => {
    const received = await market.receive(goodNotice(await offer()))
    const { admin: actor, now } = market
    const preview = (statement: StatementOfReasons, matter?: string) =>
      market.as((handle) => {
        const input = { id: received.id, position: 0, statement, matter }
        return previewStatement({ handle, actor, now, input })
      })
    const ground = { kind: 'illegal', legalGround: 'Article 9', why: 'Article 9' } as const
    const bad = { facts: 'Lumen Trade Ltd offers a fake.', source: 'own-initiative', ground }
    const wrong = await market.completed(received, bad as never)
    // Before anybody has decided it reads as it would.
    expect((await preview(wrong)).faults.map(({ field }) => field)).toContain('source')
    await market.upTo(received, { ...decided, outcome: 'RESTRICT' })
    const matter = `n-${received.id}-0/restriction`
    const { faults, text } = await preview(wrong, matter)
    expect(faults.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['source', 'ground.why', 'facts']),
    )
    expect(faults.map(({ message }) => message).join(' ')).toMatch(
      /passes a verdict.*personal data/,
    )
    expect(text).toContain('Lumen Trade Ltd offers a fake.')
    const right = await preview(await market.completed(received), matter)
    expect([right.faults, right.text.includes('access to it is disabled')]).toEqual([[], true])
    const shown = await market.read(received)
    expect([shown.items[0]!.measures, shown.items[0]!.statements]).toEqual([[], []])
    await expect(preview(wrong, 'n-x/restriction')).rejects.toThrow(/nothing called/)
    await market.act(received, {
      ...{ act: 'restrict', matter, statement: await market.completed(received) },
      ...{ deliver: { by: 'own-channel', to: 'm-9' }, illegalProduct: false },
    })
    expect((await market.read(received)).items[0]!.statements).toMatchObject([
      ...[{ matter, text: right.text, by: 'own-channel', to: 'm-9', filedAt: null }],
    ])
  })

  test('who cannot be written to is exempt by its reason, an order by its own', async () => {
    const received = await market.receive(goodNotice(await offer()))
    await market.upTo(received, {
      ...{ act: 'decide', outcome: 'ART9_ORDER', reasons: 'Ordered.', order: 'Order 7 of 2026' },
    })
    const statement = await market.completed(received)
    const matter = `n-${received.id}-0/restriction`
    const act: ReceptionAct = {
      ...{ act: 'restrict', matter, statement, illegalProduct: false },
      exemption: 'article-9-order',
    }
    await market.act(received, act)
    expect((await states(received))['n/restriction']).toBe('SOR_EXEMPT')
  })

  test('no action is told at once, and a notifier’s complaint is decided by another person', async () => {
    const received = await market.receive(goodNotice(await offer()))
    await market.upTo(received, decided)
    expect((await states(received))['n']).toBe('NOTIFIER_INFORMED')
    const of = { organisationId: market.organisationId, noticeId: received.id }
    const complain = { act: 'complain', position: 0, grounds: 'The clasp bears the name.' } as const
    await market.inHouse((handle) =>
      actAsNotifier({ handle, ...of, act: complain, now: market.now }),
    )
    const matter = `n-${received.id}-0/complaint-notifier`
    const review: ReceptionAct = {
      ...{ act: 'review-complaint', matter, qualification: 'Trade mark lawyer' },
    }
    await expect(market.act(received, review)).rejects.toThrow(/admin or reviewer/)
    await market.act(received, review, market.reviewer)
    const upheld: ReceptionAct = {
      ...{ act: 'uphold-complaint', matter, upheldBecause: 'inaction-unfounded' },
      complaintReasons: 'The picture shows the registered name on the clasp.',
    }
    await market.act(received, upheld, market.reviewer)
    expect(await states(received)).toMatchObject({
      'n/complaint-notifier': 'COMPLAINANT_INFORMED',
      'n/complaint-notifier/restriction': 'PROPOSED',
    })
    const seen = await market.inHouse((handle) => seenByNotifier({ handle, ...of, answersIn }))
    expect(seen.items[0]).toMatchObject({
      decision: { outcome: 'NO_ACTION' },
      complaint: {
        state: 'COMPLAINANT_INFORMED',
        decision: expect.stringMatching(/clasp/) as string,
      },
    })
    expect(market.messages.at(-1)?.text).toMatch(/We uphold your complaint/)
  })

  test('whoever decided first does not decide on the complaint', async () => {
    const received = await market.receive(goodNotice(await offer()))
    const { reviewer } = market
    await market.act(received, {
      ...{ act: 'triage', knowledge: 'no', knowledgeReason: 'x y', lifeSafety: false },
    })
    await market.act(received, { act: 'take-up' })
    await market.act(received, decided, reviewer)
    const of = { organisationId: market.organisationId, noticeId: received.id }
    const complain = { act: 'complain', position: 0, grounds: 'Look again.' } as const
    await market.inHouse((handle) =>
      actAsNotifier({ handle, ...of, act: complain, now: market.now }),
    )
    const matter = `n-${received.id}-0/complaint-notifier`
    const review: ReceptionAct = { act: 'review-complaint', matter, qualification: 'Lawyer' }
    await expect(market.act(received, review, reviewer)).rejects.toThrow(/Whoever decided first/)
  })

  test('a reinstatement undoes what its decision brought, and says what others still hold', async () => {
    const id = await offer()
    const [one, other] = [
      await market.receive(goodNotice(id)),
      await market.receive(goodNotice(id, { email: 'second@velmoraq.example' })),
    ]
    const measures = [{ measure: 'disable' }, { measure: 'demote' }, { measure: 'hold-funds' }]
    const matter = await market.restrict(one, { measures } as never)
    await market.restrict(other, { measures: [{ measure: 'disable' }] })
    const { admin: actor, now } = market
    const strikes = async (): Promise<number | null> => {
      const input = { role: 'seller', seller: `seller-of-${id}` } as const
      return (await market.as((handle) => watchMisuse({ handle, actor, now, input }))).strikes
    }
    expect(await strikes()).toBe(2)
    const { proceedingId } = one.items[0]!
    const undone = await market.as((handle) =>
      reinstate({
        ...{ handle, organisationId: market.organisationId, proceedingId, matter },
        by: { person: market.reviewer.id, role: 'qualified-reviewer' },
        ...{ because: 'complaint', reason: 'The invoice shows it.', now: market.now },
      }),
    )
    expect(undone).toEqual({
      ...{ undone: ['disable', 'demote', 'hold-funds', 'strikes'], stillHolding: ['disable'] },
    })
    expect(await strikes()).toBe(1)
    expect((await states(one))['n/restriction/buyers']).toBe('STOPPED')
    const { items } = await market.read(one)
    expect(items[0]!.measures.map(({ endedBecause }) => endedBecause)).toEqual([
      ...['reversed', 'reversed', 'reversed'],
    ])
  })

  test('a variation leaves no moment free, and a day that is over ends what was to end with it', async () => {
    const received = await market.receive(goodNotice(await offer()))
    const matter = await market.restrict(received, {
      measures: [{ measure: 'disable', endsOn: '2026-03-20' }],
    } as never)
    const statement = await market.completed(received, {
      measures: [{ measure: 'demote', endsOn: '2026-03-10' }],
    } as never)
    const deliver = { by: 'own-channel', to: 'm-2' } as const
    await market.act(received, {
      ...{ act: 'vary', matter, statement, deliver, variation: 'Shown further down is enough.' },
      illegalProduct: false,
    })
    const of = async (): Promise<unknown[]> =>
      (await market.read(received)).items[0]!.measures.map(({ measure, endedBecause }) => [
        ...[measure, endedBecause],
      ])
    expect((await of()).sort()).toEqual([
      ['demote', null],
      ['disable', 'varied'],
    ])
    await endExpired(store, new Date('2026-03-10T22:59:00Z'))
    expect(await of()).toContainEqual(['demote', null])
    await endExpired(store, new Date('2026-03-10T23:00:00Z'))
    expect(await of()).toContainEqual(['demote', 'expired'])
    await sweepClocks(store, () => new Date('2026-03-10T23:00:00Z'))
    expect((await states(received))['n/restriction/variation']).toBe('EXPIRED')
  })

  test('whoever reads what a sender wrote stands in the log, without a word of it', async () => {
    const received = await market.receive(goodNotice(await offer()))
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
    const { proceedingId, matter } = (await market.receive(goodNotice('1'))).items[0]!
    const act = { type: 'act', id: matter, transition: 'withdraw', role: 'notifier', fields: {} }
    const input = { id: proceedingId, act: act as never, now: market.now }
    const { admin: actor } = market
    await expect(market.as((handle) => actInProceeding({ handle, actor, input }))).rejects.toThrow(
      /reception leads/,
    )
  })

  test('an organisation inside sends, answers and is told through the operator’s hands alone', async () => {
    const id = await offer()
    const { organisationId: to, now, reviewer } = market
    const [notice, from] = [goodNotice(id), inside()]
    const sent = await asOperator(store, (handle) =>
      receiveNotice({ handle, to, from, notice, evidence: [], now }),
    )
    await market.upTo(sent, { act: 'ask', question: 'Which name stands on it?' })
    const noticeId = sent.id
    const asked = await asOperator(store, (handle) => receivedOf({ handle, noticeId, answersIn }))
    expect(asked.items[0]).toMatchObject({
      state: 'NEED_INFO',
      question: 'Which name stands on it?',
    })
    const act = { act: 'answer', position: 0, text: 'VELMORAQ.' } as const
    await asOperator(store, (handle) => actForSender({ handle, noticeId, act, now }))
    await market.act(sent, { ...decided, outcome: 'RESTRICT' })
    const restriction = `n-${noticeId}-0/restriction`
    const statement = await market.completed(sent)
    const deliver = { by: 'own-channel', to: 'm-3' } as const
    const wish = { matter: restriction, statement, deliver, illegalProduct: false }
    await market.act(sent, { act: 'restrict', ...wish })
    const undo = {
      ...{ organisationId: to, proceedingId: sent.proceedingId, restriction, now },
      ...{ reasons: 'The invoice shows it.', personId: reviewer.id },
    }
    for (let time = 0; time < 2; time++) {
      await market.as((handle) => reinstateAnswered({ handle, ...undo }), reviewer)
    }
    expect((await states(sent))['n/restriction']).toBe('REVERSED')
  })

  describe('a notice that is withdrawn', () => {
    const withdrawn = ({ id: noticeId }: { id: string }) =>
      asOperator(store, (handle) =>
        withdrawReceived({
          handle,
          noticeId,
          cause: 'mistaken',
          reason: 'A licence came to light.',
          now: market.now,
        }),
      )

    test('ends where it waits, and lifts what rests on it alone', async () => {
      const waiting = await market.receive(goodNotice(await offer()), inside())
      expect((await withdrawn(waiting)).items).toEqual([
        { position: 0, became: 'withdrawn', because: null },
      ])
      const restricted = await market.receive(goodNotice(await offer()), inside())
      await market.restrict(restricted)
      expect((await withdrawn(restricted)).items).toEqual([
        { position: 0, became: 'lifted', because: null },
      ])
      expect((await states(restricted))['n/restriction']).toBe('REVERSED')
      const noticeId = restricted.id
      const seen = await asOperator(store, (handle) => receivedOf({ handle, noticeId, answersIn }))
      expect(seen.items[0]?.measures).toMatchObject([{ measure: 'disable', holds: false }])
      expect((await withdrawn(restricted)).items[0]?.became).toBe('nothing-to-undo')
    })

    test('leaves what another decision rests on, and says why', async () => {
      const id = await offer()
      const first = await market.receive(goodNotice(id), inside())
      await market.restrict(first)
      const second = await market.receive(goodNotice(id), inside())
      await market.upTo(second, { act: 'decide', outcome: 'ALREADY_GONE', reasons: 'It is gone.' })
      expect((await withdrawn(first)).items).toEqual([
        {
          ...{ position: 0, became: 'kept' },
          because: 'another notice on the same offer was decided because of it',
        },
      ])
      expect((await states(first))['n/restriction']).toBe('SOR_SENT')
    })

    test('leaves it to a person where the house has said so', async () => {
      const careful = await Market.in(store, 'careful', {
        settings: { 'lift-on-withdrawal': false },
      })
      await careful.take('1')
      const received = await careful.receive(goodNotice('1'), inside())
      await careful.restrict(received)
      expect((await withdrawn(received)).items[0]?.became).toBe('left-to-a-person')
    })
  })

  test('flaggers come first within their area while the list says so, then life and safety, then age', async () => {
    const house = await Market.in(store, 'order')
    const { admin: actor, now } = house
    const member = randomUUID()
    const listed = {
      ...({ rank: 'art22', name: 'Velmoraq Watch', member, awardedBy: 'Ireland' } as const),
      ...({ areas: ['counterfeit'], source: 'the list', listedOn: '2026-03-01' } as const),
    }
    const put = (status: 'ACTIVE' | 'SUSPENDED') =>
      house.as((handle) =>
        putFlagger({ handle, actor, now, input: { ...listed, areas: ['counterfeit'], status } }),
      )
    const { id } = await put('ACTIVE')
    const of = async (...[notice, from]: Parameters<Market['receive']>): Promise<string> => {
      house.later(1)
      return (await house.receive(notice, from)).id
    }
    const old = await of(goodNotice('1'))
    const burning = await of({
      ...goodNotice('2'),
      reasons: 'The charger gives an electric shock.',
    })
    const flagged = await of(goodNotice('3'), { organisationId: member, noticeId: randomUUID() })
    const outside = await of(goodNotice('4', { ground: 'copyright' }), {
      ...{ organisationId: member, noticeId: randomUUID() },
    })
    await put('SUSPENDED')
    const suspended = await of(goodNotice('5'), { organisationId: member, noticeId: randomUUID() })
    const rows = await house.as((handle) =>
      pageOfQueue(handle, { organisationId: house.organisationId, limit: 10 }),
    )
    expect(rows.map(({ noticeId }) => noticeId)).toEqual([
      flagged,
      burning,
      old,
      outside,
      suspended,
    ])
    await expect(
      house.act(
        { id: outside },
        {
          ...{
            act: 'triage',
            knowledge: 'no',
            knowledgeReason: 'x',
            lifeSafety: false,
            flagger: id,
          },
        },
      ),
    ).rejects.toThrow(/while the status is active and within the designated area/)
    const input = { id, explanation: 'Nine of twelve named no right.', unfounded: 9 }
    const reported = await house.as((handle) => reportFlagger({ handle, actor, now, input }))
    expect([reported.reports, reported.status]).toEqual([1, 'SUSPENDED'])
  })

  test('misuse is warned of before it is suspended; then notices are held, and taken up again', async () => {
    const { admin: actor, organisationId } = market
    const from = { organisationId: randomUUID(), noticeId: randomUUID() }
    const { id: notice } = await market.receive(goodNotice('7'), from)
    const watched = await market.as((handle) =>
      watchMisuse({ handle, actor, now: market.now, input: { role: 'notifier', notice } }),
    )
    const act = (one: Parameters<typeof actOnMisuse>[0]['input']['act']) =>
      market.as((handle) =>
        actOnMisuse({
          ...{ handle, actor, now: market.now, queueMessage: market.queue },
          input: { id: watched.id, act: one },
        }),
      )
    const suspend = {
      ...({
        act: 'suspend',
        absoluteNumber: 40,
        windowDays: 30,
        share: 0.9,
        manifest: true,
      } as const),
      ...{ gravity: 'Sellers lost sales.', intention: 'It was told twice.', frequent: true },
      until: '2026-03-20',
    }
    await expect(act(suspend)).rejects.toThrow(/must be in WARNED/)
    expect((await act({ act: 'warn', warning: 'Most of your notices name no right.' })).state).toBe(
      'WARNED',
    )
    await expect(act(suspend)).rejects.toThrow(/not on the same day/)
    market.later(24)
    expect((await act(suspend)).state).toBe('SUSPENDED')
    const held = await market.receive(goodNotice('8'), { ...from, noticeId: randomUUID() })
    expect((await states(held))['n']).toBe('HELD')
    await sweepClocks(store, () => new Date('2026-03-21T00:00:00Z'))
    expect((await states(held))['n']).toBe('RECEIVED')
    const other = await market.receive(goodNotice('9'), inside())
    expect((await states(other))['n']).toBe('RECEIVED')
    expect(organisationId).toBe(market.organisationId)
  })

  test('a threat to life is reported by a named signer, and buyers are told by how they can be', async () => {
    const received = await market.receive(goodNotice(await offer()))
    await market.act(received, {
      ...{ act: 'triage', knowledge: 'yes', knowledgeReason: 'It says so.', lifeSafety: true },
      suspicion: 'The charger has no insulation.',
    })
    const report: ReceptionAct = {
      ...{
        act: 'report-safety',
        matter: `n-${received.id}-0/safety`,
        authority: 'Police of Bremen',
      },
      ...{ memberState: 'DE', stateBasis: 'victim', information: ['the page as it was'] },
    }
    await expect(market.act(received, report)).rejects.toThrow(/admin or reviewer/)
    await market.act(received, report, market.reviewer)
    expect((await states(received))['n/safety']).toBe('REPORTED')
    await market.act(received, { act: 'take-up' })
    await market.act(received, { ...decided, outcome: 'RESTRICT' })
    const matter = `n-${received.id}-0/restriction`
    const statement = await market.completed(received)
    const deliver = { by: 'own-channel', to: 'm-9' } as const
    const wish = { matter, statement, deliver, illegalProduct: true }
    await market.act(received, { act: 'restrict', ...wish })
    const today = market.now.toISOString().slice(0, 10)
    const bought = (id: string, on: string, contactHeld: boolean) => ({ id, on, contactHeld })
    const purchases = [bought('1', today, true), bought('2', today, false)]
    const buyers = `${matter}/buyers`
    await market.act(received, {
      ...{ act: 'select-buyers', matter: buyers },
      purchases: [...purchases, bought('3', '2025-01-01', false)],
    })
    await market.act(received, { act: 'buyers-told', matter: buyers })
    expect((await states(received))['n/restriction/buyers']).toBe('NOTIFIED_IN_PART')
    const publishedAt = 'https://pasar.example/recalls/1'
    await market.act(received, { act: 'buyers-published', matter: buyers, publishedAt })
    expect((await states(received))['n/restriction/buyers']).toBe('PUBLISHED')
  })

  test('a certified body has 90 days, 180 where it extends, and its decision is followed or not', async () => {
    const received = await market.receive(goodNotice(await offer()))
    await market.restrict(received)
    const origin = `n-${received.id}-0/restriction`
    await market.act(received, { act: 'referred', origin, body: 'Body of Lumen' })
    const { items } = await market.read(received)
    const matter = items[0]!.matters.find(({ machine }) => machine === 'O')!.id
    const today = market.now.toISOString().slice(0, 10)
    await market.act(received, { act: 'engage', matter, receivedOn: today })
    const tooLong = { act: 'body-extends', matter, extendedDays: 91, complexity: 'x' } as const
    await expect(market.act(received, tooLong)).rejects.toThrow(/90 days at the most/)
    await market.act(received, { ...tooLong, extendedDays: 90 })
    await market.act(received, {
      ...{ act: 'body-decides', matter, inFavourOf: 'other-party', manifestBadFaith: false },
      decidedOn: today,
    })
    const implement = { act: 'implement', matter, feesPaidBy: 'nobody' } as const
    await expect(market.act(received, implement)).rejects.toThrow(/the platform pays/)
    await market.act(received, { ...implement, feesPaidBy: 'platform' })
    const reason = 'The body decided for the seller.'
    const undo: ReceptionAct = { act: 'reinstate', matter: origin, because: 'out-of-court', reason }
    await market.act(received, undo)
    expect((await holding()).filter((one) => one.matter === origin)).toEqual([])
  })

  test('a small platform owes no complaints and no record, and still a statement', async () => {
    const small = await Market.in(store, 'small', {
      profile: { tier: 'platform', sizeClass: 'small' },
    })
    await small.take('1')
    const received = await small.receive(goodNotice('1'))
    await small.restrict(received)
    const { items } = await small.read(received)
    expect(items[0]!.matters.map(({ machine }) => machine).sort()).toEqual(['N', 'R'])
    const [statement] = await small.statements(received.items[0]!.proceedingId)
    expect([statement?.record, /You can go to court/.test(statement?.text ?? '')]).toEqual([
      null,
      true,
    ])
  })
})
