import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { commands } from './commands/index.ts'
import type { ProgramIo } from './program-io.ts'

export type ProgramOptions = {
  io: ProgramIo
  /** Called with the exit code of the command that ran. */
  finish: (exitCode: number) => void
  /** Commands loaded in full; the others have only their name and description. */
  loaded: 'all' | readonly string[]
}

/** The command line with all its commands. */
export async function buildProgram({ io, finish, loaded }: ProgramOptions): Promise<Command> {
  const program = new Command('touchstone')
    .description('assess marketplace listings for counterfeits, with reasons')
    .version(version())
    .showHelpAfterError('(add --help for usage)')
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getErrHelpWidth: () => io.stderr.columns ?? 80,
    })
    .exitOverride()
  for (const { name, description, load } of commands) {
    const command = program.command(name).description(description)
    if (loaded === 'all' || loaded.includes(name)) (await load())(command, { io, finish })
  }
  // A command's arguments load with the command and appear in its own help.
  return program.configureHelp({ subcommandTerm: (command) => command.name() })
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
