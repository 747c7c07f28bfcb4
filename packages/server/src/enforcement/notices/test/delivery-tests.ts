import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { asOperator, newOrganisation } from '../../../../test/builders.ts'
import { startMailServer, type MailServer } from '../../../../test/mail-server.ts'
import { approveNotice, rejectNotice } from '../send-notice.ts'
import { recordReply, sendDueReminders } from '../reminders.ts'
import { refreshInternalStates, listInternalMarketplaces } from '../internal-delivery.ts'
import { performNotifierAction } from '../notifier-actions.ts'
import type { InternalNoticeState, ModerationPort } from '../ports.ts'
import { listNoticeRecords } from '../service.ts'
import { sendDueEmails } from '../../../messaging/email/index.ts'
import type { NoticesFixture } from './notices-fixture.ts'

const day = 86_400_000

export function deliveryTests(desk: NoticesFixture): void {
  const kindsOf = async (id: string): Promise<string[]> => {
    const { analyst: actor } = desk
    const events = await desk.as(actor, (handle) =>
      listNoticeRecords({ handle, actor, input: { id } }),
    )
    return events.map(({ kind }) => String(kind))
  }
  const deliver = async (server: MailServer): Promise<void> => {
    const smtp = { host: '127.0.0.1', port: server.port, tls: 'off' } as const
    const mailer = {
      from: 'notices@house-a.example',
      server: { ...smtp, user: undefined, password: undefined },
    }
    const onFault = (error: unknown): never => {
      throw error
    }
    await sendDueEmails({ store: desk.store, mailer, onFault })
  }

  test('by mail it arrives once, with its file; withdrawn, its reader is told once', async () => {
    const server = await startMailServer()
    try {
      const { id } = await desk.draft(await desk.ready())
      const sent = await desk.send(id)
      expect(sent).toMatchObject({
        state: 'sent',
        recipients: [{ by: 'email', state: 'handed-over' }],
      })
      await expect(desk.send(id)).rejects.toThrow('the notice is sent; only a draft is sent')
      await deliver(server)
      expect(server.mails.map(({ to }) => to)).toEqual([['notices@pasar.example']])
      expect(server.mails[0]!.text).toMatch(/notice\.pdf[^]*notice\.json/)
      const withdrawn = await desk.withdraw(id)
      expect(withdrawn).toMatchObject({
        state: 'withdrawn',
        withdrawnAt: expect.any(Date),
        recipients: [{ withdrawal: 'told', withdrawalMessage: expect.any(String) }],
      })
      expect(await desk.withdraw(id, 'Once more.')).toEqual(withdrawn)
      await deliver(server)
      expect(server.mails).toHaveLength(2)
      expect(server.mails[1]!.text).toMatch(/^Subject: Withdrawn: Notice of/m)
      expect(await kindsOf(id)).toEqual(['drafted', 'sent', 'withdrawn'])
    } finally {
      await server.stop()
    }
  })

  test('withdrawn before the mail has gone, it never goes', async () => {
    const server = await startMailServer()
    try {
      const { id } = await desk.draft(await desk.ready())
      await desk.send(id)
      expect(await desk.withdraw(id)).toMatchObject({
        recipients: [{ state: 'recalled', withdrawal: 'not-needed' }],
      })
      await deliver(server)
      expect(server.mails).toEqual([])
    } finally {
      await server.stop()
    }
  })

  test('web hooks are told by events that hold ids alone; of a file only a person can tell', async () => {
    const { id, case: of } = await desk.draft(await desk.ready(), {
      recipients: [{ by: 'webhook' }, { by: 'file' }],
    })
    await desk.send(id)
    const { recipients } = await desk.withdraw(id)
    expect(Object.fromEntries(recipients.map((one) => [one.by, one.withdrawal]))).toEqual({
      webhook: 'told',
      file: 'by-hand',
    })
    expect(recipients.find(({ by }) => by === 'file')?.withdrawnAt).toBeNull()
    const { rows } = await asOperator(desk.store, (handle) =>
      sql<{ type: string; data: unknown }>`
        select type, data from outbox_events where data ->> 'notice' = ${id} order by at, type`.execute(
        handle,
      ),
    )
    expect(rows.map(({ type }) => type).sort()).toEqual(['notice.sent', 'notice.withdrawn'])
    for (const { data } of rows) expect(data).toEqual({ notice: id, case: of })
  })

  test('that evidence was handed on stands in its custody', async () => {
    const ready = await desk.ready()
    const { id } = await desk.draft(ready)
    await desk.send(id)
    const { rows } = await asOperator(desk.store, (handle) =>
      sql<{ event: { action: string; reason: string; details: string } }>`
        select event from custody_events where capture_id = ${ready.captures[0]!}::uuid`.execute(
        handle,
      ),
    )
    expect(rows.map(({ event }) => event)).toMatchObject([
      { action: 'transferred', reason: `Named in the notice ${id}.` },
    ])
  })

  test('where the organisation wants two people, nobody sends what he has prepared himself', async () => {
    await desk.settings(true)
    try {
      const { id } = await desk.draft(await desk.ready())
      expect((await desk.send(id)).state).toBe('proposed')
      const { analyst, admin, now, ports } = desk
      const input = { id, ports, now, inside: new Set<string>() }
      const confirm = (actor: typeof admin, version?: number) =>
        desk.as(actor, (handle) => approveNotice({ handle, actor, input: { ...input, version } }))
      await expect(confirm(analyst)).rejects.toThrow('that takes a second person')
      const rejected = { id, reason: 'Name the picture too.', now }
      const given = await desk.as(admin, (handle) =>
        rejectNotice({ handle, actor: admin, input: rejected }),
      )
      expect(given.state).toBe('draft')
      const { version } = await desk.send(id)
      await expect(confirm(admin, version + 1)).rejects.toThrow(/read it anew/)
      expect((await confirm(admin, version)).state).toBe('sent')
      await expect(confirm(admin)).rejects.toThrow('the notice is sent; nobody prepared it')
      expect(await kindsOf(id)).toEqual(['drafted', 'proposed', 'rejected', 'proposed', 'sent'])
    } finally {
      await desk.settings(false)
    }
  })

  test('inside the alliance it is received once, is asked after, and withdrawn once', async () => {
    const market = await newOrganisation(desk.store, 'market-a')
    const received: string[] = []
    const withdrawn: string[] = []
    let fails = true
    const receivedAt = new Date()
    const nothing = { complaint: null, answers: [] }
    const waits = (position: number) => ({
      position,
      state: 'RECEIVED',
      decision: null,
      ...nothing,
    })
    let state: InternalNoticeState = { receivedAt, acknowledged: null, items: [waits(0), waits(1)] }
    const reception: ModerationPort = {
      receiveNotice: async ({ handle, to, from, notice, evidence }) => {
        if (fails) throw new Error('the marketplace’s side fails')
        expect(to).toBe(market.id)
        expect([notice.items?.length, evidence.length]).toEqual([2, 2])
        const { rows } = await sql<{ id: string }>`select gen_random_uuid() as id`.execute(handle)
        received.push(from.noticeId)
        return { id: rows[0]!.id, proceedingId: rows[0]!.id }
      },
      withdrawReceived: async ({ reason }) => void withdrawn.push(reason),
      actForSender: async () => undefined,
      receivedOf: async () => state,
      openDoors: async () => [{ organisationId: market.id, slug: 'market-a', name: 'market-a' }],
    }
    const before = desk.ports
    desk.ports = { ...before, reception }
    try {
      const recipients = [{ by: 'inside' as const, organisation: 'market-a' }]
      const { id } = await desk.draft(await desk.ready(), { recipients })
      expect(await desk.send(id)).toMatchObject({
        recipients: [{ state: 'waiting', received: null }],
      })
      fails = false
      await Promise.all([desk.handOver(), desk.handOver(), desk.handOver(id)])
      expect(received).toEqual([id])
      const { store, ports } = desk
      const ask = (now: Date, only?: string): Promise<void> =>
        refreshInternalStates(
          { store, ports, now: () => now, onFault: (error) => expect(error).toBeUndefined() },
          only === undefined ? {} : { only },
        )
      await ask(desk.now)
      const decided = (position: number, outcome: string) => ({
        position,
        state: 'DECIDED',
        ...nothing,
        decision: { outcome, summary: 'The title says replica.' },
      })
      state = { ...state, acknowledged: 'mail', items: [decided(0, 'NO_ACTION'), waits(1)] }
      await ask(new Date(desk.now.getTime() + 10 * 60_000))
      expect((await desk.read(id)).decidedAt).toBeNull()
      state = { ...state, items: [decided(0, 'NO_ACTION'), decided(1, 'RESTRICT')] }
      // A moment after it was asked only a person asks again.
      await ask(new Date(desk.now.getTime() + 11 * 60_000))
      expect((await desk.read(id)).decidedAt).toBeNull()
      await ask(new Date(desk.now.getTime() + 11 * 60_000), id)
      await ask(new Date(desk.now.getTime() + 30 * 60_000))
      expect(await listInternalMarketplaces({ store, ports }, desk.admin.organisationId)).toEqual([
        { slug: 'market-a', name: 'market-a' },
      ])
      expect(await listInternalMarketplaces({ store, ports }, market.id)).toEqual([])
      expect(await desk.read(id)).toMatchObject({
        outcome: 'restricted',
        acknowledgedAt: expect.any(Date),
        remindAt: null,
        recipients: [
          {
            state: 'handed-over',
            to: 'market-a',
            answered: {
              acknowledged: 'mail',
              items: [decided(0, 'NO_ACTION'), decided(1, 'RESTRICT')],
            },
          },
        ],
      })
      await desk.withdraw(id)
      await desk.withdraw(id)
      expect(withdrawn).toEqual(['The seller has shown an invoice.'])
      expect(await kindsOf(id)).toEqual([
        'drafted',
        'sent',
        'handed-over',
        'acknowledged',
        'decided',
        'withdrawn',
        'withdrawal-told',
      ])
      // Neither a name that nobody has, nor one's own or another that is no marketplace.
      for (const organisation of ['market-of-nobody', 'house-a', 'house-b']) {
        const draft = await desk.draft(await desk.ready(), {
          recipients: [{ by: 'inside', organisation }],
        })
        const message = `There is no marketplace ${organisation} in the alliance that takes notices.`
        expect(await desk.check(draft.id)).toMatchObject({
          refusals: [{ code: 'no-marketplace', message }],
        })
        await expect(desk.send(draft.id)).rejects.toThrow(message)
      }
    } finally {
      desk.ports = before
    }
  })

  test('what is asked of a marketplace inside and its record are kept both or not at all', async () => {
    const market = await newOrganisation(desk.store, 'market-b')
    /** How often something happened on the marketplace's side, which its name tells here. */
    const acted = async (): Promise<number> => {
      const { rows } = await asOperator(desk.store, (handle) =>
        sql<{ name: string }>`select name from organisations where id = ${market.id}::uuid`.execute(
          handle,
        ),
      )
      return rows[0]!.name.split('!').length - 1
    }
    const state = { receivedAt: new Date(), acknowledged: null, items: [] }
    const reception: ModerationPort = {
      receiveNotice: async () => ({ id: market.id, proceedingId: market.id }),
      withdrawReceived: async () => undefined,
      actForSender: async ({ handle }) =>
        void (await sql`
          update organisations set name = name || '!' where id = ${market.id}::uuid`.execute(
          handle,
        )),
      receivedOf: async () => state,
      openDoors: async () => [],
    }
    const before = desk.ports
    desk.ports = { ...before, reception }
    try {
      const recipients = [{ by: 'inside' as const, organisation: 'market-b' }]
      const { id } = await desk.draft(await desk.ready(), { recipients })
      await desk.send(id)
      const { analyst: actor, ports, now } = desk
      const act = { act: 'complain', position: 0, grounds: 'The clasp bears the name.' } as const
      let opened = 0
      const pursue = (dyingBefore: number) => {
        opened = 0
        const transact: typeof desk.store.transact = async (context, work) => {
          if (++opened === dyingBefore) throw new Error('killed')
          return desk.store.transact(context, work)
        }
        const store = Object.assign(Object.create(desk.store) as typeof desk.store, { transact })
        const wish = { actor, id, organisation: undefined, act }
        return performNotifierAction({ store, ports, now: () => now }, wish)
      }
      await pursue(Infinity)
      const transactions = opened
      for (let dying = 1; dying <= transactions; dying++) {
        await expect(pursue(dying)).rejects.toThrow('killed')
        const pursued = (await kindsOf(id)).filter((kind) => kind === 'pursued')
        expect(pursued).toHaveLength(await acted())
      }
      const events = await desk.as(actor, (handle) =>
        listNoticeRecords({ handle, actor, input: { id } }),
      )
      expect(events.at(-1)).toMatchObject({
        kind: 'pursued',
        data: { to: 'market-b', ...act },
        by: { kind: 'person', id: actor.id },
      })
      const { rows: log } = await asOperator(desk.store, (handle) =>
        sql`select actor_kind, actor_id from audit_events
          where action = 'notice-pursued' and subject_id = ${id} limit 1`.execute(handle),
      )
      expect(log).toEqual([{ actor_kind: 'person', actor_id: actor.id }])
    } finally {
      desk.ports = before
    }
  })

  test('who does not confirm is reminded, and after the last reminder it is escalated', async () => {
    const { id } = await desk.draft(await desk.ready())
    await desk.send(id)
    const at = (days: number) => ({
      store: desk.store,
      now: () => new Date(desk.now.getTime() + days * day),
    })
    const own = async (): Promise<string[]> =>
      (await kindsOf(id)).filter((kind) => kind === 'reminded' || kind === 'escalated')
    await sendDueReminders(at(6.9))
    expect(await own()).toEqual([])
    await Promise.all([sendDueReminders(at(7)), sendDueReminders(at(7))])
    expect(await own()).toEqual(['reminded'])
    await sendDueReminders(at(14))
    await sendDueReminders(at(21))
    await sendDueReminders(at(28))
    expect(await own()).toEqual(['reminded', 'reminded', 'escalated'])
    expect((await desk.read(id)).remindAt).toBeNull()
    const { rows } = await asOperator(desk.store, (handle) =>
      sql<{ subject: string }>`select subject from messages where about_id = ${id}`.execute(handle),
    )
    expect(rows.filter(({ subject }) => subject.startsWith('Reminder: '))).toHaveLength(2)
  })

  test('who has confirmed is not reminded', async () => {
    const { id } = await desk.draft(await desk.ready())
    await desk.send(id)
    const { analyst: actor, now } = desk
    const note = (answer: Parameters<typeof recordReply>[0]['input']['answer']) =>
      desk.as(actor, (handle) => recordReply({ handle, actor, input: { id, answer, now } }))
    expect(await note({ what: 'acknowledged' })).toMatchObject({
      acknowledgedAt: now,
      remindAt: null,
    })
    expect(await note({ what: 'decided', outcome: 'no-action' })).toMatchObject({
      outcome: 'no-action',
    })
    await desk.withdraw(id)
    await expect(note({ what: 'acknowledged' })).rejects.toThrow('nobody can answer it')
  })
}
