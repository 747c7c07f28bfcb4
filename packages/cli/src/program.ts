import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { commands } from './commands/index.ts'
import type { ProgramIo } from './program-io.ts'

export type ProgramOptions = {
  io: ProgramIo
  /** Gets the exit code of the command that ran. */
  finish: (exitCode: number) => void
  /** Commands whose options, arguments and actions are loaded; of the others only name and description. */
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
  // Arguments of a command are loaded with it: its own help tells them.
  return program.configureHelp({ subcommandTerm: (command) => command.name() })
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
