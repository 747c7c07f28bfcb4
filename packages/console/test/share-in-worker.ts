/** A resource that starts slowly, shared by the files that one worker runs. */
export type Shared<T> = {
  /** Starts it, or returns the one that is running. */
  borrow(): Promise<T>
  /** Stops it after a while, unless another file borrows it first. */
  giveBack(): void
}

/** The next file may not need it, and would lose processor time to it. */
const lingerMilliseconds = 10_000

const running = new Set<object>()

/**
 * Vitest ends its workers by a signal and waits half a second: exit at once, so that nothing outlives the process.
 */
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
        // The next file tries again.
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
