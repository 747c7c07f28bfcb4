import { sql, type RawBuilder } from 'kysely'

/** A moment as ISO 8601 text, for JSON that the database builds. */
export function isoMoment(moment: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`to_char(${moment} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}
