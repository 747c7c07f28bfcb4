import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Check } from './check-result.ts'
import { explainFailure } from './exit-codes.ts'
import type { ProgramIo } from './program-io.ts'
import { readEarlierKey } from './read-earlier-key.ts'
import { operate, serverConfig } from './server-store.ts'
import { count } from './terminal.ts'

const name = 'evidence'

/** Opens every seal, reads all evidence and recomputes the evidence log. Before the first run there is nothing to check. */
export async function* checkStoredEvidence(
  io: ProgramIo,
  earlierKeyFiles: readonly string[],
): AsyncGenerator<Check> {
  try {
    const { store } = serverConfig(io)
    if (store.engine === 'embedded' && !existsSync(join(store.dataDir, 'store'))) return
    const earlierKeys = await Promise.all(earlierKeyFiles.map(readEarlierKey))
    const check = await operate(io, 'evidence.check', { earlierKeys })
    if (!('findings' in check)) {
      const message = `not checked: ${count(check.pendingMigrations, 'migration')} pending; run touchstone db migrate`
      yield { name, state: 'note', message }
      return
    }
    for (const finding of check.findings) yield { name, state: 'bad', message: finding }
    if (check.findings.length > 0) return
    const entries = check.logEntries === 1 ? '1 entry' : `${check.logEntries} entries`
    const message = `${count(check.seals, 'seal')}, ${count(check.files, 'file')} and ${entries} of the evidence log intact`
    yield { name, state: 'ok', message }
  } catch (error) {
    yield { name, state: 'bad', message: explainFailure(error).message }
  }
}
