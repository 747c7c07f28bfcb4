import { organisationKinds, type OrganisationInput } from '@touchstone/contract'
import { Option, type Command } from 'commander'
import { jsonOption, printAnswer, type JsonFlags } from '../json-answer.ts'
import type { ProgramIo } from '../program-io.ts'
import { operate } from '../server-store.ts'
import type { CommandContext } from './options.ts'

type CreateFlags = JsonFlags & OrganisationInput
type LedgerFlags = JsonFlags & { withdraw?: boolean }

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
    .option(...jsonOption)
    .action(async (flags: CreateFlags) => finish(await create(io, flags)))
  organisations
    .command('marketplaces')
    .description(
      'set the marketplaces that an organisation is responsible for, replacing the current ones',
    )
    .argument('<slug>', 'organisation slug')
    .argument('[names...]', 'names under which their listings are submitted; omit to remove all')
    .option(...jsonOption)
    .action(async (slug: string, names: string[], flags: JsonFlags) =>
      finish(await confirm(io, slug, names, flags)),
    )
  organisations
    .command('gtin-prefixes')
    .description('set the GS1 company prefixes of an organisation, replacing the current ones')
    .argument('<slug>', 'organisation slug')
    .argument('[prefixes...]', 'beginnings of its GTIN-13s, 4 to 12 digits; omit to remove all')
    .option(...jsonOption)
    .action(async (slug: string, prefixes: string[], flags: JsonFlags) =>
      finish(await bind(io, slug, prefixes, flags)),
    )
  organisations
    .command('error-ledger')
    .description('publish an organisation’s error ledger, so that anyone can read it')
    .argument('<slug>', 'organisation slug')
    .option('--withdraw', 'withdraw the published ledger')
    .option(...jsonOption)
    .action(async (slug: string, flags: LedgerFlags) => finish(await publish(io, slug, flags)))
}

async function publish(io: ProgramIo, slug: string, flags: LedgerFlags): Promise<number> {
  const published = flags.withdraw !== true
  await operate(io, 'organisations.error-ledger', { slug, published })
  io.printError(
    published
      ? `Anyone can now read the error ledger of ${slug}, at /error-ledgers/${slug}.`
      : `The error ledger of ${slug} is no longer public.`,
  )
  printAnswer(io, flags, { organisation: slug, published })
  return 0
}

async function confirm(
  io: ProgramIo,
  organisation: string,
  marketplaces: string[],
  flags: JsonFlags,
): Promise<number> {
  const confirmed = await operate(io, 'organisations.marketplaces', { organisation, marketplaces })
  io.printError(
    confirmed.length === 0
      ? `${organisation} is responsible for no marketplace.`
      : `${organisation} is responsible for ${confirmed.join(', ')}.`,
  )
  printAnswer(io, flags, { organisation, marketplaces: confirmed })
  return 0
}

async function bind(
  io: ProgramIo,
  organisation: string,
  prefixes: string[],
  flags: JsonFlags,
): Promise<number> {
  const bound = await operate(io, 'organisations.gtin-prefixes', { organisation, prefixes })
  io.printError(
    bound.length === 0
      ? `${organisation} issues no GTINs.`
      : `${organisation} issues the GTINs that begin with ${bound.join(', ')}.`,
  )
  printAnswer(io, flags, { organisation, gtinPrefixes: bound })
  return 0
}

async function create(io: ProgramIo, { json, ...input }: CreateFlags): Promise<number> {
  const organisation = await operate(io, 'organisations.create', input)
  io.printError(`Created ${organisation.slug}.`)
  printAnswer(io, { json }, organisation, [organisation.id])
  return 0
}
