import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { TouchstoneError } from '@touchstone/contract'
import type { NetworkFileName } from '@touchstone/server/config'
import { Option, type Command } from 'commander'
import type { ProgramIo } from '../program-io.ts'
import type { MatchSummary, Refused } from '../images/index.ts'
import { showShare } from '../progress.ts'
import { listenForStop, stopExitCodes, type Stop } from '../stop-signal.ts'
import { Outputs } from '../stream/index.ts'
import { count, duration, visible } from '../terminal.ts'
import { networkOption, wholeNumber, type CommandContext } from './options.ts'

type MatchFlags = {
  references: string
  queries: string
  out: string
  rejects?: string
  top: number
  threads?: number
  copyEmbedder?: NetworkFileName
  designEmbedder?: NetworkFileName
}

/** Most rejected files named on standard error; the others are counted. */
const maxNamed = 20

export function defineMatchImages(command: Command, { io, finish }: CommandContext): void {
  command
    .requiredOption('--references <folder>', 'pictures to find, such as official photos')
    .requiredOption('--queries <folder>', 'pictures that may show them, such as sellers’ photos')
    .requiredOption('--out <file>', 'matches, NDJSON; - for standard output')
    .option('--rejects <file>', 'unreadable pictures, each with its reason (NDJSON)')
    .addOption(
      new Option('--top <n>', 'maximum number of matches per picture')
        .argParser(wholeNumber(1, 1000))
        .default(10),
    )
    .addOption(
      new Option(
        '--threads <n>',
        'threads that read pictures; defaults to one per processor',
      ).argParser(wholeNumber(1, 256)),
    )
    .addOption(
      networkOption(
        '--copy-embedder',
        'your own network for recognising copies, in addition to the built-in one',
      ),
    )
    .addOption(
      networkOption(
        '--design-embedder',
        'your own network for recognising the same goods, used as hints only',
      ),
    )
    .action(async (flags: MatchFlags) => finish(await matchImages(io, flags)))
}

async function matchImages(io: ProgramIo, flags: MatchFlags): Promise<number> {
  if (flags.rejects !== undefined && resolve(flags.rejects) === resolve(flags.out)) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: '--out and --rejects name the same file: use different files',
    })
  }
  const stop = listenForStop(io)
  const outputs = new Outputs(io)
  try {
    return await matchInto(io, flags, outputs, stop)
  } catch (error) {
    await outputs.discard()
    throw error
  } finally {
    stop.dispose()
  }
}

async function matchInto(
  io: ProgramIo,
  flags: MatchFlags,
  outputs: Outputs,
  stop: Stop,
): Promise<number> {
  const started = Date.now()
  const out = await outputs.open(flags.out)
  const rejects = await outputs.open(flags.rejects)
  const refused: Refused[] = []
  const progress = showShare('picture', io.stderr)
  // Loaded here, since only this command needs the decoders of pictures.
  const { describers, matchPictures, openNetworks } = await import('../images/index.ts')
  const { copyEmbedder, designEmbedder } = flags
  const networks = {
    ...(copyEmbedder && { copyEmbedder }),
    ...(designEmbedder && { designEmbedder }),
  }
  // A network that does not fit is reported once, not by each thread.
  await openNetworks(networks)
  const threads = describers(flags.threads ?? availableParallelism(), networks)
  let summary: MatchSummary
  try {
    summary = await matchPictures({
      references: flags.references,
      queries: flags.queries,
      top: flags.top,
      describers: threads,
      signal: stop.signal,
      onProgress: progress.show,
      write: (line) => out.write(lineOf(line)),
      onRefused: async (refusal) => {
        if (refused.length < maxNamed) refused.push(refusal)
        await rejects?.write(lineOf(refusal))
      },
    })
  } finally {
    progress.clear()
    await threads.close()
  }
  await outputs.finish()
  for (const line of summaryLines(summary, refused, (Date.now() - started) / 1000))
    io.printError(line)
  const received = stop.received()
  if (received === undefined) return 0
  io.printError(`Stopped by ${received}. The results so far are written.`)
  return stopExitCodes[received]
}

function lineOf(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`)
}

function* summaryLines(
  summary: MatchSummary,
  refused: readonly Refused[],
  seconds: number,
): Generator<string> {
  for (const { folder, file, message } of refused)
    yield `Not read in ${folder}: ${visible(file)}: ${message}`
  if (summary.refused > refused.length)
    yield `Not read either: ${count(summary.refused - refused.length, 'other file')}; --rejects names all`
  const { references, queries, matched } = summary
  yield `${count(queries, 'picture')} compared with ${count(references, 'reference image')} in ${duration(seconds)}: ${matched} with matches`
}
