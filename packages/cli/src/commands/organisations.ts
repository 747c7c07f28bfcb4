import { organisationKinds, type OrganisationInput } from '@touchstone/contract'
import { Option, type Command } from 'commander'
import type { ProgramIo } from '../program-io.ts'
import { operate } from '../server-store.ts'
import type { CommandContext } from './options.ts'

export function defineOrganisations(organisations: Command, { io, finish }: CommandContext): void {
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
    .action(async (flags: OrganisationInput) => finish(await create(io, flags)))
  organisations
    .command('marketplaces')
    .description(
      'set the marketplaces that an organisation is responsible for, replacing the current ones',
    )
    .argument('<slug>', 'organisation slug')
    .argument('[names...]', 'names under which their listings are submitted; omit to remove all')
    .action(async (slug: string, names: string[]) => finish(await confirm(io, slug, names)))
  organisations
    .command('gtin-prefixes')
    .description('set the GS1 company prefixes of an organisation, replacing the current ones')
    .argument('<slug>', 'organisation slug')
    .argument('[prefixes...]', 'beginnings of its GTIN-13s, 4 to 12 digits; omit to remove all')
    .action(async (slug: string, prefixes: string[]) => finish(await bind(io, slug, prefixes)))
  organisations
    .command('error-ledger')
    .description('publish an organisation’s error ledger, so that anyone can read it')
    .argument('<slug>', 'organisation slug')
    .option('--withdraw', 'withdraw the published ledger')
    .action(async (slug: string, flags: { withdraw?: boolean }) =>
      finish(await publish(io, slug, flags.withdraw !== true)),
    )
}

async function publish(io: ProgramIo, slug: string, published: boolean): Promise<number> {
  await operate(io, 'organisations.error-ledger', { slug, published })
  io.printError(
    published
      ? `Anyone can now read the error ledger of ${slug}, at /error-ledgers/${slug}.`
      : `The error ledger of ${slug} is no longer public.`,
  )
  return 0
}

async function confirm(
  io: ProgramIo,
  organisation: string,
  marketplaces: string[],
): Promise<number> {
  const confirmed = await operate(io, 'organisations.marketplaces', { organisation, marketplaces })
  io.printError(
    confirmed.length === 0
      ? `${organisation} is responsible for no marketplace.`
      : `${organisation} is responsible for ${confirmed.join(', ')}.`,
  )
  return 0
}

async function bind(io: ProgramIo, organisation: string, prefixes: string[]): Promise<number> {
  const bound = await operate(io, 'organisations.gtin-prefixes', { organisation, prefixes })
  io.printError(
    bound.length === 0
      ? `${organisation} issues no GTINs.`
      : `${organisation} issues the GTINs that begin with ${bound.join(', ')}.`,
  )
  return 0
}

async function create(io: ProgramIo, input: OrganisationInput): Promise<number> {
  const { id, slug } = await operate(io, 'organisations.create', input)
  io.printError(`Created ${slug}.`)
  io.print(id)
  return 0
}
