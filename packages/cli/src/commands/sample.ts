import type { Command } from 'commander'
import { jsonOption, printAnswer, type JsonFlags } from '../json-answer.ts'
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
    .option(...jsonOption)
    .action(async (flags: JsonFlags) => finish(await load(io, flags)))
  sample
    .command('status')
    .description('show the loading progress')
    .option(...jsonOption)
    .action(async (flags: JsonFlags) => finish(await status(io, flags)))
  sample
    .command('remove')
    .description('remove the sample with all its data, and nothing else')
    .option(...jsonOption)
    .action(async (flags: JsonFlags) => finish(await remove(io, flags)))
}

async function load(io: ProgramIo, flags: JsonFlags): Promise<number> {
  const { underway, ...signIns } = await operate(io, 'sample.load', {})
  printAnswer(io, flags, { ...signIns, underway }, sampleSignInLines(signIns))
  const print = flags.json ? io.printError : io.print
  if (!underway) {
    print(
      'The server loads its catalogs and listings: immediately if it is running, otherwise at the next start.',
    )
    return 0
  }
  const stop = listenForStop(io)
  await followSample(
    { sampleProgress: () => operate(io, 'sample.status', {}) },
    stop.signal,
    flags.json ? io.stderr : io.stdout,
  )
  stop.dispose()
  return 0
}

async function status(io: ProgramIo, flags: JsonFlags): Promise<number> {
  const progress = await operate(io, 'sample.status', {})
  const { state, taken, total } = progress
  const words = {
    none: 'There is no sample alliance.',
    loading: `Loading the sample alliance: ${taken} of ${count(total, 'listing')}.`,
    loaded: `The sample alliance is loaded: ${count(total, 'listing')}.`,
    removing:
      'The removal of the sample alliance is incomplete: run `touchstone sample remove` to finish it.',
    removed: 'The sample alliance was removed.',
  }
  printAnswer(io, flags, progress, [words[state]])
  return 0
}

async function remove(io: ProgramIo, flags: JsonFlags): Promise<number> {
  const removed = await operate(io, 'sample.remove', {})
  const { organisations, people, listings } = removed
  printAnswer(io, flags, removed, [
    `Removed the sample alliance: ${count(organisations, 'organisation')}, ${count(people, 'sign-in')}, ${count(listings, 'listing')}.`,
  ])
  return 0
}
