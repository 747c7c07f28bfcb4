import type { Command } from 'commander'
import type { Finish } from './options.ts'

type RehearsalFlags = { regime: string; out: string }

export function addRehearsal(program: Command, finish: Finish): void {
  program
    .command('rehearsal')
    .description(
      'simulate a listing from its capture to the outcome under a regime; nothing leaves the machine',
    )
    .requiredOption('--regime <id>', 'regime ID, for example eu-dsa')
    .requiredOption('--out <folder>', 'new folder for all artefacts; must not exist yet')
    .action(async (flags: RehearsalFlags) =>
      finish(await rehearsal(program.version() ?? '', flags)),
    )
}

async function rehearsal(version: string, { regime, out }: RehearsalFlags): Promise<number> {
  const { rehearse } = await import('@touchstone/server/rehearsal')
  let step = 0
  const say = (sentence: string): void => console.log(`${String(++step).padStart(2)}  ${sentence}`)
  const done = await rehearse({ regime, out, say, version, env: process.env })
  console.log(
    `\nCheck the package: touchstone verify ${done.package} --trust ${done.trust.join(' ')}`,
  )
  return 0
}
