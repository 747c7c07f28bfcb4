import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createClient } from '@touchstone/client'
import type { StoreConfig } from '../src/platform/config/index.ts'

const program = fileURLToPath(new URL('./server.ts', import.meta.url))

export type Serving = {
  url: string
  child: ChildProcess
  /** The log so far. */
  log(): string
  /** Ends the process as a power cut would, as far as a process can. */
  kill(): Promise<void>
}

/** The environment in which a process opens this store: all that share a database share a folder with its keys. */
export function environmentOf(store: StoreConfig): Record<string, string> {
  if (store.engine === 'embedded') return { DATA_DIR: store.dataDir, DATABASE_URL: '' }
  const url = store.ownerUrl.reveal()
  const name = createHash('sha256').update(url).digest('hex').slice(0, 16)
  return { DATA_DIR: join(tmpdir(), `touchstone-serving-${name}`), DATABASE_URL: url }
}

/** Starts a server in a separate process and waits until it listens. */
export async function startServing(
  store: StoreConfig,
  env: Record<string, string> = {},
): Promise<Serving> {
  const child = spawn(process.execPath, ['--conditions=touchstone-source', program], {
    env: { ...process.env, ...environmentOf(store), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    void ended.then(() => reject(new Error(`the server ended: ${log}`)))
  })
  return {
    url,
    child,
    log: () => log,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

const rowsInBatch = 40

/**
 * Sends batches one by one until one is not acknowledged. Returns the ids of listings in acknowledged batches;
 * `acknowledged` is called for each batch.
 */
export async function sendUntilGone(
  url: string,
  key: string,
  run: string,
  onAnswer: (batches: number) => void,
): Promise<string[]> {
  const client = createClient({ url, key })
  const acknowledged: string[] = []
  for (let batch = 0; ; batch++) {
    const ids = Array.from({ length: rowsInBatch }, (_, row) => `${run}-${batch}-${row}`)
    try {
      const body = ids.map((id) => JSON.stringify({ id, title: `Bag ${id}` })).join('\n')
      const answer = await client.listings.takeBatch({ body, contentType: 'application/x-ndjson' })
      if (answer.taken !== rowsInBatch) return acknowledged
    } catch {
      return acknowledged
    }
    acknowledged.push(...ids)
    onAnswer(batch + 1)
  }
}
