import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { Browser, publicUrl, type Answer } from '../../../test/users.ts'
import { notifySellers } from '../email-updates/index.ts'
import { pageDigest } from './read-seller-page.ts'
import {
  day,
  decision,
  openAppealsFixture,
  readResponse,
  seller,
  type AppealsFixture,
  type Visitor,
} from './test/appeals-fixture.ts'

type Mail = { to: string; subject: string; body: string; state: string }

const hour = day / 24

onOneEngine((engine) => {
  let harbour: AppealsFixture
  let count = 0
  let email: string

  beforeAll(async () => {
    harbour = await openAppealsFixture(engine, { sendsMail: true })
  })
  afterAll(() => harbour?.close())
  beforeEach(async () => {
    email = `sam-${(count += 1)}@belts.example`
    // Sign-ins count to the limit of guesses of one network.
    await harbour.pass(day)
  })

  const pathOf = ({ link }: Visitor): string => `/api/v1/seller/appeal-links/${link}/email-updates`
  const request = (visitor: Visitor, more: object = {}) =>
    visitor.ask('PUT', pathOf(visitor), { email, locale: 'en', ...more })
  const stateOf = (visitor: Visitor) => readResponse(visitor.get(pathOf(visitor)))
  const act = (type: string, token: string) =>
    new Browser(harbour.app, '203.0.113.5').post('/api/v1/seller/email-updates/actions', {
      action: { type, token },
    })
  const newVisitor = async (): Promise<Visitor> =>
    harbour.opened(await harbour.mint({ proceeding: await harbour.restricted() }))

  async function mailsTo(address = email): Promise<Mail[]> {
    const { rows } = await asOperator(harbour.store, (handle) =>
      sql<Mail>`
        select recipient as "to", subject, body, state from messages
        where recipient = ${address} order by created_at, id`.execute(handle),
    )
    return rows
  }
  const tokenIn = (mail: Mail | undefined): string => /#([\w-]{43})$/m.exec(mail?.body ?? '')![1]!
  async function confirmed(visitor: Visitor, more: object = {}): Promise<void> {
    expect((await request(visitor, more)).status).toBe(200)
    const [mail] = await mailsTo()
    expect((await act('confirm', tokenIn(mail))).status).toBe(200)
  }
  const notify = (): Promise<number> => {
    const { store, sealer, clock } = harbour
    clock.pass(1)
    const mail = { sealer, publicUrl }
    return notifySellers({ store, mail, digestOf: pageDigest }, new Date(clock.now))
  }
  async function decide(): Promise<void> {
    const appeal = await harbour.latestAppeal()
    const { reviewer } = harbour
    await readResponse(reviewer.post(`/api/v1/appeals/${appeal}/decision`, decision('upheld')))
  }
  const bare = ({ status, body }: Answer) => ({ status, ...body, requestId: '', instance: '' })

  test('a confirmed address hears once that there is news, and of nothing else', async () => {
    const visitor = await newVisitor()
    expect(await stateOf(visitor)).toEqual({ state: 'off', email: null })
    expect((await request(visitor, { email: email.toUpperCase() })).body).toEqual({
      state: 'unconfirmed',
      email,
    })
    const [asking] = await mailsTo()
    expect(asking?.body).toContain(`${publicUrl}/appeal?email=confirm#`)
    await readResponse(harbour.answer(visitor))
    await decide()
    // An address that nobody confirmed hears nothing.
    expect(await notify()).toBe(0)
    expect((await act('confirm', tokenIn(asking))).status).toBe(200)
    expect(await stateOf(visitor)).toEqual({ state: 'on', email })
    expect(await notify()).toBe(1)
    expect(await notify()).toBe(0)
    const [, news, ...more] = await mailsTo()
    expect(more).toEqual([])
    expect(news?.body).toContain(`${publicUrl}/appeal?link=${visitor.link}`)
    expect(news?.body).not.toMatch(/invoice|Belt|upheld|decision|S-77/i)
    expect((await act('remove', tokenIn(news))).status).toBe(200)
    expect(await stateOf(visitor)).toEqual({ state: 'off', email: null })
  })

  test('what the seller saw or did is no news', async () => {
    const visitor = await newVisitor()
    await confirmed(visitor)
    await readResponse(harbour.answer(visitor))
    expect(await notify()).toBe(0)
    await decide()
    expect(await harbour.pageOf(visitor)).toMatchObject({ state: 'upheld' })
    expect(await notify()).toBe(0)
  })

  test('an address goes with its link, and one that nobody confirmed after a day', async () => {
    const { store, moderator } = harbour
    const [ended, unconfirmed] = [await newVisitor(), await newVisitor()]
    await confirmed(ended)
    email = `unconfirmed-${email}`
    await request(unconfirmed)
    const kept = async (): Promise<string[]> => {
      await notify()
      const { rows } = await asOperator(store, (handle) =>
        sql<{ id: string }>`
          select link_id as id from email_updates
          where link_id in (${ended.link}::uuid, ${unconfirmed.link}::uuid)`.execute(handle),
      )
      return rows.map(({ id }) => id).sort()
    }
    expect(await kept()).toEqual([ended.link, unconfirmed.link].sort())
    const revoke = { action: { type: 'revoke' } }
    await readResponse(moderator.post(`/api/v1/appeal-links/${ended.link}/actions`, revoke))
    expect(await kept()).toEqual([unconfirmed.link])
    await harbour.pass(day)
    expect(await kept()).toEqual([])
  })

  test('changes within an hour of an email are told together', async () => {
    const { id } = await readResponse(
      harbour.moderator.post('/api/v1/proof-requests', {
        listing: await harbour.newListing(),
        brand: 'velmoraq',
        reason: 'Proof',
        accepts: ['invoice'],
        days: 5,
      }),
    )
    const proof = id as string
    const other = await harbour.opened(await harbour.mint({ proofRequest: proof }))
    await confirmed(other)
    await readResponse(harbour.answer(other))
    const { moderator, clock } = harbour
    const { version } = await readResponse(moderator.get(`/api/v1/proof-requests/${proof}`))
    const action = { type: 'accept', reasons: 'It names the goods.', months: 6 }
    const body = { action, expectedVersion: version }
    await readResponse(moderator.post(`/api/v1/proof-requests/${proof}/actions`, body))
    expect(await notify()).toBe(1)
    await asOperator(harbour.store, (handle) =>
      sql`update email_updates set seen = sha256('another'::bytea)
        where link_id = ${other.link}::uuid`.execute(handle),
    )
    expect(await notify()).toBe(0)
    clock.pass(hour)
    expect(await notify()).toBe(1)
  })

  test('emails are in the language of the page, with the English text under an unread translation', async () => {
    const visitor = await newVisitor()
    await request(visitor, { locale: 'de' })
    const [mail] = await mailsTo()
    expect(mail?.subject).toBe('Bestätigen Sie Ihre E-Mail-Adresse')
    expect(mail?.body).toMatch(/Es gilt der englische Text[^]*Harbour Bazaar[^]*within 24 hours/)
  })

  test('the address is encrypted, is shown to no member, and leaves the email once it was sent', async () => {
    const { store, moderator, logged } = harbour
    const visitor = await newVisitor()
    const before = await logged('email-updates-requested')
    await confirmed(visitor)
    expect(await logged('email-updates-requested')).toBe(before + 1)
    const stored = await asOperator(store, (handle) =>
      sql<{ text: string }>`
        select u::text || encode(u.sealed, 'escape') as text from email_updates u
        union all select r::text from email_update_requests r
        union all select detail::text from audit_events where subject_id = ${visitor.link}`.execute(
        handle,
      ),
    )
    expect(JSON.stringify(stored.rows)).not.toContain('belts.example')
    const list = await readResponse(
      moderator.get(`/api/v1/messages?kind=appeal-link&about=${visitor.link}`),
    )
    const [{ id }] = list['items'] as [{ id: string }]
    const read = await readResponse(moderator.get(`/api/v1/messages/${id}`))
    expect(read['to']).toBe('…@belts.example')
    expect(read['text']).not.toMatch(/#[\w-]{43}/)
    await asOperator(store, (handle) =>
      sql`update messages set state = 'sent', ended_at = now() where id = ${id}::uuid`.execute(
        handle,
      ),
    )
    await notify()
    expect(await mailsTo()).toEqual([])
  })

  test('a seller’s access request contains the address, and erasure removes it with emails not sent yet', async () => {
    const { moderator } = harbour
    const visitor = await newVisitor()
    await request(visitor)
    const of = { seller }
    const access = async (): Promise<string> =>
      JSON.stringify(await readResponse(moderator.post('/api/v1/privacy/access-requests', of)))
    expect(await access()).toContain(email)
    await readResponse(moderator.post('/api/v1/privacy/erasures', of))
    expect(await access()).not.toContain(email)
    expect((await mailsTo()).map(({ state }) => state)).toEqual(['cancelled'])
  })

  test('a link asks few times a day, and an address is written to few times, whoever asks', async () => {
    const visitor = await newVisitor()
    for (let at = 0; at < 3; at++) expect((await request(visitor)).status).toBe(200)
    expect(await request(visitor)).toMatchObject({
      status: 429,
      body: { code: 'email-updates-rate-exceeded' },
    })
    const other = await newVisitor()
    // The same response as where an email was sent.
    expect((await request(other)).body).toEqual({ state: 'unconfirmed', email })
    expect(await mailsTo()).toHaveLength(3)
    // Each request ends what the one before may confirm.
    const [first] = await mailsTo()
    expect((await act('confirm', tokenIn(first))).status).toBe(404)
    await harbour.pass(day)
    expect((await request(other)).status).toBe(200)
    expect(await mailsTo()).toHaveLength(4)
  })

  test('an unknown token, a late one and one of a revoked link get the same response', async () => {
    const { moderator } = harbour
    const visitor = await newVisitor()
    await request(visitor)
    const [late] = await mailsTo()
    await harbour.pass(day)
    email = `second-${email}`
    const other = await newVisitor()
    await request(other)
    const [revoked] = await mailsTo()
    const revoke = { action: { type: 'revoke' } }
    await readResponse(moderator.post(`/api/v1/appeal-links/${other.link}/actions`, revoke))
    const unknown = await act('confirm', 'A'.repeat(43))
    expect(unknown.status).toBe(404)
    for (const mail of [late, revoked]) {
      expect(bare(await act('confirm', tokenIn(mail)))).toEqual(bare(unknown))
    }
  })

  test('only the browser that opened the link reads, changes and removes its address', async () => {
    const visitor = await newVisitor()
    await confirmed(visitor)
    const stranger = Object.assign(await newVisitor(), { link: visitor.link })
    for (const response of [
      await request(stranger),
      await stranger.get(pathOf(visitor)),
      await stranger.ask('DELETE', pathOf(visitor)),
    ]) {
      expect(response.status).toBe(404)
    }
    const input = { email: 'not an address', locale: 'en' }
    expect(await visitor.ask('PUT', pathOf(visitor), input)).toMatchObject({
      status: 422,
      body: { pointer: '/email' },
    })
    expect((await visitor.ask('DELETE', pathOf(visitor))).body).toEqual({
      state: 'off',
      email: null,
    })
  })

  test('without a mail server nothing is offered, and nothing is stored', async () => {
    const silent = await openAppealsFixture(engine)
    try {
      const visitor = await silent.opened(
        await silent.mint({ proceeding: await silent.restricted() }),
      )
      expect(await stateOf(visitor)).toEqual({ state: 'unavailable', email: null })
      expect(await request(visitor)).toMatchObject({
        status: 409,
        body: { code: 'email-not-configured' },
      })
    } finally {
      await silent.close()
    }
  })
})
