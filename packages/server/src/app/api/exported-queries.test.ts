import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { sql, type RawBuilder, type SelectQueryBuilder } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, tenantContext } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

type Exported = SelectQueryBuilder<never, never, unknown>

const source = join(import.meta.dirname, '../..')
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => /^[^/]+\/[^/]+\/queries\.ts$/.test(file))
  .sort()
const queries: [name: string, query: Exported][] = []
for (const file of files) {
  const names = Object.entries((await import(join(source, file))) as Record<string, unknown>)
  for (const [name, value] of names) if (isQuery(value)) queries.push([name, value])
}

function isQuery(value: unknown): value is Exported {
  return typeof value === 'object' && value !== null && 'isSelectQueryBuilder' in value
}

onOneEngine((engine) => {
  let store: Store
  let ids: string[]
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    const organisations = [
      await newOrganisation(store, 'market'),
      await newOrganisation(store, 'other'),
    ]
    ids = organisations.map(({ id }) => id)
  })
  afterAll(() => store?.close())

  async function planOfSql(statement: RawBuilder<unknown>): Promise<string> {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ 'QUERY PLAN': string }>`explain (costs off) ${statement}`.execute(handle),
    )
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }

  test('a query that is no plain select is planned apart', async () => {
    const apart = sql`(select distinct kind from organisations)`
    expect(await planOfSql(sql`select from ${apart} q cross join (values (1), (2)) v`)).toMatch(
      /Aggregate|Unique|Subquery Scan/,
    )
  })

  test.each(queries)(
    'the plan of a statement that joins %s is that of its tables',
    async (_, query) => {
      const plan = await planOfSql(sql`select * from ${query} q cross join (values (1), (2)) v`)
      expect(plan).not.toMatch(/Subquery Scan|Aggregate|Unique|Sort|Limit/)
    },
  )

  test('an exported query shows its reader the same as the table, and locks its rows', async () => {
    const [market] = ids
    const { rows } = await store.transact(tenantContext(market!), (handle) =>
      sql<{ id: string }>`
        select o.id from unnest(${ids}::uuid[]) as given (id)
        join ${organisationProfiles} o on o.id = given.id`.execute(handle),
    )
    expect(rows).toEqual([{ id: market }])
    const locking = sql`select o.id from ${organisationProfiles} o for update of o`
    expect(await planOfSql(locking)).toMatch(/LockRows/)
  })
})

test('leaves of most domains export queries', () => {
  expect(new Set(files.map((file) => file.split('/')[0])).size).toBeGreaterThan(7)
  expect(queries.length).toBeGreaterThan(30)
})
