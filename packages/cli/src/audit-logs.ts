import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { headIn } from './audit-log-head.ts'
import type { Check } from './check.ts'
import { explainFailure } from './exit.ts'
import { operate, serverConfig } from './server-store.ts'
import { count } from './terminal.ts'

const name = 'audit log'

/**
 * Recomputes the audit logs and compares them with their signed heads, in the database, in DATA_DIR and in these
 * files. Where nothing was stored yet there is nothing to check.
 */
export async function* checkAuditLogs(headFiles: readonly string[]): AsyncGenerator<Check> {
  try {
    const { store } = serverConfig()
    const isStored = store.engine === 'postgresql' || existsSync(join(store.dataDir, 'store'))
    if (!isStored && headFiles.length === 0) return
    const heads = await Promise.all(headFiles.map(headIn))
    const { pendingMigrations, logs } = await operate('audit-log.verify', { heads })
    if (pendingMigrations > 0) {
      const says = `not checked: ${count(pendingMigrations, 'migration')} pending; run touchstone db migrate`
      yield { name, state: 'note', says }
      return
    }
    const faulty = logs.filter(({ findings }) => findings.length > 0)
    for (const { log, findings } of faulty) {
      for (const { sentence } of findings) {
        yield { name, state: 'bad', says: `${log}: ${sentence}` }
      }
    }
    const sum = (of: (log: (typeof logs)[number]) => number): number =>
      logs.reduce((all, log) => all + of(log), 0)
    const removed = sum((log) => log.removed)
    const waiting = sum((log) => log.waiting)
    const parts = [
      `${count(logs.length - faulty.length, 'log')} intact, ${sum(({ size }) => size)} sealed entries`,
      ...(removed > 0 ? [`${removed} lawfully removed`] : []),
      ...(waiting > 0 ? [`${waiting} waiting: serve seals them within a second`] : []),
    ]
    yield { name, state: 'ok', says: parts.join(', ') }
  } catch (error) {
    yield { name, state: 'bad', says: explainFailure(error).message }
  }
}
