import { escapeIdentifier, type Pool } from 'pg'

/** The embedded engine has no autovacuum. Table by table, so that others run in between. */
async function vacuumAll(pool: Pool): Promise<void> {
  // Including the job queue, whose rows change most often.
  const { rows } = await pool.query<{ schema: string; name: string }>(
    `select schemaname as schema, tablename as name from pg_tables
     where schemaname in ('public', 'pgboss') order by 1 desc, 2`,
  )
  for (const { schema, name } of rows) {
    await pool.query(`vacuum (analyze) ${escapeIdentifier(schema)}.${escapeIdentifier(name)}`)
  }
}

/** Vacuums repeatedly until stopped; `stop` waits for the current run. */
export function vacuumEvery(pool: Pool, milliseconds: number): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve()
  let stopped = false
  const next = (): NodeJS.Timeout =>
    setTimeout(() => {
      // A failure also affects and is reported by the next request.
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
