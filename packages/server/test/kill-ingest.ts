import { setTimeout as sleep } from 'node:timers/promises'
import type { StoreConfig } from '../src/platform/config/index.ts'
import { openStore, type Store } from '../src/platform/db/index.ts'
import { newKey, newOrganisation, operatorContext } from './builders.ts'
import { sendUntilGone, startServing } from './start-server.ts'

export type KillResult = { acknowledged: number; lost: number }

/**
 * Sends batches to a server and repeatedly kills it meanwhile; then reports how many listings of acknowledged batches
 * are missing from the store. `crash` may kill the database instead.
 */
export async function killAmidIntake(
  config: StoreConfig,
  rounds: number,
  crash?: { kill(): Promise<void>; start(): Promise<void> },
): Promise<KillResult> {
  const key = await inStore(config, async (store) => {
    await newOrganisation(store, 'market-a')
    return (await newKey(store, 'market-a', ['listings:read', 'listings:write'])).text
  })
  const acknowledged: string[] = []
  for (let round = 0; round < rounds; round++) {
    const server = await startServing(config)
    const enough = Promise.withResolvers<void>()
    const least = 1 + Math.floor(Math.random() * 4)
    const sending = sendUntilGone(server.url, key, `run-${round}`, (batches) => {
      if (batches >= least) enough.resolve()
    })
    await Promise.race([enough.promise, sending])
    await sleep(Math.random() * 60)
    // A database that is killed is met by the server's answers; every other time both go.
    if (crash && round % 2 === 0) {
      await crash.kill()
      await sending
      await server.kill()
      await crash.start()
    } else await server.kill()
    acknowledged.push(...(await sending))
  }
  return { acknowledged: acknowledged.length, lost: await lostOf(config, acknowledged) }
}

/** How many of these listings the store lacks. */
export async function lostOf(
  config: StoreConfig,
  acknowledged: readonly string[],
): Promise<number> {
  const stored = await inStore(config, (store) =>
    store.transact(operatorContext, (handle) =>
      handle.selectFrom('listings').select('external_id').execute(),
    ),
  )
  const ids = new Set(stored.map(({ external_id: id }) => id))
  return acknowledged.filter((id) => !ids.has(id)).length
}

/** Opens a store for something that is done beside its server. */
export async function inStore<T>(
  config: StoreConfig,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openStore(config)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
