import { resolve } from 'node:path'
import { SellerPortfolio, TouchstoneError } from '@touchstone/contract'
import {
  createEvaluation,
  dimensions,
  evaluationPage,
  evaluationText,
  type Dimension,
} from '@touchstone/evaluation'
import { InvalidArgumentError, Option, type Command } from 'commander'
import type { ProgramIo } from '../program-io.ts'
import { loadEngineParts, startLane, weightsOption, type EngineParts } from '../engine.ts'
import { strictExitCode } from '../exit-codes.ts'
import { readLabels, type LabelFile } from '../label-file.ts'
import { LabelMatcher } from '../match-labels.ts'
import { readCheckedLines } from '../checked-lines.ts'
import { showProgress } from '../progress.ts'
import { listenForStop, stopExitCodes, type Stop } from '../stop-signal.ts'
import {
  openInput,
  Outputs,
  screenStream,
  type Input,
  type Sink,
  type Summary,
} from '../stream/index.ts'
import { rejectLine, summaryLines } from '../screen-summary.ts'
import { count } from '../terminal.ts'
import { dateTime, encodingOption, isDevice, wholeNumber, type CommandContext } from './options.ts'

type EvaluateFlags = {
  encoding?: string
  catalog?: string
  weights?: string
  in: string
  labels?: string
  sellers?: string
  perDay?: number
  by: Dimension[]
  report?: string
  json?: string
  rejects?: string
  strict?: boolean
  threads?: number
  starterPack: boolean
  asOf?: string
}

export function defineEvaluate(command: Command, { io, finish }: CommandContext): void {
  command
    .option('--catalog <file>', 'your brands, products and channels (JSON)')
    .requiredOption('--in <file>', 'listings, NDJSON, plain or gzip; - for standard input')
    .addOption(encodingOption('encoding of the listings; UTF-8 by default'))
    .option(
      '--labels <file>',
      'labels, NDJSON: {"listing": …, "label": 0 or 1}; defaults to the label field of each listing',
    )
    .option(
      '--sellers <file>',
      'portfolios of the sellers of these listings, as `screen --sellers` writes them (NDJSON)',
    )
    .addOption(
      new Option(
        '--per-day <n>',
        'listings that come in on a day, for the size of each queue; per 1,000 by default',
      ).argParser(wholeNumber(1, 1_000_000_000)),
    )
    .addOption(
      new Option('--by <names>', `breakdowns: ${dimensions.join(', ')}`)
        .argParser(dimensionList)
        .default(['source', 'language', 'brand'] as Dimension[], 'source,language,brand'),
    )
    .option('--report <file>', 'report to view (one HTML file)')
    .option('--json <file>', 'all figures (JSON); - for standard output')
    .option('--rejects <file>', 'rejected lines, each with its reason (NDJSON)')
    .option('--strict', 'stop at the first bad line with exit code 2')
    .addOption(
      new Option('--threads <n>', 'screening threads; chosen automatically by default').argParser(
        wholeNumber(1, 256),
      ),
    )
    .addOption(weightsOption())
    .option('--no-starter-pack', 'use only the brands of the catalog')
    .addOption(
      new Option(
        '--as-of <date-time>',
        'time of listings that state no time of observation; now by default',
      ).argParser(dateTime),
    )
    .action(async (flags: EvaluateFlags) => finish(await evaluate(io, flags)))
}

function dimensionList(text: string): Dimension[] {
  const names = text.split(',').map((name) => name.trim())
  const known = names.filter((name): name is Dimension =>
    (dimensions as readonly string[]).includes(name),
  )
  if (known.length < names.length) {
    throw new InvalidArgumentError(`Write names of this list: ${dimensions.join(',')}.`)
  }
  return [...new Set(known)]
}

async function evaluate(io: ProgramIo, flags: EvaluateFlags): Promise<number> {
  checkPaths(flags)
  const stop = listenForStop(io)
  const outputs = new Outputs(io)
  try {
    const parts = await loadEngineParts(io, flags)
    const labels =
      flags.labels === undefined
        ? undefined
        : await readLabels(io, flags.labels, { signal: stop.signal, strict: flags.strict })
    const [badLabel] = labels?.rejects ?? []
    if (flags.strict && badLabel) {
      io.printError(`${flags.labels}: ${rejectLine(badLabel)}`)
      return strictExitCode
    }
    const sellers =
      flags.sellers === undefined
        ? undefined
        : await readCheckedLines(io, flags.sellers, {
            schema: SellerPortfolio,
            what: 'portfolio of a seller: write the file with screen --sellers',
            signal: stop.signal,
          })
    const received = stop.received()
    if (received) {
      io.printError(`Stopped by ${received}. Nothing was measured.`)
      return stopExitCodes[received]
    }
    const input = await openInput(io, flags.in, stop.signal, flags.encoding)
    try {
      return await measure(io, { flags, parts, labels, sellers, input, stop, outputs })
    } finally {
      await input.close()
    }
  } catch (error) {
    await outputs.discard()
    throw error
  } finally {
    stop.dispose()
  }
}

type Measuring = {
  flags: EvaluateFlags
  parts: EngineParts
  labels: LabelFile | undefined
  sellers: SellerPortfolio[] | undefined
  input: Input
  stop: Stop
  outputs: Outputs
}

async function measure(
  io: ProgramIo,
  { flags, parts, labels, sellers, input, stop, outputs }: Measuring,
): Promise<number> {
  const started = Date.now()
  const report = await outputs.open(flags.report)
  const json = await outputs.open(flags.json)
  const rejects = await outputs.open(flags.rejects)
  const evaluation = createEvaluation({ by: flags.by, sellers, perDay: flags.perDay })
  const matching = new LabelMatcher(labels, evaluation.add)
  const progress = showProgress(input, io.stderr)
  const { threads, strict = false } = flags
  const lane = await startLane({ parts, input, threads, strict, withPairs: true })
  let summary: Summary
  try {
    summary = await screenStream({
      chunks: input.chunks,
      lane,
      out: discard,
      rejects,
      strict,
      onPair: matching.onPair,
      onProgress: progress.show,
    })
  } finally {
    progress.clear()
    await lane.close()
  }
  const seconds = (Date.now() - started) / 1000
  for (const line of summaryLines(summary, seconds, rejects !== undefined)) io.printError(line)
  for (const line of matching.rejectLines()) io.printError(line)
  for (const reject of matching.rejects) {
    await rejects?.write(Buffer.from(`${JSON.stringify({ ...reject, in: 'labels' })}\n`))
  }
  if (summary.outcome === 'strict-stop' || (strict && matching.rejects.length > 0)) {
    await outputs.discard()
    return strictExitCode
  }
  if (matching.matched === 0 && summary.outcome === 'done' && !stop.received()) {
    throw new TouchstoneError({
      code: 'unusable-input',
      message: nothingMatched(summary, labels),
    })
  }
  const notes = [...matching.notes(), ...endNotes(summary, stop)]
  const figures = evaluation.figures()
  const text = evaluationText(figures, notes)
  const page = { title: input.name, date: new Date().toISOString(), notes }
  await report?.write(Buffer.from(evaluationPage(figures, page)))
  await json?.write(Buffer.from(`${JSON.stringify({ ...page, ...figures }, null, 2)}\n`))
  await outputs.finish()
  if (flags.json === '-') io.stderr.write(text)
  else io.stdout.write(text)
  const received = stop.received()
  if (summary.damage) return 1
  return received ? stopExitCodes[received] : 0
}

const discard: Sink = {
  write: async () => true,
  finish: async () => undefined,
  discard: async () => undefined,
}

function nothingMatched(summary: Summary, labels: LabelFile | undefined): string {
  if (labels === undefined) {
    return `no listing has a label: name a --labels file, or add "label": 0 or 1 to the listings`
  }
  const { unmatched } = labels.book.counts()
  return `none of ${count(unmatched, 'label')} matches any of ${count(summary.rows, 'listing')}: the "listing" of a label must be the "id" of a listing (and its "marketplace" must match, if stated)`
}

function endNotes(summary: Summary, stop: Stop): string[] {
  const received = stop.received()
  if (summary.damage)
    return [`${summary.damage.message}: only the lines before that were measured.`]
  if (received) return [`Stopped by ${received}: only the lines read until then were measured.`]
  return []
}

function checkPaths(flags: EvaluateFlags): void {
  if (flags.report === '-') throw badOption('--report writes a file: name one, e.g. report.html')
  const fromStdin = (['in', 'labels', 'sellers'] as const).filter((name) => flags[name] === '-')
  if (fromStdin.length > 1) {
    const options = fromStdin.map((name) => `--${name}`).join(' and ')
    throw badOption(`${options} cannot both be standard input: name a file for one`)
  }
  if (flags.json === '-' && flags.rejects === '-') {
    throw badOption('--json and --rejects cannot both be standard output: name a file for one')
  }
  const named = new Map<string, string>()
  for (const option of [
    'in',
    'catalog',
    'weights',
    'labels',
    'sellers',
    'report',
    'json',
    'rejects',
  ] as const) {
    const path = flags[option]
    if (path === undefined || path === '-' || isDevice(path)) continue
    const earlier = named.get(resolve(path))
    if (earlier !== undefined) {
      throw badOption(
        earlier === 'in' && option === 'labels'
          ? 'omit --labels if the listings contain their labels'
          : `--${option} and --${earlier} name the same file, ${path}: name another one`,
      )
    }
    named.set(resolve(path), option)
  }
}

function badOption(message: string): TouchstoneError {
  return new TouchstoneError({ code: 'bad-option', message })
}
