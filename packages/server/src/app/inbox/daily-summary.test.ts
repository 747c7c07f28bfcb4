import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import type { Browser } from '../../../test/users.ts'
import { starterPackNames } from '../../brands/visibility/index.ts'
import { sendDailySummaries } from './jobs.ts'
import { bodyOf, hour, InboxFixture } from './test/inbox-fixture.ts'

const path = '/api/v1/inbox/daily-summary'
type Mail = { to: string; subject: string; text: string }

onOneEngine((engine) => {
  let fixture: InboxFixture
  beforeAll(async () => {
    fixture = await InboxFixture.open(engine)
  })
  afterAll(() => fixture?.close())

  const source = { names: starterPackNames, engine: () => 'test' }
  const send = (at: string): Promise<number> => {
    const { store } = fixture
    const options = { store, source, publicUrl: 'https://touchstone.example.com' }
    return sendDailySummaries(options, new Date(at))
  }
  const set = (who: Browser, at: number, timeZone: string) =>
    bodyOf(who.ask('PUT', path, { hour: at, timeZone }))
  const known = new Set<string>()
  /** What was queued since it was asked last. */
  const mails = async (): Promise<Mail[]> => {
    const { rows } = await asOperator(fixture.store, (handle) =>
      sql<Mail & { id: string }>`
        select id, recipient as to, subject, body as text from messages
        where about_kind = 'person'`.execute(handle),
    )
    const fresh = rows.filter(({ id }) => !known.has(id))
    for (const { id } of fresh) known.add(id)
    return fresh
  }

  test('is set, read and ended by each person for themselves, and is off at first', async () => {
    const { ada, dewi } = fixture.people
    expect(await bodyOf(ada.get(path))).toEqual({ summary: null, sendsEmail: false })
    await set(ada, 8, 'Asia/Jakarta')
    const summary = { hour: 8, timeZone: 'Asia/Jakarta' }
    expect(await bodyOf(ada.get(path))).toMatchObject({ summary })
    expect(await bodyOf(dewi.get(path))).toMatchObject({ summary: null })
    const wrong = await ada.ask('PUT', path, { hour: 8, timeZone: 'Mars/Olympus' })
    expect(wrong.status).toBe(422)
    expect(await bodyOf(ada.ask('DELETE', path))).toMatchObject({ summary: null })
    expect(await bodyOf(ada.get(path))).toMatchObject({ summary: null })
  })

  test('comes once a day at the hour of the person’s time zone, also after a day was missed', async () => {
    const { ada } = fixture.people
    await set(ada, 8, 'Asia/Jakarta')
    const tomorrow = new Date(fixture.clock.now + 24 * hour).toISOString().slice(0, 10)
    const later = new Date(fixture.clock.now + 72 * hour).toISOString().slice(0, 10)
    // Jakarta is seven hours ahead of UTC.
    expect(await send(`${tomorrow}T00:45:00Z`)).toBe(0)
    expect(await send(`${tomorrow}T01:05:00Z`)).toBe(1)
    expect(await send(`${tomorrow}T01:20:00Z`)).toBe(0)
    expect(await send(`${tomorrow}T16:00:00Z`)).toBe(0)
    expect(await send(`${later}T05:00:00Z`)).toBe(1)
    expect(await mails()).toHaveLength(2)
    await bodyOf(ada.ask('DELETE', path))
    expect(await send(`${later}T23:59:00Z`)).toBe(0)
  })

  test('counts what waits, names the most urgent with absolute links, and nobody who sells', async () => {
    const { ada } = fixture.people
    const title = 'Shop of Siti Rahma, belts'
    const { id } = await bodyOf(
      ada.post('/api/v1/cases', { title, about: 'seller', listings: fixture.ready.listings }),
    )
    const due = new Date(fixture.clock.now + 25 * hour).toISOString()
    await bodyOf(
      ada.post(`/api/v1/cases/${id as string}/actions`, { action: { type: 'set-due', due } }),
    )
    await set(ada, 0, 'UTC')
    const day = new Date(fixture.clock.now + 240 * hour).toISOString().slice(0, 10)
    expect(await send(`${day}T00:10:00Z`)).toBe(1)
    const [mail] = await mails()
    expect(mail).toMatchObject({ to: 'ada@house-a.example' })
    expect(mail!.subject).toMatch(/^\d+ items wait for you at Velmoraq$/)
    expect(mail!.text).toContain('Findings: 2')
    expect(mail!.text).toMatch(
      /Overdue\n- Case due · due .+\n {2}https:\/\/touchstone\.example\.com\/cases\//,
    )
    expect(mail!.text).toContain('https://touchstone.example.com/account')
    expect(mail!.text).toMatch(/- Finding · Tote number \d, replica 1:1/)
    for (const personal of ['Siti', 'toko-embun', 'belts']) {
      expect(mail!.text).not.toContain(personal)
    }
    expect(mail!.text.match(/^- /gm)!.length).toBeLessThanOrEqual(10)
  })

  test('is in the language of the person, with the English words where nobody has reviewed it', async () => {
    const { dewi } = fixture.people
    await bodyOf(dewi.ask('PATCH', '/api/v1/user', { locale: 'id' }))
    await set(dewi, 0, 'UTC')
    const day = new Date(fixture.clock.now + 480 * hour).toISOString().slice(0, 10)
    await send(`${day}T00:10:00Z`)
    const mail = (await mails()).find(({ to }) => to === 'dewi@house-a.example')
    expect(mail!.subject).toMatch(/butir menunggu/)
    expect(mail!.text).toContain('Temuan dan penjual baru')
    expect(mail!.text).toContain('New findings')
  })

  test('is not sent while nothing waits', async () => {
    const { vera, hana } = fixture.people
    await set(vera, 0, 'UTC')
    await set(hana, 0, 'UTC')
    const day = new Date(fixture.clock.now + 720 * hour).toISOString().slice(0, 10)
    await send(`${day}T00:10:00Z`)
    const to = (await mails()).map((mail) => mail.to)
    expect(to).not.toContain('vera@customs.example')
    expect(to).not.toContain('hana@house-a.example')
  })
})
