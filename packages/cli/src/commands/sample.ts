import type { Command } from 'commander'
import { followSample, sampleSignInLines } from '../sample-progress.ts'
import { operate } from '../server-store.ts'
import { listenForStop } from '../stop-signal.ts'
import { count } from '../terminal.ts'
import type { Finish } from './options.ts'

export function addSample(program: Command, finish: Finish): void {
  const sample = program
    .command('sample')
    .description('manage the sample alliance: invented organisations, people and listings')
  sample
    .command('load')
    .description('load the sample alongside existing data')
    .action(async () => finish(await load()))
  sample
    .command('status')
    .description('show the loading progress')
    .action(async () => finish(await status()))
  sample
    .command('remove')
    .description('remove the sample with all its data, and nothing else')
    .action(async () => finish(await remove()))
}

async function load(): Promise<number> {
  const { underway, ...signIns } = await operate('sample.load', {})
  for (const line of sampleSignInLines(signIns)) console.log(line)
  if (!underway) {
    console.log(
      'A server loads its catalogs and offers: one that runs at once, else the next start.',
    )
    return 0
  }
  const stop = listenForStop()
  await followSample({ sampleProgress: () => operate('sample.status', {}) }, stop.signal)
  stop.dispose()
  return 0
}

async function status(): Promise<number> {
  const { state, taken, total } = await operate('sample.status', {})
  const words = {
    none: 'There is no sample alliance.',
    loading: `The sample alliance is being loaded: ${taken} of ${count(total, 'offer')}.`,
    loaded: `The sample alliance is loaded: ${count(total, 'offer')}.`,
    removing: 'The sample alliance is being removed: `touchstone sample remove` ends that.',
    removed: 'The sample alliance was removed.',
  }
  console.log(words[state])
  return 0
}

async function remove(): Promise<number> {
  const { organisations, people, offers } = await operate('sample.remove', {})
  console.log(
    `Removed the sample alliance: ${count(organisations, 'organisation')}, ${count(people, 'sign-in')}, ${count(offers, 'offer')}.`,
  )
  return 0
}
