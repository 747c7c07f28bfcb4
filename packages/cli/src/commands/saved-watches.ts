import {
  defaultCapturesPerDay,
  defaultWatchBudgets,
  watchCostGroups,
  type BrowserRules,
  type WatchBudget,
} from '@touchstone/contract'
import { Option, type Command } from 'commander'
import { jsonOption, printAnswer, type JsonFlags } from '../json-answer.ts'
import type { ProgramIo } from '../program-io.ts'
import {
  assertRules,
  propose,
  readWatchBudget,
  connectorHelp,
  rulesOption,
  runNow,
  showCosts,
  watchLine,
  type CostFlags,
  type ProposeFlags,
} from '../saved-watches/index.ts'
import { operate } from '../server-store.ts'
import { visible } from '../terminal.ts'
import { wholeNumber, type CommandContext } from './options.ts'

type OfFlags = JsonFlags & { organisation: string }
type AddFlags = OfFlags & {
  name: string
  brand: string
  connector: string
  site: string
  query: string[]
  interval: number
  budget: WatchBudget
  budgetPerDay: WatchBudget
  capturesPerDay: number
  rules?: BrowserRules
}

/** The commands for saved watches of an organisation, in which the operator acts for it. */
export function defineSavedWatches(watch: Command, { io, finish }: CommandContext): void {
  const command = (name: string, description: string): Command =>
    watch
      .command(name)
      .description(description)
      .requiredOption('--organisation <slug>', 'organisation slug')
  const idArgument = ['<id>', 'watch ID, as shown by watch list'] as const
  const list = (value: string, before: string[]): string[] => [...before, value]
  command('add', 'create a watch and print its ID; its first run starts at once')
    .requiredOption('--name <text>', 'name of the watch')
    .requiredOption('--brand <id>', 'brand ID')
    .requiredOption('--connector <name>', connectorHelp)
    .requiredOption('--site <url>', 'address; {query} marks the place of the queries')
    .option('--query <words>', 'query to search for; may be repeated', list, [])
    .option(...rulesOption)
    .option('--interval <minutes>', 'from run to run', wholeNumber(15, 43_200), 1440)
    .option(
      '--budget <parts>',
      'most of a run: requests=100,bytes=67108864,seconds=60,cost=0.5',
      readWatchBudget,
      defaultWatchBudgets.run,
    )
    .option(
      '--budget-per-day <parts>',
      'most of a day, in the same parts',
      readWatchBudget,
      defaultWatchBudgets.day,
    )
    .option(
      '--captures-per-day <number>',
      'captures of finds that may be requested in a day; 0 for none',
      wholeNumber(0, 100),
      defaultCapturesPerDay,
    )
    .option(...jsonOption)
    .action(async (flags: AddFlags) => finish(await add(io, flags)))
  command('list', 'list an organisation’s watches, newest first')
    .option(...jsonOption)
    .action(async (flags: OfFlags) => finish(await show(io, flags)))
  command('run', 'run a watch now, wait for the end and show what the run used')
    .argument(...idArgument)
    .option(...jsonOption)
    .action(async (id: string, flags: OfFlags) => finish(await runNow(io, id, flags)))
  command('stop', 'stop a watch; a run in progress ends before its next request')
    .argument(...idArgument)
    .option(...jsonOption)
    .action(async (id: string, flags: OfFlags) => finish(await stop(io, id, flags)))
  command('propose', 'list queries to add to a watch, with reason and cost; accept or dismiss them')
    .argument(...idArgument)
    .option('--accept <query>', 'add a proposed query to the watch; may be repeated', list, [])
    .option('--dismiss <query>', 'do not propose it for 90 days; may be repeated', list, [])
    .option('--undo <query>', 'undo such a decision; may be repeated', list, [])
    .option(...jsonOption)
    .action(async (id: string, flags: ProposeFlags) => finish(await propose(io, id, flags)))
  command('cost', 'show what watches cost, and what each listing and find cost')
    .addOption(
      new Option('--by <group>', 'group of figures').choices(watchCostGroups).default('watch'),
    )
    .option('--watch <id>', 'only this watch')
    .option('--from <day>', 'first day, for example 2026-11-01; by default 12 months ago')
    .option('--to <day>', 'last day; by default today')
    .option(...jsonOption)
    .action(async (flags: CostFlags) => finish(await showCosts(io, flags)))
}

async function add(io: ProgramIo, flags: AddFlags): Promise<number> {
  const { organisation, name, brand, connector, site, query: queries, interval } = flags
  const { rules = null } = flags
  assertRules(connector, rules)
  const watch = await operate(io, 'watches.add', {
    organisation,
    watch: {
      name,
      brand,
      connector,
      site,
      queries,
      intervalMinutes: interval,
      budgetPerRun: flags.budget,
      budgetPerDay: flags.budgetPerDay,
      capturesPerDay: flags.capturesPerDay,
      rules,
    },
  })
  io.printError(`Created the watch ${visible(name)}. The server starts its first run.`)
  printAnswer(io, flags, watch, [watch.id])
  return 0
}

async function show(io: ProgramIo, flags: OfFlags): Promise<number> {
  const { organisation } = flags
  const watches = await operate(io, 'watches.list', { organisation })
  printAnswer(io, flags, watches, watches.map(watchLine))
  return 0
}

async function stop(io: ProgramIo, id: string, flags: OfFlags): Promise<number> {
  const { organisation } = flags
  const watch = await operate(io, 'watches.stop', { organisation, id })
  io.printError(`Stopped ${visible(watch.name)}. It runs again once someone resumes it.`)
  printAnswer(io, flags, watch)
  return 0
}
