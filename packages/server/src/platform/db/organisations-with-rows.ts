import { sql, type RawBuilder } from 'kysely'

/** Organisations per turn; the others follow, since each turn starts at a random one. */
const mostParties = 50

/**
 * For a recursive `with`: `parties (id)`, the organisations with matching rows in a table. Each takes one lookup in
 * an index that starts with `organisation_id`, however many rows it has. Starts at a random organisation.
 */
export function organisationsIn(
  table: string,
  condition: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const next = (beyond: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`(select organisation_id from ${sql.table(table)}
      where ${condition} and ${beyond} order by organisation_id limit 1)`
  return sql`
    begins as materialized (select gen_random_uuid() as id),
    beyond (id, place) as (
      select ${next(sql`organisation_id > (select id from begins)`)}, 1
      union all
      select ${next(sql`organisation_id > beyond.id`)}, place + 1
      from beyond where id is not null and place < ${mostParties}
    ),
    before (id, place) as (
      select ${next(sql`organisation_id <= (select id from begins)`)}, 1
      union all
      select ${next(sql`organisation_id > before.id
        and organisation_id <= (select id from begins)`)}, place + 1
      from before where id is not null and place < ${mostParties}
    ),
    parties as materialized (
      select id from (
        select id, 0 as part, place from beyond where id is not null
        union all
        select id, 1, place from before where id is not null
      ) found
      order by part, place limit ${mostParties}
    )`
}
