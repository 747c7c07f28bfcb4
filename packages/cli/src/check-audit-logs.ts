import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { headIn } from './audit-log-head.ts'
import type { Check } from './check-result.ts'
import { readEarlierKey } from './read-earlier-key.ts'
import { explainFailure } from './exit-codes.ts'
import type { ProgramIo } from './program-io.ts'
import { operate, serverConfig } from './server-store.ts'
import { count } from './terminal.ts'

const name = 'audit log'

/**
 * Recomputes the audit logs and compares them with their signed heads: in the database, in DATA_DIR and in these
 * files. Before the first run of the server there is nothing to check.
 */
export async function* checkAuditLogs(
  io: ProgramIo,
  outside: { heads: readonly string[]; earlierKeys: readonly string[] },
): AsyncGenerator<Check> {
  try {
    const { store } = serverConfig(io)
    const isStored = store.engine === 'postgresql' || existsSync(join(store.dataDir, 'store'))
    if (!isStored && outside.heads.length === 0) return
    const heads = await Promise.all(outside.heads.map(headIn))
    const earlierKeys = await Promise.all(outside.earlierKeys.map(readEarlierKey))
    const input = { heads, earlierKeys }
    const { pendingMigrations, logs } = await operate(io, 'audit-log.verify', input)
    if (pendingMigrations > 0) {
      const message = `not checked: ${count(pendingMigrations, 'migration')} pending; run touchstone db migrate`
      yield { name, state: 'note', message }
      return
    }
    const faulty = logs.filter(({ findings }) => findings.length > 0)
    for (const { log, findings } of faulty) {
      for (const { sentence } of findings) {
        yield { name, state: 'bad', message: `${log}: ${sentence}` }
      }
    }
    const sum = (of: (log: (typeof logs)[number]) => number): number =>
      logs.reduce((all, log) => all + of(log), 0)
    const removed = sum((log) => log.removed)
    const waiting = sum((log) => log.waiting)
    const sound = logs.filter(({ findings }) => findings.length === 0)
    const alone = sound.filter(({ size, compared }) => size > 0 && !compared)
    const parts = [
      `${count(sound.length - alone.length, 'log')} intact, ${sum(({ size }) => size)} sealed entries`,
      ...(waiting > 0 ? [`${waiting} waiting: serve seals them within a second`] : []),
    ]
    yield { name, state: 'ok', message: parts.join(', ') }
    if (alone.length > 0) yield { name, state: 'note', message: aloneSentence(alone.length) }
    const replaced = sound.flatMap((log) => log.underEarlierKey ?? [])
    if (replaced.length > 0) yield { name, state: 'note', message: earlierSentence(replaced) }
    const removals = logs.flatMap((log) => log.removals)
    if (removals.length > 0)
      yield { name, state: 'note', message: removalSentence(removed, removals) }
  } catch (error) {
    yield { name, state: 'bad', message: explainFailure(error).message }
  }
}

function aloneSentence(logs: number): string {
  return `${count(logs, 'log')} without an earlier head to compare with: intact as far as ${logs === 1 ? 'it goes' : 'they go'}, but a missing end cannot be detected; serve saves a head of each log from its first start, and --audit-head reads heads that others saved`
}

function earlierSentence(replaced: readonly { replacedAt?: string | undefined }[]): string {
  const times = replaced.flatMap(({ replacedAt }) => replacedAt?.slice(0, 10) ?? [])
  const when = times.length > 0 ? `, replaced on ${[...new Set(times)].toSorted().join(', ')}` : ''
  return `${count(replaced.length, 'log')} whose newest head is under an earlier key of this installation${when}: the next entry is sealed with the current key`
}

type Removal = { at: string; removed: { positions: unknown } | { logs: readonly string[] } }

function removalSentence(entries: number, removals: readonly Removal[]): string {
  const logs = new Set(removals.flatMap(({ removed }) => ('logs' in removed ? removed.logs : [])))
  const times = [...new Set(removals.map(({ at }) => at.slice(0, 10)))].toSorted()
  const what = [
    entries === 1 ? '1 entry' : `${entries} entries`,
    ...(logs.size > 0 ? [count(logs.size, 'whole log')] : []),
  ].join(' and ')
  return `${what} lawfully removed on ${times.join(', ')}, according to signed entries of the installation’s audit log; check that this was you`
}
