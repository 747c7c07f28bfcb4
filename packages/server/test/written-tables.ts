import { sql } from 'kysely'
import type { Store } from '../src/platform/db/index.ts'
import { asOperator } from './builders.ts'

/** Reports the tables whose rows were added or changed. */
export class WrittenTables {
  readonly #store: Store
  #before = new Map<string, string>()

  constructor(store: Store) {
    this.#store = store
  }

  /** The tables that were written since this was asked before. */
  async news(): Promise<string[]> {
    const now = await this.#read()
    const changed = [...now].filter(([name, mark]) => this.#before.get(name) !== mark)
    this.#before = now
    return changed.map(([name]) => name)
  }

  /** For each table, the number of rows and the last transaction that wrote. */
  async #read(): Promise<Map<string, string>> {
    return asOperator(this.#store, async (handle) => {
      const tables = await sql<{ name: string }>`
        select relname::text as name from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace
          and has_table_privilege(oid, 'select') and relname <> 'schema_migrations'`.execute(handle)
      const marks = tables.rows.map(
        ({ name }) => sql<{ name: string; mark: string }>`
          select ${name}::text as name,
            concat(count(*), ' ', max(xmin::text::bigint)) as mark from ${sql.table(name)}`,
      )
      const { rows } = await sql<{ name: string; mark: string }>`${sql.join(
        marks,
        sql` union all `,
      )}`.execute(handle)
      return new Map(rows.map(({ name, mark }) => [name, mark]))
    })
  }
}
