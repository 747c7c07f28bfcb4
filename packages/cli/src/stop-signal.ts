import type { ProgramIo, StopSignal } from './program-io.ts'

export type Stop = {
  signal: AbortSignal
  /** The signal received, if any. */
  received(): StopSignal | undefined
  dispose(): void
}

export const stopExitCodes: Record<StopSignal, number> = { SIGINT: 130, SIGTERM: 143 }

/** Resolves when a stop was requested. */
export async function untilStop({ signal }: Stop): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

// npm forwards the Ctrl-C that the terminal has already sent to the whole process group.
const echoMilliseconds = 1000

/** Turns SIGINT and SIGTERM into an abort; a later second one ends the process at once. */
export function listenForStop({ signals, exit }: Pick<ProgramIo, 'signals' | 'exit'>): Stop {
  const controller = new AbortController()
  let received: StopSignal | undefined
  let at = 0
  const handle = (name: StopSignal): void => {
    if (received && Date.now() - at > echoMilliseconds) exit(stopExitCodes[name])
    received ??= name
    if (at === 0) at = Date.now()
    controller.abort()
  }
  signals.on('SIGINT', handle)
  signals.on('SIGTERM', handle)
  return {
    signal: controller.signal,
    received: () => received,
    dispose: () => {
      signals.off('SIGINT', handle)
      signals.off('SIGTERM', handle)
    },
  }
}
