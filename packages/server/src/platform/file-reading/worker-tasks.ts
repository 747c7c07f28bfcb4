import { parentPort } from 'node:worker_threads'
import type { FromThread, OpenedTask, TaskContext, ToThread } from './protocol.ts'
import { SerialQueue } from '../serial-queue/index.ts'

export type Tasks = Readonly<
  Record<string, (options: never, context: TaskContext<never, never>) => Promise<OpenedTask>>
>

const maxRows = 200
const maxWeight = 256 * 1024

/** Unwinds a task whose remaining results nobody needs. */
class Stopped extends Error {}

/** Serves the thread's tasks, one file after the other. The program of a thread calls it once. */
export function serveTasks(tasks: Tasks): void {
  const port = parentPort
  if (port === null) throw new Error('This program runs in a worker thread only.')
  let receive: ((message: ToThread) => void) | undefined
  port.on('message', (message: ToThread) => {
    if (message.kind === 'begin') void begin(message.task, message.options)
    else receive?.(message)
  })
  const post = (message: FromThread): void => port.postMessage(message)
  // A reader may ask for bytes while its rows are still on their way: one message at a time.
  const turns = new SerialQueue()
  const request = async (message: FromThread): Promise<ToThread> => {
    const reply = await turns.run(
      () =>
        new Promise<ToThread>((resolve) => {
          receive = resolve
          post(message)
        }),
    )
    if (reply.kind === 'stop') throw new Stopped()
    return reply
  }

  post({ kind: 'ready' })

  async function begin(task: string, options: unknown): Promise<void> {
    try {
      post(await read(task, options))
    } catch (error) {
      if (error instanceof Stopped) post({ kind: 'stopped' })
      else {
        const { message, stack } = error as Error
        post({ kind: 'failed', message, stack })
      }
    }
  }

  async function read(name: string, options: unknown): Promise<FromThread> {
    const task = tasks[name]
    if (task === undefined) throw new RangeError(`There is no task ${name}.`)
    let batch: unknown[] = []
    let weight = 0
    const flush = async (): Promise<void> => {
      if (batch.length === 0) return
      const rows = batch
      batch = []
      weight = 0
      await request({ kind: 'rows', rows })
    }
    async function* bytes(): AsyncGenerator<Uint8Array> {
      for (;;) {
        await flush()
        const reply = await request({ kind: 'pull' })
        if (reply.kind !== 'bytes' || reply.chunk === null) return
        yield reply.chunk
      }
    }
    const question = async (value: unknown): Promise<unknown> => {
      const reply = await request({ kind: 'question', value })
      return reply.kind === 'answer' ? reply.value : undefined
    }
    const { opened, rows, end } = await task(options as never, {
      bytes: bytes(),
      ask: question as () => Promise<never>,
    } satisfies TaskContext<never, never>)
    await request({ kind: 'opened', value: opened })
    for await (const row of rows ?? []) {
      batch.push(row)
      weight += weightOf(row, 6)
      if (batch.length >= maxRows || weight > maxWeight) await flush()
    }
    await flush()
    return { kind: 'done', value: end?.() }
  }
}

/** Approximate number of characters in a value; anything deeper than `depth` counts little. */
function weightOf(value: unknown, depth: number): number {
  if (typeof value === 'string') return value.length + 8
  if (typeof value !== 'object' || value === null || depth === 0) return 8
  let weight = 8
  for (const [key, child] of Object.entries(value))
    weight += key.length + weightOf(child, depth - 1)
  return weight
}
