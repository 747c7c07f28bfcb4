import type { Command } from 'commander'
import { operate } from '../server-store.ts'
import { count } from '../terminal.ts'
import type { Finish } from './options.ts'

export function addCases(program: Command, finish: Finish): void {
  program
    .command('cases')
    .description('manage cases of listings that organisations work on')
    .command('rebuild')
    .description('rebuild the state of all cases from their events, and list those that differed')
    .action(async () => finish(await rebuild()))
}

async function rebuild(): Promise<number> {
  const { cases, mended } = await operate('cases.rebuild', {})
  for (const id of mended) console.log(id)
  console.error(
    `${count(cases, 'case')} looked at; ${mended.length === 0 ? 'each stands as its events tell' : `${mended.length} mended`}.`,
  )
  return 0
}
