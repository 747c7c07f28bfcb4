import { randomUUID } from 'node:crypto'
import type { ModerationAction, Notice } from '@touchstone/contract'
import { transparencyRecordFaults } from '@touchstone/jurisdiction'
import { expect, test } from 'vitest'
import { sweepDeadlines } from '../../proceedings/index.ts'
import { reinstate, loadSellerView } from '../index.ts'
import { openMisuseRecord } from '../suspend-for-misuse.ts'
import { recordFilings, listUnfiledRecords } from '../transparency-filings.ts'
import { endExpiredMeasures } from '../../notice-exchange/index.ts'
import type { Transaction } from '../../../platform/db/index.ts'
import { decideAction, type ModerationFixture } from './moderation-fixture.ts'
import { servedLocally, validNotice, MarketplaceFixture } from './marketplace-fixture.ts'

const publicUrl = 'https://touchstone.example.com'
const address = /https:\/\/touchstone\.example\.com\/appeal#[A-Za-z0-9_-]{43}\n/

const onFault = (error: unknown): never => {
  throw error
}

/** The effects of a restriction, its notifications, and how it ends. */
export function restrictionTests(desk: ModerationFixture): void {
  const { listing, states } = desk

  test('with a restriction goes the way to answer it: in the mail, or to the house’s own channel', async () => {
    const { market } = desk
    market.serverAddress = { origin: publicUrl, isPublic: true }
    try {
      await market.restrict(await market.receive(validNotice(await listing())))
      const mail = market.messages.at(-1 - 1)!
      expect(mail).toMatchObject({ to: 'lumen@trade.example' })
      expect(mail.text).toMatch(/access to it is disabled/)
      expect(mail.text).toMatch(address)
      expect(mail.text).toContain('does not ask for a password or a payment')
      expect(mail.text).toContain('https://pasar.example/complaints')
      const ownChannel = { by: 'own-channel', to: 'message 7' } as const
      const restricted = async (more: Partial<Notice> = {}) => {
        const received = await market.receive(validNotice(await listing(), more))
        await market.upTo(received, { ...decideAction, outcome: 'restrict' })
        const instance = `n-${received.id}-0/restriction`
        const statement = await market.completed(received)
        const restrictionInput = { instance, statement, deliver: ownChannel, illegalProduct: false }
        return market.act(received, { type: 'restrict', ...restrictionInput })
      }
      expect(await restricted()).toMatchObject({
        url: expect.stringMatching(/\/appeal#/),
        text: expect.stringMatching(address),
      })
      await market.set({ sellerLink: { send: false, days: 30, locale: 'en' } })
      expect(await restricted()).toBeUndefined()
      await market.set({})
      // Without a public address, a link in an email would lead nowhere.
      market.serverAddress = servedLocally
      await market.restrict(await market.receive(validNotice(await listing())))
      expect(market.messages.at(-1 - 1)!.text).not.toContain('/appeal')
      // Of one address only so many notices a day are acknowledged.
      const link = await restricted({ email: 'nils@velmoraq.example' })
      expect(link?.url).toMatch(/^http:\/\/localhost:8080\/appeal#/)
      expect(link?.text).toContain(link?.url)
    } finally {
      market.serverAddress = servedLocally
    }
  })

  test('a restriction goes out with its statement, its record and a word to the notifier', async () => {
    const { market } = desk
    const id = await listing()
    const received = await market.receive(validNotice(id))
    const { draft, missing } = await market.draft(received)
    expect(draft['facts']).toMatch(/title of the listing says “.*replica/i)
    expect(draft['facts']).not.toMatch(/Maren|is (a )?(fake|counterfeit)/)
    expect(missing.map(({ field }) => field)).toEqual(['measures', 'ground.why'])
    const instance = await market.restrict(received, {}, { byAssessment: true })
    const { proceedingId } = received.items[0]!
    expect(await states(received)).toEqual({
      n: 'notifier-informed',
      'n/restriction': 'statement-sent',
      'n/complaint-notifier': 'open',
      'n/restriction/complaint-recipient': 'open',
      'n/restriction/filing': 'queued',
      'n/restriction/buyers': 'aware',
    })
    const [statement] = await market.statements(proceedingId)
    expect(statement?.text).toMatch(/access to it is disabled/)
    expect(transparencyRecordFaults(statement?.record, ['Lumen Trade Ltd', 'Maren Osk'])).toEqual(
      [],
    )
    const sent = market.messages.filter(({ about }) =>
      [received.id, proceedingId].includes(about.id),
    )
    expect(sent.map(({ key, to }) => [key.split(':')[0], to])).toEqual([
      ['acknowledgement', 'maren@velmoraq.example'],
      ['statement', 'lumen@trade.example'],
      ['decision', 'maren@velmoraq.example'],
    ])
    expect(sent[2]?.text).toMatch(
      /Measures: access to it is disabled[\s\S]*Automated means supported[\s\S]*2026-09-0/,
    )
    const { admin: actor } = market
    const filings = await market.as((handle) => listUnfiledRecords({ handle, actor }))
    expect(filings.statements).toContainEqual(statement?.record)
    expect(filings.subjects).toContainEqual(
      expect.objectContaining({
        puid: statement?.record?.['puid'],
        about: expect.objectContaining({ listing: expect.any(String) as string }) as object,
        dueAt: expect.any(Date) as Date,
      }),
    )
    const { organisationId } = market
    const key = {
      kind: 'key',
      id: randomUUID(),
      organisationId,
      scopes: ['filings:write'],
    } as const
    const inTransaction = <T>(use: (handle: Transaction) => Promise<T>) => market.as(use, key)
    const { puid } = statement!.statement
    const note = async (...filings: [puid: string, databaseId: string][]) => {
      const filedStatements = filings.map((one) => ({
        puid: one[0],
        databaseId: one[1],
        duplicate: false,
      }))
      const noted = await recordFilings({
        inTransaction,
        actor: key,
        filings: filedStatements,
        now: market.now,
      })
      return noted.results.map(({ outcome, databaseId }) => [outcome, databaseId])
    }
    const unknown: [string, string] = ['0f6b2c19d3a84e57', 'tdb-8']
    expect(await note(unknown, [puid, 'tdb-7'], [puid, 'tdb-7'], [puid, 'tdb-9'])).toEqual([
      ['refused', null],
      ['noted', 'tdb-7'],
      ['known', 'tdb-7'],
      ['refused', null],
    ])
    expect((await states(received))['n/restriction/filing']).toBe('filed')
    const left = await market.as((handle) => listUnfiledRecords({ handle, actor: key }), key)
    expect(left.statements).not.toContainEqual(statement?.record)
    const looker = { ...key, scopes: ['listings:read'] } as const
    await expect(
      market.as((handle) => listUnfiledRecords({ handle, actor: looker })),
    ).rejects.toThrow(/filings:write/)
    const shown = await market.as((handle) =>
      loadSellerView(handle, proceedingId, { restriction: instance }),
    )
    expect(shown).toMatchObject({
      listing: { id },
      claimed: 'counterfeit',
      measures: ['disable'],
      right: 'EM 018000001, Velmoraq Holding',
      notifier: null,
      territory: ['DE', 'FR'],
      since: '2026-03-02',
      until: null,
      statement: statement?.text,
      readings: { zh: expect.stringContaining('理由说明') },
    })
    expect(JSON.stringify(shown)).not.toMatch(/Maren|maren@/)
  })

  test('who cannot be written to is exempt by its reason, an order by its own', async () => {
    const { market } = desk
    const received = await market.receive(validNotice(await listing()))
    await market.upTo(received, {
      type: 'decide',
      outcome: 'authority-order',
      reasons: 'Ordered.',
      order: 'Order 7 of 2026',
    })
    const statement = await market.completed(received)
    const instance = `n-${received.id}-0/restriction`
    const action: ModerationAction = {
      type: 'restrict',
      instance,
      statement,
      illegalProduct: false,
      exemption: 'authority-order',
    }
    await market.act(received, action)
    expect((await states(received))['n/restriction']).toBe('statement-exempt')
  })

  test('a reinstatement undoes what its decision brought, and says what others still hold', async () => {
    const { market } = desk
    const id = await listing()
    const [one, other] = [
      await market.receive(validNotice(id)),
      await market.receive(validNotice(id, { email: 'second@velmoraq.example' })),
    ]
    const measures = [{ measure: 'disable' }, { measure: 'demote' }, { measure: 'hold-funds' }]
    const instance = await market.restrict(one, { measures } as never)
    await market.restrict(other, { measures: [{ measure: 'disable' }] })
    const { admin: actor, now } = market
    const strikes = async (): Promise<number | null> => {
      const input = { role: 'seller', seller: `seller-of-${id}` } as const
      return (await market.as((handle) => openMisuseRecord({ handle, actor, now, input }))).strikes
    }
    expect(await strikes()).toBe(2)
    const { proceedingId } = one.items[0]!
    const undone = await market.as((handle) =>
      reinstate({
        handle,
        organisationId: market.organisationId,
        proceedingId,
        instance,
        by: { person: market.reviewer.id, role: 'qualified-reviewer' },
        reversalSource: 'complaint',
        reason: 'The invoice shows it.',
        now: market.now,
      }),
    )
    expect(undone).toEqual({
      reversedMeasures: ['disable', 'demote', 'hold-funds', 'strikes'],
      stillHolding: ['disable'],
    })
    expect(await strikes()).toBe(1)
    expect((await states(one))['n/restriction/buyers']).toBe('stopped')
    const { items } = await market.read(one)
    expect(items[0]!.measures.map(({ endReason }) => endReason)).toEqual([
      'reversed',
      'reversed',
      'reversed',
    ])
  })

  test('a replacement leaves no moment free, and a day that is over ends what was to end with it', async () => {
    const { market, store } = desk
    const received = await market.receive(validNotice(await listing()))
    const instance = await market.restrict(received, {
      measures: [{ measure: 'disable', endsOn: '2026-03-20' }],
    } as never)
    const statement = await market.completed(received, {
      measures: [{ measure: 'demote', endsOn: '2026-03-10' }],
    } as never)
    const deliver = { by: 'own-channel', to: 'm-2' } as const
    await market.act(received, {
      type: 'replace',
      instance,
      statement,
      deliver,
      replacementReason: 'Shown further down is enough.',
      illegalProduct: false,
    })
    const of = async (): Promise<unknown[]> =>
      (await market.read(received)).items[0]!.measures.map(({ measure, endReason }) => [
        measure,
        endReason,
      ])
    expect((await of()).sort()).toEqual([
      ['demote', null],
      ['disable', 'replaced'],
    ])
    await endExpiredMeasures({ store, now: () => new Date('2026-03-10T22:59:00Z'), onFault })
    expect(await of()).toContainEqual(['demote', null])
    await endExpiredMeasures({ store, now: () => new Date('2026-03-10T23:00:00Z'), onFault })
    expect(await of()).toContainEqual(['demote', 'expired'])
    await sweepDeadlines(store, () => new Date('2026-03-10T23:00:00Z'))
    expect((await states(received))['n/restriction/replacement']).toBe('expired')
  })

  test('a threat to life is reported by a named signer, and buyers are informed as far as possible', async () => {
    const { market } = desk
    const received = await market.receive(validNotice(await listing()))
    await market.act(received, {
      type: 'triage',
      knowledge: 'yes',
      knowledgeReason: 'It says so.',
      lifeSafety: true,
      suspicion: 'The charger has no insulation.',
    })
    const report: ModerationAction = {
      type: 'record-safety-report',
      instance: `n-${received.id}-0/safety`,
      authority: 'Police of Bremen',
      memberState: 'DE',
      stateBasis: 'victim',
      information: ['the page as it was'],
    }
    await expect(market.act(received, report)).rejects.toThrow(/admins and reviewers/)
    await market.act(received, report, market.reviewer)
    expect((await states(received))['n/safety']).toBe('reported')
    await market.act(received, { type: 'start-review' })
    await market.act(received, { ...decideAction, outcome: 'restrict' })
    const instance = `n-${received.id}-0/restriction`
    const statement = await market.completed(received)
    const deliver = { by: 'own-channel', to: 'm-9' } as const
    const restrictionInput = { instance, statement, deliver, illegalProduct: true }
    await market.act(received, { type: 'restrict', ...restrictionInput })
    const today = market.now.toISOString().slice(0, 10)
    const bought = (id: string, on: string, contactKnown: boolean) => ({ id, on, contactKnown })
    const purchases = [bought('1', today, true), bought('2', today, false)]
    const buyers = `${instance}/buyers`
    const [texts, ...others] = (await market.read(received)).items[0]!.buyersTexts
    expect([texts, others]).toMatchObject([{ instance: buyers, reviewed: false }, []])
    for (const text of [texts!.tell.en, texts!.publication.en]) {
      expect(text).toMatch(/replica[\s\S]*decided under: [\s\S]*Who sold it\nLumen Trade Ltd\n/i)
    }
    await market.act(received, {
      type: 'select-buyers',
      instance: buyers,
      purchases: [...purchases, bought('3', '2025-01-01', false)],
    })
    await market.act(received, { type: 'record-buyers-informed', instance: buyers })
    expect((await states(received))['n/restriction/buyers']).toBe('notified-in-part')
    const publishedAt = 'https://pasar.example/recalls/1'
    await market.act(received, { type: 'record-publication', instance: buyers, publishedAt })
    expect((await states(received))['n/restriction/buyers']).toBe('published')
  })

  test('a small platform owes no complaints and no record, and still a statement', async () => {
    const { store } = desk
    const small = await MarketplaceFixture.in(store, 'small', {
      profile: { tier: 'platform', sizeClass: 'small' },
    })
    await small.take('1')
    const received = await small.receive(validNotice('1'))
    await small.restrict(received)
    const { items } = await small.read(received)
    expect(items[0]!.instances.map(({ workflow }) => workflow).sort()).toEqual([
      'notice',
      'restriction',
    ])
    const [statement] = await small.statements(received.items[0]!.proceedingId)
    expect([statement?.record, /You can go to court/.test(statement?.text ?? '')]).toEqual([
      null,
      true,
    ])
  })
}
