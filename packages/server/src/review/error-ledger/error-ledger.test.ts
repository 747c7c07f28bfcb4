import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LedgerRow, type ErrorLedgerView } from '@touchstone/contract'
import { errorLedgerOf } from '@touchstone/evaluation'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillWeek, lastMonday, type PastListing } from '../../../test/audit-samples.ts'
import { asOperator, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { Browser, newApi, newMember, password } from '../../../test/users.ts'
import { ensureFirstAdmin } from '../../access/users/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

const week = lastMonday()
const listings = Array.from({ length: 64 }, (_, n): PastListing => ({
  listing: { id: `l-${n}`, title: `Listing ${n}`, marketplace: 'bazaar', seller: { id: `s-${n}` } },
  verdict: n % 2 === 0 ? 'review' : 'clear',
  families: n % 2 === 0 ? ['text'] : [],
}))

onOneEngine((engine) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-ledger-'))
  let store: Store
  let app: FastifyInstance
  let admin: Browser
  let operator: Browser

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    const email = 'installation@example.com'
    const first = await ensureFirstAdmin(store, { email, dataDir })
    operator = new Browser(app)
    await operator.signIn(email, first!.password)
    await operator.post('/api/v1/password', { current: first!.password, next: password })
    const market = (await newOrganisation(store, 'market')).id
    admin = await newMember(app, store, 'market', 'admin@market.example')
    for (const name of ['rana', 'remi'])
      await newMember(app, store, 'market', `${name}@market.example`)
    const ids = await fillWeek(store, market, week, listings)
    await admin.post('/api/v1/blind-audits/samples', { week })
    // Two people annotate all: every fourth flagged listing is genuine, every eighth clear one is not.
    await asOperator(store, (handle) =>
      sql`
        insert into annotations (item_id, slot, organisation_id, reader, label, read_at)
        select i.id, p.slot, i.organisation_id, p.person_id,
          case when i.verdict = 'review'
            then case when split_part(l.external_id, '-', 2)::int % 8 = 0 then 'genuine'
              else 'counterfeit' end
            else case when split_part(l.external_id, '-', 2)::int % 16 = 1 then 'counterfeit'
              else 'genuine' end
          end, now()
        from audit_items i join listings l on l.id = i.listing_id
        cross join (
          select person_id, row_number() over (order by person_id) as slot from memberships
        ) p
        where p.slot <= 2`.execute(handle),
    )
    for (const [n, id] of ids.slice(0, 60).entries()) {
      if (n % 2 === 1) continue
      await admin.post('/api/v1/decisions', { id, verdict: 'counterfeit' })
      if (n % 10 === 0) await admin.post('/api/v1/outcomes', { id, outcome: 'appeal-upheld' })
    }
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
    rmSync(dataDir, { recursive: true })
  })

  const read = async (): Promise<ErrorLedgerView> => {
    const { status, body } = await admin.get('/api/v1/error-ledger')
    if (status !== 200) throw new Error(JSON.stringify(body))
    return body as unknown as ErrorLedgerView
  }
  const textOf = async (browser: Browser, path: string): Promise<string> => {
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { cookie, host: 'touchstone.example.com', 'sec-fetch-site': 'same-origin' }
    return (await app.inject({ method: 'GET', url: path, headers })).body
  }

  test('a rule is as wrong as blind audits and decisions found it', async () => {
    const { rules } = await read()
    const review = rules.find(({ kind, code }) => kind === 'verdict' && code === 'review')!
    expect(review.decided).toMatchObject({ right: 24, wrong: 6 })
    expect(review.reversed).toMatchObject({ count: 6, of: 30 })
    const audited = review.audited!
    expect(audited.right + audited.wrong).toBe(30)
    expect(audited.wrongShare.low).toBeLessThan(audited.wrongShare.value)
    expect(rules.find(({ kind, code }) => kind === 'queue' && code === 'review')).toMatchObject({
      decided: { wrong: 6 },
    })
    expect(rules.find(({ code }) => code === 'clear')!.audited).not.toBeNull()
  })

  test('its rows name nobody, and give the same ledger again', async () => {
    const ledger = await read()
    const text = await textOf(admin, '/api/v1/error-ledger/rows')
    const rows = text
      .trim()
      .split('\n')
      .map((line) => LedgerRow.parse(JSON.parse(line)))
    expect(errorLedgerOf(rows)).toEqual({ rules: ledger.rules, withheld: ledger.withheld })
    expect(text).not.toMatch(/l-\d|s-\d|bazaar|Listing|[0-9a-f]{8}-/)
    const { body } = await admin.get('/api/v1/audit')
    const actions = (body['items'] as { action: string }[]).map(({ action }) => action)
    expect(actions).toContain('error-ledger-rows-read')
  })

  test('it is public only while the operator publishes it, with one entry in the log for each change', async () => {
    const publicly = async () =>
      app.inject({
        method: 'GET',
        url: '/api/v1/public/error-ledgers/market',
        headers: { host: 'touchstone.example.com' },
      })
    const set = async (published: boolean) =>
      operator.ask('PUT', '/api/v1/installation/organisations/market/error-ledger', { published })
    expect((await publicly()).statusCode).toBe(404)
    const own = await admin.ask('PUT', '/api/v1/installation/organisations/market/error-ledger', {
      published: true,
    })
    expect(own.status).toBe(403)
    expect((await set(true)).status).toBe(200)
    expect((await set(true)).status).toBe(200)
    const shown = await publicly()
    expect(shown.statusCode).toBe(200)
    const { rules, withheld, publishedAt } = await read()
    expect(publishedAt).not.toBeNull()
    expect(shown.json()).toMatchObject({ organisation: 'MARKET', rules, withheld })
    await set(false)
    expect((await publicly()).statusCode).toBe(404)
    const { body } = await admin.get('/api/v1/audit')
    const changes = (body['items'] as { action: string; detail: unknown }[]).filter(
      ({ action }) => action === 'error-ledger-publication-changed',
    )
    expect(changes.map(({ detail }) => detail)).toEqual([{ published: false }, { published: true }])
  })

  test('members limited to brands and reviewers do not see it', async () => {
    const limited = await newMember(app, store, 'market', 'lena@market.example', {
      roles: ['analyst'],
      brands: ['velmoraq'],
    })
    const reviewer = await newMember(app, store, 'market', 'rex@market.example', {
      roles: ['reviewer'],
    })
    for (const browser of [limited, reviewer]) {
      expect((await browser.get('/api/v1/error-ledger')).status).toBe(403)
      expect((await browser.get('/api/v1/error-ledger/rows')).status).toBe(403)
    }
  })
})
