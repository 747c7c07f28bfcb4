import { organisationKinds, type NewOrganisation } from '@touchstone/contract'
import { Option, type Command } from 'commander'
import { operate } from '../server-store.ts'
import type { Finish } from './options.ts'

export function addOrganisations(program: Command, finish: Finish): void {
  const organisations = program
    .command('organisations')
    .description('the organisations that share this installation')
  organisations
    .command('create')
    .description('add an organisation; its id is printed')
    .addOption(
      new Option('--kind <kind>', 'what it is').choices(organisationKinds).makeOptionMandatory(),
    )
    .requiredOption('--slug <slug>', 'short name in addresses: small letters, digits, hyphens')
    .requiredOption('--name <name>', 'name as people write it')
    .option('--parent <slug>', 'the group that this house belongs to')
    .action(async (flags: NewOrganisation) => finish(await create(flags)))
  organisations
    .command('marketplaces')
    .description('confirm for which marketplaces an organisation answers, in place of those before')
    .argument('<slug>', 'the organisation')
    .argument('[names...]', 'the names under which their listings are sent in; none takes all away')
    .action(async (slug: string, names: string[]) => finish(await confirm(slug, names)))
}

async function confirm(organisation: string, marketplaces: string[]): Promise<number> {
  const confirmed = await operate('organisations.marketplaces', { organisation, marketplaces })
  console.error(
    confirmed.length === 0
      ? `${organisation} answers for no marketplace.`
      : `${organisation} answers for ${confirmed.join(', ')}.`,
  )
  return 0
}

async function create(input: NewOrganisation): Promise<number> {
  const { id, slug } = await operate('organisations.create', input)
  console.error(`Created ${slug}.`)
  console.log(id)
  return 0
}
