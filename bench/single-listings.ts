import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { postgresqlMissing, startPostgresql } from '../packages/server/test/postgresql-server.ts'
import { listingsFrom } from './intake-rows.ts'
import type { Question } from './intake-server.ts'
import { percentile } from './percentile.ts'

type Served = { url: string; key: string }

/** New listings, all different, one a request, over 1, 8 and 32 connections that stay open, on PostgreSQL. */
export async function* singleListings(rows: number): AsyncGenerator<string> {
  if (postgresqlMissing !== undefined) {
    yield `Single listings are left out: ${postgresqlMissing}`
    return
  }
  const server = await startPostgresql()
  const child = fork('bench/intake-server.ts', {
    execArgv: ['--max-semi-space-size=16', '--conditions=touchstone-source'],
    env: { ...process.env, DATABASE_URL: await server.newDatabase() },
  })
  try {
    const [served] = (await once(child, 'message')) as [Served]
    const count = Math.min(rows, 4000)
    await send(served, { count: 1500, connections: 8, name: 'warm' })
    yield 'Single listings through POST /listings, PostgreSQL 17:'
    for (const connections of [1, 8, 32]) {
      const all = connections === 1 ? Math.ceil(count / 8) : count
      const began = performance.now()
      const times = await send(served, { count: all, connections, name: `of-${connections}` })
      const seconds = (performance.now() - began) / 1000
      const [middle, most] = [percentile(times, 0.5), percentile(times, 0.99)]
      yield `  ${connections} connections: ${(all / seconds).toFixed(0)} a second; p50 ${middle.toFixed(1)} ms, p99 ${most.toFixed(1)} ms`
    }
    await end(child)
  } finally {
    child.kill()
    await server.stop()
  }
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.send({ ask: 'end' } satisfies Question)
  await ended
}

/** Milliseconds until the whole answer to each listing was there. */
async function send(
  { url, key }: Served,
  { count, connections, name }: { count: number; connections: number; name: string },
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const bodies = listingsFrom(name, count).map((listing) => JSON.stringify(listing))
  const times: number[] = []
  const sendNext = async (): Promise<void> => {
    for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
      const began = performance.now()
      await sendOne({ url, key, agent, body })
      times.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: connections }, sendNext))
  agent.destroy()
  return times
}

/** `fetch` takes more processor time than the server; this client leaves it the two cores. */
function sendOne({
  url,
  key,
  agent,
  body,
}: Served & { agent: Agent; body: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    }
    const call = request(`${url}/api/v1/listings`, { agent, method: 'POST', headers }, (answer) => {
      answer.resume()
      answer.on('end', () => {
        if (answer.statusCode === 201) resolve()
        else reject(new Error(`a listing was answered with ${answer.statusCode}`))
      })
    })
    call.on('error', reject)
    call.end(body)
  })
}
