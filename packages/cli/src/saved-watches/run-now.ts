import { setTimeout as sleep } from 'node:timers/promises'
import { TouchstoneError, type WatchRunView } from '@touchstone/contract'
import { printJson, type JsonFlags } from '../json-answer.ts'
import { showStatus } from '../progress.ts'
import type { ProgramIo } from '../program-io.ts'
import { operate, storeConfig } from '../server-store.ts'
import { listenForStop, stopExitCodes } from '../stop-signal.ts'
import { count } from '../terminal.ts'
import { delayReason, runLines } from './watch-lines.ts'

type RunFlags = JsonFlags & { organisation: string }

const pollMilliseconds = 1000
/** Ends after which nothing was found as it should be. */
const failed = new Set<WatchRunView['endedBy']>(['blocked', 'failures', 'stopped'])

/** Runs a watch, or joins the run in progress, and waits for the end. */
export async function runNow(
  io: ProgramIo,
  id: string,
  { organisation, json }: RunFlags,
): Promise<number> {
  const { before, isServing, heldBack } = await operate(io, 'watches.run', { organisation, id })
  if (heldBack !== null) {
    io.printError(`The watch is ${delayReason(heldBack)}. It runs once that has ended.`)
    return 1
  }
  if (!isServing && storeConfig(io).engine === 'embedded') {
    io.printError('No server is running: the run starts with the next `touchstone serve`.')
    return 1
  }
  const stop = listenForStop(io)
  const progress = showStatus(io.stderr)
  let hasBegun = false
  try {
    while (!stop.signal.aborted) {
      const { lastRun, state } = await operate(io, 'watches.read', { organisation, id })
      const run = lastRun?.id === before ? undefined : (lastRun ?? undefined)
      if (run !== undefined && !hasBegun) {
        hasBegun = true
        io.printError('The run has begun.')
      }
      if (run?.endedAt) {
        progress.clear()
        for (const line of runLines(run)) io.printError(line)
        if (json) printJson(io, run)
        return failed.has(run.endedBy) ? 1 : 0
      }
      if (run === undefined && state === 'stopped') {
        throw new TouchstoneError({
          code: 'watch-stopped',
          message: 'someone stopped the watch before the run began',
        })
      }
      progress.show(statusOf(run))
      await sleep(pollMilliseconds, undefined, { signal: stop.signal }).catch(() => undefined)
    }
    progress.clear()
    io.printError('The run goes on. `touchstone watch stop` stops it.')
    return stopExitCodes[stop.received() ?? 'SIGINT']
  } finally {
    stop.dispose()
  }
}

function statusOf(run: WatchRunView | undefined): string {
  if (run === undefined) return 'waiting for the server to begin the run'
  const { usage, budget, listings } = run
  return `${usage.requests} of ${count(budget.requests, 'request')}, ${count(listings.seen, 'listing')}, ${listings.new} new`
}
