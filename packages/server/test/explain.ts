import type { CompiledQuery } from 'kysely'
import type { Transaction } from '../src/platform/db/index.ts'

/** The plan of the longest statement that `work` runs and that contains `words`: the one that does the main work. */
export async function planOf(
  handle: Transaction,
  work: (handle: Transaction) => Promise<unknown>,
  options = '',
  words = '',
): Promise<string> {
  let longest: CompiledQuery | undefined
  const executor = handle.getExecutor()
  const noting = new Proxy(executor, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (typeof member !== 'function') return member
      if (name !== 'executeQuery') return member.bind(target) as unknown
      return (query: CompiledQuery) => {
        const isLonger = query.sql.length > (longest?.sql.length ?? 0)
        if (isLonger && query.sql.includes(words)) longest = query
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
  if (longest === undefined) throw new Error('no statement was run')
  const { rows } = await executor.executeQuery<{ 'QUERY PLAN': string }>({
    ...longest,
    sql: `explain ${options} ${longest.sql}`,
  })
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}
