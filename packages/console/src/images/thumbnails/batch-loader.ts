type Waiting<T> = {
  id: string
  signal: AbortSignal
  resolve: (found: T | undefined) => void
  reject: (error: unknown) => void
}

const restMilliseconds = 40
const maxWaitMilliseconds = 300

/**
 * Loads by id what many components ask for one by one: all that is asked for while a page is drawn in one request, once
 * little more comes, and one request at a time: whoever scrolls fast asks for little of what passes by.
 */
export function createBatchLoader<T>(
  loadAll: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  maxIds: number,
): (id: string, signal: AbortSignal) => Promise<T | undefined> {
  let waiting: Waiting<T>[] = []
  let isRunning = false
  let asks = 0

  async function rest(): Promise<void> {
    const until = performance.now() + maxWaitMilliseconds
    for (let before = -1; before !== asks && performance.now() < until;) {
      before = asks
      await new Promise((resolve) => setTimeout(resolve, restMilliseconds))
    }
  }

  async function run(): Promise<void> {
    isRunning = true
    while (waiting.length > 0) {
      await rest()
      const pending = waiting.filter(({ signal }) => !signal.aborted)
      const ids = [...new Set(pending.map(({ id }) => id))].slice(0, maxIds)
      const batch = pending.filter(({ id }) => ids.includes(id))
      waiting = pending.filter(({ id }) => !ids.includes(id))
      if (batch.length === 0) break
      try {
        const found = await loadAll(ids)
        for (const { id, resolve } of batch) resolve(found.get(id))
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    isRunning = false
  }

  return (id, signal) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      asks++
      waiting.push({ id, signal, resolve, reject })
      if (!isRunning) void run()
    })
}
