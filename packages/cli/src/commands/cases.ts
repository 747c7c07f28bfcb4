import type { Command } from 'commander'
import { jsonOption, printAnswer, type JsonFlags } from '../json-answer.ts'
import type { ProgramIo } from '../program-io.ts'
import { operate } from '../server-store.ts'
import { count } from '../terminal.ts'
import type { CommandContext } from './options.ts'

export function defineCases(command: Command, { io, finish }: CommandContext): void {
  command
    .command('rebuild')
    .description('rebuild the state of all cases from their events, and list those that differed')
    .option(...jsonOption)
    .action(async (flags: JsonFlags) => finish(await rebuild(io, flags)))
}

async function rebuild(io: ProgramIo, flags: JsonFlags): Promise<number> {
  const { cases, mended } = await operate(io, 'cases.rebuild', {})
  printAnswer(io, flags, { cases, mended }, mended)
  io.printError(
    `${count(cases, 'case')} checked; ${mended.length === 0 ? 'each matches its events' : `${mended.length} rebuilt`}.`,
  )
  return 0
}
