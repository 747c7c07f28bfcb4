export type StopSignal = 'SIGINT' | 'SIGTERM'

export type Stop = {
  signal: AbortSignal
  /** The signal that asked to stop, once one has come. */
  received(): StopSignal | undefined
  dispose(): void
}

export const stopExitCodes: Record<StopSignal, number> = { SIGINT: 130, SIGTERM: 143 }

/** Ends when somebody asked to stop. */
export async function untilStop({ signal }: Stop): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

// npm hands on the same Ctrl-C that the terminal already sent to everybody.
const echoMilliseconds = 1000

/** Turns SIGINT and SIGTERM into an abort; a second one, later, ends the process at once. */
export function listenForStop(): Stop {
  const controller = new AbortController()
  let received: StopSignal | undefined
  let at = 0
  const handle = (name: StopSignal): void => {
    if (received && Date.now() - at > echoMilliseconds) process.exit(stopExitCodes[name])
    received ??= name
    if (at === 0) at = Date.now()
    controller.abort()
  }
  process.on('SIGINT', handle)
  process.on('SIGTERM', handle)
  return {
    signal: controller.signal,
    received: () => received,
    dispose: () => {
      process.off('SIGINT', handle)
      process.off('SIGTERM', handle)
    },
  }
}
