import { resolve } from 'node:path'
import { parseJsonText, TouchstoneError, type Assessment, type Listing } from '@touchstone/contract'
import { fullAssessment } from '@touchstone/recognition'
import type { Command } from 'commander'
import { z } from 'zod'
import type { ProgramIo } from '../program-io.ts'
import { listenForStop, stopExitCodes, type Stop } from '../stop-signal.ts'
import {
  cutBlocks,
  LineWriter,
  linesOf,
  listingsOf,
  openInput,
  openListings,
  Outputs,
  type Sink,
} from '../stream/index.ts'
import { count, duration, visible } from '../terminal.ts'
import { encodingOption, type CommandContext } from './options.ts'

type WordsFlags = { in: string; listings: string; out: string; encoding?: string }

/** What a line must have before its listing is looked for. */
const LeanLine = z.looseObject({
  listing: z.string(),
  line: z.int().min(1),
  verdict: z.string(),
  signals: z.array(z.looseObject({ code: z.string() })),
})

export function defineWords(command: Command, { io, finish }: CommandContext): void {
  command
    .requiredOption(
      '--in <file>',
      'assessments of screen --detail lean, NDJSON, plain or gzip; - for standard input',
    )
    .requiredOption('--listings <file>', 'the listings that were screened, plain or gzip')
    .addOption(encodingOption('encoding of the listings; UTF-8 by default'))
    .requiredOption('--out <file>', 'the assessments in full, NDJSON; - for standard output')
    .action(async (flags: WordsFlags) => finish(await words(io, flags)))
}

async function words(io: ProgramIo, flags: WordsFlags): Promise<number> {
  if (
    [flags.in, flags.listings].some((path) => path !== '-' && resolve(path) === resolve(flags.out))
  )
    throw new TouchstoneError({
      code: 'bad-option',
      message: '--out names a file that is read: name another one',
    })
  if (flags.listings === '-')
    throw new TouchstoneError({ code: 'bad-option', message: '--listings must be a file: name it' })
  const started = Date.now()
  const stop = listenForStop(io)
  const outputs = new Outputs(io)
  try {
    const written = await writeInFull(io, flags, { out: await outputs.open(flags.out), stop })
    const received = stop.received()
    if (received !== undefined) {
      await outputs.discard()
      io.printError(`Stopped by ${received}. Nothing was written.`)
      return stopExitCodes[received]
    }
    await outputs.finish()
    const seconds = duration((Date.now() - started) / 1000)
    io.printError(`${count(written, 'assessment')} in full, in ${seconds}.`)
    return written === 0 ? 1 : 0
  } catch (error) {
    await outputs.discard()
    throw error
  } finally {
    stop.dispose()
  }
}

const flushAt = 256 * 1024

/** Both files are in the order of the lines that were screened, so that one pass over each is enough. */
async function writeInFull(
  io: ProgramIo,
  flags: WordsFlags,
  { out, stop }: { out: Sink; stop: Stop },
): Promise<number> {
  const input = await openInput(io, flags.in, stop.signal)
  const listings = await openListings(io, flags.listings, stop.signal, flags.encoding)
  const found = listingsOf(listings)
  const writer = new LineWriter()
  let listing: { listing: Listing; line: number } | undefined
  let written = 0
  try {
    for await (const { row, at } of leanLines(input)) {
      while (listing === undefined || listing.line < row.line) {
        const next = await found.next()
        if (next.done === true) break
        if ('listing' in next.value) listing = next.value
      }
      if (listing?.line !== row.line || listing.listing.id !== row.listing)
        throw otherListing(input.name, at, { row, found: listing, listings: listings.name })
      writer.add(JSON.stringify(fullAssessment(row, listing.listing)))
      written++
      if (writer.bytes().length >= flushAt) {
        if (!(await out.write(writer.bytes()))) return written
        writer.clear()
      }
    }
    await out.write(writer.bytes())
    return written
  } finally {
    await input.close()
    await listings.close()
  }
}

type LeanRow = Assessment & { line: number }

async function* leanLines(
  input: Awaited<ReturnType<typeof openInput>>,
): AsyncGenerator<{ row: LeanRow; at: number }> {
  let before = 0
  for await (const block of cutBlocks(input.chunks)) {
    if (block.kind === 'oversize') throw noAssessment(input.name, block.line)
    let at = block.firstLine
    for (const bytes of linesOf(Buffer.from(block.bytes.buffer))) {
      if (bytes.length > 0) {
        const row = LeanLine.safeParse(valueOf(bytes.toString('utf8')))
        if (!row.success) throw noAssessment(input.name, at)
        if (row.data.line <= before) throw notInOrder(input.name, at)
        before = row.data.line
        yield { row: row.data as unknown as LeanRow, at }
      }
      at++
    }
  }
}

function valueOf(text: string): unknown {
  try {
    return parseJsonText(text)
  } catch {
    return undefined
  }
}

function noAssessment(name: string, line: number): TouchstoneError {
  return new TouchstoneError({
    code: 'unusable-input',
    message: `${name}, line ${line} is no assessment of screen: it needs listing, line, verdict and signals`,
  })
}

function notInOrder(name: string, line: number): TouchstoneError {
  return new TouchstoneError({
    code: 'unusable-input',
    message: `${name}, line ${line} is not in the order of screen: its line must be greater than the one before`,
  })
}

function otherListing(
  name: string,
  at: number,
  {
    row,
    found,
    listings,
  }: { row: LeanRow; found: { listing: Listing; line: number } | undefined; listings: string },
): TouchstoneError {
  const there = found?.line === row.line ? `is ${visible(found.listing.id)}` : 'has no listing'
  return new TouchstoneError({
    code: 'unusable-input',
    message: `${name}, line ${at} assesses ${visible(row.listing)} on line ${row.line}, but that line of ${listings} ${there}: name the file that was screened`,
  })
}
