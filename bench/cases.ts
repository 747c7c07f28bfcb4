import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { openStore, type Store } from '@touchstone/server'
import { sql } from 'kysely'
import { asOperator, personOf } from '../packages/server/test/builders.ts'
import { planOf } from '../packages/server/test/explain.ts'
import { newApi, newMember, type Browser } from '../packages/server/test/users.ts'
import {
  readBoard,
  listCases,
  listQueues,
  readCase,
  sweepSla,
} from '../packages/server/src/investigation/cases/index.ts'
import {
  listDeadlines,
  listProceedings,
  sweepDeadlines,
} from '../packages/server/src/enforcement/proceedings/index.ts'
import { listListings } from '../packages/server/src/listings/queue/index.ts'
import { compileBrandNames } from '../packages/server/src/brands/visibility/index.ts'
import { contextOf } from '../packages/server/src/access/organisations/index.ts'
import type { StoreConfig } from '../packages/server/src/platform/config/index.ts'
import { fillUpTo, marketIn, start } from './fill-cases.ts'
import { fill, persistentPostgresql, onBothStores, type Engine } from './fill-stores.ts'
import { both } from './queue.ts'

const fewCases = 10_000
const rounds = 100

/** Cases, their board and pages, and the deadlines of proceedings: a tenth of the listings, and a twentieth. */
export function cases(
  rows: number,
  only?: Engine,
  { keep = false, fill: fillsOnly = false }: { keep?: boolean; fill?: boolean } = {},
): AsyncGenerator<string> {
  if (keep) return onPersistentStore(rows, fillsOnly)
  return onBothStores('cases', rows, casesOn, only)
}

async function* casesOn(config: StoreConfig, rows: number): AsyncGenerator<string> {
  const before: Times = {}
  await withStore(config, (store) => fill(store, rows))
  for (const many of [Math.min(fewCases, rows / 10), rows / 10]) {
    await withStore(config, (store) => fillUpTo(store, rows, many))
    yield* measuredOn(config, { rows, many, before })
  }
}

/** Measures a store that is filled once, with few cases and with all; its content is kept. */
async function* onPersistentStore(rows: number, fillsOnly: boolean): AsyncGenerator<string> {
  const few = Math.min(fewCases, rows / 10)
  const postgresql = await persistentPostgresql(`cases-${rows}`, [
    { name: 'few', fill: (store) => fill(store, rows).then(() => fillUpTo(store, rows, few)) },
    { name: 'all', fill: (store) => fillUpTo(store, rows, rows / 10) },
  ])
  try {
    const before: Times = {}
    const both = [['few', few] as const, ['all', rows / 10] as const]
    if (fillsOnly) {
      // Rows that a new version stores in addition to those of an older one.
      for (const [name, many] of both)
        await withStore(postgresql.configOf(name), (store) => fillUpTo(store, rows, many))
      yield 'The store is filled.'
    } else
      for (const [name, many] of both)
        yield* measuredOn(postgresql.configOf(name), { rows, many, before })
  } finally {
    await postgresql.stop()
  }
}

async function withStore(
  config: StoreConfig,
  work: (store: Store) => Promise<unknown>,
): Promise<void> {
  const store = await openStore(config)
  try {
    await work(store)
  } finally {
    await store.close()
  }
}

type Times = Record<string, number[]>

async function* measuredOn(
  config: StoreConfig,
  { rows, many, before }: { rows: number; many: number; before: Times },
): AsyncGenerator<string> {
  const store = await openStore(config)
  const app = newApi(store, undefined, {}, { checkAnswers: false })
  try {
    const market = await marketIn(store)
    const reader = await newMember(app, store, 'market', `ana-${randomUUID()}@market.example`, {
      roles: ['admin'],
      brands: [],
    })
    yield `${count(rows)} judged offers, ${count(many)} cases, ${count(many / 2)} running deadlines, store ${store.engine}:`
    for (const [name, times] of await measured(reader, market, store)) {
      const few = (before[name] ??= times)
      const ratio = few === times ? '' : `, ${(median(times) / median(few)).toFixed(2)} times`
      yield `  ${name.padEnd(44)} ${both(times)}${ratio}`
    }
    yield* sweeps(store)
    yield* slaSweeps(store)
    const plans = `bench/plans/cases-${store.engine}.txt`
    writeFileSync(plans, await plansOf(store, market))
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
    const { rows } = await sql<{
      id: string
      fullest: string
      proceeding: string
      queue: string
    }>`
      select (select id from case_queues where organisation_id = ${organisationId}::uuid
          order by place limit 1) as queue,
        (select id from cases where organisation_id = ${organisationId}::uuid
          order by id limit 1) as id,
        (select id from cases where organisation_id = ${organisationId}::uuid
          order by listings desc limit 1) as fullest,
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
    'of one queue': `/api/v1/cases?queue=${ids.queue}`,
    'the board': '/api/v1/cases/board',
    'the board of one queue': `/api/v1/cases/board?queue=${ids.queue}`,
    'the board of one brand': '/api/v1/cases/board?brand=gucci',
    'a case': `/api/v1/cases/${ids.id}`,
    'its listings': `/api/v1/cases/${ids.id}/listings`,
    'its record': `/api/v1/cases/${ids.id}/record`,
    'its course': `/api/v1/cases/${ids.id}/timeline`,
    'its files': `/api/v1/cases/${ids.id}/files`,
    'its shared notes': `/api/v1/cases/${ids.id}/shared-notes`,
    'its captures': `/api/v1/captures?case=${ids.id}`,
    'its proceedings': `/api/v1/proceedings?case=${ids.id}`,
    'the listings of one with 1,000': `/api/v1/cases/${ids.fullest}/listings`,
    'the proceedings, first page': '/api/v1/proceedings',
    'the deadlines that pass next': '/api/v1/deadlines',
    'the deadlines of a law that has none': '/api/v1/deadlines?regime=us-dmca',
    'the deadlines of one case': `/api/v1/deadlines?case=${ids.id}`,
    'the queues, with their counts': '/api/v1/case-queues',
    'the notes that came in': '/api/v1/shared-notes',
    'the queue of listings': '/api/v1/listings',
    'the same, undecided ones of one verdict': '/api/v1/listings?decided=false&verdict=block',
    'the same, of one brand, most probable first':
      '/api/v1/listings?brand=gucci&sort=most-probable',
    'a proceeding': `/api/v1/proceedings/${ids.proceeding}`,
  }
  const timesByName: [string, number[]][] = []
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
    timesByName.push([name, times])
    if (next === undefined) continue
    const mark = address.includes('?') ? '&' : '?'
    const further: number[] = []
    for (let round = -10; round < rounds; round++) {
      const began = performance.now()
      const { status, body } = await reader.get(`${address}${mark}after=${next}`)
      if (status !== 200) throw new Error(JSON.stringify(body))
      if (round >= 0) further.push(performance.now() - began)
    }
    timesByName.push([`${name}; the second`, further])
  }
  return timesByName
}

/** A sweep without any due time limit, and one with a hundred. */
async function* sweeps(store: Store): AsyncGenerator<string> {
  const idle = await timed(() => sweepDeadlines(store, () => new Date(start)))
  yield `  a sweep of the deadlines, of which none is due   ${idle.ms.toFixed(0)} ms`
  const due = await asOperator(store, async (handle) => {
    const { rows } = await sql<{ at: Date }>`
      select due_at as at from proceeding_deadlines order by due_at offset 99 limit 1`.execute(
      handle,
    )
    return rows[0]?.at
  })
  if (due === undefined) return
  const busy = await timed(() => sweepDeadlines(store, () => due))
  yield `  a sweep that tells ${String(busy.value).padEnd(27)} ${busy.ms.toFixed(0)} ms`
}

/** The same of cases over their time. */
async function* slaSweeps(store: Store): AsyncGenerator<string> {
  const idle = await timed(() => sweepSla(store, () => new Date(start)))
  yield `  a sweep of the cases, of which none is late    ${idle.ms.toFixed(0)} ms`
  const late = await asOperator(store, async (handle) => {
    const { rows } = await sql<{ at: Date }>`
      select sla_at as at from cases where sla_at is not null order by sla_at offset 99 limit 1`.execute(
      handle,
    )
    return rows[0]?.at
  })
  if (late === undefined) return
  const busy = await timed(() => sweepSla(store, () => late))
  yield `  a sweep that tells ${`${busy.value} late cases`.padEnd(27)} ${busy.ms.toFixed(0)} ms`
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const began = performance.now()
  const value = await work()
  return { value, ms: performance.now() - began }
}

const organisationIds = /(?<=')[0-9a-f-]{36}(?=')/g

async function plansOf(store: Store, organisationId: string): Promise<string> {
  const actor = personOf(organisationId)
  const id = await asOperator(store, async (handle) => {
    const { rows } = await sql<{ id: string }>`select id from cases order by id limit 1`.execute(
      handle,
    )
    return rows[0]?.id ?? ''
  })
  type Ask = Parameters<typeof planOf>[1]
  const board: Ask = (handle) => readBoard({ handle, actor, input: { each: 20 } })
  const questions: [name: string, ask: Ask, words?: string][] = [
    ['the work', (handle) => listCases({ handle, actor, input: { state: 'open', limit: 51 } })],
    ['the columns of the board, counted', board, 'overdue'],
    ['the pictures of the board', board, 'listing_pictures'],
    ['a case', (handle) => readCase({ handle, actor, id })],
    ['the queues', (handle) => listQueues({ handle, actor })],
    ['the proceedings', (handle) => listProceedings({ handle, actor, input: { limit: 50 } })],
    [
      'the deadlines that pass next',
      (handle) => listDeadlines({ handle, actor, input: { limit: 51 } }),
    ],
    [
      'the queue of listings',
      (handle) =>
        listListings({
          handle,
          actor,
          names: compileBrandNames({ brands: [] }),
          engine: 'test',
          input: { limit: 50, filters: {}, order: 'newest' },
        }),
    ],
  ]
  const parts: string[] = []
  const options = '(analyze, costs off, timing off, summary off, buffers off)'
  for (const [name, question, words] of questions) {
    const plan = await store.transact(contextOf(actor), (handle) =>
      planOf(handle, question, options, words),
    )
    parts.push(`## ${name}\n\n${plan.replace(organisationIds, '<organisation>')}\n`)
  }
  return parts.join('\n')
}

const count = (value: number): string => Math.round(value).toLocaleString('en')
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
