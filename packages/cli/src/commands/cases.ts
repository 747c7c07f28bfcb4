import type { Command } from 'commander'
import type { ProgramIo } from '../program-io.ts'
import { operate } from '../server-store.ts'
import { count } from '../terminal.ts'
import type { CommandContext } from './options.ts'

export function defineCases(command: Command, { io, finish }: CommandContext): void {
  command
    .command('rebuild')
    .description('rebuild the state of all cases from their events, and list those that differed')
    .action(async () => finish(await rebuild(io)))
}

async function rebuild(io: ProgramIo): Promise<number> {
  const { cases, mended } = await operate(io, 'cases.rebuild', {})
  for (const id of mended) io.print(id)
  io.printError(
    `${count(cases, 'case')} checked; ${mended.length === 0 ? 'each matches its events' : `${mended.length} rebuilt`}.`,
  )
  return 0
}
