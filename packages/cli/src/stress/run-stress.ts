import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { TouchstoneError } from '@touchstone/contract'
import type { ProgramIo } from '../program-io.ts'
import { showShare } from '../progress.ts'
import { count } from '../terminal.ts'
import { sendArrivals } from './arrivals.ts'
import { breachesOf, figuresOf, type LoadFigures, type ServerFigures } from './figures.ts'
import { HttpCalls } from './http-calls.ts'
import { Loads } from './loads.ts'
import type { StressPlan } from './plan.ts'
import { StressServer } from './stress-server.ts'

export interface StressResult {
  loads: LoadFigures[]
  server: ServerFigures
  /** Sentences; empty if all limits were met. */
  breaches: string[]
}

const samples = new URL('../../../../samples/listings.ndjson', import.meta.url)

/**
 * Starts a server with a new store in a folder of its own, sends it the loads of a plan and measures.
 * @param parent in which the folder is created, and removed again
 * @param stop ends the test early; what was measured until then counts
 */
export async function runStress(
  io: ProgramIo,
  { plan, parent, stop }: { plan: StressPlan; parent: string; stop: AbortSignal },
): Promise<StressResult> {
  const folder = await mkdtemp(join(parent, 'stress-'))
  try {
    io.printError('Starting the server.')
    const server = await StressServer.start(io, folder)
    try {
      return await measure(io, server, { plan, stop })
    } finally {
      await server.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure(
  io: ProgramIo,
  server: StressServer,
  { plan, stop }: { plan: StressPlan; stop: AbortSignal },
): Promise<StressResult> {
  const { seconds, warmUpSeconds, waitSeconds, storedListings } = plan
  const patience = new AbortController()
  const calls = new HttpCalls(server.url, patience.signal)
  // Metrics and what is read afterwards are no part of the loads, and still answered when those are given up.
  const besides = new HttpCalls(server.url, new AbortController().signal)
  try {
    const callers = await server.createCallers(besides)
    const loads = await Loads.of(plan, samples, { calls, callers })
    if (storedListings > 0) io.printError(`Storing ${count(storedListings, 'listing')}.`)
    const progress = showShare('listing', io.stderr)
    await loads.store(besides, storedListings, (stored) => progress.show(stored, storedListings))
    progress.clear()
    io.printError(`Loading the server for ${count(warmUpSeconds + seconds, 'second')}.`)
    const sending = loads.all.map(async (load, at) => {
      const arrivals = { ...load, warmUpSeconds, seconds, seed: plan.seed + at }
      return { load, figures: figuresOf(load.name, await sendArrivals(arrivals, stop)) }
    })
    await sleep(warmUpSeconds * 1000, undefined, { signal: stop }).catch(() => undefined)
    server.watchMemory(besides)
    const before = await server.usage(besides)
    const began = performance.now()
    await sleep(seconds * 1000, undefined, { signal: stop }).catch(() => undefined)
    const after = await server.usage(besides)
    const elapsed = (performance.now() - began) / 1000
    const giveUp = setTimeout(() => patience.abort(), waitSeconds * 1000)
    const measuredLoads = await Promise.all(sending)
    clearTimeout(giveUp)
    if (server.hasEnded) throw endedEarly()
    io.printError('Looking for every acknowledged listing.')
    const measured: ServerFigures = {
      cores: (after.processorSeconds - before.processorSeconds) / elapsed,
      mebibytes: after.mebibytes,
      missingListings: await loads.countMissing(besides),
    }
    return {
      loads: measuredLoads.map(({ figures }) => figures),
      server: measured,
      breaches: breachesOf(measuredLoads, measured, plan.server),
    }
  } finally {
    calls.close()
    besides.close()
  }
}

function endedEarly(): TouchstoneError {
  return new TouchstoneError({
    code: 'store-unavailable',
    message: 'The server ended during the test.',
  })
}
