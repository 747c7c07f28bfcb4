import { createHash } from 'node:crypto'
import type { BuyerContactInput } from '@touchstone/contract'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import {
  confirmAddress,
  eraseAddress,
  leaveAddress,
  listNotifications,
  notifyBuyers,
  toNotificationView,
} from '../buyer-contacts/index.ts'
import { reinstate } from './index.ts'
import { decideAction, ModerationFixture } from './test/moderation-fixture.ts'
import { validNotice } from './test/marketplace-fixture.ts'
import { sealerOf } from '../../platform/encryption/index.ts'

const sealer = sealerOf(Buffer.alloc(32, 3))

onOneEngine((engine) => {
  const desk = ModerationFixture.on(engine)
  const addressOf = (number: string): string => `https://pasar.example/item/${number}`

  const mail = { sealer, publicUrl: 'https://touchstone.example' }
  const request = (number: string, more: Partial<BuyerContactInput> = {}) =>
    leaveAddress({
      store: desk.store,
      mail,
      input: {
        listing: addressOf(number),
        order: `order ${number}`,
        boughtOn: desk.market.now.toISOString().slice(0, 10),
        email: `buyer-${number}@mail.example`,
        language: 'en',
        ...more,
      },
      now: desk.market.now,
    })
  const confirmations = async (address: string): Promise<string[]> =>
    (await desk.market.readMessages())
      .filter(({ to }) => to === address)
      .flatMap(({ text }) => /check\?email=confirm#([\w-]{43})/.exec(text)?.[1] ?? [])
  const confirm = (token: string, now = desk.market.now) =>
    confirmAddress({ store: desk.store, token, now })
  const leave = async (number: string, more: Partial<BuyerContactInput> = {}) => {
    const left = await request(number, more)
    const tokens = await confirmations(more.email ?? `buyer-${number}@mail.example`)
    for (const token of tokens) await confirm(token).catch(() => undefined)
    return left
  }
  const inform = (sendsMail = true) =>
    notifyBuyers({ store: desk.store, sealer, sendsMail, now: () => desk.market.now })
  const emailsTo = async (address: string) =>
    (await desk.market.readMessages())
      .filter(({ to, text }) => to === address && !text.includes('email=confirm'))
      .map(({ text }) => text)
  const restrictIllegal = async (number: string) => {
    const { market } = desk
    const received = await market.receive(validNotice(number))
    await market.upTo(received, { ...decideAction, outcome: 'restrict' })
    const instance = `n-${received.id}-0/restriction`
    const statement = await market.completed(received)
    const deliver = { by: 'own-channel', to: 'm-9' } as const
    const input = { instance, statement, deliver, illegalProduct: true }
    await market.act(received, { type: 'restrict', ...input })
    return { received, instance }
  }

  test('a buyer is told once of a decision, in their language, and again of its reversal', async () => {
    const { market } = desk
    const number = await desk.listing()
    const { marketplace } = await leave(number, { language: 'id' })
    expect(marketplace).not.toBe('')
    expect(await inform()).toBe(0)
    const { received, instance } = await restrictIllegal(number)
    expect(await inform(false)).toBe(0)
    expect(await inform()).toBe(1)
    expect(await inform()).toBe(0)
    const address = `buyer-${number}@mail.example`
    const [told, ...more] = await emailsTo(address)
    expect([told, more]).toEqual([expect.stringMatching(/Lumen Trade Ltd[\s\S]*dihapus/), []])
    const rows = await market.as(async (handle) => {
      const actor = market.admin
      const page = await listNotifications({ handle, actor }, { limit: 10 })
      const views = []
      for (const row of page)
        views.push(...(await toNotificationView({ handle, actor, sealer }, row)))
      return views
    })
    const view = rows.find(({ instance: of }) => of === `${instance}/buyers`)
    expect(view).toMatchObject({
      listings: [{ listing: number }],
      told: [{ order: `order ${number}` }],
    })
    expect(view?.told[0]?.digest).toBe(
      createHash('sha256').update(String(view!.tell.id)).digest('hex'),
    )
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
    expect(await inform()).toBe(1)
    expect(await inform()).toBe(0)
    expect(await emailsTo(address)).toEqual([told, expect.stringContaining('dibatalkan')])
  })

  test('emails are in the language of the page, with the English text that counts', async () => {
    const number = await desk.listing()
    await leave(number, { language: 'ja' })
    await restrictIllegal(number)
    expect(await inform()).toBe(1)
    const [told = ''] = await emailsTo(`buyer-${number}@mail.example`)
    expect(told).toMatch(/^マーケットプレイスが[\s\S]*Lumen Trade Ltd[\s\S]*消去されます。$/)
    const emails = await desk.market.readMessages()
    const asked = emails.find(({ text }) => text.includes('母語話者'))
    expect(asked?.text).toContain('If it was not you, you need not do anything')
  })

  test('who bought too long ago, or erased the address, is told nothing', async () => {
    const number = await desk.listing()
    await leave(number, { boughtOn: '2025-01-01' })
    const { receipt } = await leave(number, { email: 'gone@mail.example' })
    await eraseAddress({ store: desk.store, receipt })
    await eraseAddress({ store: desk.store, receipt })
    await restrictIllegal(number)
    expect(await inform()).toBe(0)
  })

  test('nothing is sent to an address that nobody confirmed, and it is deleted after a day', async () => {
    const { store } = desk
    const number = await desk.listing()
    const email = `buyer-${number}@mail.example`
    await request(number)
    const [token = '', ...more] = await confirmations(email)
    expect(more).toEqual([])
    await restrictIllegal(number)
    expect(await inform()).toBe(0)
    const later = new Date(Date.now() + 25 * 3_600_000)
    await expect(confirm(token, later)).rejects.toMatchObject({ code: 'not-found' })
    await expect(confirm('A'.repeat(43))).rejects.toMatchObject({ code: 'not-found' })
    await notifyBuyers({ store, sealer, sendsMail: true, now: () => later })
    await expect(confirm(token)).rejects.toMatchObject({ code: 'not-found' })
    expect(await emailsTo(email)).toEqual([])
  })

  test('the link confirms once, and an address left again is asked no second time', async () => {
    const number = await desk.listing()
    const email = `buyer-${number}@mail.example`
    await request(number)
    await request(number)
    const [token = '', ...more] = await confirmations(email)
    expect(more).toEqual([])
    await confirm(token)
    await expect(confirm(token)).rejects.toMatchObject({ code: 'not-found' })
    await request(number)
    await restrictIllegal(number)
    expect(await inform()).toBe(1)
    expect(await confirmations(email)).toHaveLength(1)
  })

  test('one address is asked for few confirmations at once, and answered alike', async () => {
    const email = 'asked@mail.example'
    for (let count = 0; count < 5; count++) {
      const { receipt } = await request(await desk.listing(), { email })
      expect(receipt).toHaveLength(43)
    }
    expect(await confirmations(email)).toHaveLength(3)
  })

  test('where no email is sent, no address is taken', async () => {
    const listing = addressOf(await desk.listing())
    const input = {
      listing,
      boughtOn: '2026-01-01',
      email: 'a@mail.example',
      language: 'en',
    } as const
    await expect(
      leaveAddress({ store: desk.store, mail: undefined, input, now: desk.market.now }),
    ).rejects.toMatchObject({ code: 'email-not-configured' })
  })

  test('an address left twice for one listing is told once', async () => {
    const number = await desk.listing()
    await leave(number)
    await leave(number, { order: 'the same' })
    await restrictIllegal(number)
    expect(await inform()).toBe(1)
  })

  test('an address that no marketplace here has, or a day to come, is refused', async () => {
    await expect(leave('x', { listing: 'https://elsewhere.example/1' })).rejects.toMatchObject({
      code: 'not-found',
      pointer: '/listing',
    })
    await expect(leave('x', { boughtOn: '2999-01-01' })).rejects.toMatchObject({
      code: 'date-in-future',
    })
  })

  test('what is stored shows neither address nor order, and is deleted when no decision can concern it', async () => {
    const { market, store } = desk
    const number = await desk.listing()
    await leave(number)
    const read = () =>
      asOperator(store, async (handle) => {
        const { rows } = await sql<{ text: string }>`
          select c::text || encode(sealed, 'escape') as text from buyer_contacts c
          join listings l on l.id = c.listing_id where l.external_id = ${number}`.execute(handle)
        return rows.map(({ text }) => text)
      })
    const [text] = await read()
    expect(text).not.toMatch(/mail\.example|order/)
    const later = new Date(market.now.getTime() + 200 * 86_400_000)
    await notifyBuyers({ store, sealer, sendsMail: false, now: () => later })
    expect(await read()).toEqual([])
  })
})
