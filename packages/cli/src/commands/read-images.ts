import { availableParallelism } from 'node:os'
import { Option, type Command } from 'commander'
import type { ProgramIo } from '../program-io.ts'
import type { ReadSummary } from '../images/index.ts'
import { showShare } from '../progress.ts'
import { listenForStop, stopExitCodes, type Stop } from '../stop-signal.ts'
import { Outputs } from '../stream/index.ts'
import { count, duration } from '../terminal.ts'
import { wholeNumber, type CommandContext } from './options.ts'

type ReadFlags = { images: string; out: string; pictureText: boolean; threads?: number }

export function defineReadImages(command: Command, { io, finish }: CommandContext): void {
  command
    .requiredOption('--images <folder>', 'pictures to read')
    .requiredOption('--out <file>', 'results, NDJSON; - for standard output')
    .option('--no-picture-text', 'read only codes, which is much faster')
    .addOption(
      new Option(
        '--threads <n>',
        'threads that read pictures; defaults to one per processor',
      ).argParser(wholeNumber(1, 256)),
    )
    .action(async (flags: ReadFlags) => finish(await readImages(io, flags)))
}

async function readImages(io: ProgramIo, flags: ReadFlags): Promise<number> {
  const stop = listenForStop(io)
  const outputs = new Outputs(io)
  try {
    return await readInto(io, flags, outputs, stop)
  } catch (error) {
    await outputs.discard()
    throw error
  } finally {
    stop.dispose()
  }
}

async function readInto(
  io: ProgramIo,
  flags: ReadFlags,
  outputs: Outputs,
  stop: Stop,
): Promise<number> {
  const started = Date.now()
  const out = await outputs.open(flags.out)
  const progress = showShare('picture', io.stderr)
  // Loaded here, since only reading pictures needs the decoders.
  const { readers, readingParts, readPictures } = await import('../images/index.ts')
  await readingParts()
  const threads = readers(flags.threads ?? availableParallelism(), { text: flags.pictureText })
  let summary: ReadSummary
  try {
    summary = await readPictures({
      images: flags.images,
      readers: threads,
      signal: stop.signal,
      onProgress: progress.show,
      write: (line) => out.write(Buffer.from(`${JSON.stringify(line)}\n`)),
    })
  } finally {
    progress.clear()
    await threads.close()
  }
  await outputs.finish()
  const { pictures, lines, codes, refused } = summary
  const seconds = (Date.now() - started) / 1000
  io.printError(
    `${count(pictures, 'picture')} in ${duration(seconds)}: ${count(lines, 'line')} of text, ${count(codes, 'code')}, ${refused} not read`,
  )
  const received = stop.received()
  if (received === undefined) return 0
  io.printError(`Stopped by ${received}. The results so far are written.`)
  return stopExitCodes[received]
}
