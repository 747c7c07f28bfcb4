import { createHmac, randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { TouchstoneError, type Listing } from '@touchstone/contract'
import { linkSellers, type Judgement, type LinkedSellers } from '@touchstone/linkage'
import { Option, type Command } from 'commander'
import { z } from 'zod'
import type { ProgramIo } from '../program-io.ts'
import { readCheckedLines } from '../checked-lines.ts'
import { rejectLine } from '../screen-summary.ts'
import { listenForStop, stopExitCodes, type Stop } from '../stop-signal.ts'
import { listingsOf, openInput, Outputs, type Reject, type Sink } from '../stream/index.ts'
import { count, duration } from '../terminal.ts'
import { probability, wholeNumber, type CommandContext } from './options.ts'

type LinkSellersFlags = {
  in: string
  out: string
  candidates: number
  threshold?: number
  judgements?: string
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

/** Most rejected lines named on standard error; the others are counted. */
const maxNamed = 20

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
      new Option('--threshold <p>', 'least probability of a link; 0.5 by default').argParser(
        probability,
      ),
    )
    .option(
      '--judgements <file>',
      'what people decided, NDJSON: {"a", "b", "judgement": "same", "different" or "unsure", "reason", "at", "withdrawnAt"}',
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
    const { listings, rejects } = await readListings(io, flags.in, stop)
    const received = stop.received()
    if (received !== undefined) {
      io.printError(`Stopped by ${received}. Nothing was linked.`)
      return stopExitCodes[received]
    }
    // The key lives as long as the run: the digests of cards are compared in it and never written.
    const key = randomBytes(32)
    const linked = linkSellers(listings, {
      seal: (value) => createHmac('sha256', key).update(value).digest('base64url'),
      candidates: flags.candidates,
      threshold: flags.threshold,
      judgements,
    })
    await writeAll(outputs, flags, linked)
    await outputs.finish()
    for (const reject of rejects.slice(0, maxNamed)) io.printError(rejectLine(reject))
    if (rejects.length > maxNamed)
      io.printError(`Not read either: ${count(rejects.length - maxNamed, 'other line')}`)
    for (const { a, b } of linked.contradictions)
      io.printError(`The judgements of ${a} and ${b} contradict each other`)
    io.printError(
      `${count(linked.accounts, 'seller')} of ${count(listings.length, 'listing')} compared in ${duration((Date.now() - started) / 1000)}: ${count(linked.networks.length, 'network')}, ${count(linked.hubs.length, 'hub')}`,
    )
    return listings.length === 0 ? 1 : 0
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

async function readListings(
  io: ProgramIo,
  path: string,
  stop: Stop,
): Promise<{ listings: Listing[]; rejects: Reject[] }> {
  const input = await openInput(io, path, stop.signal)
  const listings: Listing[] = []
  const rejects: Reject[] = []
  try {
    for await (const row of listingsOf(input)) {
      if ('listing' in row) listings.push(row.listing)
      else rejects.push(row.reject)
    }
  } finally {
    await input.close()
  }
  return { listings, rejects }
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
  for (const option of ['in', 'judgements', 'out', 'identifiers', 'report'] as const) {
    const path = flags[option]
    if (path === undefined) continue
    const place =
      path === '-' ? `- of ${/^(?:in|judgements)$/.test(option) ? 'in' : 'out'}` : resolve(path)
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
