import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StoreConfig } from '../packages/server/src/platform/config/index.ts'
import type { Load } from './fairness-load.ts'
import type { Question } from './fairness-server.ts'
import { onBothStores, type Engine } from './fill-stores.ts'
import { listingsFrom } from './intake-rows.ts'
import { percentile } from './percentile.ts'
import { post } from './post.ts'

const maxRows = 50_000
const aloneSingles = 600
/** Repetitions of bulk, so that enough single listings meet it for their 99th percentile. */
const rounds = 3
/** Single listings in succession, with a pause as a person or a shop leaves it. */
const pauseMilliseconds = 50

/** The POST of a single listing, alone and beside bulk requests of other organisations, on both stores. */
export function fairness(rows: number, only?: Engine): AsyncGenerator<string> {
  return onBothStores('fairness', Math.min(rows, maxRows), fairnessOn, only)
}

async function* fairnessOn(config: StoreConfig, all: number): AsyncGenerator<string> {
  const rows = Math.min(all, maxRows)
  const address: Record<string, string> =
    config.engine === 'embedded'
      ? { DATA_DIR: config.dataDir, DATABASE_URL: '' }
      : { DATABASE_URL: config.ownerUrl.reveal() }
  const server = start('bench/fairness-server.ts', address)
  const sender = start('bench/fairness-load.ts')
  try {
    const [{ url, keys }] = (await once(server, 'message')) as [{ url: string; keys: string[] }]
    const [single = '', ...rest] = keys
    const load = (mark: string, tenants: number): Extract<Load, { kind: 'listings' }> => ({
      kind: 'listings',
      url,
      keys: rest.slice(0, tenants),
      mark,
      rows,
    })
    yield `Single listings beside bulk, ${config.engine}, catalog of 10,000 brands, bulk of ${rows.toLocaleString('en')} listings:`
    await singles(url, single, 'warm', aloneSingles)
    const alone = await singles(url, single, 'alone', aloneSingles)
    const base = percentile(alone, 0.99)
    yield `  alone                         ${figures(alone, base)}`
    const quiet = await (await send(sender, load('quiet', 1))).rate
    yield `  bulk alone                    ${perSecond(quiet)} listings a second`
    /** Single listings while this is sent, with the delays of both threads they pass. */
    const beside = async (name: string, loads: readonly Load[]): Promise<string> => {
      await request(server, 'delay')
      const own = monitorEventLoopDelay({ resolution: 1 })
      own.enable()
      const took: number[] = []
      const rates: number[] = []
      for (const [round, current] of loads.entries()) {
        let isSending = true
        const { rate } = await send(sender, current)
        const ended = rate.finally(() => (isSending = false))
        took.push(...(await singles(url, single, `${name}-${round}`, Infinity, () => isSending)))
        rates.push(await ended)
      }
      const delay = await request<{ p99: number; max: number }>(server, 'delay')
      return (
        `  ${name.padEnd(30)}${figures(took, base)}; event loop delay p99 ${ms(delay.p99)}, ` +
        `most ${ms(delay.max)} (of the sender ${ms(own.percentile(99) / 1e6)} and ${ms(own.max / 1e6)}); ` +
        `these ${perSecond(percentile(rates, 0.5))} a second`
      )
    }
    for (const [name, tenants] of [
      ['beside one organisation’s bulk', 1],
      ['beside three organisations’', 3],
    ] as const) {
      const loads = Array.from({ length: rounds }, (_, round) => load(`${name}-${round}`, tenants))
      yield await beside(name, loads)
    }
    await (
      await send(sender, { ...load('records', 1), rows: 20_000 })
    ).rate
    for (const kind of ['decisions', 'outcomes'] as const) {
      const recordLoad: Load = { kind, url, keys: rest, mark: 'records-0-batch' }
      yield await beside(`beside 10,000 ${kind} at once`, [recordLoad])
    }
    const ended = once(server, 'exit')
    server.send({ ask: 'end' } satisfies Question)
    await ended
  } finally {
    server.kill()
    sender.kill()
  }
}

function start(program: string, environment: Record<string, string> = {}): ChildProcess {
  return fork(program, {
    execArgv: [
      '--max-semi-space-size=16',
      '--heap-growing-percent=40',
      '--conditions=touchstone-source',
    ],
    env: { ...process.env, ...environment },
  })
}

async function request<T>(server: ChildProcess, question: Question['ask']): Promise<T> {
  server.send({ ask: question })
  const [answer] = (await once(server, 'message')) as [T]
  return answer
}

/** Settles once the bulk begins; its rate, in rows a second, when it has ended. */
async function send(sender: ChildProcess, load: Load): Promise<{ rate: Promise<number> }> {
  sender.send(load)
  await once(sender, 'message')
  return { rate: once(sender, 'message').then(([rate]) => Number(rate)) }
}

async function singles(
  url: string,
  key: string,
  mark: string,
  most: number,
  goesOn: () => boolean = () => true,
): Promise<number[]> {
  const took: number[] = []
  for (let at = 0; at < most && goesOn(); at++) {
    const [listing] = listingsFrom(`${mark}-${at}`, 1)
    took.push(await post(url, key, 'listings', JSON.stringify(listing), 'application/json'))
    await sleep(pauseMilliseconds)
  }
  return took
}

const ms = (value: number): string => `${value.toFixed(1)} ms`
const perSecond = (rate: number): string => Math.round(rate).toLocaleString('en')

function figures(values: readonly number[], base: number): string {
  const p99 = percentile(values, 0.99)
  return `p50 ${ms(percentile(values, 0.5))}, p99 ${ms(p99)} (${(p99 / base).toFixed(1)} times alone), most ${ms(Math.max(...values))}, ${values.length} sent`
}
