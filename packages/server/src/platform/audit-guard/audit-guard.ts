import { AsyncLocalStorage } from 'node:async_hooks'
import { AppError } from '../errors/index.ts'

const recordless = new AsyncLocalStorage<string>()

/** Runs an operation whose description says that it leaves no record. */
export function runWithoutRecord<T>(operation: string, work: () => T): T {
  return recordless.run(operation, work)
}

/** Refuses an entry in the log by an operation that does not say it leaves one: its description then lacks the guard. */
export function assertMayRecord(): void {
  const operation = recordless.getStore()
  if (operation === undefined) return
  throw new AppError({
    code: 'internal',
    message: `${operation} writes an audit entry without declaring it: set \`records\` in its contract`,
  })
}
