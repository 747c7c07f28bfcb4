import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { createApi } from '../../app/api/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'

const nouns = [
  ['decisions', 'decisions', { verdict: 'unclear' }],
  ['outcomes', 'outcomes', { outcome: 'removed' }],
] as const

onBothEngines((engine) => {
  let store: Store
  let app: FastifyInstance
  let keys: { many: string; one: string }
  /** Parts that are let through before the store fails. */
  let partsLeft = Infinity
  /** Organisations in whose name transactions began, in their order. */
  const began: string[] = []
  let manyId: string

  beforeAll(async () => {
    const opened = await openStore(await engine.newStore())
    store = {
      ...opened,
      transact: (context, work) => {
        if (context.as === 'tenant') began.push(context.organisationId)
        if (context.as === 'tenant' && context.urgency === 'bulk' && partsLeft-- <= 0) {
          throw new Error('the database went away')
        }
        return opened.transact(context, work)
      },
    }
    app = createApi({ store, screening: screenInProcess(starterEngine), checkAnswers: true })
    manyId = (await newOrganisation(opened, 'many')).id
    await newOrganisation(opened, 'one')
    const scopes = ['listings:write', 'decisions:write', 'outcomes:write']
    const [many, one] = [await newKey(opened, 'many', scopes), await newKey(opened, 'one', scopes)]
    keys = { many: many.text, one: one.text }
    await post(keys.many, 'listings', { id: 'bag', title: 'Leather bag' })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const post = async (
    key: string,
    path: string,
    payload: object,
    more: Record<string, string> = {},
  ) => {
    const headers = { authorization: `Bearer ${key}`, ...more }
    return app.inject({ method: 'POST', url: `/api/v1/${path}`, headers, payload })
  }
  const rowsWith = (fields: object, count: number) =>
    Array.from({ length: count }, (_, at) => ({
      listing: 'bag',
      note: `${count} ${at}`,
      ...fields,
    }))
  const countIn = async (table: string, note: string): Promise<[number, number]> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ all: number; notes: number }>`
        select count(*)::int4 as all, count(distinct note)::int4 as notes
        from ${sql.table(table)} where note like ${note}`.execute(handle),
    )
    return [rows[0]!.all, rows[0]!.notes]
  }

  test.each(nouns)(
    '%s that broke off are recorded once when they come again under their key',
    async (path, table, fields) => {
      const rows = rowsWith(fields, 620)
      const headers = { 'idempotency-key': `broken-${path}` }
      partsLeft = 1
      const broken = await post(keys.many, path, rows, headers)
      partsLeft = Infinity
      expect(broken.statusCode).toBe(500)
      const [before] = await countIn(table, '620 %')
      expect([before > 0, before < 620]).toEqual([true, true])
      const first = await post(keys.many, path, rows, headers)
      expect(first.json()).toMatchObject({ taken: 620, failed: 0 })
      const again = await post(keys.many, path, rows, headers)
      expect(again.json()).toEqual(first.json())
      expect(await countIn(table, '620 %')).toEqual([620, 620])
      const { rows: events } = await asOperator(store, (handle) =>
        sql`select from outbox_events where type = ${`${path.slice(0, -1)}.recorded`}`.execute(
          handle,
        ),
      )
      expect(events).toHaveLength(620)
      const other = await post(keys.many, path, rows.slice(1), headers)
      expect(other.statusCode).toBe(409)
    },
  )

  test.each(nouns)(
    'a single listing waits for few parts of another organisation’s %s',
    async (path, _table, fields) => {
      began.length = 0
      const sending = post(keys.many, path, rowsWith(fields, 5000))
      await expect.poll(() => began.length, { interval: 1 }).toBeGreaterThan(2)
      for (let at = 0; at < 3; at++) {
        const from = began.length
        const listing = { id: `${path} ${at}`, title: 'Bag' }
        expect((await post(keys.one, 'listings', listing)).statusCode).toBe(201)
        const between = began.slice(from).filter((id) => id === manyId)
        expect(between.length).toBeLessThan(8)
      }
      expect((await sending).json()).toMatchObject({ taken: 5000, failed: 0 })
      expect(began.filter((id) => id === manyId).length).toBeGreaterThan(15)
    },
  )
})
