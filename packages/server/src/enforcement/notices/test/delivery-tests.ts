import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { asOperator, newOrganisation, personOf } from '../../../../test/builders.ts'
import { startMailServer, type MailServer } from '../../../../test/mail-server.ts'
import type { ModerationAction } from '@touchstone/contract'
import { approveNotice, rejectNotice } from '../approve-notice.ts'
import { sendNotice } from '../send-notice.ts'
import { recordReply } from '../record-reply.ts'
import { sendDueReminders } from '../send-reminders.ts'
import {
  actOnItem,
  deliverNotice,
  deliverReleasedWithdrawals,
  findInternalMarketplaces,
  listInternalMarketplaces,
  loadSentNotice,
  performNotifierAction,
} from '../../notice-exchange/index.ts'
import { listNoticeRecords } from '../manage-notices.ts'
import { setModerationSettings } from '../../moderation/index.ts'
import { sendDueEmails } from '../../../messaging/email/index.ts'
import type { NoticesFixture } from './notices-fixture.ts'

const day = 86_400_000
const serverAddress = { origin: 'http://localhost:8080', isPublic: false }

const moderationSettings = {
  profile: { tier: 'marketplace', sizeClass: 'other' },
  settings: {},
  door: 'open',
  texts: {
    platform: 'Pasar',
    complaints: 'https://pasar.example/complaints',
    bodies: 'Any certified body on the list of the Commission.',
    court: 'The courts of your seat, at any time.',
    territory: ['DE'],
  },
} as const

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

  test('by mail it arrives once, with its file; withdrawn, its recipient is informed once', async () => {
    const server = await startMailServer()
    try {
      const { id } = await desk.draft(await desk.ready())
      const sent = await desk.send(id)
      expect(sent).toMatchObject({
        state: 'sent',
        recipients: [{ by: 'email', state: 'handed-over' }],
      })
      await expect(desk.send(id)).rejects.toThrow('the notice is sent; only a draft can be sent')
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

  test('webhooks receive events with IDs only; delivery of a file only a person can report', async () => {
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

  test('the delivery of evidence is recorded in its chain of custody', async () => {
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

  test('if the organisation requires approval, no one sends what they prepared themselves', async () => {
    await desk.settings(true)
    try {
      const { id } = await desk.draft(await desk.ready())
      expect((await desk.send(id)).state).toBe('proposed')
      const { analyst, admin, now } = desk
      const input = { id, now, inside: new Map<string, string>(), engine: desk.engine }
      const confirm = (actor: typeof admin, expectedVersion?: number) =>
        desk.as(actor, (handle) =>
          approveNotice({ handle, actor, input: { ...input, expectedVersion } }),
        )
      await expect(confirm(analyst)).rejects.toThrow('another person must send it')
      const rejected = { id, reason: 'Name the picture too.', now }
      const given = await desk.as(admin, (handle) =>
        rejectNotice({ handle, actor: admin, input: rejected }),
      )
      expect(given.state).toBe('draft')
      const { version } = await desk.send(id)
      await expect(confirm(admin, version + 1)).rejects.toThrow(/read it again/)
      expect((await confirm(admin, version)).state).toBe('sent')
      await expect(confirm(admin)).rejects.toThrow(
        'the notice is sent; it has not been submitted for approval',
      )
      expect(await kindsOf(id)).toEqual(['drafted', 'proposed', 'rejected', 'proposed', 'sent'])
    } finally {
      await desk.settings(false)
    }
  })

  const inside = async (slug: string) => {
    const { id: market } = await newOrganisation(desk.store, slug)
    const { now } = desk
    const [head, moderator] = [personOf(market), personOf(market, ['analyst'])]
    await desk.as(head, (handle) =>
      setModerationSettings({ handle, actor: head, input: moderationSettings, now }),
    )
    const recipients = [{ by: 'inside' as const, organisation: slug }]
    const { id } = await desk.draft(await desk.ready(), { recipients })
    const received = async (): Promise<string[]> => {
      const { rows } = await asOperator(desk.store, (handle) =>
        sql<{ id: string }>`
          select id from received_notices where from_notice = ${id}::uuid`.execute(handle),
      )
      return rows.map((row) => row.id)
    }
    const act = async (position: number, action: ModerationAction): Promise<void> => {
      const [notice = ''] = await received()
      const input = { id: notice, position, action }
      const acting = { actor: moderator, now, sendsMail: false, serverAddress, input }
      await desk.as(moderator, (handle) => actOnItem({ handle, ...acting }))
    }
    const takeUp = async (position: number): Promise<void> => {
      const triage = { knowledge: 'yes', knowledgeReason: 'The title says so.' } as const
      await act(position, { type: 'triage', ...triage, lifeSafety: false })
      await act(position, { type: 'start-review' })
    }
    const read = () => desk.as(desk.analyst, (handle) => loadSentNotice(handle, id))
    return { market, id, received, act, takeUp, read }
  }

  test('inside the alliance it is received with the sending, its decision recorded at once, and withdrawn once', async () => {
    const { market, id, received, act, takeUp, read } = await inside('market-a')
    const { analyst: actor, now, store } = desk
    // A later failure rolls back both sides.
    const marketplaces = await findInternalMarketplaces(store, id)
    const dying = desk.as(actor, async (handle) => {
      await sendNotice({
        handle,
        actor,
        input: { id, now, inside: marketplaces, engine: desk.engine },
      })
      await deliverNotice({ handle, id, marketplaces, now })
      throw new Error('killed')
    })
    await expect(dying).rejects.toThrow('killed')
    expect([(await desk.read(id)).state, await received()]).toEqual(['draft', []])
    // Whoever brings it asks again for counsel's approval, which lapses after a year.
    const late = new Date(now.getTime() + 400 * day)
    const unapproved = desk.as(actor, async (handle) => {
      await sendNotice({
        handle,
        actor,
        input: { id, now, inside: marketplaces, engine: desk.engine },
      })
      await deliverNotice({ handle, id, marketplaces, now: late })
    })
    await expect(unapproved).rejects.toMatchObject({ code: 'notice-held-back' })
    expect(await received()).toEqual([])
    const sent = await desk.send(id)
    const [receivedId] = await received()
    expect(sent).toMatchObject({
      acknowledgedAt: now,
      remindAt: null,
      recipients: [{ state: 'handed-over', to: 'market-a', received: receivedId }],
    })
    await expect(desk.send(id)).rejects.toThrow('the notice is sent; only a draft can be sent')
    expect(await received()).toHaveLength(1)
    for (const position of [0, 1]) await takeUp(position)
    const reasons = 'The title says replica.'
    await act(0, { type: 'decide', outcome: 'no-action', reasons })
    expect((await read()).decidedAt).toBeNull()
    await act(1, { type: 'decide', outcome: 'restrict', reasons })
    expect(
      await listInternalMarketplaces(store, {
        organisationId: desk.admin.organisationId,
        listings: [],
      }),
    ).toContainEqual({
      slug: 'market-a',
      name: 'Pasar',
    })
    // The name of who received a notice is known even once it accepts none from outside; no name of a guessed slug is.
    const shutForm = { ...moderationSettings, door: 'closed' } as const
    const head = personOf(market)
    await desk.as(head, (handle) =>
      setModerationSettings({ handle, actor: head, input: shutForm, now }),
    )
    await newOrganisation(store, 'market-guessed')
    const guessed = [{ by: 'inside' as const, organisation: 'market-guessed' }]
    await desk.draft(await desk.ready(), { recipients: guessed })
    const { organisationId } = desk.admin
    const known = await listInternalMarketplaces(store, { organisationId, listings: [] })
    expect(known.map(({ slug }) => slug)).toContain('market-a')
    expect(known.map(({ slug }) => slug)).not.toContain('market-guessed')
    await desk.as(head, (handle) =>
      setModerationSettings({ handle, actor: head, input: moderationSettings, now }),
    )
    expect(await listInternalMarketplaces(store, { organisationId: market, listings: [] })).toEqual(
      [],
    )
    expect(await read()).toMatchObject({
      outcome: 'restricted',
      decidedAt: now,
      recipients: [
        {
          response: {
            acknowledged: 'response',
            items: [
              { position: 0, decision: { outcome: 'no-action', summary: reasons } },
              { position: 1, decision: { outcome: 'restrict', summary: reasons } },
            ],
          },
        },
      ],
    })
    await desk.withdraw(id)
    await desk.withdraw(id)
    const { rows: withdrawn } = await asOperator(store, (handle) =>
      sql`select withdrawn_reason as reason from received_notices
        where from_notice = ${id}::uuid and withdrawn_at is not null`.execute(handle),
    )
    expect(withdrawn).toEqual([{ reason: 'The seller has shown an invoice.' }])
    expect(await kindsOf(id)).toEqual([
      'drafted',
      'sent',
      'handed-over',
      'acknowledged',
      'decided',
      'withdrawn',
      'withdrawal-told',
    ])
    // Neither an unknown slug, nor one's own, nor an organisation that is not a marketplace.
    for (const organisation of ['market-of-nobody', 'house-a', 'house-b']) {
      const draft = await desk.draft(await desk.ready(), {
        recipients: [{ by: 'inside', organisation }],
      })
      const message = `No marketplace ${organisation} in the alliance receives notices.`
      expect(await desk.check(draft.id)).toMatchObject({
        refusals: [{ code: 'no-marketplace', message }],
      })
      await expect(desk.send(draft.id)).rejects.toThrow(message)
    }
  })

  test('a request to a marketplace of this installation and its record are stored together or not at all', async () => {
    const { id, act, takeUp, read } = await inside('market-b')
    await desk.send(id)
    await takeUp(0)
    await act(0, { type: 'request-information', question: 'Which name stands on it?' })
    const { analyst: actor, now } = desk
    const answer = { type: 'respond', position: 0, text: 'VELMORAQ.' } as const
    const pursue = (dies: boolean) =>
      desk.as(actor, async (handle) => {
        const input = { id, organisation: undefined, action: answer, now }
        await performNotifierAction({ handle, actor, input })
        if (dies) throw new Error('killed')
      })
    const seen = async (): Promise<unknown[]> => {
      const { recipients } = await read()
      const { items } = recipients[0]!.response as { items: { state: string }[] }
      return [items[0]!.state, (await kindsOf(id)).filter((kind) => kind === 'pursued').length]
    }
    await expect(pursue(true)).rejects.toThrow('killed')
    expect(await seen()).toEqual(['information-requested', 0])
    await pursue(false)
    expect(await seen()).toEqual(['in-review', 1])
    const events = await desk.as(actor, (handle) =>
      listNoticeRecords({ handle, actor, input: { id } }),
    )
    expect(events.at(-1)).toMatchObject({
      kind: 'pursued',
      data: { to: 'market-b', ...answer },
      by: { kind: 'person', id: actor.id },
    })
    const { rows: log } = await asOperator(desk.store, (handle) =>
      sql`select actor_kind, actor_id from audit_events
        where action = 'notice-pursued' and subject_id = ${id}`.execute(handle),
    )
    expect(log).toEqual([{ actor_kind: 'person', actor_id: actor.id }])
    const { rows: theirs } = await asOperator(desk.store, (handle) =>
      sql`select distinct actor_kind, actor_id from audit_events
        where action in ('notice-received', 'notice-followed')
          and organisation_id = (select organisation_id from received_notices
            where from_notice = ${id}::uuid)`.execute(handle),
    )
    // The marketplace learns which organisation acted, but not which person.
    expect(theirs).toEqual([{ actor_kind: 'operator', actor_id: 'notices' }])
  })

  test('a withdrawal is delivered once, after the confidentiality hold has ended', async () => {
    const { id, received } = await inside('market-c')
    await desk.send(id)
    const { analyst: actor, now, store } = desk
    const [listing] = (await desk.read(id)).listings.map((one) => String(one.listing))
    await asOperator(store, (handle) =>
      sql`
        insert into confidentiality_holds (id, organisation_id, scope, listing_id, wanted_by, reference, reason,
          review_on, expires_at, set_at)
        values (gen_random_uuid(), ${actor.organisationId}::uuid, 'listing', ${listing}::uuid,
          'counsel', 'File 7', 'A search is prepared.', ${now}::date,
          ${new Date(now.getTime() + day)}::timestamptz, ${now}::timestamptz)`.execute(handle),
    )
    const withdrawal = async (): Promise<unknown[]> => {
      const { rows } = await asOperator(store, (handle) =>
        sql<{ withdrawn: boolean }>`
          select withdrawn_at is not null as withdrawn from received_notices
          where from_notice = ${id}::uuid`.execute(handle),
      )
      return [(await desk.read(id)).recipients[0]!.withdrawal, rows[0]!.withdrawn]
    }
    await desk.withdraw(id)
    expect(await withdrawal()).toEqual(['waiting', false])
    const onFault = (error: unknown): never => {
      throw error
    }
    const release = (at: Date) => deliverReleasedWithdrawals({ store, now: () => at, onFault })
    await release(now)
    expect(await withdrawal()).toEqual(['waiting', false])
    const after = new Date(now.getTime() + day + 1000)
    await Promise.all([release(after), release(after)])
    expect(await withdrawal()).toEqual(['told', true])
    expect((await kindsOf(id)).filter((kind) => kind === 'withdrawal-told')).toHaveLength(1)
    expect(await received()).toHaveLength(1)
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
    await expect(note({ what: 'acknowledged' })).rejects.toThrow('a response cannot be recorded')
  })
}
