import { personRoles, type PersonRole } from '@touchstone/contract'
import type { ResultOf } from '@touchstone/server'
import type { Command } from 'commander'
import { jsonOption, printAnswer, type JsonFlags } from '../json-answer.ts'
import type { ProgramIo } from '../program-io.ts'
import { operate, serverConfig } from '../server-store.ts'
import { visible } from '../terminal.ts'
import type { CommandContext } from './options.ts'

type InviteFlags = JsonFlags & {
  organisation: string
  roles: PersonRole[]
  brands?: string[]
  territories?: string[]
}

export function defineUsers(users: Command, { io, finish }: CommandContext): void {
  users
    .command('list')
    .description('list all people with their organisations')
    .option(...jsonOption)
    .action(async (flags: JsonFlags) => finish(await list(io, flags)))
  users
    .command('invite')
    .description('invite a person to an organisation, and print the token once')
    .argument('<email>', 'email address for signing in')
    .requiredOption('--organisation <slug>', 'organisation to join')
    .requiredOption('--roles <names>', `roles of the person: ${personRoles.join(',')}`, names)
    .option('--brands <ids>', 'brands of the person; all by default', names)
    .option('--territories <codes>', 'territories of the person; all by default', names)
    .option(...jsonOption)
    .action(async (email: string, flags: InviteFlags) => finish(await invite(io, email, flags)))
  users
    .command('reset')
    .description('print a new password for a person; ends their sessions and second factor')
    .argument('<email>', 'email address of the person')
    .option(...jsonOption)
    .action(async (email: string, flags: JsonFlags) => finish(await reset(io, email, flags)))
  users
    .command('erase')
    .description(
      'erase a person who no longer belongs to any organisation; the ID stays in the audit log',
    )
    .argument('<email>', 'email address of the person')
    .option(...jsonOption)
    .action(async (email: string, flags: JsonFlags) => finish(await erase(io, email, flags)))
}

function names(text: string): string[] {
  return text.split(',').map((name) => name.trim())
}

async function list(io: ProgramIo, flags: JsonFlags): Promise<number> {
  const all: ResultOf<'users.list'> = []
  let after: string | undefined
  do {
    const people = await operate(io, 'users.list', { after })
    all.push(...people)
    after = people.at(-1)?.email
  } while (after !== undefined)
  const lines = all.map(({ email, name, organisations, installationAdmin }) => {
    const of = [...(installationAdmin ? ['the installation'] : []), ...organisations]
    return [email, visible(name), of.join(',')].join('  ').trimEnd()
  })
  printAnswer(io, flags, all, lines)
  return 0
}

async function invite(
  io: ProgramIo,
  email: string,
  { json, ...flags }: InviteFlags,
): Promise<number> {
  const { invitation, token } = await operate(io, 'users.invite', { email, ...flags })
  const { publicUrl } = serverConfig(io).people
  const link = publicUrl === undefined ? undefined : `${publicUrl}/invitation#${token}`
  io.printError(
    `Invited ${invitation.email} into ${flags.organisation} until ${invitation.expiresAt}. The token is shown only once:`,
  )
  printAnswer(io, { json }, { invitation, token, link }, [token])
  if (link !== undefined) io.printError(link)
  return 0
}

async function reset(io: ProgramIo, email: string, flags: JsonFlags): Promise<number> {
  const { password } = await operate(io, 'users.reset', { email })
  io.printError(
    `Reset ${email}. All sessions and the second factor have ended. The new password must be changed at the next sign-in:`,
  )
  printAnswer(io, flags, { email, password }, [password])
  return 0
}

async function erase(io: ProgramIo, email: string, flags: JsonFlags): Promise<number> {
  await operate(io, 'users.erase', { email })
  io.printError(`Erased ${email}: name, email address and sign-in credentials.`)
  printAnswer(io, flags, { erased: email })
  return 0
}
