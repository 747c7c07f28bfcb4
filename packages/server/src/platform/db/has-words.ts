import { sql, type RawBuilder } from 'kysely'

/**
 * Whether a text contains each word of a search, which has at least one: in any order and case, also within other words.
 * The collation is named because the locale of some stores folds ASCII alone.
 */
export function hasWords(text: RawBuilder<unknown>, search: string): RawBuilder<boolean> {
  const words = search.split(/\s+/).filter(Boolean)
  return sql`(select ${sql.join(
    words.map((word) => sql`position(lower(${word}::text collate "pg_c_utf8") in folded.text) > 0`),
    sql` and `,
  )} from (select lower(${text} collate "pg_c_utf8") as text offset 0) folded)`
}
