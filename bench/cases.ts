import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import type { ProceedingAct } from '@touchstone/contract'
import { openStore, type Store } from '@touchstone/server'
import { sql, type RawBuilder } from 'kysely'
import { asOperator, personOf } from '../packages/server/test/builders.ts'
import { planOf } from '../packages/server/test/explain.ts'
import { newApi, newMember, type Browser } from '../packages/server/test/people.ts'
import { boardOf, casesOf } from '../packages/server/src/cases/index.ts'
import {
  actInProceeding,
  beginProceeding,
  clocksOf,
  proceedingsOf,
  sweepClocks,
} from '../packages/server/src/enforcement/index.ts'
import { contextOf } from '../packages/server/src/identity/index.ts'
import type { StoreConfig } from '../packages/server/src/platform/config/index.ts'
import { fill, onBothStores } from './filled-stores.ts'
import { both } from './queue.ts'

const fewCases = 10_000
const rounds = 100
const hour = 3_600_000

/** Cases, their board and pages, and the clocks of proceedings: a tenth of the offers, and a twentieth. */
export function cases(rows: number): AsyncGenerator<string> {
  return onBothStores('cases', rows, casesOn)
}

async function* casesOn(config: StoreConfig, rows: number): AsyncGenerator<string> {
  const store = await openStore(config)
  const app = newApi(store, undefined, {}, { checkAnswers: false })
  try {
    const { market } = await fill(store, rows)
    const reader = await newMember(app, store, 'market', 'ana@market.example', {
      roles: ['admin'],
      brands: [],
    })
    const before: Record<string, number[]> = {}
    for (const many of [Math.min(fewCases, rows / 10), rows / 10]) {
      await fillCases(store, market.id, many)
      await fillClocks(store, market.id, many / 2)
      await store.runQueueSql('vacuum analyze')
      yield `${count(rows)} judged offers, ${count(many)} cases, ${count(many / 2)} running clocks, store ${store.engine}:`
      for (const [name, times] of await measured(reader, market.id, store)) {
        const few = (before[name] ??= times)
        const ratio = few === times ? '' : `, ${(median(times) / median(few)).toFixed(2)} times`
        yield `  ${name.padEnd(44)} ${both(times)}${ratio}`
      }
      yield* sweeps(store)
    }
    const plans = `bench/plans/cases-${store.engine}.txt`
    writeFileSync(plans, await plansOf(store, market.id))
    yield `  the plans are in ${plans}`
  } finally {
    await app.close()
    await store.close()
  }
}

async function measured(
  reader: Browser,
  organisationId: string,
  store: Store,
): Promise<[string, number[]][]> {
  const ids = await asOperator(store, async (handle) => {
    const { rows } = await sql<{ id: string; fullest: string; proceeding: string }>`
      select (select id from cases where organisation_id = ${organisationId}::uuid
          order by id limit 1) as id,
        (select id from cases where organisation_id = ${organisationId}::uuid
          order by offers desc limit 1) as fullest,
        (select id from proceedings where organisation_id = ${organisationId}::uuid
          order by id limit 1) as proceeding`.execute(handle)
    return rows[0]
  })
  if (ids === undefined) throw new Error('there are no cases')
  const pages = {
    'the work, first page': '/api/v1/cases',
    'of one brand': '/api/v1/cases?brand=prada',
    'of one priority': '/api/v1/cases?priority=low',
    'mine, of which there is none': '/api/v1/cases?assignee=me',
    'that nobody has': '/api/v1/cases?assignee=nobody',
    'snoozed ones, one in ten': '/api/v1/cases?state=snoozed',
    'closed ones': '/api/v1/cases?state=closed',
    'the board': '/api/v1/cases/board',
    'the board of one brand': '/api/v1/cases/board?brand=gucci',
    'a case': `/api/v1/cases/${ids.id}`,
    'its offers': `/api/v1/cases/${ids.id}/offers`,
    'its record': `/api/v1/cases/${ids.id}/record`,
    'the offers of one with 1,000': `/api/v1/cases/${ids.fullest}/offers`,
    'the proceedings, first page': '/api/v1/proceedings',
    'the clocks that pass next': '/api/v1/clocks',
    'a proceeding': `/api/v1/proceedings/${ids.proceeding}`,
  }
  const found: [string, number[]][] = []
  for (const [name, address] of Object.entries(pages)) {
    const times: number[] = []
    let next: string | undefined
    for (let round = -10; round < rounds; round++) {
      const began = performance.now()
      const { status, body } = await reader.get(address)
      if (status !== 200) throw new Error(JSON.stringify(body))
      if (round >= 0) times.push(performance.now() - began)
      next = typeof body['next'] === 'string' ? body['next'] : undefined
    }
    found.push([name, times])
    if (next === undefined) continue
    const mark = address.includes('?') ? '&' : '?'
    const further: number[] = []
    for (let round = -10; round < rounds; round++) {
      const began = performance.now()
      const { status, body } = await reader.get(`${address}${mark}after=${next}`)
      if (status !== 200) throw new Error(JSON.stringify(body))
      if (round >= 0) further.push(performance.now() - began)
    }
    found.push([`${name}; the second`, further])
  }
  return found
}

/** A sweep that finds nothing, and one that finds a hundred clocks due. */
async function* sweeps(store: Store): AsyncGenerator<string> {
  const idle = await timed(() => sweepClocks(store, () => new Date(start)))
  yield `  a sweep of the clocks, of which none is due   ${idle.ms.toFixed(0)} ms`
  const due = await asOperator(store, async (handle) => {
    const { rows } = await sql<{ at: Date }>`
      select due_at as at from proceeding_clocks order by due_at offset 99 limit 1`.execute(handle)
    return rows[0]?.at
  })
  if (due === undefined) return
  const busy = await timed(() => sweepClocks(store, () => due))
  yield `  a sweep that tells ${String(busy.value).padEnd(27)} ${busy.ms.toFixed(0)} ms`
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const began = performance.now()
  const value = await work()
  return { value, ms: performance.now() - began }
}

/** Makes as many cases as are missing, in every state; each holds up to nine offers, one a thousand. */
async function fillCases(store: Store, organisationId: string, upTo: number): Promise<void> {
  const there = await countOf(store, 'cases')
  const atOnce = 5000
  for (let from = there; from < upTo; from += atOnce) {
    const to = Math.min(upTo, from + atOnce)
    await asOperator(store, async (handle) => {
      const drawn = sql`
        select n, ${uuidOf(sql`'case' || n`)} as id, n % 10 = 9 as closed,
          case when n % 10 = 8 then now() + interval '3 days' end as snoozed,
          case when n % 3 = 0 then ${uuidOf(sql`'person' || n % 12`)} end as assignee,
          case when n % 2 = 0 then now() + make_interval(hours => n % 2000 - 200) end as due,
          case when n = 1 then 1000 else n % 10 end as size
        from generate_series(${from + 1}::int, ${to}::int) as n`
      await sql`
        insert into cases (id, organisation_id, events, title, about, brands, urgency, assignee,
          due_at, snoozed_until, closed_at, offers, rest, opened_at)
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
          (array['opened', 'offers-added', 'noted'])[position],
          (array['{"title": "A case", "about": "seller", "brands": [], "priority": "normal", "due": null}',
            '{"listings": []}', '{"text": "What the seller wrote."}'])[position]::json
        from (${drawn}) d, generate_series(1, 3) as position`.execute(handle)
      await sql`
        insert into case_offers (case_id, listing_id, organisation_id, marketplace, external_id)
        select d.id, ${uuidOf(sql`${organisationId}::text || (1 + (d.n * 10 + k) % 10000)`)}, ${organisationId}::uuid, '',
          'offer-' || (1 + (d.n * 10 + k) % 10000)
        from (${drawn}) d, generate_series(1, d.size) as k`.execute(handle)
    })
  }
}

/** An id that follows from a text, of the form that random ones have. */
function uuidOf(text: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`overlay(overlay(md5(${text}) placing '4' from 13) placing '8' from 17)::uuid`
}

const start = new Date('2026-03-02T09:00:00Z').getTime()

/**
 * Makes as many running clocks as are missing: some proceedings go their way by the law's engine, and the
 * others are told from them with ids and days of their own.
 */
async function fillClocks(store: Store, organisationId: string, upTo: number): Promise<void> {
  const patterns = await patternProceedings(store, organisationId)
  const atOnce = 500
  for (let there = await countOf(store, 'proceeding_clocks'); there < upTo;) {
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
        insert into proceeding_matters (proceeding_id, matter, organisation_id, machine, state, since)
        select ${named('proceeding_id')}, matter, organisation_id, machine, state, since
        from proceeding_matters, ${series} where proceeding_id = any (${patterns}::uuid[])`.execute(
        handle,
      )
      await sql`
        insert into proceeding_clocks (proceeding_id, matter, clock, run, organisation_id, due_at, why)
        select ${named('proceeding_id')}, matter, clock, run, organisation_id, due_at, why
        from proceeding_clocks, ${series} where proceeding_id = any (${patterns}::uuid[])`.execute(
        handle,
      )
    })
    const now = await countOf(store, 'proceeding_clocks')
    if (now === there) throw new Error('no clock runs in the patterns')
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
    const acts: ProceedingAct[] = [
      { ...{ type: 'open', id: 'n1', machine: 'N', role: 'notifier' }, fields: { contact: true } },
    ]
    if (number < 10) {
      acts.push({
        ...{ type: 'act', id: 'n1', transition: 'acknowledge', role: 'moderator' },
        fields: { acknowledgement: 'mail 1' },
      })
    }
    await store.transact(contextOf(actor), async (handle) => {
      const { id } = await beginProceeding({ handle, actor, input })
      for (const act of acts) await actInProceeding({ handle, actor, input: { id, act, now } })
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

const organisationIds = /(?<=')[0-9a-f-]{36}(?=')/g

async function plansOf(store: Store, organisationId: string): Promise<string> {
  const actor = personOf(organisationId)
  const asked: [
    string,
    (handle: Parameters<Parameters<typeof planOf>[1]>[0]) => Promise<unknown>,
  ][] = [
    ['the work', (handle) => casesOf({ handle, actor, input: { state: 'open', limit: 51 } })],
    ['the board', (handle) => boardOf({ handle, actor, input: { each: 20 } })],
    ['the proceedings', (handle) => proceedingsOf({ handle, actor, input: { limit: 50 } })],
    ['the clocks that pass next', (handle) => clocksOf({ handle, actor, input: { limit: 51 } })],
  ]
  const parts: string[] = []
  for (const [name, ask] of asked) {
    const plan = await store.transact(contextOf(actor), (handle) =>
      planOf(handle, ask, '(analyze, costs off, timing off, summary off, buffers off)'),
    )
    parts.push(`## ${name}\n\n${plan.replace(organisationIds, '<organisation>')}\n`)
  }
  return parts.join('\n')
}

const count = (value: number): string => Math.round(value).toLocaleString('en')
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
