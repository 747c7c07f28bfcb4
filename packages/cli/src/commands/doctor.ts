import type { Command } from 'commander'
import { readConfig } from '../config.ts'
import { checkMachine } from '../machine.ts'
import { paintFor } from '../terminal.ts'
import type { Finish } from './options.ts'

export function addDoctor(program: Command, finish: Finish): void {
  program
    .command('doctor')
    .description('check that this machine has what Touchstone needs, and say the mend')
    .action(async () => finish(await doctor()))
}

async function doctor(): Promise<number> {
  const config = readConfig(process.env)
  const paint = paintFor(process.stdout, config.noColor)
  let unfit = 0
  for await (const { name, state, says } of checkMachine(config)) {
    const word = {
      ok: paint('green', 'ok  '),
      note: paint('yellow', 'note'),
      bad: paint('red', 'BAD '),
    }
    console.log(`${word[state]}  ${name.padEnd(20)} ${says}`)
    if (state === 'bad') unfit++
  }
  console.log(
    unfit === 0
      ? '\nThis machine is ready.'
      : `\n${unfit === 1 ? 'One thing needs' : `${unfit} things need`} mending, see BAD above.`,
  )
  return unfit === 0 ? 0 : 1
}
