import { organisationKinds } from '@touchstone/contract'
import { Option, type Command } from 'commander'
import { asOperator } from '../server-store.ts'
import type { Finish } from './options.ts'

type CreateFlags = { kind: string; slug: string; name: string; parent?: string }

export function addOrganisations(program: Command, finish: Finish): void {
  program
    .command('organisations')
    .description('the organisations that share this installation')
    .command('create')
    .description('add an organisation; its id is printed')
    .addOption(
      new Option('--kind <kind>', 'what it is').choices(organisationKinds).makeOptionMandatory(),
    )
    .requiredOption('--slug <slug>', 'short name in addresses: small letters, digits, hyphens')
    .requiredOption('--name <name>', 'name as people write it')
    .option('--parent <slug>', 'the group that this house belongs to')
    .action(async (flags: CreateFlags) => finish(await create(flags)))
}

async function create(input: CreateFlags): Promise<number> {
  const { createOrganisation } = await import('@touchstone/server')
  const { id, slug } = await asOperator((handle, actor) =>
    createOrganisation({ handle, actor, input }),
  )
  console.error(`Created ${slug}.`)
  console.log(id)
  return 0
}
