import type { Command } from 'commander'
import type { ProgramIo } from '../program-io.ts'
import { followSample, sampleSignInLines } from '../sample-progress.ts'
import { operate } from '../server-store.ts'
import { listenForStop } from '../stop-signal.ts'
import { count } from '../terminal.ts'
import type { CommandContext } from './options.ts'

export function defineSample(sample: Command, { io, finish }: CommandContext): void {
  sample
    .command('load')
    .description('load the sample alongside existing data')
    .action(async () => finish(await load(io)))
  sample
    .command('status')
    .description('show the loading progress')
    .action(async () => finish(await status(io)))
  sample
    .command('remove')
    .description('remove the sample with all its data, and nothing else')
    .action(async () => finish(await remove(io)))
}

async function load(io: ProgramIo): Promise<number> {
  const { underway, ...signIns } = await operate(io, 'sample.load', {})
  for (const line of sampleSignInLines(signIns)) io.print(line)
  if (!underway) {
    io.print(
      'The server loads its catalogs and listings: immediately if it is running, otherwise at the next start.',
    )
    return 0
  }
  const stop = listenForStop(io)
  await followSample(
    { sampleProgress: () => operate(io, 'sample.status', {}) },
    stop.signal,
    io.stdout,
  )
  stop.dispose()
  return 0
}

async function status(io: ProgramIo): Promise<number> {
  const { state, taken, total } = await operate(io, 'sample.status', {})
  const words = {
    none: 'There is no sample alliance.',
    loading: `Loading the sample alliance: ${taken} of ${count(total, 'listing')}.`,
    loaded: `The sample alliance is loaded: ${count(total, 'listing')}.`,
    removing:
      'The removal of the sample alliance is incomplete: run `touchstone sample remove` to finish it.',
    removed: 'The sample alliance was removed.',
  }
  io.print(words[state])
  return 0
}

async function remove(io: ProgramIo): Promise<number> {
  const { organisations, people, listings } = await operate(io, 'sample.remove', {})
  io.print(
    `Removed the sample alliance: ${count(organisations, 'organisation')}, ${count(people, 'sign-in')}, ${count(listings, 'listing')}.`,
  )
  return 0
}
