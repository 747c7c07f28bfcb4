import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { TouchstoneError, type Assessment, type Listing } from '@touchstone/contract'
import type { NetworkFileName } from '@touchstone/server/config'
import { Option, type Command } from 'commander'
import type { ProgramIo } from '../program-io.ts'
import {
  loadEngineParts,
  startLane,
  weightsOption,
  type EngineFlags,
  type EngineParts,
} from '../engine.ts'
import { strictExitCode } from '../exit-codes.ts'
import { showProgress } from '../progress.ts'
import { createReportCollector, renderReport, type ReportCollector } from '../report/index.ts'
import { withPictures } from '../screen-images.ts'
import { listenForStop, stopExitCodes, type Stop } from '../stop-signal.ts'
import type { SellerPortfolios } from '../sellers/index.ts'
import {
  details,
  openListings,
  Outputs,
  screenStream,
  type Detail,
  type Input,
  type Lane,
  type Summary,
} from '../stream/index.ts'
import { summaryLines } from '../screen-summary.ts'
import { count } from '../terminal.ts'
import {
  dateTime,
  encodingOption,
  isDevice,
  networkOption,
  wholeNumber,
  type CommandContext,
} from './options.ts'

type ScreenFlags = EngineFlags & {
  detail: Detail
  encoding?: string
  in: string
  out: string
  images?: string
  pictureText: boolean
  logoDetector?: NetworkFileName
  rejects?: string
  report?: string
  sellers?: string
  strict?: boolean
  threads?: number
}

/** Small blocks, since pictures take longer than text. */
const pictureBlockBytes = 32 * 1024

export function defineScreen(command: Command, { io, finish }: CommandContext): void {
  command
    .option('--catalog <file>', 'your brands, products and channels (JSON)')
    .requiredOption(
      '--in <file>',
      'listings: NDJSON, CSV, TSV, XLSX or a Merchant feed, plain or gzip; - for standard input',
    )
    .addOption(encodingOption('encoding of the listings; UTF-8 by default, detected in a CSV file'))
    .requiredOption('--out <file>', 'assessments, NDJSON; - for standard output')
    .addOption(
      new Option(
        '--detail <level>',
        'lean: without sentences and texts of the listing, which words restores',
      )
        .choices(details)
        .default('full'),
    )
    .option('--images <folder>', 'folder of the listings’ pictures, whose text and codes are read')
    .option('--no-picture-text', 'read only codes in pictures, which is much faster')
    .addOption(networkOption('--logo-detector', 'your own network for finding logos in pictures'))
    .option('--rejects <file>', 'rejected lines, each with its reason (NDJSON)')
    .option('--report <file>', 'also write a report to view (one HTML file)')
    .option(
      '--sellers <file>',
      'also judge each seller’s listings together, one line per seller (NDJSON); reads the input twice',
    )
    .option('--strict', 'stop at the first bad line with exit code 2')
    .addOption(
      new Option('--threads <n>', 'screening threads; chosen automatically by default').argParser(
        wholeNumber(1, 256),
      ),
    )
    .option('--no-starter-pack', 'use only the brands of the catalog')
    .addOption(weightsOption())
    .addOption(
      new Option(
        '--as-of <date-time>',
        'time of listings that state no time of observation; now by default',
      ).argParser(dateTime),
    )
    .action(async (flags: ScreenFlags) => finish(await screen(io, flags)))
}

async function screen(io: ProgramIo, flags: ScreenFlags): Promise<number> {
  checkPaths(flags)
  const stop = listenForStop(io)
  try {
    if (flags.images !== undefined) await checkFolder(flags.images)
    const parts = await loadEngineParts(io, flags)
    if (flags.sellers !== undefined) return await screenTwice(io, { flags, parts, stop })
    const input = await openListings(io, flags.in, stop.signal, flags.encoding)
    try {
      return await screenInput(io, { flags, parts, input, stop })
    } finally {
      await input.close()
    }
  } finally {
    stop.dispose()
  }
}

type Screening = {
  flags: ScreenFlags
  parts: EngineParts
  input: Input
  stop: Stop
  portfolios?: SellerPortfolios
}

/** A first pass judges the sellers, a second one the listings, so that the order of the listings changes nothing. */
async function screenTwice(
  io: ProgramIo,
  { flags, parts, stop }: Pick<Screening, 'flags' | 'parts' | 'stop'>,
): Promise<number> {
  const { openRereadable } = await import('../sellers/index.ts')
  const { signal } = stop
  const readings = await openRereadable(io, flags.in, { signal, encoding: flags.encoding })
  try {
    const portfolios = await readSellers(io, readings.first, { flags, parts })
    const input = await readings.again()
    try {
      return await screenInput(io, { flags, parts, input, stop, portfolios })
    } finally {
      await input.close()
    }
  } finally {
    await readings.close()
  }
}

async function readSellers(
  io: ProgramIo,
  input: Input,
  { flags, parts }: Pick<Screening, 'flags' | 'parts'>,
): Promise<SellerPortfolios> {
  const { judgeSellers } = await import('../sellers/index.ts')
  const progress = showProgress(input, io.stderr)
  try {
    return await judgeSellers({
      parts,
      input,
      threads: flags.threads,
      strict: flags.strict === true,
      prepare: async (lane) => prepareLane(lane, flags),
      onProgress: progress.show,
    })
  } finally {
    progress.clear()
    await input.close()
  }
}

type PreparedLane = { lane: Lane; notes(): string[]; blockBytes?: number }

async function prepareLane(plain: Lane, flags: ScreenFlags): Promise<PreparedLane> {
  const { images: folder, pictureText, logoDetector } = flags
  if (folder === undefined) return { lane: plain, notes: () => [] }
  const screening = await withPictures(plain, { folder, text: pictureText, logoDetector })
  return { ...screening, blockBytes: pictureBlockBytes }
}

async function screenInput(io: ProgramIo, screening: Screening): Promise<number> {
  const outputs = new Outputs(io)
  try {
    return await screenInto(io, screening, outputs)
  } catch (error) {
    await outputs.discard()
    throw error
  }
}

async function screenInto(
  io: ProgramIo,
  { flags, parts, input, stop, portfolios }: Screening,
  outputs: Outputs,
): Promise<number> {
  const started = Date.now()
  const out = await outputs.open(flags.out)
  const rejects = await outputs.open(flags.rejects)
  const report = await outputs.open(flags.report)
  const sellers = await outputs.open(flags.sellers)
  const collecting = report && collectReport(input.name)
  const progress = showProgress(input, io.stderr)
  const plain = await startLane({
    parts,
    input,
    threads: flags.threads,
    strict: flags.strict === true,
    withPairs: flags.report !== undefined,
    detail: flags.detail,
  })
  const { lane, notes, blockBytes } = await prepareLane(plain, flags)
  let summary: Summary
  try {
    summary = await screenStream({
      chunks: input.chunks,
      table: input.table,
      lane,
      out,
      rejects,
      strict: flags.strict,
      ...(blockBytes !== undefined && { cut: { blockBytes } }),
      ...(portfolios && { portfoliosOf: portfolios.ofBlock }),
      onPair: collecting?.add,
      onProgress: progress.show,
    })
  } finally {
    progress.clear()
    await lane.close()
  }
  if (report && collecting) await report.write(Buffer.from(renderReport(collecting.finish())))
  if (sellers && portfolios)
    await (await import('../sellers/index.ts')).writeSellers(portfolios, sellers)
  await outputs.finish()
  if (summary.outcome === 'reader-gone') return 0

  for (const note of [...notes(), ...(input.table?.notes() ?? [])]) io.printError(note)
  const seconds = (Date.now() - started) / 1000
  for (const line of summaryLines(summary, seconds, rejects !== undefined)) io.printError(line)
  if (portfolios) io.printError(sellersLine(portfolios))
  return exitCode(io, summary, stop, flags.out)
}

function sellersLine({ counts }: SellerPortfolios): string {
  return `Judged ${count(counts.sellers, 'seller')} by their listings: ${counts.flagged.toLocaleString('en')} flagged.`
}

function exitCode(io: ProgramIo, summary: Summary, stop: Stop, out: string): number {
  const where = out === '-' ? 'written' : `in ${out}`
  if (summary.damage) {
    io.printError(
      `${summary.damage.message}. ${count(summary.rows, 'row')} before that ${summary.rows === 1 ? 'is' : 'are'} ${where}.`,
    )
    return 1
  }
  const received = stop.received()
  if (received) {
    io.printError(`Stopped by ${received}. The results so far are ${where}.`)
    return stopExitCodes[received]
  }
  if (summary.outcome === 'strict-stop') return strictExitCode
  // Nothing of the input is of use, as if it were of another format.
  return summary.rows === 0 && summary.rejects > 0 ? 1 : 0
}

function checkPaths(flags: ScreenFlags): void {
  if (flags.report !== undefined && flags.detail === 'lean')
    throw badOption('--report needs the sentences: leave out --detail lean')
  if (flags.report === '-') throw badOption('--report writes a file: name one, e.g. report.html')
  const named = new Map<string, string>()
  for (const option of [
    'in',
    'catalog',
    'weights',
    'out',
    'rejects',
    'report',
    'sellers',
  ] as const) {
    const path = flags[option]
    if (path === undefined || path === '-' || isDevice(path)) continue
    const earlier = named.get(resolve(path))
    if (earlier !== undefined) {
      throw badOption(`--${option} and --${earlier} name the same file, ${path}: name another one`)
    }
    named.set(resolve(path), option)
  }
  const [first, second] = (['out', 'rejects', 'sellers'] as const).filter(
    (option) => flags[option] === '-',
  )
  if (first !== undefined && second !== undefined) {
    throw badOption(
      `--${first} and --${second} cannot both be standard output: name a file for one`,
    )
  }
}

async function checkFolder(path: string): Promise<void> {
  const stats = await stat(path).catch(() => undefined)
  if (!stats?.isDirectory()) {
    throw badOption(`--images ${path} is not a folder: name the folder that contains the pictures`)
  }
}

// Base rate for assessments that do not state one.
const fallbackBaseRate = 0.02

/** A report collector with the base rate of the first assessment. */
export function collectReport(title: string): ReportCollector {
  let collector: ReportCollector | undefined
  const from = (baseRate: number): ReportCollector => createReportCollector({ title, baseRate })
  return {
    add: (listing: Listing, assessment: Assessment) => {
      collector ??= from(assessment.baseRate ?? fallbackBaseRate)
      collector.add(listing, assessment)
    },
    finish: () => (collector ?? from(fallbackBaseRate)).finish(),
  }
}

function badOption(message: string): TouchstoneError {
  return new TouchstoneError({ code: 'bad-option', message })
}
