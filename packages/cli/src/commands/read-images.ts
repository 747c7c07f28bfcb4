import { availableParallelism } from 'node:os'
import { Option, type Command } from 'commander'
import type { ReadSummary } from '../images/index.ts'
import { showShare } from '../progress.ts'
import { listenForStop, stopExitCodes, type Stop } from '../stop-signal.ts'
import { Outputs } from '../stream/index.ts'
import { count, duration } from '../terminal.ts'
import { wholeNumber, type Finish } from './options.ts'

type ReadFlags = { images: string; out: string; pictureText: boolean; threads?: number }

export function addReadImages(program: Command, finish: Finish): void {
  program
    .command('read-images')
    .description('read text, QR codes and barcodes in pictures: one line per picture')
    .requiredOption('--images <folder>', 'pictures to read')
    .requiredOption('--out <file>', 'results, NDJSON; - for standard output')
    .option('--no-picture-text', 'read only codes, which is much faster')
    .addOption(
      new Option(
        '--threads <n>',
        'threads that read pictures; defaults to one per processor',
      ).argParser(wholeNumber(1, 256)),
    )
    .action(async (flags: ReadFlags) => finish(await readImages(flags)))
}

async function readImages(flags: ReadFlags): Promise<number> {
  const stop = listenForStop()
  const outputs = new Outputs()
  try {
    return await readInto(flags, outputs, stop)
  } catch (error) {
    await outputs.discard()
    throw error
  } finally {
    stop.dispose()
  }
}

async function readInto(flags: ReadFlags, outputs: Outputs, stop: Stop): Promise<number> {
  const started = Date.now()
  const out = await outputs.open(flags.out)
  const progress = showShare('picture')
  // Only what reads pictures loads what unpacks them.
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
  console.error(
    `${count(pictures, 'picture')} in ${duration(seconds)}: ${count(lines, 'line')} of text, ${count(codes, 'code')}, ${refused} not read`,
  )
  const received = stop.received()
  if (received === undefined) return 0
  console.error(`Stopped by ${received}. What was done until then is written.`)
  return stopExitCodes[received]
}
