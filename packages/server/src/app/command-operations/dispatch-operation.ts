import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import type { ServerConfig } from '../../platform/config/index.ts'
import { requireCompleteDataDir } from '../../platform/data-dir/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { callServer } from '../command-channel/index.ts'
import type { Serialised } from './operation.ts'
import type { OperationName, Operations } from './operations.ts'
import { requireOperation, performOperation } from './perform-operation.ts'

export type DispatchOptions<N extends OperationName> = {
  config: ServerConfig
  /** The user at the command line, for the log. */
  actor: string
  name: N
  input: z.input<Operations[N]['input']>
  /** Input of the operation, if it reads any. */
  bytes?: AsyncIterable<Uint8Array>
  /** How long to wait for another process that has the store open. */
  patienceMilliseconds?: number
}

export type ResultOf<N extends OperationName> = Serialised<
  Awaited<ReturnType<Operations[N]['run']>>
>

/**
 * Runs an operation: in the server that has the embedded store open, if one runs, else by opening the store. Waits
 * for another command that has it open.
 */
export async function dispatchOperation<N extends OperationName>(
  options: DispatchOptions<N>,
): Promise<ResultOf<N>> {
  const { config, actor, name, input, bytes = nothing() } = options
  // PostgreSQL is elsewhere, and may be as empty.
  requireCompleteDataDir(config.dataDir)
  const deadline = Date.now() + (options.patienceMilliseconds ?? 5_000)
  for (;;) {
    if (config.store.engine === 'embedded') {
      const asked = { operation: name, actor, input }
      const answer = await callServer(config.dataDir, asked, bytes)
      if (answer !== undefined) return answer.result as ResultOf<N>
    }
    let store: Store
    try {
      store = await openStore(config.store, { migrate: requireOperation(name).unmigrated !== true })
    } catch (error) {
      const held = error instanceof AppError && error.code === 'store-in-use'
      if (!held || Date.now() > deadline) throw error
      // Another command that ends soon, or a server that is not listening yet.
      await sleep(200)
      continue
    }
    try {
      const operator = { kind: 'operator', id: actor } as const
      const context = { store, config, actor: operator, bytes }
      return (await performOperation(name, context, input)) as ResultOf<N>
    } finally {
      await store.close()
    }
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
