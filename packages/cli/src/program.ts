import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { addCommands } from './commands/index.ts'

/** The command line with all its commands; `finish` gets the exit code of the one that ran. */
export function buildProgram(finish: (exitCode: number) => void): Command {
  const program = new Command('touchstone')
    .description('reads marketplace offers and says, with reasons, which look counterfeit')
    .version(version())
    .showHelpAfterError('(add --help to see what is possible)')
    .exitOverride()
  addCommands(program, finish)
  return program
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
