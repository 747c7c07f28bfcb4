import { sql, type RawBuilder } from 'kysely'

/** Organisations that take turns at one time; the others have theirs at the next, since these begin anywhere. */
const mostParties = 50

/**
 * For a recursive `with`: `parties (id)`, the organisations that have rows in a table under a condition. Each is found by
 * one look into an index that begins with `organisation_id`, however many rows it has. They begin at a random one.
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
