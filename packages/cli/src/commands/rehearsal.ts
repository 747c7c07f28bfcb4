import type { Command } from 'commander'
import type { ProgramIo } from '../program-io.ts'
import type { CommandContext } from './options.ts'

type RehearsalFlags = { regime: string; out: string }

export function defineRehearsal(command: Command, { io, finish }: CommandContext): void {
  command
    .requiredOption('--regime <id>', 'regime ID, for example eu-dsa')
    .requiredOption('--out <folder>', 'new folder for all artefacts; must not exist yet')
    .action(async (flags: RehearsalFlags) =>
      finish(await rehearsal(io, command.parent?.version() ?? '', flags)),
    )
}

async function rehearsal(
  io: ProgramIo,
  version: string,
  { regime, out }: RehearsalFlags,
): Promise<number> {
  const { rehearse } = await import('@touchstone/server/rehearsal')
  let step = 0
  const say = (sentence: string): void => io.print(`${String(++step).padStart(2)}  ${sentence}`)
  const done = await rehearse({ regime, out, say, version, env: io.env })
  io.print(`\nCheck the package: touchstone verify ${done.package} --trust ${done.trust.join(' ')}`)
  return 0
}
