import { setTimeout as sleep } from 'node:timers/promises'
import { newKey, newOrganisation } from '../../packages/server/test/builders.ts'
import { inStore, lostOf } from '../../packages/server/test/kill-ingest.ts'
import {
  newDatabase,
  postgresqlMissing,
  startPostgresql,
} from '../../packages/server/test/postgresql-server.ts'
import { startServing } from '../../packages/server/test/start-server.ts'

export type Outage = {
  acknowledged: number
  /** Answered that the store is away. */
  refused: number
  /** Requests with any other response, or none. */
  odd: string[]
  lost: number
  /** From the store's return to the first accepted listing. */
  secondsToRecover: number
}

const secondsAround = 5

/** Stops PostgreSQL under a server that is receiving listings, and restarts it. */
export async function outage(seconds: number): Promise<Outage | undefined> {
  if (postgresqlMissing !== undefined) return undefined
  const database = await startPostgresql()
  const config = await newDatabase(database)
  try {
    const key = await inStore(config, async (store) => {
      await newOrganisation(store, 'market-a')
      return (await newKey(store, 'market-a', ['listings:write'])).text
    })
    const server = await startServing(config)
    const sending = startSending(server.url, key)
    await sleep(secondsAround * 1000)
    await database.crash()
    await sleep(seconds * 1000)
    await database.start()
    const returned = performance.now()
    const before = sending.acknowledged.length
    while (sending.acknowledged.length === before && performance.now() - returned < 60_000)
      await sleep(50)
    const secondsToRecover = (performance.now() - returned) / 1000
    await sleep(secondsAround * 1000)
    await sending.stop()
    await server.kill()
    return {
      acknowledged: sending.acknowledged.length,
      refused: sending.refused(),
      odd: sending.odd,
      lost: await lostOf(config, sending.acknowledged),
      secondsToRecover,
    }
  } finally {
    await database.stop()
  }
}

type Sending = {
  acknowledged: string[]
  odd: string[]
  refused(): number
  stop(): Promise<void>
}

function startSending(url: string, key: string): Sending {
  const [acknowledged, odd]: [string[], string[]] = [[], []]
  let refused = 0
  let sending = true
  async function send(id: string): Promise<void> {
    const response = await fetch(`${url}/api/v1/listings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ id, title: `Bag ${id}` }),
    })
    const answer = (await response.json()) as { code?: string }
    if (response.status === 201) acknowledged.push(id)
    else if (answer.code === 'store-unavailable') refused++
    else odd.push(JSON.stringify(answer))
  }
  const senders = Array.from({ length: 4 }, async (_, sender) => {
    for (let at = 0; sending; at++) {
      await send(`${sender}-${at}`).catch((error: unknown) => odd.push(String(error)))
      await sleep(50)
    }
  })
  return {
    acknowledged,
    odd,
    refused: () => refused,
    stop: async () => {
      sending = false
      await Promise.all(senders)
    },
  }
}
