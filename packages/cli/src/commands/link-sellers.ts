import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { TouchstoneError } from '@touchstone/contract'
import {
  accountsOfNetworks,
  fitSellerModel,
  linkListings,
  SellerListings,
  type Judgement,
  type LinkedSellers,
} from '@touchstone/linkage'
import { Option, type Command } from 'commander'
import { z } from 'zod'
import { printRejects } from '../print-rejects.ts'
import type { ProgramIo } from '../program-io.ts'
import { readCheckedLines } from '../checked-lines.ts'
import { rejectLine } from '../screen-summary.ts'
import { nameModel, readListings, readModel, SellerState } from '../seller-links/index.ts'
import { listenForStop, stopExitCodes, type Stop } from '../stop-signal.ts'
import { Outputs, type Sink } from '../stream/index.ts'
import { count, duration } from '../terminal.ts'
import { probability, wholeNumber, type CommandContext } from './options.ts'

type LinkSellersFlags = {
  in: string
  out: string
  candidates: number
  threshold: number
  judgements?: string
  state?: string
  model?: string
  identifiers?: string
  report?: string
}

const JudgementLine = z.object({
  a: z.string(),
  b: z.string(),
  judgement: z.enum(['same', 'different', 'unsure']),
  reason: z.string().optional(),
  at: z.string(),
  withdrawnAt: z.string().optional(),
})

export function defineLinkSellers(command: Command, { io, finish }: CommandContext): void {
  command
    .requiredOption('--in <file>', 'listings, NDJSON, plain or gzip; - for standard input')
    .requiredOption('--out <file>', 'links, networks and hubs (NDJSON); - for standard output')
    .addOption(
      new Option('--candidates <k>', 'links per seller, including those below the threshold')
        .argParser(wholeNumber(1, 1000))
        .default(10),
    )
    .addOption(
      new Option('--threshold <p>', 'least probability of a link')
        .argParser(probability)
        .default(0.5),
    )
    .option(
      '--judgements <file>',
      'what people decided, NDJSON: {"a", "b", "judgement": "same", "different" or "unsure", "reason", "at", "withdrawnAt"}',
    )
    .option(
      '--state <folder>',
      'go on where the last run with this folder ended, and keep what this one reads; made if it is missing',
    )
    .option(
      '--model <file>',
      'what links are weighed by, as train-links writes it; by default the one of --state, or one fitted to the listings',
    )
    .option('--identifiers <file>', 'identifiers of each seller with their places (NDJSON)')
    .option('--report <file>', 'counts, sizes of networks, hubs and contradictions (JSON)')
    .action(async (flags: LinkSellersFlags) => finish(await link(io, flags)))
}

async function link(io: ProgramIo, flags: LinkSellersFlags): Promise<number> {
  checkPaths(flags)
  const started = Date.now()
  const stop = listenForStop(io)
  const outputs = new Outputs(io)
  try {
    const judgements = await readJudgements(io, flags.judgements, stop)
    const state = flags.state === undefined ? undefined : await SellerState.open(flags.state)
    const given = flags.model === undefined ? undefined : await readModel(flags.model)
    const market = state?.market ?? new SellerListings()
    // Without a state the key lives as long as the run: the digests of cards are compared in it and never written.
    const { read, added, rejects } = await readListings(io, flags.in, {
      market,
      cardKey: state?.cardKey ?? randomBytes(32),
      stop,
    })
    const received = stop.received()
    if (received !== undefined) {
      io.printError(`Stopped by ${received}. Nothing was linked.`)
      return stopExitCodes[received]
    }
    const model = given ?? state?.model ?? nameModel(fitSellerModel(market.accounts()))
    const known = new Set((state?.judgements ?? []).map((one) => JSON.stringify(one)))
    const judged = judgements.filter((one) => !known.has(JSON.stringify(one)))
    const { linked, graph, work } = linkListings(
      market,
      model.model,
      {
        candidates: flags.candidates,
        threshold: flags.threshold,
        judgements: [...(state?.judgements ?? []), ...judged],
      },
      state?.model?.digest === model.digest ? state.graph : undefined,
    )
    if (state !== undefined) {
      const at = state.timeOf(new Date(started).toISOString())
      const events = state.register.update(accountsOfNetworks(graph), at)
      // Before anything is told: what is told has been kept.
      await state.commit({
        at,
        threshold: flags.threshold,
        model,
        listings: added,
        judgements: judged,
        graph,
        events,
      })
    }
    await writeAll(outputs, flags, linked)
    await outputs.finish()
    printRejects(io, rejects.map(rejectLine), 'line')
    for (const { a, b } of linked.contradictions)
      io.printError(`The judgements of ${a} and ${b} contradict each other`)
    io.printError(
      `${count(linked.accounts, 'seller')} of ${count(market.count, 'listing')} compared in ${duration((Date.now() - started) / 1000)}: ${count(linked.networks.length, 'network')}, ${count(linked.hubs.length, 'hub')}`,
    )
    if (state !== undefined) {
      io.printError(
        `Made anew: ${count(work.components, 'component')} of ${graph.components.length}, ${count(work.pairs, 'pair')} weighed`,
      )
    }
    return read === 0 ? 1 : 0
  } catch (error) {
    await outputs.discard()
    throw error
  } finally {
    stop.dispose()
  }
}

async function readJudgements(
  io: ProgramIo,
  path: string | undefined,
  stop: Stop,
): Promise<Judgement[]> {
  if (path === undefined) return []
  return readCheckedLines(io, path, {
    schema: JudgementLine,
    what: 'judgement {a, b, judgement, reason, at}',
    signal: stop.signal,
  })
}

async function writeAll(
  outputs: Outputs,
  flags: LinkSellersFlags,
  linked: LinkedSellers,
): Promise<void> {
  const { links, networks, hubs, identifiers, accounts, contradictions } = linked
  const out = await outputs.open(flags.out)
  for (const line of links) await writeLine(out, { kind: 'link', ...line })
  for (const line of networks) await writeLine(out, { kind: 'network', ...line })
  for (const line of hubs) await writeLine(out, { kind: 'hub', ...line })
  const found = await outputs.open(flags.identifiers)
  if (found !== undefined) for (const line of identifiers) await writeLine(found, line)
  const report = await outputs.open(flags.report)
  const sizes = networks.map(({ sellers }) => sellers.length).toSorted((a, b) => b - a)
  const figures = { accounts, networks: networks.length, sizes, hubs, contradictions }
  await report?.write(Buffer.from(`${JSON.stringify(figures, null, 2)}\n`))
}

async function writeLine(sink: Sink, value: unknown): Promise<void> {
  await sink.write(Buffer.from(`${JSON.stringify(value)}\n`))
}

function checkPaths(flags: LinkSellersFlags): void {
  const named = new Map<string, string>()
  for (const option of ['in', 'judgements', 'model', 'out', 'identifiers', 'report'] as const) {
    const path = flags[option]
    if (path === undefined) continue
    const place =
      path === '-'
        ? `- of ${/^(?:in|judgements|model)$/.test(option) ? 'in' : 'out'}`
        : resolve(path)
    const earlier = named.get(place)
    if (earlier !== undefined) {
      throw new TouchstoneError({
        code: 'bad-option',
        message: `--${option} and --${earlier} name the same file: use different files`,
      })
    }
    named.set(place, option)
  }
}
