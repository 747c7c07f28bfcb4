import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Listing } from '@touchstone/contract'
import type { StoreConfig } from '../packages/server/src/platform/config/index.ts'
import type { Question } from './fairness-server.ts'
import { onBothStores, type Engine } from './fill-stores.ts'
import { offersFrom } from './intake-rows.ts'
import { percentile } from './percentile.ts'

const mostRows = 50_000
const aloneSingles = 300
/** One single listing after the other, with a pause as a person or a shop leaves it. */
const pauseMilliseconds = 50
/** Batches of one organisation that are under way at once. */
const batchesAtOnce = 4
const mostBatchRows = 10_000
/** Batches of decisions, and of outcomes. */
const recordBatches = 4

/** A single listing's POST alone, and beside what other organisations send in bulk, on both stores. */
export function fairness(rows: number, only?: Engine): AsyncGenerator<string> {
  return onBothStores('fairness', Math.min(rows, mostRows), fairnessOn, only)
}

async function* fairnessOn(config: StoreConfig, all: number): AsyncGenerator<string> {
  const rows = Math.min(all, mostRows)
  const address: Record<string, string> =
    config.engine === 'embedded'
      ? { DATA_DIR: config.dataDir, DATABASE_URL: '' }
      : { DATABASE_URL: config.ownerUrl.reveal() }
  const child = fork('bench/fairness-server.ts', {
    execArgv: [
      '--max-semi-space-size=16',
      '--heap-growing-percent=40',
      '--conditions=touchstone-source',
    ],
    env: { ...process.env, ...address },
  })
  try {
    const server = await connect(child)
    const [single = '', ...others] = server.keys
    yield `Single listings beside bulk, ${config.engine}, catalog of 10,000 brands, bulk of ${rows.toLocaleString('en')} listings:`
    await singles(server, single, 'warm', aloneSingles)
    const alone = await singles(server, single, 'alone', aloneSingles)
    const base = percentile(alone, 0.99)
    yield `  alone                         ${figures(alone, base)}`
    yield `  bulk alone                    ${await rateOf(() => bulk(server, others[0], 'quiet', rows), rows)}`
    for (const [name, tenants] of [
      ['beside one organisation’s bulk', 1],
      ['beside three organisations’', 3],
    ] as const) {
      await server.ask({ ask: 'delay' })
      const share = Math.ceil(rows / tenants)
      let running = true
      const sending = rateOf(
        () =>
          Promise.all(
            others.slice(0, tenants).map((key, at) => bulk(server, key, `${name}-${at}`, share)),
          ),
        share * tenants,
      ).finally(() => (running = false))
      const took = await singles(server, single, name, Infinity, () => running)
      const delay = await server.ask<{ p99: number; max: number }>({ ask: 'delay' })
      yield `  ${name.padEnd(30)}${figures(took, base)}; event loop delay p99 ${ms(delay.p99)}, most ${ms(delay.max)}; the bulk ${await sending}`
    }
    await server.post(
      others[0] ?? '',
      'listings/batch',
      linesOf(offersFrom('records', mostBatchRows)),
      'application/x-ndjson',
    )
    for (const what of ['decisions', 'outcomes'] as const) {
      await server.ask({ ask: 'delay' })
      let running = true
      const sending = rateOf(
        () => records(server, others[0], what),
        recordBatches * mostBatchRows,
        what,
      )
      const ended = sending.finally(() => (running = false))
      const took = await singles(server, single, what, Infinity, () => running)
      const delay = await server.ask<{ p99: number; max: number }>({ ask: 'delay' })
      yield `  ${`beside 10,000 ${what} at once`.padEnd(30)}${figures(took, base)}; event loop delay p99 ${ms(delay.p99)}, most ${ms(delay.max)}; these ${await ended}`
    }
    const ended = once(child, 'exit')
    child.send({ ask: 'end' } satisfies Question)
    await ended
  } finally {
    child.kill()
  }
}

type Server = {
  keys: readonly string[]
  post(key: string, path: string, body: string, type: string): Promise<number>
  ask<T>(question: Question): Promise<T>
}

async function connect(child: ChildProcess): Promise<Server> {
  const [{ url, keys }] = (await once(child, 'message')) as [{ url: string; keys: string[] }]
  return {
    keys,
    post: async (key, path, body, type) => {
      const began = performance.now()
      const response = await fetch(`${url}/api/v1/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': type },
        body,
      })
      const answer = await response.text()
      if (!response.ok) throw new Error(`${path}: ${answer}`)
      return performance.now() - began
    },
    ask: async <T>(question: Question): Promise<T> => {
      child.send(question)
      const [said] = (await once(child, 'message')) as [T]
      return said
    },
  }
}

async function singles(
  server: Server,
  key: string,
  mark: string,
  most: number,
  goesOn: () => boolean = () => true,
): Promise<number[]> {
  const took: number[] = []
  for (let at = 0; at < most && goesOn(); at++) {
    const [offer] = offersFrom(`${mark}-${at}`, 1)
    took.push(await server.post(key, 'listings', JSON.stringify(offer), 'application/json'))
    await sleep(pauseMilliseconds)
  }
  return took
}

/** Half of the listings in batches, several at once, and half as a file beside them. */
async function bulk(
  server: Server,
  key: string | undefined,
  mark: string,
  rows: number,
): Promise<void> {
  if (key === undefined) throw new RangeError('there is no organisation left')
  const inFile = Math.ceil(rows / 2)
  const file = linesOf(offersFrom(`${mark}-file`, inFile))
  const offers = offersFrom(`${mark}-batch`, rows - inFile)
  const batchRows = Math.min(mostBatchRows, Math.ceil(offers.length / batchesAtOnce))
  const bodies: string[] = []
  for (let from = 0; from < offers.length; from += batchRows) {
    bodies.push(linesOf(offers.slice(from, from + batchRows)))
  }
  const lane = async (): Promise<void> => {
    for (let body = bodies.shift(); body !== undefined; body = bodies.shift()) {
      await server.post(key, 'listings/batch', body, 'application/x-ndjson')
    }
  }
  await Promise.all([
    server.post(key, 'listings/file', file, 'application/octet-stream'),
    ...Array.from({ length: batchesAtOnce }, lane),
  ])
}

/** Batches of decisions or of outcomes, one after the other, on listings that were sent before. */
async function records(
  server: Server,
  key: string | undefined,
  what: 'decisions' | 'outcomes',
): Promise<void> {
  if (key === undefined) throw new RangeError('there is no organisation left')
  const offers = offersFrom('records', mostBatchRows)
  for (let batch = 0; batch < recordBatches; batch++) {
    const rows = offers.map(({ id: listing, marketplace }) => {
      const said = what === 'decisions' ? { verdict: 'genuine' } : { outcome: 'removed' }
      return JSON.stringify({ listing, marketplace, ...said })
    })
    await server.post(key, what, rows.join('\n'), 'application/x-ndjson')
  }
}

const linesOf = (offers: readonly Listing[]): string =>
  offers.map((offer) => JSON.stringify(offer)).join('\n')

async function rateOf(
  work: () => Promise<unknown>,
  rows: number,
  what = 'listings',
): Promise<string> {
  const began = performance.now()
  await work()
  const rate = (rows * 1000) / (performance.now() - began)
  return `${Math.round(rate).toLocaleString('en')} ${what} a second`
}

const ms = (value: number): string => `${value.toFixed(1)} ms`

function figures(values: readonly number[], base: number): string {
  const p99 = percentile(values, 0.99)
  return `p50 ${ms(percentile(values, 0.5))}, p99 ${ms(p99)} (${(p99 / base).toFixed(1)} times alone), most ${ms(Math.max(...values))}, ${values.length} sent`
}
