import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { planOf } from '../../../test/explain.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { listCapturesOfErased, listCapturesOfSeller } from './dispose-captures.ts'
import { findPreviousCapture, findCapture } from './repository.ts'

type NewCapture = {
  id: string
  url: string
  at: number
  outcome: 'captured' | 'gone' | null
  disposed: boolean
  items: boolean
}

const long = 'https://bazaar.example/'.padEnd(2000, 'x')
const capture = fc.record({
  url: fc.constantFrom('https://bazaar.example/1', 'https://bazaar.example/2', long),
  at: fc.nat(6),
  outcome: fc.constantFrom('captured' as const, 'gone' as const, null),
  disposed: fc.boolean(),
  items: fc.boolean(),
})

onBothEngines((engine) => {
  let store: Store
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
  })
  afterAll(() => store?.close())

  async function make(organisationId: string, captures: readonly NewCapture[]): Promise<void> {
    await asOperator(store, async (handle) => {
      for (const { id, url, at, outcome, disposed, items } of captures) {
        const time = new Date(Date.UTC(2026, 0, 1, at))
        await sql`
          insert into captures (id, organisation_id, url, operator, reason, state, outcome,
            requested_at, ended_at, disposed_at, disposed_for)
          values (${id}::uuid, ${organisationId}::uuid, ${url}, 'x', 'x',
            ${outcome === null ? 'waiting' : 'sealed'}, ${outcome}, ${time}::timestamptz,
            case when ${outcome !== null}::bool then now() end,
            case when ${disposed}::bool then now() end,
            case when ${disposed}::bool then 'x' end)`.execute(handle)
        if (!items) continue
        await sql`
          insert into evidence_items (capture_id, organisation_id, name, path, title, mediatype,
            bytes, sha256)
          values (${id}::uuid, ${organisationId}::uuid, 'x', 'x', 'x', 'x/y', 1, sha256('x'))`.execute(
          handle,
        )
      }
    })
  }

  test('the capture before is the last of the same address that shows the page, else the last', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(capture, { maxLength: 10 }), async (drawn) => {
        const { id: organisationId } = await newOrganisation(store, `market-${randomUUID()}`)
        const { id: other } = await newOrganisation(store, `market-${randomUUID()}`)
        const created = drawn.map((entry) => ({ ...entry, id: randomUUID() }))
        await make(organisationId, created)
        await make(
          other,
          created.map((entry) => ({ ...entry, id: randomUUID() })),
        )
        const place = ({ at, id }: NewCapture): string => `${at} ${id}`
        for (const current of created) {
          const earlier = created
            .filter(({ url, outcome, disposed, items }) => {
              return url === current.url && outcome !== null && !disposed && items
            })
            .filter((candidate) => place(candidate) < place(current))
            .sort((a, b) => (place(a) < place(b) ? 1 : -1))
          const expected = earlier.find(({ outcome }) => outcome === 'captured') ?? earlier[0]
          const previous = await asOperator(store, async (handle) => {
            const capture = await findCapture(handle, current.id)
            return findPreviousCapture(handle, capture!)
          })
          expect(previous?.id).toBe(expected?.id)
        }
      }),
      { numRuns: 12 },
    )
  })

  test('captures of an address, of a seller and of an erased seller are read from their own indexes', async () => {
    const { id: organisationId } = await newOrganisation(store, 'large')
    const hash = Buffer.alloc(32, 7)
    const plans = await asOperator(store, async (handle) => {
      await sql`
        insert into captures (id, organisation_id, url, operator, reason, seller_hash)
        select gen_random_uuid(), ${organisationId}::uuid, 'https://bazaar.example/many/' || n, 'x',
          'x', case when n % 100 = 0 then sha256(n::text::bytea) end
        from generate_series(1, 5000) n`.execute(handle)
      const { rows } = await sql<{ id: string }>`
        select id from captures where url = 'https://bazaar.example/many/1'`.execute(handle)
      const recent = await findCapture(handle, rows[0]!.id)
      const limit = 20
      return [
        await planOf(handle, (planned) => findPreviousCapture(planned, recent!)),
        await planOf(handle, (planned) =>
          listCapturesOfSeller(planned, { organisationId, sellerHash: hash }, { limit }),
        ),
        await planOf(handle, (planned) => listCapturesOfErased(planned, { organisationId, limit })),
      ]
    })
    expect(plans[0]).toContain('captures_of_address')
    expect(plans[1]).toContain('captures_of_seller')
    expect(plans[2]).toContain('captures_of_seller')
  })
})
