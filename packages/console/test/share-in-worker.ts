/** Something that takes long to start, and that the files which one worker runs share. */
export type Shared<T> = {
  /** Starts it, or goes on with what an earlier file started. */
  borrow(): Promise<T>
  /** Ends it in a while, unless another file borrows it first. */
  giveBack(): void
}

/** The next file may drive no browser: what then idles would cost it time. */
const lingerMilliseconds = 10_000

const running = new Set<object>()

/** Vitest ends its workers by a signal and waits half a second: what runs is dropped, and nothing outlives the process. */
function exit(): void {
  process.exit(143)
}

export function shareInWorker<T>(
  start: () => Promise<T>,
  end: (started: T) => Promise<void>,
): Shared<T> {
  let started: Promise<T> | undefined
  let lingering: NodeJS.Timeout | undefined

  const forget = (): void => {
    started = undefined
    running.delete(shared)
    if (running.size === 0) process.off('SIGTERM', exit)
  }
  const stop = async (): Promise<void> => {
    clearTimeout(lingering)
    const last = started
    forget()
    if (last !== undefined) await end(await last)
  }

  const shared: Shared<T> = {
    borrow: async () => {
      clearTimeout(lingering)
      if (started === undefined) {
        if (running.size === 0) process.on('SIGTERM', exit)
        running.add(shared)
        started = start()
      }
      try {
        return await started
      } catch (error) {
        // The next file tries it anew.
        forget()
        throw error
      }
    },
    giveBack: () => {
      clearTimeout(lingering)
      lingering = setTimeout(() => void stop(), lingerMilliseconds)
    },
  }
  return shared
}
