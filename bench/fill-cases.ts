import { randomUUID } from 'node:crypto'
import type { ProceedingAction } from '@touchstone/contract'
import type { Store } from '@touchstone/server'
import { sql, type RawBuilder } from 'kysely'
import { asOperator, personOf } from '../packages/server/test/builders.ts'
import {
  applyTransitionAsUser,
  openProceedingAsUser,
} from '../packages/server/src/enforcement/proceedings/index.ts'
import { contextOf } from '../packages/server/src/access/organisations/index.ts'

const hour = 3_600_000

/** Adds missing cases and their data, and half as many running time limits. */
export async function fillUpTo(store: Store, rows: number, many: number): Promise<void> {
  const market = await marketIn(store)
  await fillCases(store, market, many, rows)
  await arrange(store, market, rows)
  await fillDeadlines(store, market, many / 2)
  await store.runQueueSql('vacuum analyze')
}

/** The owner of the listings. */
export async function marketIn(store: Store): Promise<string> {
  return asOperator(store, async (handle) => {
    const { rows } = await sql<{ id: string }>`
      select id from organisations where slug = 'market'`.execute(handle)
    if (rows[0] === undefined) throw new Error('the store was not filled')
    return rows[0].id
  })
}

/** Makes as many cases as are missing, in every state; each holds up to nine listings, one a thousand. */
async function fillCases(
  store: Store,
  organisationId: string,
  upTo: number,
  rows: number,
): Promise<void> {
  const there = await countOf(store, 'cases')
  const atOnce = 5000
  const listing = sql`(1 + (d.n * 10 + k) % ${rows}::int)`
  for (let from = there; from < upTo; from += atOnce) {
    const to = Math.min(upTo, from + atOnce)
    await asOperator(store, async (handle) => {
      const drawn = sql`
        select n, ${uuidOf(sql`'case' || n`)} as id, n % 10 = 9 as closed,
          case when n % 10 = 8 then now() + interval '3 days' end as snoozed,
          case when n % 3 = 0 then ${uuidOf(sql`'person' || n % 12`)} end as assignee,
          case when n % 2 = 0 then now() + make_interval(hours => n % 2000 - 200) end as due,
          case when n = 1 then least(1000, ${rows}::int) else n % 10 end as size
        from generate_series(${from + 1}::int, ${to}::int) as n`
      await sql`
        insert into cases (id, organisation_id, events, title, about, brands, urgency, assignee,
          due_at, snoozed_until, closed_at, listings, rest, opened_at)
        select id, ${organisationId}::uuid, 3, 'Case ' || n, 'seller',
          array[(array['gucci', 'prada', 'apple', 'mars'])[1 + n % 4]], n % 4, assignee, due, snoozed,
          case when closed then now() - make_interval(hours => n % 5000) end, size,
          json_build_object('escalated', false, 'closed', case when closed then json_build_object(
              'outcome', 'enforced', 'reason', null, 'at', now() - make_interval(hours => n % 5000)) end,
            'mergedInto', null, 'tasks', '[]'::json, 'turnover', '[]'::json),
          now() - make_interval(mins => n)
        from (${drawn}) d`.execute(handle)
      await sql`
        insert into case_events (case_id, position, organisation_id, kind, data)
        select id, position, ${organisationId}::uuid,
          (array['opened', 'listings-added', 'noted'])[position],
          (array['{"title": "A case", "about": "seller", "brands": [], "priority": "normal", "due": null}',
            '{"listings": []}', '{"text": "What the seller wrote."}'])[position]::json
        from (${drawn}) d, generate_series(1, 3) as position`.execute(handle)
      await sql`
        insert into case_listings (case_id, listing_id, organisation_id, marketplace, external_id)
        select d.id, ${uuidOf(sql`${organisationId}::text || ${listing}`)}, ${organisationId}::uuid, '',
          'offer-' || ${listing}
        from (${drawn}) d, generate_series(1, d.size) as k`.execute(handle)
    })
  }
}

/** Adds queues with an SLA, pictures of listings, files and notes, if there are none. */
async function arrange(store: Store, organisationId: string, rows: number): Promise<void> {
  const organisation = sql`${organisationId}::uuid`
  const queue = sql`${uuidOf(sql`'queue' || n`)}`
  if ((await countOf(store, 'case_queues')) === 0) {
    await asOperator(store, (handle) =>
      sql`
        insert into case_queues (id, organisation_id, name, place, rules, sla)
        select ${queue}, ${organisation}, 'Queue ' || n, n, '[{"brands": ["gucci"], "countries": [],
            "verdicts": [], "turnover": null}]',
          '{"low": null, "normal": 120, "high": 48, "urgent": 8}'
        from generate_series(1, 5) as n`.execute(handle),
    )
  }
  await asOperator(store, async (handle) => {
    const due = sql`date_trunc('milliseconds', opened_at + interval '90 days')`
    const inQueue = sql`queue_id is null and organisation_id = ${organisation}`
    await sql`
      update cases set queue_id = ${uuidOf(sql`'queue' || (1 + listings % 5)`)},
        sla_at = case when closed_at is null then ${due} end,
        rest = (rest::jsonb || jsonb_build_object('sla', json_build_object('hours', 2160,
          'from', opened_at, 'due', to_char(${due} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'breachedAt', null)))::json
      where ${inQueue} and listings % 2 = 0`.execute(handle)
    const missing = sql`not exists (select from case_files f where f.case_id = c.id)`
    await sql`
      insert into case_files (id, case_id, organisation_id, name, media_type, bytes, sha256)
      select gen_random_uuid(), c.id, ${organisation}, 'label.png', 'image/png', 1, sha256(c.id::text::bytea)
      from cases c where listings = 3 and ${missing}`.execute(handle)
    const unsaid = sql`not exists (select from shared_notes s where s.case_id = c.id)`
    await sql`
      insert into shared_notes (id, organisation_id, case_id, listing_id, marketplace, external_id,
        brand_id, text, from_name)
      select gen_random_uuid(), ${organisation}, c.id, o.listing_id, o.marketplace, o.external_id, 'gucci',
        'Twelve were sold.', 'Market'
      from cases c cross join lateral (
        select * from case_listings where case_id = c.id limit 1
      ) o where listings = 4 and ${unsaid}`.execute(handle)
  })
  if ((await countOf(store, 'listing_pictures')) > 0) return
  const atOnce = 50_000
  for (let from = 0; from < rows; from += atOnce) {
    await asOperator(store, (handle) =>
      sql`
        insert into listing_pictures
          (listing_id, organisation_id, place, url, host, state, digest)
        select ${uuidOf(sql`${organisationId}::text || n`)}, ${organisation}, 0,
          'https://img.example/' || n, 'img.example', 'stored', sha256((n % 1000)::text::bytea)
        from generate_series(${from + 1}::int, ${Math.min(rows, from + atOnce)}::int) as n
        where n % 2 = 0`.execute(handle),
    )
  }
}

/** An id that follows from a text, of the form that random ones have. */
function uuidOf(text: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`overlay(overlay(md5(${text}) placing '4' from 13) placing '8' from 17)::uuid`
}

/** When the first of the proceedings began. */
export const start = new Date('2026-03-02T09:00:00Z').getTime()

/**
 * Adds missing time limits: some proceedings run through the law's engine, and the others are copied from them with
 * different ids and days.
 */
async function fillDeadlines(store: Store, organisationId: string, upTo: number): Promise<void> {
  const patterns = await patternProceedings(store, organisationId)
  const atOnce = 500
  for (let there = await countOf(store, 'proceeding_deadlines'); there < upTo;) {
    const copies = Math.min(atOnce, Math.ceil((upTo - there) / 2 / patterns.length))
    const salt = randomUUID()
    await asOperator(store, async (handle) => {
      const named = (column: string): RawBuilder<unknown> =>
        uuidOf(sql`${sql.ref(column)}::text || ${salt} || n`)
      const series = sql`generate_series(1, ${copies}::int) as n`
      await sql`
        insert into proceedings (id, organisation_id, title, regime, version, profile, settings, events,
          opened_at)
        select ${named('p.id')}, organisation_id, title || ' ' || n, regime, version, profile, settings,
          events, opened_at + make_interval(mins => n)
        from proceedings p, ${series} where id = any (${patterns}::uuid[])`.execute(handle)
      await sql`
        insert into proceeding_events (proceeding_id, position, organisation_id, event)
        select ${named('proceeding_id')}, position, organisation_id, event
        from proceeding_events, ${series} where proceeding_id = any (${patterns}::uuid[])`.execute(
        handle,
      )
      await sql`
        insert into workflow_instances (proceeding_id, instance, organisation_id, workflow, part, state, since)
        select ${named('proceeding_id')}, instance, organisation_id, workflow, part, state, since
        from workflow_instances, ${series} where proceeding_id = any (${patterns}::uuid[])`.execute(
        handle,
      )
      await sql`
        insert into proceeding_deadlines (proceeding_id, instance, time_limit, run, organisation_id, due_at, why)
        select ${named('proceeding_id')}, instance, time_limit, run, organisation_id, due_at, why
        from proceeding_deadlines, ${series} where proceeding_id = any (${patterns}::uuid[])`.execute(
        handle,
      )
    })
    const now = await countOf(store, 'proceeding_deadlines')
    if (now === there) throw new Error('no deadline runs in the patterns')
    there = now
  }
}

/** Twenty notices that were received an hour apart, the first ten of them confirmed. */
async function patternProceedings(store: Store, organisationId: string): Promise<string[]> {
  const actor = personOf(organisationId)
  const ids: string[] = []
  for (let number = 0; number < 20; number++) {
    const now = new Date(start + number * hour)
    const profile = { tier: 'marketplace', sizeClass: 'other' }
    const input = { title: `Notice ${number}`, regime: 'eu-dsa', profile, settings: {} }
    const actions: ProceedingAction[] = [
      { type: 'open', id: 'n1', workflow: 'notice', role: 'notifier', fields: { contact: true } },
    ]
    if (number < 10) {
      actions.push({
        type: 'transition',
        id: 'n1',
        transition: 'acknowledge',
        role: 'moderator',
        fields: { acknowledgement: 'mail 1' },
      })
    }
    await store.transact(contextOf(actor), async (handle) => {
      const { id } = await openProceedingAsUser({ handle, actor, input })
      for (const action of actions)
        await applyTransitionAsUser({ handle, actor, input: { id, action, now } })
      ids.push(id)
    })
  }
  return ids
}

async function countOf(store: Store, table: string): Promise<number> {
  return asOperator(store, async (handle) => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int4 as n from ${sql.table(table)}`.execute(handle)
    return rows[0]?.n ?? 0
  })
}
