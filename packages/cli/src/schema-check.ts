import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Check } from './check-result.ts'
import { explainFailure } from './exit-codes.ts'
import type { ProgramIo } from './program-io.ts'
import { operate, serverConfig } from './server-store.ts'

const name = 'schema'
const maxNamed = 10

/** Compares the store's protection of rows (policies, grants, triggers, functions) with that of its migrations. */
export async function* checkSchema(io: ProgramIo): AsyncGenerator<Check> {
  try {
    const { store } = serverConfig(io)
    if (store.engine === 'embedded' && !existsSync(join(store.dataDir, 'store'))) return
    const actual = await operate(io, 'db.schema', {})
    const { migratedSchemaState, schemaDifferences } = await import('@touchstone/server')
    const expected = await migratedSchemaState(actual.migrations)
    const { added, missing, changed } = schemaDifferences(actual, expected)
    const parts = [
      ...listed('not made by any migration', added),
      ...listed('missing', missing),
      ...listed('changed', changed),
    ]
    if (parts.length === 0) {
      const message = `as its ${actual.migrations} migrations make it: policies, grants, triggers, functions and columns`
      yield { name, state: 'ok', message }
      return
    }
    const isComparable = actual.version === expected.version
    const message = isComparable
      ? `${parts.join('; ')}: the database was changed outside the program; revert the change, or restore a backup into a new database`
      : `not comparable in full: PostgreSQL ${actual.version} may write definitions differently from ${expected.version}; ${parts.join('; ')}`
    // Names do not depend on the version of PostgreSQL.
    const isBad = isComparable || added.length + missing.length > 0
    yield { name, state: isBad ? 'bad' : 'note', message }
  } catch (error) {
    yield { name, state: 'bad', message: explainFailure(error).message }
  }
}

function listed(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return []
  const more = names.length > maxNamed ? ` and ${names.length - maxNamed} more` : ''
  return [`${what}: ${names.slice(0, maxNamed).join(', ')}${more}`]
}
