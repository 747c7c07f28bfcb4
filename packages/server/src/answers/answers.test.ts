import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyClearance, type SignedClearance } from '@touchstone/evidence'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, newStandingClaim, tenantContext } from '../../test/builders.ts'
import { onBothEngines } from '../../test/engines.ts'
import { Browser, newApi, newClock, newMember, publicUrl, type Answer } from '../../test/people.ts'
import { restrictByMachine } from '../../test/restricting.ts'
import { openStore, type Store } from '../platform/db/index.ts'
import { clearedBy } from './clearances.ts'
import { sweepAsks } from './asks.ts'
import { decisionsFor } from './deciding.ts'
import { forgetAnswers } from './keeping.ts'
import { pdf, png } from './test/files.ts'

const day = 86_400_000
const seller = { marketplace: 'bazaar', id: 'S-77' }
const ownWay = 'Seller centre → Messages'
const secret = 'Wholesale price 12.40, from Norvik Trading'

onBothEngines((engine) => {
  let store: Store
  let app: FastifyInstance
  let market: string
  let brandOwner: string
  let moderator: Browser
  let reviewer: Browser
  let analyst: Browser
  let key: string
  const clock = newClock()
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-answers-'))

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store, clock)
    market = (await newOrganisation(store, 'market-a', { name: 'Harbour Bazaar' })).id
    brandOwner = (await newOrganisation(store, 'house-a', { kind: 'rights-holder' })).id
    await newStandingClaim(store, 'house-a', 'velmoraq')
    key = (await newKey(store, 'market-a', ['listings:read', 'listings:write'])).text
    moderator = await newMember(app, store, 'market-a', 'mo@market-a.example')
    reviewer = await newMember(app, store, 'market-a', 'rhea@market-a.example', {
      roles: ['reviewer'],
    })
    analyst = await newMember(app, store, 'market-a', 'ana@market-a.example', {
      roles: ['analyst'],
    })
  }, 60_000)
  afterAll(async () => {
    await app?.close()
    await store?.close()
    rmSync(folder, { recursive: true })
  })

  const told = async (answer: Promise<Answer>): Promise<Record<string, unknown>> => {
    const { status, body } = await answer
    if (status >= 300) throw new Error(JSON.stringify(body))
    return body
  }
  /** Time passes; whoever works at the marketplace signs in again. */
  const pass = async (milliseconds: number): Promise<void> => {
    clock.pass(milliseconds)
    for (const [name, browser] of Object.entries({ mo: moderator, rhea: reviewer, ana: analyst })) {
      browser.cookies.clear()
      await told(browser.signIn(`${name}@market-a.example`))
    }
  }
  const today = (): string =>
    new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Brussels' }).format(clock.now)
  const asMarket = <T>(work: Parameters<typeof store.transact<T>>[1]): Promise<T> =>
    store.transact(tenantContext(market), work)

  let offers = 0
  async function newOffer(sellerId = seller.id): Promise<string> {
    offers++
    const content = {
      ...{ id: `o-${offers}`, marketplace: seller.marketplace, title: `Belt ${offers}` },
      ...{ seller: { id: sellerId }, url: `https://bazaar.example/o-${offers}` },
    }
    const response = await app.inject({
      ...{ method: 'POST', url: '/api/v1/listings', payload: content },
      headers: { authorization: `Bearer ${key}` },
    })
    return response.json<{ id: string }>().id
  }

  /** A restriction that the moderator imposed and whose statement was sent, so that the window is open. */
  async function restricted(): Promise<string> {
    const { id } = (await told(
      moderator.post('/api/v1/proceedings', {
        ...{ title: 'Belts', listing: await newOffer(), regime: 'eu-dsa' },
        profile: { tier: 'marketplace', sizeClass: 'other' },
      }),
    )) as { id: string }
    await restrictByMachine(moderator, id, today(), { role: 'moderator' })
    return id
  }

  type Minted = { link: { id: string }; url: string; text: string; reviewed: boolean }
  const mint = async (about: object, more: object = {}): Promise<Minted & { token: string }> => {
    const wish = { ...about, seller, ownWay, ...more }
    const made = (await told(moderator.post('/api/v1/answer-links', wish))) as Minted
    return { ...made, token: made.url.split('#')[1]! }
  }
  /** A browser in which somebody opened the link. */
  async function opened({ token }: { token: string }): Promise<Browser & { link: string }> {
    const browser = new Browser(app, '198.51.100.7')
    const { link } = await told(browser.post('/api/v1/seller/open', { token }))
    return Object.assign(browser, { link: link as string })
  }
  const pageOf = (browser: Browser & { link: string }) =>
    told(browser.get(`/api/v1/seller/matters/${browser.link}`))
  const answer = (browser: Browser & { link: string }, documents: object[] = [], words = secret) =>
    browser.post(`/api/v1/seller/matters/${browser.link}/answer`, {
      ...{ words, locale: 'de', documents },
    })
  const invoice = () => ({
    name: 'C:\\bills\\in‮voice.pdf',
    content: pdf('Norvik Trading').toString('base64'),
  })
  const latestAnswer = async (): Promise<string> => {
    const { items } = await told(reviewer.get('/api/v1/answers'))
    return (items as { id: string }[])[0]!.id
  }
  const decision = (outcome: string, more: object = {}) => ({
    ...{ outcome, reasons: 'The invoice names the goods.', qualification: 'Lawyer' },
    ...{ summary: 'Proof of purchase in the trade was shown.', ...more },
  })
  const logged = async (action: string): Promise<number> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ n: number }>`
        select count(*)::int as n from audit_events where action = ${action}`.execute(handle),
    )
    return rows[0]!.n
  }

  test('a link opens once, in one browser, and its secret stands in no address and in no row', async () => {
    const proceeding = await restricted()
    const made = await mint({ proceeding })
    expect(made.url).toMatch(new RegExp(`^${publicUrl}/answer#[A-Za-z0-9_-]{43}$`))
    expect(made.text).toContain('Harbour Bazaar')
    expect(made.text).toContain(ownWay)
    const browser = new Browser(app, '198.51.100.7')
    const first = await browser.post('/api/v1/seller/open', { token: made.token })
    expect(String(first.headers['set-cookie'])).toMatch(
      /__Host-touchstone_seller=.*HttpOnly; Secure; SameSite=Strict/i,
    )
    // Again in this browser: yes. Forwarded to another: no.
    expect((await browser.post('/api/v1/seller/open', { token: made.token })).status).toBe(200)
    const other = new Browser(app, '198.51.100.8')
    expect(await other.post('/api/v1/seller/open', { token: made.token })).toMatchObject({
      ...{ status: 409, body: { error: { code: 'conflict' } } },
    })
    expect((await other.get(`/api/v1/seller/matters/${made.link.id}`)).status).toBe(404)
    const rows = await asOperator(store, (handle) =>
      sql<{ text: string }>`select l::text as text from answer_links l`.execute(handle),
    )
    expect(JSON.stringify(rows.rows)).not.toContain(made.token)
    // Minted anew, the one before opens no more, nor does the page that it opened.
    const anew = await mint({ proceeding })
    expect((await browser.get(`/api/v1/seller/matters/${made.link.id}`)).status).toBe(404)
    const late = await opened(anew)
    expect(await pageOf(late)).toMatchObject({ state: 'open', marketplace: 'Harbour Bazaar' })
    await told(moderator.post(`/api/v1/answer-links/${anew.link.id}/revoke`))
    expect((await late.get(`/api/v1/seller/matters/${late.link}`)).status).toBe(404)
  })

  test('a link that is over opens to nothing, as one that never was', async () => {
    const made = await mint({ proceeding: await restricted() }, { days: 1 })
    await pass(day + 1)
    const browser = new Browser(app, '198.51.100.9')
    const over = await browser.post('/api/v1/seller/open', { token: made.token })
    const never = await browser.post('/api/v1/seller/open', { token: 'A'.repeat(43) })
    expect([over.status, over.body['error']]).toMatchObject([404, { code: 'not-found' }])
    const bare = ({ body }: Answer) => ({ ...(body['error'] as object), requestId: '' })
    expect(bare(over)).toEqual(bare(never))
  })

  test('whoever tries tokens has to wait', async () => {
    const browser = new Browser(app, '198.51.100.200')
    const statuses: number[] = []
    for (let at = 0; at < 24; at++) {
      statuses.push((await browser.post('/api/v1/seller/open', { token: 'x' })).status)
    }
    expect([statuses[0], statuses.at(-1)]).toEqual([404, 429])
  })

  test('one browser keeps the matters that it opened apart from those of others', async () => {
    const [one, two] = [await mint({ proceeding: await restricted() }), await mint({ proceeding: await restricted() })]
    const browser = await opened(one)
    await told(browser.post('/api/v1/seller/open', { token: two.token }))
    for (const id of [one.link.id, two.link.id]) {
      expect((await browser.get(`/api/v1/seller/matters/${id}`)).status).toBe(200)
    }
    const foreign = await mint({ proceeding: await restricted() })
    expect((await browser.get(`/api/v1/seller/matters/${foreign.link.id}`)).status).toBe(404)
    await told(browser.post('/api/v1/seller/leave'))
    expect((await browser.get(`/api/v1/seller/matters/${one.link.id}`)).status).toBe(404)
  })

  test('a seller is shown what was done and why, answers, and is found right by another person', async () => {
    const proceeding = await restricted()
    const browser = await opened(await mint({ proceeding }))
    const page = await pageOf(browser)
    expect(page).toMatchObject({
      ...{ kind: 'measure', state: 'open', measures: ['disable', 'demote'], since: today() },
      ...{ claimed: 'The title says “replica”.', right: 'EM 018000001', territory: ['DE', 'FR'] },
      ...{ notifier: null, may: ['answer', 'refer'], decision: null, answer: null, ownWay },
    })
    const months = (Date.parse(page['dueAt'] as string) - clock.now) / day
    expect(months).toBeGreaterThan(180)
    expect(months).toBeLessThan(186)
    const given = await told(answer(browser, [invoice(), { name: 'item', content: png(3, 2).toString('base64') }]))
    expect(given).toMatchObject({
      ...{ state: 'answered', may: ['withdraw', 'refer'] },
      answer: {
        words: secret,
        documents: [
          { name: 'invoice.pdf', mediaType: 'application/pdf', flags: [] },
          { name: 'item', mediaType: 'image/png' },
        ],
      },
    })
    // The events of the proceeding, which stay for good, name the answer and say nothing of it.
    const { rows } = await asOperator(store, (handle) =>
      sql<{ events: string }>`
        select json_agg(event)::text as events from proceeding_events
        where proceeding_id = ${proceeding}::uuid`.execute(handle),
    )
    expect(rows[0]!.events).toMatch(/"grounds":"answer [0-9a-f-]{36}"/)
    expect(rows[0]!.events).not.toContain('Norvik')
    const id = await latestAnswer()
    // Whoever decided first does not decide again; analysts neither read nor decide.
    expect((await moderator.post(`/api/v1/answers/${id}/decision`, decision('upheld'))).status).toBe(409)
    expect((await analyst.get(`/api/v1/answers/${id}`)).status).toBe(403)
    const read = await told(reviewer.get(`/api/v1/answers/${id}`))
    expect(read).toMatchObject({ words: secret, locale: 'de', state: 'given' })
    const { documents } = read as { documents: { id: string; sha256: string }[] }
    const openings = await logged('answer-document-read')
    const cookie = [...reviewer.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const url = `/api/v1/answers/${id}/documents/${documents[0]!.id}`
    const document = await app.inject({ url, headers: { cookie } })
    expect(document.rawPayload.equals(pdf('Norvik Trading'))).toBe(true)
    expect(document.headers).toMatchObject({
      ...{ 'content-type': 'application/octet-stream', 'x-content-type-options': 'nosniff' },
      'content-disposition': "attachment; filename*=UTF-8''invoice.pdf",
    })
    expect(await logged('answer-document-read')).toBe(openings + 1)
    await told(reviewer.post(`/api/v1/answers/${id}/decision`, decision('upheld')))
    expect((await reviewer.post(`/api/v1/answers/${id}/decision`, decision('rejected'))).status).toBe(409)
    const after = await pageOf(browser)
    expect(after).toMatchObject({
      ...{ state: 'upheld', may: [] },
      decision: { reasons: 'The invoice names the goods.' },
    })
    const matters = (await told(moderator.get(`/api/v1/proceedings/${proceeding}`)))['matters']
    expect(
      (matters as { machine: string; state: string }[]).map(({ machine, state }) => [machine, state]),
    ).toEqual(expect.arrayContaining([['R', 'REVERSED'], ['C', 'COMPLAINANT_INFORMED']]))
    // Whoever sent the notice gets the decision and the summary, and nothing else.
    const heard = await asMarket((handle) => decisionsFor(handle, proceeding))
    expect(heard).toEqual([
      {
        ...{ outcome: 'upheld', summary: 'Proof of purchase in the trade was shown.' },
        decidedAt: expect.any(Date) as Date,
      },
    ])
  })

  test('an answer is taken back, given anew, rejected, and taken to a body outside the courts', async () => {
    const proceeding = await restricted()
    const browser = await opened(await mint({ proceeding }))
    await told(answer(browser))
    expect((await answer(browser)).status).toBe(409)
    const back = await told(browser.post(`/api/v1/seller/matters/${browser.link}/withdraw`))
    expect(back).toMatchObject({ state: 'open', answer: null })
    // Of answers of one moment the list says nothing which came last.
    clock.pass(1000)
    await told(answer(browser, [], 'Second try'))
    await told(
      reviewer.post(`/api/v1/answers/${await latestAnswer()}/decision`, decision('rejected')),
    )
    await told(reviewer.post(`/api/v1/answers/${await latestAnswer()}/told`, { how: 'mail 9' }))
    expect(await pageOf(browser)).toMatchObject({ state: 'rejected', may: ['refer'] })
    const referred = await told(
      browser.post(`/api/v1/seller/matters/${browser.link}/refer`, { body: 'Settlement House' }),
    )
    expect(referred).toMatchObject({ referredTo: 'Settlement House', may: [] })
    const matters = (await told(moderator.get(`/api/v1/proceedings/${proceeding}`)))['matters']
    expect(JSON.stringify(matters)).toContain('"machine":"O"')
  })

  test('once the window has passed there is nothing to answer', async () => {
    const made = await mint({ proceeding: await restricted() }, { days: 200 })
    const browser = await opened(made)
    await pass(190 * day)
    expect(await pageOf(browser)).toMatchObject({ state: 'closed', may: ['refer'] })
    expect((await answer(browser)).status).toBe(409)
  })

  test('a clearance is signed, proven without the store, in sight of the brand, and revoked', async () => {
    const proceeding = await restricted()
    const browser = await opened(await mint({ proceeding }))
    await told(answer(browser))
    const id = await latestAnswer()
    const wish = { answer: id, brand: 'velmoraq', right: 'EM 018000001', product: 'B-1' }
    expect((await reviewer.post('/api/v1/clearances', wish)).status).toBe(409)
    await told(reviewer.post(`/api/v1/answers/${id}/decision`, decision('upheld')))
    expect((await analyst.post('/api/v1/clearances', wish)).status).toBe(403)
    const issued = await told(reviewer.post('/api/v1/clearances', wish))
    const { publicKey, ...whole } = await told(
      reviewer.get(`/api/v1/clearances/${issued['id'] as string}`),
    )
    expect(whole).toEqual(issued)
    const signed = issued['signed'] as SignedClearance
    const now = new Date(clock.now)
    expect(verifyClearance(signed, publicKey as string, now)).toMatchObject({
      ...{ ok: true, expired: false },
      facts: { organisation: 'Harbour Bazaar', seller: 'S-77', product: 'B-1', right: wish.right },
    })
    for (const changed of [
      { ...signed, statement: signed.statement.replace('S-77', 'S-78') },
      { ...signed, signature: Buffer.alloc(64).toString('base64') },
      { ...signed, key: '0'.repeat(64) },
    ]) {
      expect(verifyClearance(changed, publicKey as string, now).ok).toBe(false)
    }
    const yearOn = new Date(clock.now + 366 * day)
    expect(verifyClearance(signed, publicKey as string, yearOn)).toMatchObject({ expired: true })
    // As the documentation has a stranger do it.
    const file = (name: string, content: string | Buffer): string => {
      const path = join(folder, name)
      writeFileSync(path, content)
      return path
    }
    const openssl = execFileSync('openssl', [
      ...['pkeyutl', '-verify', '-pubin', '-rawin', '-inkey', file('key.pem', publicKey as string)],
      ...['-in', file('statement.json', signed.statement)],
      ...['-sigfile', file('signature', Buffer.from(signed.signature, 'base64'))],
    ])
    expect(openssl.toString()).toContain('Signature Verified Successfully')
    const ask = { marketplace: 'bazaar', seller: 'S-77', right: wish.right, now }
    const by = (organisationId: string, asked: object) =>
      store.transact(tenantContext(organisationId), (handle) =>
        clearedBy(handle, { ...ask, ...asked }),
      )
    expect(await by(brandOwner, { product: 'B-1' })).toMatchObject({ id: issued['id'] })
    expect(await by(market, { product: 'B-1' })).toMatchObject({ product: 'B-1' })
    expect(await by(brandOwner, { product: 'B-2' })).toBeUndefined()
    expect(await by(brandOwner, {})).toBeUndefined()
    expect(await by(brandOwner, { product: 'B-1', right: 'EM 2' })).toBeUndefined()
    expect(await by(brandOwner, { product: 'B-1', now: yearOn })).toBeUndefined()
    const stranger = (await newOrganisation(store, `house-${engine.name}`, { kind: 'rights-holder' })).id
    expect(await by(stranger, { product: 'B-1' })).toBeUndefined()
    const revoke = { reason: 'The invoice turned out to be another’s.' }
    const path = `/api/v1/clearances/${issued['id'] as string}/revoke`
    expect(await told(reviewer.post(path, revoke))).toMatchObject({ revokedBecause: revoke.reason })
    expect((await reviewer.post(path, revoke)).status).toBe(409)
    expect(await by(brandOwner, { product: 'B-1' })).toBeUndefined()
  })

  test('proof is asked for, shown, accepted, and speaks for the next offer too', async () => {
    const wish = { brand: 'velmoraq', reason: 'The price is far below.', accepts: ['invoice'], days: 7 }
    const about = { seller: { marketplace: 'bazaar', id: 'S-80' } }
    const ask = await told(
      analyst.post('/api/v1/proof-asks', { ...wish, listing: await newOffer('S-80') }),
    )
    expect(ask).toMatchObject({ state: 'asked', seller: 'S-80', reusedFrom: null })
    const id = ask['id'] as string
    const decide = (outcome: string) =>
      reviewer.post(`/api/v1/proof-asks/${id}/decision`, { outcome, reasons: 'Sound.', months: 2 })
    expect((await decide('not-accepted')).status).toBe(409)
    // Of another seller no link is made.
    const wrong = await moderator.post('/api/v1/answer-links', { ask: id, seller, ownWay })
    expect(wrong.status).toBe(422)
    const browser = await opened(await mint({ ask: id }, about))
    expect(await pageOf(browser)).toMatchObject({
      ...{ kind: 'proof', state: 'open', accepts: ['invoice'], reason: wish.reason },
      ...{ may: ['answer'], measures: [] },
    })
    // The day passes: it is told once, means nothing, and the proof is still taken.
    await pass(7 * day)
    expect(await sweepAsks(store, new Date(clock.now))).toBe(1)
    expect(await sweepAsks(store, new Date(clock.now))).toBe(0)
    expect(await told(analyst.get(`/api/v1/proof-asks/${id}`))).toMatchObject({
      ...{ state: 'no-answer', answers: [] },
    })
    expect(await told(answer(browser, [invoice()]))).toMatchObject({ state: 'answered' })
    expect(await told(decide('accepted'))).toMatchObject({ state: 'accepted' })
    expect(await pageOf(browser)).toMatchObject({ state: 'accepted', decision: { reasons: 'Sound.' } })
    const next = await told(
      analyst.post('/api/v1/proof-asks', { ...wish, listing: await newOffer('S-80') }),
    )
    expect(next).toMatchObject({ state: 'accepted', reusedFrom: id })
    await pass(70 * day)
    const later = await told(
      analyst.post('/api/v1/proof-asks', { ...wish, listing: await newOffer('S-80') }),
    )
    expect(later).toMatchObject({ state: 'asked', reusedFrom: null })
    const path = `/api/v1/proof-asks/${later['id'] as string}/withdraw`
    expect(await told(analyst.post(path, { reasons: 'Not needed.' }))).toMatchObject({
      state: 'withdrawn',
    })
  })

  test('what a seller sent goes with its time or at his wish, and a hold keeps it', async () => {
    const words = async (id: string): Promise<[string | null, number]> => {
      const { rows } = await asOperator(store, (handle) =>
        sql<{ words: string | null; documents: number }>`
          select words, (select count(*)::int from answer_documents d where d.answer_id = a.id)
            as documents
          from answers a where id = ${id}::uuid`.execute(handle),
      )
      return [rows[0]!.words, rows[0]!.documents]
    }
    const about = { seller: { marketplace: 'bazaar', id: 'S-90' } }
    const answered = async (): Promise<string> => {
      const ask = await told(
        analyst.post('/api/v1/proof-asks', {
          ...{ brand: 'velmoraq', reason: 'Why', accepts: ['invoice'], listing: await newOffer('S-90') },
        }),
      )
      await told(answer(await opened(await mint({ ask: ask['id'] }, about)), [invoice()]))
      const id = await latestAnswer()
      await told(
        reviewer.post(`/api/v1/proof-asks/${ask['id'] as string}/decision`, {
          ...{ outcome: 'not-accepted', reasons: 'It names other goods.' },
        }),
      )
      return id
    }
    const id = await answered()
    expect(await words(id)).toEqual([secret, 1])
    const { rows } = await asOperator(store, (handle) =>
      sql<{ content: Buffer }>`
        select content from answer_documents where answer_id = ${id}::uuid`.execute(handle),
    )
    expect(rows[0]!.content.includes('Norvik')).toBe(false)
    const scope = { kind: 'seller', ...about }
    const hold = await told(moderator.post('/api/v1/holds', { scope, reason: 'File 7' }))
    const over = new Date(clock.now + 31 * day)
    await forgetAnswers(store, over)
    expect(await words(id)).toEqual([secret, 1])
    const access = await told(moderator.post('/api/v1/privacy/access', about))
    expect(access).toMatchObject({ answers: [{ id, words: secret, documents: [{ bytes: expect.any(Number) as number }] }] })
    await told(moderator.post(`/api/v1/holds/${hold['id'] as string}/release`))
    await forgetAnswers(store, new Date(clock.now + 29 * day))
    expect(await words(id)).toEqual([secret, 1])
    await forgetAnswers(store, over)
    expect(await words(id)).toEqual([null, 0])
    const other = await answered()
    await told(moderator.post('/api/v1/privacy/erase', about))
    expect(await words(other)).toEqual([null, 0])
    expect(await told(reviewer.get(`/api/v1/answers/${other}`))).toMatchObject({
      ...{ words: null, outcome: 'not-accepted', reasons: 'It names other goods.' },
    })
  })
})
