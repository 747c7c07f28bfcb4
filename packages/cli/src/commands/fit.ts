import { resolve } from 'node:path'
import { TouchstoneError, type Assessment, type Listing } from '@touchstone/contract'
import {
  fitWeights,
  createLabelledListing,
  labelOfListing,
  nameWeights,
  type LabelledListing,
  type ParsedLabel,
} from '@touchstone/evaluation'
import type { Measured } from '@touchstone/recognition'
import { InvalidArgumentError, Option, type Command } from 'commander'
import type { ProgramIo } from '../program-io.ts'
import { loadEngineParts, startLane, type EngineFlags, type EngineParts } from '../engine.ts'
import { fitText } from '../fit-summary.ts'
import { labelReject, readLabels, type LabelFile } from '../label-file.ts'
import { showProgress } from '../progress.ts'
import { listenForStop, stopExitCodes, type Stop } from '../stop-signal.ts'
import {
  openInput,
  openSink,
  screenStream,
  type Input,
  type Reject,
  type Sink,
  type Summary,
} from '../stream/index.ts'
import { rejectLine, summaryLines } from '../screen-summary.ts'
import { count } from '../terminal.ts'
import { dateTime, encodingOption, wholeNumber, type CommandContext } from './options.ts'

const groupings = ['source', 'marketplace'] as const
type Grouping = (typeof groupings)[number]

type FitFlags = Omit<EngineFlags, 'weights'> & {
  encoding?: string
  in: string
  labels?: string
  out: string
  by: Grouping
  fieldShare?: number
  threads?: number
}

export function defineFit(command: Command, { io, finish }: CommandContext): void {
  command
    .option('--catalog <file>', 'your brands, products and channels (JSON)')
    .requiredOption('--in <file>', 'listings, NDJSON, plain or gzip; - for standard input')
    .addOption(encodingOption('encoding of the listings; UTF-8 by default'))
    .option(
      '--labels <file>',
      'labels, NDJSON: {"listing": …, "label": 0 or 1}; defaults to the label field of each listing',
    )
    .requiredOption('--out <file>', 'weights (JSON); - for standard output')
    .addOption(
      new Option('--by <name>', 'groups held out in turn to validate the fit')
        .choices(groupings)
        .default('source' satisfies Grouping),
    )
    .addOption(
      new Option(
        '--field-share <share>',
        'share of counterfeits among the listings to screen, 0 to 1; defaults to the share among the labelled listings',
      ).argParser(share),
    )
    .addOption(
      new Option('--threads <n>', 'screening threads; chosen automatically by default').argParser(
        wholeNumber(1, 256),
      ),
    )
    .option('--no-starter-pack', 'use only the brands of the catalog')
    .addOption(
      new Option(
        '--as-of <date-time>',
        'time of listings that state no time of observation; now by default',
      ).argParser(dateTime),
    )
    .action(async (flags: FitFlags) => finish(await fit(io, flags)))
}

function share(text: string): number {
  const value = Number(text)
  if (!/^0?\.[0-9]+$/.test(text) || value <= 0 || value >= 1) {
    throw new InvalidArgumentError('Write a share between 0 and 1: 0.02.')
  }
  return value
}

async function fit(io: ProgramIo, flags: FitFlags): Promise<number> {
  checkPaths(flags)
  const stop = listenForStop(io)
  try {
    const parts = await loadEngineParts(io, flags)
    const labels =
      flags.labels === undefined
        ? undefined
        : await readLabels(io, flags.labels, { signal: stop.signal })
    const input = await openInput(io, flags.in, stop.signal, flags.encoding)
    const sink = await openSink(io, flags.out)
    try {
      return await fitInput(io, { flags, parts, labels, input, stop, sink })
    } catch (error) {
      await sink.discard()
      throw error
    } finally {
      await input.close()
    }
  } finally {
    stop.dispose()
  }
}

type Fitting = {
  flags: FitFlags
  parts: EngineParts
  labels: LabelFile | undefined
  input: Input
  stop: Stop
  sink: Sink
}

async function fitInput(
  io: ProgramIo,
  { flags, parts, labels, input, stop, sink }: Fitting,
): Promise<number> {
  const { BASE_RATE, WISHES_LIMIT, engineName, measureMarks } =
    await import('@touchstone/recognition')
  const gathering = new Gathering(flags.by, labels, measureMarks)
  await screenAll(io, { flags, parts, input, gathering })
  const received = stop.received()
  if (received) {
    await sink.discard()
    io.printError(`Stopped by ${received}. No weights were written.`)
    return stopExitCodes[received]
  }
  for (const line of gathering.notes()) io.printError(line)
  const fitted = fitWeights(gathering.listings, {
    shippedBaseRate: BASE_RATE,
    wishesLimit: WISHES_LIMIT,
    by: flags.by,
    fieldShare: flags.fieldShare,
  })
  const weights = nameWeights(fitted, engineName())
  await sink.write(Buffer.from(`${JSON.stringify(weights, null, 2)}\n`))
  await sink.finish()
  const text = fitText({ weights, fitted, shippedBaseRate: BASE_RATE, path: flags.out })
  if (flags.out === '-') io.stderr.write(text)
  else io.stdout.write(text)
  return 0
}

type Screening = Pick<Fitting, 'flags' | 'parts' | 'input'> & { gathering: Gathering }

async function screenAll(
  io: ProgramIo,
  { flags, parts, input, gathering }: Screening,
): Promise<void> {
  const started = Date.now()
  const progress = showProgress(input, io.stderr)
  const lane = await startLane({
    parts,
    input,
    threads: flags.threads,
    strict: false,
    withPairs: true,
  })
  let summary: Summary
  try {
    summary = await screenStream({
      chunks: input.chunks,
      lane,
      out: discard,
      onPair: gathering.onPair,
      onProgress: progress.show,
    })
  } finally {
    progress.clear()
    await lane.close()
  }
  // Half of the listings may belong to half of the sources: weights are not fitted to them.
  if (summary.damage) throw summary.damage
  const seconds = (Date.now() - started) / 1000
  for (const line of summaryLines(summary, seconds, false)) io.printError(line)
}

const discard: Sink = {
  write: async () => true,
  finish: async () => undefined,
  discard: async () => undefined,
}

type MeasuredOf = (assessment: Assessment) => Measured

/** Joins listings and labels, and keeps only what the fit needs. */
class Gathering {
  readonly listings: LabelledListing[] = []
  private withoutLabel = 0
  private readonly rejects: Reject[]
  private readonly by: Grouping
  private readonly labels: LabelFile | undefined
  private readonly measuredOf: MeasuredOf

  constructor(by: Grouping, labels: LabelFile | undefined, measuredOf: MeasuredOf) {
    this.by = by
    this.labels = labels
    this.measuredOf = measuredOf
    this.rejects = [...(labels?.rejects ?? [])]
  }

  readonly onPair = (listing: Listing, assessment: Assessment): void => {
    const label = this.labelOf(listing)
    if (label.kind !== 'label') {
      this.withoutLabel++
      if (label.kind === 'faults') {
        this.rejects.push({ ...labelReject(label.faults, assessment.line ?? 0), id: listing.id })
      }
      return
    }
    this.listings.push(
      createLabelledListing(label.label, listing, this.measuredOf(assessment), this.by),
    )
  }

  private labelOf(listing: Listing): ParsedLabel {
    if (this.labels === undefined) return labelOfListing(listing)
    const label = this.labels.book.find(listing)
    return label === undefined ? { kind: 'unlabelled' } : { kind: 'label', label }
  }

  /** How many listings and labels did not match. */
  notes(): string[] {
    const notes: string[] = []
    const some = (value: number, noun: string, rest: string): void => {
      if (value > 0) notes.push(`${count(value, noun)} ${rest}`)
    }
    some(this.rejects.length, 'label', 'could not be read:')
    for (const reject of this.rejects.slice(0, 5)) notes.push(`  ${rejectLine(reject)}`)
    if (this.rejects.length > 5) notes.push(`  … and ${this.rejects.length - 5} more`)
    some(this.withoutLabel, 'listing', 'without a label left out.')
    if (this.labels === undefined) return notes
    const counts = this.labels.book.counts()
    some(counts.unmatched, 'label', 'matched no listing.')
    some(counts.contradicted, 'listing', 'left out because their labels contradict each other.')
    return notes
  }
}

function checkPaths(flags: FitFlags): void {
  if (flags.in === '-' && flags.labels === '-') {
    throw badOption('--in and --labels cannot both be standard input: name a file for one')
  }
  if (flags.out === '-') return
  for (const option of ['in', 'catalog', 'labels'] as const) {
    const path = flags[option]
    if (path === undefined || path === '-' || resolve(path) !== resolve(flags.out)) continue
    throw badOption(`--out and --${option} name the same file, ${path}: name another one`)
  }
}

function badOption(message: string): TouchstoneError {
  return new TouchstoneError({ code: 'bad-option', message })
}
