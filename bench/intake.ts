import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Listing } from '@touchstone/contract'
import { postgresqlMissing, startPostgresql } from '../packages/server/test/postgresql-server.ts'
import { csvOf, xlsxOf } from '../packages/server/test/ways-in-fixture.ts'
import { benchFolder } from './bench-folder.ts'
import { listingsFrom } from './intake-rows.ts'
import type { Question } from './intake-server.ts'
import { percentile } from './percentile.ts'

const batchRows = 10_000
const mostRows = 20_000
const singles = 1000

/** The server's intake on both stores: batches, single listings beside them, changes of catalog. */
export async function* intake(rows: number): AsyncGenerator<string> {
  const count = Math.min(rows, mostRows)
  mkdirSync(benchFolder, { recursive: true })
  const folder = mkdtempSync(join(benchFolder, 'store-'))
  try {
    yield* intakeOn('embedded store', { DATA_DIR: folder, DATABASE_URL: '' }, count)
  } finally {
    rmSync(folder, { recursive: true })
  }
  if (postgresqlMissing !== undefined) {
    yield `Intake on PostgreSQL is left out: ${postgresqlMissing}`
    return
  }
  const server = await startPostgresql()
  try {
    yield* intakeOn('PostgreSQL 17', { DATABASE_URL: await server.newDatabase() }, count)
  } finally {
    await server.stop()
  }
}

async function* intakeOn(
  name: string,
  env: Record<string, string>,
  rows: number,
): AsyncGenerator<string> {
  const child = fork('bench/intake-server.ts', {
    execArgv: [
      '--max-semi-space-size=16',
      '--heap-growing-percent=40',
      '--conditions=touchstone-source',
    ],
    env: { ...process.env, ...env },
  })
  try {
    const server = await connect(child)
    yield `Intake into the ${name}, ${rows.toLocaleString('en')} offers of one content each:`
    yield* singleListings(server)
    yield* batches(server, rows)
    yield* files(server, rows)
    yield* besideBatch(server)
    yield* changeOfCatalog(server)
    const ended = once(child, 'exit')
    child.send({ ask: 'end' } satisfies Question)
    await ended
  } finally {
    child.kill()
  }
}

type Server = {
  /** Milliseconds from sending to the whole answer. */
  post(path: string, body: string | Blob, type?: string): Promise<{ ms: number; answer: unknown }>
  ask<T>(question: Question): Promise<T>
}

async function connect(child: ChildProcess): Promise<Server> {
  const [{ url, key }] = (await once(child, 'message')) as [{ url: string; key: string }]
  return {
    post: async (path, body, type = 'application/json') => {
      const began = performance.now()
      const response = await fetch(`${url}/api/v1/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': type },
        body,
      })
      const answer: unknown = await response.json()
      if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`)
      return { ms: performance.now() - began, answer }
    },
    ask: async <T>(question: Question): Promise<T> => {
      child.send(question)
      const [reply] = (await once(child, 'message')) as [T]
      return reply
    },
  }
}

const ms = (value: number): string => `${value.toFixed(1)} ms`
const both = (values: readonly number[]): string =>
  `p50 ${ms(percentile(values, 0.5))}, p99 ${ms(percentile(values, 0.99))}`

async function* singleListings(server: Server): AsyncGenerator<string> {
  const took: Record<'listings' | 'empty', number[]> = { listings: [], empty: [] }
  for (const listing of listingsFrom('warm', 300)) {
    await server.post('listings', JSON.stringify(listing))
    await server.post('empty', JSON.stringify(listing))
  }
  for (const listing of listingsFrom('single', singles)) {
    // Alternately, so that other load on the machine affects both.
    for (const path of ['listings', 'empty'] as const) {
      took[path].push((await server.post(path, JSON.stringify(listing))).ms)
    }
  }
  const times = percentile(took.listings, 0.5) / percentile(took.empty, 0.5)
  yield `  POST /listings                  ${both(took.listings)}; ${times.toFixed(1)} times an address that only checks the offer (${both(took.empty)})`
}

function batchesOf(listings: readonly Listing[]): string[] {
  const bodies: string[] = []
  for (let from = 0; from < listings.length; from += batchRows) {
    const part = listings.slice(from, from + batchRows)
    bodies.push(part.map((listing) => JSON.stringify(listing)).join('\n'))
  }
  return bodies
}

async function send(server: Server, bodies: readonly string[]): Promise<number> {
  const began = performance.now()
  for (const body of bodies) await server.post('listings/batch', body, 'application/x-ndjson')
  return (performance.now() - began) / 1000
}

async function* batches(server: Server, rows: number): AsyncGenerator<string> {
  const bodies = batchesOf(listingsFrom('batch', rows))
  await server.ask({ ask: 'reset' })
  const seconds = await send(server, bodies)
  const delay = await delayOf(server)
  const again = await send(server, bodies)
  const bare = await server.ask<{ seconds: number }>({ ask: 'bare', rows, assessed: true })
  const rate = (of: number): string => `${Math.round(rows / of).toLocaleString('en')} rows a second`
  yield `  batches of ${batchRows.toLocaleString('en')}               ${rate(seconds)}; the same again, unchanged, ${rate(again)}`
  yield `  bare inserts of the same        ${rate(bare.seconds)}: intake takes ${(seconds / bare.seconds).toFixed(2)} times as long`
  yield `  event loop delay meanwhile      ${delay}`
}

/** The delay of the server's request thread since `reset`. */
async function delayOf(server: Server): Promise<string> {
  const delay = await server.ask<{ p50: number; p99: number; max: number }>({ ask: 'delay' })
  return `p50 ${ms(delay.p50)}, p99 ${ms(delay.p99)}, most ${ms(delay.max)}`
}

async function* files(server: Server, rows: number): AsyncGenerator<string> {
  const written = {
    ndjson: (listings: readonly Listing[]) =>
      listings.map((listing) => JSON.stringify(listing)).join('\n'),
    csv: csvOf,
    xlsx: (listings: readonly Listing[]) => new Blob([new Uint8Array(xlsxOf(listings))]),
  }
  for (const [format, write] of Object.entries(written)) {
    const body = write(listingsFrom(format, rows))
    await server.ask({ ask: 'reset' })
    const { ms: took, answer } = await server.post(
      'listings/file',
      body,
      'application/octet-stream',
    )
    const delay = await delayOf(server)
    const { taken } = answer as { taken: number }
    const rate = Math.round((taken * 1000) / took).toLocaleString('en')
    yield `  a file of ${format.padEnd(6)}                ${taken.toLocaleString('en')} offers, ${rate} rows a second; event loop delay ${delay}`
  }
}

async function* besideBatch(server: Server): AsyncGenerator<string> {
  const bodies = batchesOf(listingsFrom('beside', batchRows))
  let running = true
  const sending = send(server, bodies).finally(() => (running = false))
  const took: number[] = []
  for (const listing of listingsFrom('meanwhile', singles)) {
    if (!running) break
    took.push((await server.post('listings', JSON.stringify(listing))).ms)
    await sleep(10)
  }
  await sending
  yield `  POST /listings beside a batch   ${both(took)} of ${took.length}`
}

async function* changeOfCatalog(server: Server): AsyncGenerator<string> {
  const bodies = batchesOf(listingsFrom('change', batchRows))
  const sending = send(server, bodies)
  await sleep(100)
  const began = performance.now()
  const used = server.ask<{ name: string; ms: number }>({ ask: 'use', brand: 'velmoraq' })
  let effect = NaN
  let longest = 0
  const listings = listingsFrom('catalog', singles)
  for (const listing of listings) {
    const { answer, ms: took } = await server.post('listings', JSON.stringify(listing))
    longest = Math.max(longest, took)
    const { engine } = (answer as { assessment: { engine: string } }).assessment
    if (engine.includes('+catalog.')) {
      effect = performance.now() - began
      break
    }
  }
  await used
  await sending
  yield `  change of catalog beside it     in effect after ${ms(effect)}; the longest answer meanwhile ${ms(longest)}`
}
