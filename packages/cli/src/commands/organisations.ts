import { organisationKinds, type NewOrganisation } from '@touchstone/contract'
import { Option, type Command } from 'commander'
import { operate } from '../server-store.ts'
import type { Finish } from './options.ts'

export function addOrganisations(program: Command, finish: Finish): void {
  const organisations = program
    .command('organisations')
    .description('manage the organisations of this installation')
  organisations
    .command('create')
    .description('create an organisation and print its ID')
    .addOption(
      new Option('--kind <kind>', 'kind of organisation')
        .choices(organisationKinds)
        .makeOptionMandatory(),
    )
    .requiredOption('--slug <slug>', 'slug used in addresses: lower-case letters, digits, hyphens')
    .requiredOption('--name <name>', 'display name')
    .option('--parent <slug>', 'parent group of the organisation')
    .action(async (flags: NewOrganisation) => finish(await create(flags)))
  organisations
    .command('marketplaces')
    .description(
      'set the marketplaces that an organisation is responsible for, replacing the current ones',
    )
    .argument('<slug>', 'organisation slug')
    .argument('[names...]', 'names under which their listings are submitted; omit to remove all')
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
