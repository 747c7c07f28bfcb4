import { personRoles, type PersonRole } from '@touchstone/contract'
import type { Command } from 'commander'
import type { ProgramIo } from '../program-io.ts'
import { operate, serverConfig } from '../server-store.ts'
import { visible } from '../terminal.ts'
import type { CommandContext } from './options.ts'

type InviteFlags = {
  organisation: string
  roles: PersonRole[]
  brands?: string[]
  territories?: string[]
}

export function defineUsers(users: Command, { io, finish }: CommandContext): void {
  users
    .command('list')
    .description('list all people with their organisations')
    .action(async () => finish(await list(io)))
  users
    .command('invite')
    .description('invite a person to an organisation, and print the token once')
    .argument('<email>', 'email address for signing in')
    .requiredOption('--organisation <slug>', 'organisation to join')
    .requiredOption('--roles <names>', `roles of the person: ${personRoles.join(',')}`, names)
    .option('--brands <ids>', 'brands of the person; all by default', names)
    .option('--territories <codes>', 'territories of the person; all by default', names)
    .action(async (email: string, flags: InviteFlags) => finish(await invite(io, email, flags)))
  users
    .command('reset')
    .description('print a new password for a person; ends their sessions and second factor')
    .argument('<email>', 'email address of the person')
    .action(async (email: string) => finish(await reset(io, email)))
  users
    .command('erase')
    .description(
      'erase a person who no longer belongs to any organisation; the ID stays in the audit log',
    )
    .argument('<email>', 'email address of the person')
    .action(async (email: string) => finish(await erase(io, email)))
}

function names(text: string): string[] {
  return text.split(',').map((name) => name.trim())
}

async function list(io: ProgramIo): Promise<number> {
  let after: string | undefined
  for (;;) {
    const people = await operate(io, 'users.list', { after })
    for (const { email, name, organisations, installationAdmin } of people) {
      const of = [...(installationAdmin ? ['the installation'] : []), ...organisations]
      io.print([email, visible(name), of.join(',')].join('  ').trimEnd())
    }
    after = people.at(-1)?.email
    if (after === undefined) return 0
  }
}

async function invite(io: ProgramIo, email: string, flags: InviteFlags): Promise<number> {
  const { invitation, token } = await operate(io, 'users.invite', { email, ...flags })
  const { publicUrl } = serverConfig(io).people
  io.printError(
    `Invited ${invitation.email} into ${flags.organisation} until ${invitation.expiresAt}. The token is shown only once:`,
  )
  io.print(token)
  if (publicUrl !== undefined) io.printError(`${publicUrl}/invitation#${token}`)
  return 0
}

async function reset(io: ProgramIo, email: string): Promise<number> {
  const { password } = await operate(io, 'users.reset', { email })
  io.printError(
    `Reset ${email}. All sessions and the second factor have ended. The new password must be changed at the next sign-in:`,
  )
  io.print(password)
  return 0
}

async function erase(io: ProgramIo, email: string): Promise<number> {
  await operate(io, 'users.erase', { email })
  io.printError(`Erased ${email}: name, email address and sign-in credentials.`)
  return 0
}
