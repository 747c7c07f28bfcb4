import { organisationKinds, type NewOrganisation } from '@touchstone/contract'
import { Option, type Command } from 'commander'
import { operate } from '../server-store.ts'
import type { Finish } from './options.ts'

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
    .action(async (flags: NewOrganisation) => finish(await create(flags)))
}

async function create(input: NewOrganisation): Promise<number> {
  const { id, slug } = await operate('organisations.create', input)
  console.error(`Created ${slug}.`)
  console.log(id)
  return 0
}
