import { Option, type Command } from 'commander'
import { TouchstoneError, type Listing } from '@touchstone/contract'
import type { ProgramIo } from '../program-io.ts'
import { readConfig } from '../config.ts'
import { compileEngine, loadEngineParts, weightsOption, type EngineFlags } from '../engine.ts'
import { explanation } from '../explanation/index.ts'
import { listenForStop } from '../stop-signal.ts'
import {
  cutBlocks,
  defaultMaxLineBytes,
  linesOf,
  openInput,
  oversizeReject,
  screenLine,
  type Reject,
} from '../stream/index.ts'
import { rejectLine } from '../screen-summary.ts'
import { paintFor } from '../terminal.ts'
import { dateTime, encodingOption, wholeNumber, type CommandContext } from './options.ts'

type ExplainFlags = EngineFlags & {
  encoding?: string
  in: string
  id?: string
  line?: number
  json?: boolean
}

export function defineExplain(command: Command, { io, finish }: CommandContext): void {
  command
    .option('--catalog <file>', 'your brands, products and channels (JSON)')
    .option('--in <file>', 'listings, NDJSON, plain or gzip; - for standard input', '-')
    .addOption(encodingOption('encoding of the listings; UTF-8 by default'))
    .addOption(new Option('--id <id>', 'the listing with this id').conflicts('line'))
    .addOption(
      new Option('--line <n>', 'the listing on this line').argParser(
        wholeNumber(1, Number.MAX_SAFE_INTEGER),
      ),
    )
    .option('--no-starter-pack', 'use only the brands of the catalog')
    .addOption(weightsOption())
    .option('--json', 'print the assessment as JSON')
    .addOption(
      new Option(
        '--as-of <date-time>',
        'time of a listing that states no time of observation; now by default',
      ).argParser(dateTime),
    )
    .action(async (flags: ExplainFlags) => finish(await explain(io, flags)))
}

async function explain(io: ProgramIo, flags: ExplainFlags): Promise<number> {
  const parts = await loadEngineParts(io, flags)
  const listing = await findListing(io, flags)
  const { wordAssessment } = await import('@touchstone/recognition')
  const screener = await compileEngine(parts)
  const assessment = wordAssessment(screener.screen(listing))
  if (flags.json) io.print(JSON.stringify(assessment, null, 2))
  else {
    const paint = paintFor(io.stdout, readConfig(io.env).noColor)
    io.print(explanation(listing, assessment, paint))
  }
  return 0
}

async function findListing(io: ProgramIo, flags: ExplainFlags): Promise<Listing> {
  if (flags.in === '-' && io.stdin.isTTY) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: 'name the file with --in FILE, or pipe listings into this command',
    })
  }
  const stop = listenForStop(io)
  const input = await openInput(io, flags.in, stop.signal, flags.encoding)
  try {
    for await (const block of cutBlocks(input.chunks)) {
      if (block.kind === 'oversize') {
        if (flags.line !== block.line) continue
        throw untakable(oversizeReject(block.line, defaultMaxLineBytes))
      }
      let line = block.firstLine
      for (const bytes of linesOf(Buffer.from(block.bytes.buffer))) {
        if (isWanted(flags, bytes, line)) return readListing(bytes, line)
        line++
      }
    }
  } finally {
    await input.close()
    stop.dispose()
  }
  const condition =
    flags.id !== undefined ? `has the id ${JSON.stringify(flags.id)}` : `is on line ${flags.line}`
  throw new TouchstoneError({
    code: 'unusable-input',
    message:
      flags.id === undefined && flags.line === undefined
        ? `${input.name} contains no listing`
        : `no listing of ${input.name} ${condition}`,
  })
}

function isWanted({ id, line }: ExplainFlags, bytes: Buffer, at: number): boolean {
  if (line !== undefined) return line === at
  // Most lines can be skipped without parsing; but an id may contain escapes.
  if (id !== undefined && !bytes.includes(id) && !bytes.includes('\\')) return false
  const text = bytes.toString('utf8')
  if (id === undefined) return text.trim() !== ''
  try {
    return (JSON.parse(text) as { id?: unknown } | null)?.id === id
  } catch {
    return false
  }
}

function readListing(bytes: Buffer, line: number): Listing {
  const result = screenLine(bytes, line)
  if (result === undefined) {
    throw new TouchstoneError({ code: 'bad-listing', message: `line ${line} is empty` })
  }
  if ('reject' in result) throw untakable(result.reject)
  return result.listing
}

function untakable(reject: Reject): TouchstoneError {
  const also = (reject.also ?? []).map(({ pointer, reason }) => `; also ${pointer} ${reason}`)
  return new TouchstoneError({
    code: 'bad-listing',
    message: `the listing cannot be read: ${rejectLine(reject)}${also.join('')}`,
    pointer: reject.pointer,
  })
}
