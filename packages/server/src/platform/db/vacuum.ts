import { escapeIdentifier, type Pool } from 'pg'

/** The embedded engine has no autovacuum. Table by table, so that others come in between. */
async function vacuumAll(pool: Pool): Promise<void> {
  // Of the job queue too, whose rows come and go more than any other's.
  const { rows } = await pool.query<{ schema: string; name: string }>(
    `select schemaname as schema, tablename as name from pg_tables
     where schemaname in ('public', 'pgboss') order by 1 desc, 2`,
  )
  for (const { schema, name } of rows) {
    await pool.query(`vacuum (analyze) ${escapeIdentifier(schema)}.${escapeIdentifier(name)}`)
  }
}

/** Vacuums again and again until it is stopped; `stop` waits for the run that is under way. */
export function vacuumEvery(pool: Pool, milliseconds: number): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve()
  let stopped = false
  const next = (): NodeJS.Timeout =>
    setTimeout(() => {
      // A failure is met by the next statement of a request too, which tells it.
      running = vacuumAll(pool)
        .catch(() => undefined)
        .then(() => {
          if (!stopped) timer = next()
        })
    }, milliseconds).unref()
  let timer = next()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
