import { Option, type Command } from 'commander'
import { TouchstoneError } from '@touchstone/contract'
import { jsonOption, printAnswer, type JsonFlags } from '../json-answer.ts'
import type { ProgramIo } from '../program-io.ts'
import type { CommandContext } from './options.ts'

type RehearsalFlags = JsonFlags & { regime?: string; referral?: string; out: string }

export function defineRehearsal(command: Command, { io, finish }: CommandContext): void {
  command
    .addOption(new Option('--regime <id>', 'regime ID, for example eu-dsa').conflicts('referral'))
    .addOption(
      new Option(
        '--referral <template>',
        'template of a dossier: us-doj, uk-pipcu, eu-afa, cn-psb, id-polri or counsel',
      ),
    )
    .requiredOption('--out <folder>', 'new folder for all artefacts; must not exist yet')
    .option(...jsonOption)
    .action(async (flags: RehearsalFlags) =>
      finish(await rehearsal(io, command.parent?.version() ?? '', flags)),
    )
}

async function rehearsal(io: ProgramIo, version: string, flags: RehearsalFlags): Promise<number> {
  const { regime, referral, out } = flags
  const { rehearse, rehearseReferral } = await import('@touchstone/server/rehearsal')
  const steps: string[] = []
  const say = (sentence: string): void => {
    steps.push(sentence)
    if (!flags.json) io.print(`${String(steps.length).padStart(2)}  ${sentence}`)
  }
  if (referral !== undefined) {
    const { packages, trust } = await rehearseReferral({ template: referral, out, say, version })
    printAnswer(io, flags, { steps, packages, trust }, [
      '\nCheck the packages:',
      ...packages.map((one) => `touchstone verify ${one} --trust ${trust.join(' ')}`),
    ])
    return 0
  }
  if (regime === undefined) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: 'Name what to rehearse with --regime or --referral.',
    })
  }
  const done = await rehearse({ regime, out, say, version, env: io.env })
  printAnswer(io, flags, { steps, packages: [done.package], trust: done.trust }, [
    `\nCheck the package: touchstone verify ${done.package} --trust ${done.trust.join(' ')}`,
  ])
  return 0
}
