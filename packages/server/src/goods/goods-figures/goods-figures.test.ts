import type { GoodsFiguresView } from '@touchstone/contract'
import { noHistory } from '@touchstone/recognition/items'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, operator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { Browser, newApi, newMember } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { bindGtinPrefixes } from '../gtin-prefixes/index.ts'
import { publishedPeriod } from './publish-figures.ts'

const gtin = '09521234000013'

test.each([
  ['2026-10-29T23:59:59Z', '2025-10-01', '2026-07-01'],
  ['2026-10-31T00:00:00Z', '2026-01-01', '2026-10-01'],
  ['2026-12-02T12:00:00Z', '2026-01-01', '2026-10-01'],
])('at %s the quarters from %s to %s have figures', (now, from, to) => {
  const period = publishedPeriod(new Date(now))
  expect([period.from, period.to]).toEqual([new Date(from), new Date(to)])
})

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    await newOrganisation(store, 'maker', { kind: 'rights-holder' })
    const input = { organisation: 'maker', prefixes: ['9521234'] }
    await asOperator(store, (handle) => bindGtinPrefixes({ handle, actor: operator, input }))
    const ana = await newMember(app, store, 'maker', 'ana@maker.example')
    const range = { kind: 'range', gtin, batch: 'LOT', prefix: 'S', first: '1000', last: '1999' }
    await ana.post('/api/v1/codes', range)
    const { to } = publishedPeriod(new Date())
    // In each month of the newest quarter: 40 alarms, of which 12 were wrong, and 15 scans in the last alone.
    await asOperator(store, async (handle) => {
      await sql`
        insert into items (organisation_id, gtin, serial, batch_id, history, alarm_at)
        select b.organisation_id, b.gtin, 'S' || (1000 + 40 * m + n), b.id,
          ${JSON.stringify(noHistory)}::json,
          ${to}::timestamptz - interval '3 months' + m * interval '1 month' + n * interval '1 hour'
        from code_batches b, generate_series(0, 2) m, generate_series(1, 40) n`.execute(handle)
      await sql`
        insert into item_reports (id, organisation_id, receipt_hash, kind, gtin, serial,
          subject_hash, category, is_hurt, danger, content, network, state)
        select gen_random_uuid(), organisation_id, sha256(serial::bytea), 'contest', gtin, serial,
          sha256(serial::bytea), 'other', false, 0, 'I hold it.', '0123456789abcdef', 'cleared'
        from items where (substr(serial, 2)::int4 - 1001) % 40 < 12`.execute(handle)
      await sql`
        insert into item_scans (id, organisation_id, gtin, serial, at, source)
        select gen_random_uuid(), organisation_id, gtin, serial, alarm_at, 'retail' from items
        order by alarm_at desc limit 15`.execute(handle)
    })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  test('anyone reads them, with intervals and without small counts', async () => {
    const { status, body } = await new Browser(app).get('/api/v1/published-goods-figures')
    expect(status).toBe(200)
    const [newest, ...earlier] = (body as unknown as GoodsFiguresView).quarters
    const wrong = { count: 36, share: { value: 0.3 } }
    expect(newest?.total).toMatchObject({ alarms: 120, wrongAlarms: wrong, scans: 15 })
    const month = { alarms: 40, wrongAlarms: { count: 12 }, reports: null, scans: null }
    expect(newest?.months).toMatchObject([month, month, month])
    const { low, high } = newest!.total.wrongAlarms.share!
    expect([low, high].map((bound) => bound.toFixed(3))).toEqual(['0.225', '0.387'])
    expect(earlier.map(({ total }) => total.alarms)).toEqual([null, null])
  })

  test('the same stand in the CSV, where an empty cell is withheld', async () => {
    const { body, headers } = await app.inject({ url: '/api/v1/published-goods-figures/csv' })
    expect(headers['content-type']).toContain('text/csv')
    expect(headers['cache-control']).toBe('public, max-age=3600')
    const [, total, ...months] = body.trimEnd().split('\r\n')
    expect(total).toMatch(/^\d{4}-Q\d,15,120,36,0\.3000,0\.2253,0\.3872,,,,,$/)
    expect(months).toHaveLength(11)
  })
})
