import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { addCommands } from './commands/index.ts'

/** The command line with all its commands; `finish` gets the exit code of the one that ran. */
export function buildProgram(finish: (exitCode: number) => void): Command {
  const program = new Command('touchstone')
    .description('assess marketplace listings for counterfeits, with reasons')
    .version(version())
    .showHelpAfterError('(add --help for usage)')
    .exitOverride()
  addCommands(program, finish)
  return program
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
