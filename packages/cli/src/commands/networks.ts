import { TouchstoneError } from '@touchstone/contract'
import {
  AccountNames,
  accountsOfNetworks,
  linkListings,
  NetworkRegister,
  toGexf,
  type AccountName,
  type GexfEdge,
  type GexfNode,
  type LinkedListings,
  type SellerGraph,
} from '@touchstone/linkage'
import { Option, type Command } from 'commander'
import { jsonOption, printAnswer, type JsonFlags } from '../json-answer.ts'
import type { ProgramIo } from '../program-io.ts'
import { SellerState } from '../seller-links/index.ts'
import { operate } from '../server-store.ts'
import { Outputs } from '../stream/index.ts'
import { count } from '../terminal.ts'
import { dateTime, type CommandContext } from './options.ts'

type CheckFlags = JsonFlags & { state?: string; organisation?: string }
type ExportFlags = { state: string; out: string; format: 'ndjson' | 'gexf'; at?: string }

const stateOption = ['--state <folder>', 'folder of link-sellers --state'] as const

export function defineNetworks(networks: Command, { io, finish }: CommandContext): void {
  networks
    .command('check')
    .description('link all listings again, of a state or of the server’s store, and compare')
    .option(...stateOption)
    .option('--organisation <slug>', 'organisation slug; all organisations by default')
    .option(...jsonOption)
    .action(async (flags: CheckFlags) => finish(await check(io, flags)))
  networks
    .command('export')
    .description('write the networks of a state under their lasting IDs, with their history')
    .requiredOption(...stateOption)
    .requiredOption('--out <file>', 'file; - for standard output')
    .addOption(
      new Option('--format <name>', 'ndjson: as link-sellers, with memberships and events')
        .choices(['ndjson', 'gexf'])
        .default('ndjson'),
    )
    .addOption(
      new Option('--at <time>', 'the networks as they were then; links are those of now').argParser(
        dateTime,
      ),
    )
    .action(async (flags: ExportFlags) => finish(await exportState(io, flags)))
}

async function check(io: ProgramIo, flags: CheckFlags): Promise<number> {
  const { state, organisation } = flags
  if (state === undefined) return checkStore(io, flags)
  if (organisation === undefined) return checkState(io, state, flags)
  throw new TouchstoneError({
    code: 'bad-option',
    message: 'a state has no organisations: use --state or --organisation',
  })
}

/** Links what the server has stored again. */
async function checkStore(io: ProgramIo, flags: CheckFlags): Promise<number> {
  const { organisation } = flags
  const checks = await operate(io, 'networks.check', { ...(organisation && { organisation }) })
  if (checks.length === 0) io.printError('No accounts of sellers are linked yet.')
  let isSound = true
  for (const { organisation: slug, accounts, listings, networks, ...found } of checks) {
    const { waiting, differences, more } = found
    if (waiting > 0)
      io.printError(
        `${slug}: not checked, since ${count(waiting, 'change')} wait to be linked: repeat once the server has linked them`,
      )
    for (const difference of differences) io.printError(`${slug}: ${difference}`)
    if (more > 0) io.printError(`${slug}: and ${count(more, 'more difference')}`)
    const isOrganisationSound = waiting === 0 && differences.length === 0
    isSound &&= isOrganisationSound
    if (isOrganisationSound)
      io.printError(
        `${slug}: sound, ${count(accounts, 'account')} of ${count(listings, 'listing')}, ${count(networks, 'network')}`,
      )
  }
  printAnswer(io, flags, { sound: isSound, organisations: checks })
  return isSound ? 0 : 1
}

async function checkState(io: ProgramIo, folder: string, flags: JsonFlags): Promise<number> {
  const state = await SellerState.openFilled(folder)
  const { linked, graph } = relink(state)
  const faults = [
    ...graphFaults(state.graph, graph),
    ...registerFaults(state.register, accountsOfNetworks(graph)),
  ]
  for (const fault of faults) io.printError(fault)
  const { accounts, networks } = linked
  printAnswer(io, flags, {
    sound: faults.length === 0,
    faults,
    sellers: accounts,
    listings: state.market.count,
    networks: networks.length,
    run: state.run,
  })
  if (faults.length > 0) return 1
  io.printError(
    `Sound: ${count(accounts, 'seller')} of ${count(state.market.count, 'listing')}, ${count(networks.length, 'network')}, run ${state.run}`,
  )
  return 0
}

function relink(state: SellerState, before?: SellerGraph): LinkedListings {
  if (state.model === undefined) throw new Error('a state without a model was opened as filled')
  const { threshold, judgements } = state
  return linkListings(state.market, state.model.model, { threshold, judgements }, before)
}

function graphFaults(stored: SellerGraph | undefined, made: SellerGraph): string[] {
  const parts: [name: string, part: (graph: SellerGraph) => unknown][] = [
    ['the accounts', ({ accounts }) => accounts],
    ['the candidates', ({ candidates }) => candidates.map((list) => [...list])],
    ['the weights', ({ evidence }) => evidence.map((list) => [...list])],
    ['the networks', ({ components }) => components],
    ['the judgements', ({ judged }) => judged],
  ]
  return parts
    .filter(
      ([, part]) =>
        stored === undefined || JSON.stringify(part(stored)) !== JSON.stringify(part(made)),
    )
    .map(([name]) => `Not as linked again: ${name} of the state`)
}

function registerFaults(register: NetworkRegister, found: readonly AccountName[][]): string[] {
  const replayed = new NetworkRegister()
  replayed.add(register.events())
  const changes = replayed.update(found, '')
  return changes.length === 0 ? [] : ['Not as linked again: the memberships of networks']
}

async function exportState(io: ProgramIo, flags: ExportFlags): Promise<number> {
  const state = await SellerState.openFilled(flags.state)
  const outputs = new Outputs(io)
  try {
    const out = await outputs.open(flags.out)
    const lines = flags.format === 'gexf' ? gexfOf(state, flags.at) : ndjsonOf(state, flags.at)
    for (const line of lines) await out.write(Buffer.from(`${line}\n`))
    await outputs.finish()
  } catch (error) {
    await outputs.discard()
    throw error
  }
  return 0
}

/** What accounts are called in links. */
function namerOf({ accounts }: SellerGraph): (account: AccountName) => string {
  const read = accounts.map((key): AccountName => {
    const [seller, marketplace] = JSON.parse(key) as [string, string]
    return { seller, marketplace }
  })
  const names = new AccountNames(read)
  const byKey = new Map(accounts.map((key, at) => [key, names.of(at)]))
  return ({ seller, marketplace }) => {
    const name = byKey.get(JSON.stringify([seller, marketplace]))
    if (name !== undefined) return name
    throw new TouchstoneError({
      code: 'unusable-input',
      message: `the history of the state names an account that it has not: ${JSON.stringify(seller)}`,
    })
  }
}

function* ndjsonOf(state: SellerState, at: string | undefined): Generator<string> {
  const { linked, graph } = relink(state, state.graph)
  const nameOf = namerOf(graph)
  for (const line of linked.links) yield JSON.stringify({ kind: 'link', ...line })
  const networks = state.register.networks(at)
  const told = new Map(linked.networks.map((line) => [line.sellers.join('\n'), line]))
  for (const [id, accounts] of networks) {
    const sellers = accounts.map(nameOf)
    const line = told.get(sellers.join('\n'))
    yield JSON.stringify({ kind: 'network', ...line, id, sellers })
  }
  for (const line of linked.hubs) yield JSON.stringify({ kind: 'hub', ...line })
  for (const { account, ...line } of state.register.memberships())
    yield JSON.stringify({ kind: 'membership', seller: nameOf(account), ...line })
  for (const one of state.register.events()) {
    const seller = 'account' in one ? { account: undefined, seller: nameOf(one.account) } : {}
    yield JSON.stringify({ kind: 'event', ...one, ...seller })
  }
}

function* gexfOf(state: SellerState, at: string | undefined): Generator<string> {
  const { linked, graph } = relink(state, state.graph)
  const nameOf = namerOf(graph)
  const networks = [...state.register.networks(at)].map(
    ([network, accounts]) => [network, accounts.map(nameOf)] as const,
  )
  const placed = new Map(
    networks.flatMap(([network, sellers]) => sellers.map((seller) => [seller, network])),
  )
  const links = linked.links.filter(
    ({ a, b, probability }) =>
      placed.has(a) && placed.has(b) && probability >= (state.threshold ?? 0),
  )
  yield* toGexf(
    [...placed].map(([seller, network]): GexfNode => ({ id: seller, label: seller, network })),
    links.map(({ a, b, weight, probability, reasons: [first] }): GexfEdge => ({
      a,
      b,
      weight,
      probability,
      reason: first?.detail ?? '',
    })),
  )
}
