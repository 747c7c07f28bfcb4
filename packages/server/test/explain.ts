import type { CompiledQuery } from 'kysely'
import type { Transaction } from '../src/platform/db/index.ts'

/** The plan of the longest statement that `work` runs and that contains `words`: the one that does the main work. */
export async function planOf(
  handle: Transaction,
  work: (handle: Transaction) => Promise<unknown>,
  options = '',
  words = '',
): Promise<string> {
  const statements = await statementsOf(handle, work)
  const [longest] = statements
    .filter(({ sql }) => sql.includes(words))
    .toSorted((a, b) => b.sql.length - a.sql.length)
  if (longest === undefined) throw new Error('no statement was run')
  return explain(handle, longest, options)
}

/** The plans of all statements that `work` runs, in their order. */
export async function plansOf(
  handle: Transaction,
  work: (handle: Transaction) => Promise<unknown>,
  options = '',
): Promise<string[]> {
  const plans: string[] = []
  for (const statement of await statementsOf(handle, work)) {
    plans.push(await explain(handle, statement, options))
  }
  return plans
}

async function statementsOf(
  handle: Transaction,
  work: (handle: Transaction) => Promise<unknown>,
): Promise<CompiledQuery[]> {
  const statements: CompiledQuery[] = []
  const executor = handle.getExecutor()
  const noting = new Proxy(executor, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (typeof member !== 'function') return member
      if (name !== 'executeQuery') return member.bind(target) as unknown
      return (query: CompiledQuery) => {
        statements.push(query)
        return target.executeQuery(query)
      }
    },
  })
  await work(
    new Proxy(handle, {
      get: (target, name) =>
        name === 'getExecutor' ? () => noting : (Reflect.get(target, name, target) as unknown),
    }),
  )
  return statements
}

async function explain(
  handle: Transaction,
  statement: CompiledQuery,
  options: string,
): Promise<string> {
  const { rows } = await handle.getExecutor().executeQuery<{ 'QUERY PLAN': string }>({
    ...statement,
    sql: `explain ${options} ${statement.sql}`,
  })
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}
