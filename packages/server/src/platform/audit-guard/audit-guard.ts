import { AsyncLocalStorage } from 'node:async_hooks'
import { AppError } from '../errors/index.ts'

const recordless = new AsyncLocalStorage<string>()

/** Runs an operation declared to leave no record. */
export function runWithoutRecord<T>(operation: string, work: () => T): T {
  return recordless.run(operation, work)
}

/** Refuses a log entry by an operation that does not declare one: it would lack the guard against other sites. */
export function assertMayRecord(): void {
  const operation = recordless.getStore()
  if (operation === undefined) return
  throw new AppError({
    code: 'internal',
    message: `${operation} writes an audit entry without declaring it: set \`records\` in its contract`,
  })
}
