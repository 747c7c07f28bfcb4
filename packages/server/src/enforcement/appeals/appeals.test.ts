import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { Browser, publicUrl, type Answer } from '../../../test/users.ts'
import { restrictByMachine } from '../../../test/restrict-listing.ts'
import { saveMarketplaceName } from '../../access/marketplace-names/index.ts'
import { listAppealDecisions } from './decide-appeal.ts'
import { pdf, png } from '../../../test/document-files.ts'
import {
  day,
  decision,
  invoice,
  openAppealsFixture,
  ownChannel,
  secret,
  readResponse,
  seller,
  type AppealsFixture,
} from './test/appeals-fixture.ts'

onOneEngine((engine) => {
  let harbour: AppealsFixture

  beforeAll(async () => {
    harbour = await openAppealsFixture(engine)
  })
  afterAll(() => harbour?.close())

  test('message and page name the site on which the seller sells, where it has a name', async () => {
    const { asMarket, market, restricted, mint, opened, pageOf } = harbour
    const marketplace = seller.marketplace
    const named = { organisationId: market, marketplace, name: 'Harbour Outlet' }
    await asMarket((handle) => saveMarketplaceName(handle, named))
    const made = await mint({ proceeding: await restricted() })
    expect(made.text).toContain('Harbour Outlet')
    expect(made.text).not.toContain('Harbour Bazaar')
    expect(await pageOf(await opened(made))).toMatchObject({ marketplace: 'Harbour Outlet' })
    await asMarket((handle) =>
      sql`delete from marketplace_names where marketplace = ${marketplace}`.execute(handle),
    )
  })

  test('links name sellers as their listings do, and no seller who was erased', async () => {
    const { moderator, restricted, mint, newListing } = harbour
    await newListing()
    const made = await mint({ proceeding: await restricted() })
    expect(made.link).toMatchObject({ seller: seller.id, sellerName: 'Belts & Co' })
    const path = `/api/v1/appeal-links/${made.link.id}/actions`
    expect(await readResponse(moderator.post(path, { action: { type: 'revoke' } }))).toMatchObject({
      sellerName: 'Belts & Co',
    })
    const nameless = { marketplace: 'elsewhere', id: seller.id }
    const other = await mint({ proceeding: await restricted() }, { seller: nameless })
    const { items } = await readResponse(moderator.get('/api/v1/appeal-links'))
    const nameOf = ({ id }: { id: string }): unknown =>
      (items as { id: string; sellerName: string | null }[]).find((link) => link.id === id)
        ?.sellerName
    expect([nameOf(made.link), nameOf(other.link)]).toEqual(['Belts & Co', null])
  })

  test('a link opens once, in one browser, and its secret is in no address and in no row', async () => {
    const { app, store, moderator, restricted, mint, opened, pageOf } = harbour
    const proceeding = await restricted()
    const made = await mint({ proceeding })
    expect(made.url).toMatch(new RegExp(`^${publicUrl}/appeal#[A-Za-z0-9_-]{43}$`))
    expect(made.text).toContain('Harbour Bazaar')
    expect(made.text).toContain(ownChannel)
    const browser = new Browser(app, '198.51.100.7')
    const first = await browser.post('/api/v1/seller/session', { token: made.token })
    expect(String(first.headers['set-cookie'])).toMatch(
      /__Host-touchstone_seller=.*HttpOnly; Secure; SameSite=Strict/i,
    )
    // Works again in this browser, but not when forwarded to another.
    expect((await browser.post('/api/v1/seller/session', { token: made.token })).status).toBe(200)
    const other = new Browser(app, '198.51.100.8')
    expect(await other.post('/api/v1/seller/session', { token: made.token })).toMatchObject({
      status: 409,
      body: { class: 'conflict' },
    })
    expect((await other.get(`/api/v1/seller/appeal-links/${made.link.id}`)).status).toBe(404)
    const rows = await asOperator(store, (handle) =>
      sql<{ text: string }>`select l::text as text from appeal_links l`.execute(handle),
    )
    expect(JSON.stringify(rows.rows)).not.toContain(made.token)
    // A new link ends the previous one and the page opened with it.
    const anew = await mint({ proceeding })
    expect((await browser.get(`/api/v1/seller/appeal-links/${made.link.id}`)).status).toBe(404)
    const late = await opened(anew)
    expect(await pageOf(late)).toMatchObject({ state: 'open', marketplace: 'Harbour Bazaar' })
    await readResponse(
      moderator.post(`/api/v1/appeal-links/${anew.link.id}/actions`, {
        action: { type: 'revoke' },
      }),
    )
    expect((await late.get(`/api/v1/seller/appeal-links/${late.link}`)).status).toBe(404)
  })

  test('a link that is over opens to nothing, as one that never was', async () => {
    const { app, pass, restricted, mint } = harbour
    const made = await mint({ proceeding: await restricted() }, { days: 1 })
    await pass(day + 1)
    const browser = new Browser(app, '198.51.100.9')
    const over = await browser.post('/api/v1/seller/session', { token: made.token })
    const never = await browser.post('/api/v1/seller/session', { token: 'A'.repeat(43) })
    expect([over.status, over.body]).toMatchObject([404, { code: 'not-found' }])
    const bare = ({ body }: Answer) => ({ ...body, requestId: '', instance: '' })
    expect(bare(over)).toEqual(bare(never))
  })

  test('guessing tokens has to wait', async () => {
    const { app } = harbour
    const browser = new Browser(app, '198.51.100.200')
    const statuses: number[] = []
    for (let at = 0; at < 24; at++) {
      statuses.push((await browser.post('/api/v1/seller/session', { token: 'x' })).status)
    }
    expect([statuses[0], statuses.at(-1)]).toEqual([404, 429])
  })

  test('a browser keeps the matters that it opened separate', async () => {
    const { restricted, mint, opened } = harbour
    const [one, two] = [
      await mint({ proceeding: await restricted() }),
      await mint({ proceeding: await restricted() }),
    ]
    const browser = await opened(one)
    await readResponse(browser.post('/api/v1/seller/session', { token: two.token }))
    for (const id of [one.link.id, two.link.id]) {
      expect((await browser.get(`/api/v1/seller/appeal-links/${id}`)).status).toBe(200)
    }
    const foreign = await mint({ proceeding: await restricted() })
    expect((await browser.get(`/api/v1/seller/appeal-links/${foreign.link.id}`)).status).toBe(404)
    await readResponse(browser.ask('DELETE', '/api/v1/seller/session'))
    expect((await browser.get(`/api/v1/seller/appeal-links/${one.link.id}`)).status).toBe(404)
  })

  test('in the store, too, a link reaches only its own subject', async () => {
    const { store, market, restricted, mint, opened, answer } = harbour
    const [one, other] = [
      await opened(await mint({ proceeding: await restricted() })),
      await opened(await mint({ proceeding: await restricted() })),
    ]
    await readResponse(answer(one, [invoice()]))
    const counts = (link: string) =>
      store.transact(
        { as: 'tenant', organisationId: market, actor: { kind: 'recipient', id: link } },
        async (handle) => {
          const { rows } = await sql<Record<string, number>>`
            select (select count(*)::int from appeal_links) as links,
              (select count(*)::int from appeals) as answers,
              (select count(*)::int from appeal_documents) as documents,
              (select count(*)::int from proof_requests) as asks,
              (select count(*)::int from cleared_records) as clearances`.execute(handle)
          return rows[0]
        },
      )
    const none = { answers: 0, documents: 0, asks: 0, clearances: 0 }
    expect(await counts(one.link)).toEqual({ ...none, links: 1, answers: 1, documents: 1 })
    expect(await counts(other.link)).toEqual({ ...none, links: 1 })
  })

  test('a seller sees what was done and why, responds, and is proved right by another person', async () => {
    const {
      app,
      store,
      clock,
      moderator,
      reviewer,
      analyst,
      today,
      asMarket,
      restricted,
      mint,
      opened,
      pageOf,
      answer,
      latestAppeal,
      logged,
    } = harbour
    const decidedAt = clock.now
    const { person } = (await readResponse(moderator.get('/api/v1/session'))) as {
      person: { id: string }
    }
    const proceeding = await restricted()
    const browser = await opened(await mint({ proceeding }))
    const page = await pageOf(browser)
    expect(page).toMatchObject({
      kind: 'measure',
      state: 'open',
      measures: ['disable', 'demote'],
      since: today(),
      claimed: 'The title says “replica”.',
      right: 'EM 018000001',
      territory: ['DE', 'FR'],
      notifier: null,
      may: ['submit', 'refer'],
      decision: null,
      submission: null,
      ownChannel,
    })
    const months = (Date.parse(page['dueAt'] as string) - clock.now) / day
    expect(months).toBeGreaterThan(180)
    expect(months).toBeLessThan(186)
    const response = await readResponse(
      answer(browser, [invoice(), { name: 'item', content: png(3, 2).toString('base64') }]),
    )
    expect(response).toMatchObject({
      state: 'submitted',
      may: ['withdraw', 'refer'],
      submission: {
        words: secret,
        documents: [
          { name: 'invoice.pdf', mediaType: 'application/pdf', flags: [] },
          { name: 'item.png', mediaType: 'image/png' },
        ],
      },
    })
    // The permanent events of the proceeding refer to the appeal without its content.
    const { rows } = await asOperator(store, (handle) =>
      sql<{ events: string }>`
        select json_agg(event)::text as events from proceeding_events
        where proceeding_id = ${proceeding}::uuid`.execute(handle),
    )
    expect(rows[0]!.events).toMatch(/"grounds":"appeal [0-9a-f-]{36}"/)
    expect(rows[0]!.events).not.toContain('Norvik')
    const id = await latestAppeal()
    // The first decider cannot decide again; analysts neither read nor decide.
    expect(
      (await moderator.post(`/api/v1/appeals/${id}/decision`, decision('upheld'))).status,
    ).toBe(409)
    expect((await analyst.get(`/api/v1/appeals/${id}`)).status).toBe(403)
    const read = await readResponse(reviewer.get(`/api/v1/appeals/${id}`))
    expect(read).toMatchObject({ words: secret, locale: 'de', state: 'open' })
    // On one screen: what was decided by whom and why, and until when the decision is due under which law.
    expect(read).toMatchObject({
      listing: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      title: 'Belt, brown',
      sellerName: 'Belts & Co',
      restriction: {
        decidedBy: person.id,
        ground: 'The title says “replica”.',
        right: 'EM 018000001',
        facts: 'Title and first picture.',
        measures: ['disable', 'demote'],
        territory: ['DE', 'FR'],
        startsOn: today(),
        endsOn: null,
        statement: null,
        readings: null,
      },
      deadline: { timeLimit: 'decide-complaint', lines: [{ id: 'art-20-4' }, { id: 'p-targets' }] },
    })
    const { deadline, restriction } = read as {
      deadline: { dueAt: string; lines: object[] }
      restriction: object
    }
    expect(deadline.dueAt).toBe(read['dueAt'])
    expect(Date.parse(deadline.dueAt)).toBeGreaterThan(clock.now)
    expect(restriction).toHaveProperty('decidedAt', new Date(decidedAt).toISOString())
    const { items } = await readResponse(reviewer.get('/api/v1/appeals?state=open'))
    const row = (items as { id: string; dueAt: string }[]).find((one) => one.id === id)
    expect(row).toMatchObject({ dueAt: deadline.dueAt, sellerName: 'Belts & Co' })
    // The lists of proceedings and deadlines name it too, and what is due by whom.
    const about = {
      listing: 'Belt, brown',
      seller: 'Belts & Co',
      marketplace: 'bazaar',
      case: null,
    }
    const limit = { workflow: 'complaint', id: 'decide-complaint', responsible: 'the platform' }
    const { items: proceedings } = await readResponse(analyst.get('/api/v1/proceedings?limit=1'))
    const nextLimit = { responsible: 'the platform', lines: expect.any(Array) as object }
    expect(proceedings).toMatchObject([{ id: proceeding, about, nextLimit }])
    const { items: deadlines } = await readResponse(analyst.get('/api/v1/deadlines?limit=200'))
    expect(deadlines).toContainEqual(
      expect.objectContaining({
        proceeding,
        about,
        limit: expect.objectContaining({ ...limit, lines: deadline.lines }) as object,
      }),
    )
    const { documents } = read as { documents: { id: string; sha256: string }[] }
    const openings = await logged('appeal-document-read')
    const cookie = [...reviewer.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const url = `/api/v1/appeals/${id}/documents/${documents[0]!.id}`
    // With a name stored before names followed the type of the bytes.
    await asOperator(store, (handle) =>
      sql`update appeal_documents set name = 'invoice.hta'
        where id = ${documents[0]!.id}::uuid`.execute(handle),
    )
    const document = await app.inject({ url, headers: { cookie, 'sec-fetch-site': 'same-origin' } })
    expect(document.rawPayload.equals(pdf('Norvik Trading'))).toBe(true)
    expect(document.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'content-disposition': "attachment; filename*=UTF-8''invoice_hta.pdf",
    })
    expect(await logged('appeal-document-read')).toBe(openings + 1)
    await readResponse(reviewer.post(`/api/v1/appeals/${id}/decision`, decision('upheld')))
    expect(
      (await reviewer.post(`/api/v1/appeals/${id}/decision`, decision('rejected'))).status,
    ).toBe(409)
    const after = await pageOf(browser)
    expect(after).toMatchObject({
      state: 'upheld',
      may: [],
      until: today(),
      decision: { reasons: 'The invoice names the goods.' },
    })
    const instances = (await readResponse(moderator.get(`/api/v1/proceedings/${proceeding}`)))[
      'instances'
    ]
    expect(
      (instances as { workflow: string; state: string }[]).map(({ workflow, state }) => [
        workflow,
        state,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['restriction', 'reversed'],
        ['complaint', 'complainant-informed'],
      ]),
    )
    // The notifier gets the decision and the summary, and nothing else.
    const decisions = await asMarket((handle) => listAppealDecisions(handle, proceeding))
    expect(decisions).toEqual([
      {
        outcome: 'upheld',
        summary: 'Proof of purchase in the trade was shown.',
        decidedAt: expect.any(Date) as Date,
        instance: expect.any(String) as string,
      },
    ])
  })

  test('an appeal is withdrawn, submitted again, rejected, and referred to a body outside the courts', async () => {
    const { moderator, reviewer, restricted, mint, opened, pageOf, answer, latestAppeal } = harbour
    const proceeding = await restricted()
    const browser = await opened(await mint({ proceeding }))
    await readResponse(answer(browser))
    expect((await answer(browser)).status).toBe(409)
    const back = await readResponse(
      browser.post(`/api/v1/seller/appeal-links/${browser.link}/actions`, {
        action: { type: 'withdraw' },
      }),
    )
    expect(back).toMatchObject({ state: 'open', submission: null })
    await readResponse(answer(browser, [], 'Second try'))
    await readResponse(
      reviewer.post(`/api/v1/appeals/${await latestAppeal()}/decision`, decision('rejected')),
    )
    await readResponse(
      reviewer.post(`/api/v1/appeals/${await latestAppeal()}/deliveries`, { how: 'mail 9' }),
    )
    expect(await pageOf(browser)).toMatchObject({ state: 'rejected', may: ['refer'] })
    const referred = await readResponse(
      browser.post(`/api/v1/seller/appeal-links/${browser.link}/actions`, {
        action: { type: 'refer', body: 'Settlement House' },
      }),
    )
    expect(referred).toMatchObject({ referredTo: 'Settlement House', may: [] })
    const instances = (await readResponse(moderator.get(`/api/v1/proceedings/${proceeding}`)))[
      'instances'
    ]
    expect(JSON.stringify(instances)).toContain('"workflow":"dispute-settlement"')
  })

  test('an appeal against one restriction does not apply to the next of the same listing', async () => {
    const { moderator, reviewer, today, restricted, mint, opened, answer, pageOf } = harbour
    const proceeding = await restricted()
    const first = await opened(await mint({ proceeding, instance: 'r1' }))
    await readResponse(answer(first))
    const url = `/api/v1/appeals/${await harbour.latestAppeal()}/decision`
    await readResponse(reviewer.post(url, decision('upheld')))
    await restrictByMachine(moderator, proceeding, today(), { role: 'moderator', id: 'r2' })
    const again = await opened(await mint({ proceeding, instance: 'r2' }))
    expect(await pageOf(again)).toMatchObject({ state: 'open', submission: null, decision: null })
    expect((await readResponse(answer(again)))['state']).toBe('submitted')
    expect(await pageOf(first)).toMatchObject({ state: 'upheld' })
  })

  test('lists omit the content of appeals, and name their listing and seller', async () => {
    const { reviewer, restricted, mint, opened, answer } = harbour
    const [one, other] = [await restricted(), await restricted()]
    await readResponse(answer(await opened(await mint({ proceeding: one })), [invoice()]))
    await mint({ proceeding: other })
    const items = async (path: string) =>
      (await readResponse(reviewer.get(`/api/v1/${path}`)))['items'] as Record<string, unknown>[]
    const [given, ...more] = await items(`appeals?proceeding=${one}&state=open`)
    expect(more).toEqual([])
    expect(given).toMatchObject({ proceeding: one, title: 'Belt, brown' })
    expect([given!['marketplace'], given!['seller']]).toEqual(['bazaar', 'S-77'])
    expect(await items(`appeals?proceeding=${one}&state=decided`)).toEqual([])
    expect(await items(`appeals?proceeding=${other}`)).toEqual([])
    const links = await items(`appeal-links?proceeding=${other}`)
    expect(links.map(({ proceeding }) => proceeding)).toEqual([other])
    await readResponse(
      reviewer.post(`/api/v1/appeals/${given!['id'] as string}/decision`, decision('upheld')),
    )
    const clear = { appeal: given!['id'], brand: 'velmoraq', right: 'EM 018000009' }
    const { id } = await readResponse(reviewer.post('/api/v1/clearances', clear))
    const holding = (seller: string) =>
      items(`clearances?marketplace=bazaar&seller=${seller}&holds=now`)
    expect((await holding('S-77')).map((row) => row['id'])).toContain(id)
    expect(await holding('S-78')).toEqual([])
    await readResponse(
      reviewer.post(`/api/v1/clearances/${id as string}/actions`, {
        action: { type: 'revoke', reason: 'x' },
      }),
    )
    expect((await holding('S-77')).map((row) => row['id'])).not.toContain(id)
  })

  test('a decision made in the proceeding itself is shown as well', async () => {
    const { moderator, reviewer, restricted, mint, opened, pageOf, answer, latestAppeal } = harbour
    const proceeding = await restricted()
    const visitor = await opened(await mint({ proceeding }))
    await readResponse(answer(visitor))
    const { instances } = await readResponse(moderator.get(`/api/v1/proceedings/${proceeding}`))
    const complaint = (instances as { id: string; workflow: string }[]).find(
      ({ workflow }) => workflow === 'complaint',
    )!
    const act = (transition: string, fields: object) =>
      readResponse(
        reviewer.post(`/api/v1/proceedings/${proceeding}/actions`, {
          action: {
            type: 'transition',
            id: complaint.id,
            transition,
            role: 'qualified-reviewer',
            fields,
          },
        }),
      )
    await act('start-review', { qualification: 'Lawyer', otherPerson: true })
    expect(await pageOf(visitor)).toMatchObject({ state: 'in-review', may: ['withdraw', 'refer'] })
    await act('reject', { complaintReasons: 'The goods are others.' })
    expect(await pageOf(visitor)).toMatchObject({
      state: 'rejected',
      may: ['refer'],
      decision: { reasons: 'The goods are others.' },
    })
    const late = `/api/v1/appeals/${await latestAppeal()}/decision`
    expect((await reviewer.post(late, decision('upheld'))).status).toBe(409)
    const back = await visitor.post(`/api/v1/seller/appeal-links/${visitor.link}/actions`, {
      action: { type: 'withdraw' },
    })
    expect(back.status).toBe(409)
  })

  test('once the window has passed there is nothing to answer', async () => {
    const { pass, restricted, mint, opened, pageOf, answer } = harbour
    const made = await mint({ proceeding: await restricted() }, { days: 200 })
    const browser = await opened(made)
    await pass(190 * day)
    expect(await pageOf(browser)).toMatchObject({ state: 'closed', may: ['refer'] })
    expect((await answer(browser)).status).toBe(409)
  })
})
