import { Option, type Command } from 'commander'
import { parseListing, TouchstoneError, type Listing } from '@touchstone/contract'
import { loadCatalog } from '../catalog-file.ts'
import { readConfig } from '../config.ts'
import { explanation } from '../explanation/index.ts'
import { listenForStop } from '../stop.ts'
import { cutBlocks, openInput } from '../stream/index.ts'
import { paintFor } from '../terminal.ts'
import { dateTime, wholeNumber, type Finish } from './options.ts'

type ExplainFlags = {
  catalog?: string
  in: string
  id?: string
  line?: number
  starterPack: boolean
  json?: boolean
  asOf?: string
}

export function addExplain(program: Command, finish: Finish): void {
  program
    .command('explain')
    .description('say of one listing what it is judged to be, and every reason')
    .option('--catalog <file>', 'your brands, products and channels (JSON)')
    .option('--in <file>', 'listings, NDJSON, plain or gzip; - for standard input', '-')
    .addOption(new Option('--id <id>', 'the listing with this id').conflicts('line'))
    .addOption(
      new Option('--line <n>', 'the listing on this line').argParser(
        wholeNumber(1, Number.MAX_SAFE_INTEGER),
      ),
    )
    .option('--no-starter-pack', 'only the brands of the catalog')
    .option('--json', 'print the assessment as JSON')
    .addOption(
      new Option(
        '--as-of <date-time>',
        'time of an offer that does not say when it was seen; by default now',
      ).argParser(dateTime),
    )
    .action(async (flags: ExplainFlags) => finish(await explain(flags)))
}

async function explain(flags: ExplainFlags): Promise<number> {
  const { starterPack, asOf = new Date().toISOString() } = flags
  if (flags.catalog === undefined && !starterPack) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: 'there is no brand to look for: name a --catalog or leave the starter pack on',
    })
  }
  const loaded = flags.catalog === undefined ? undefined : await loadCatalog(flags.catalog)
  for (const warning of loaded?.warnings ?? []) console.error(`Note: ${warning}`)
  const listing = await findListing(flags)
  const { compile } = await import('@touchstone/recognition')
  const screener = compile(loaded?.catalog ?? { brands: [] }, { starterPack, asOf })
  const assessment = screener.screen(listing)
  if (flags.json) console.log(JSON.stringify(assessment, null, 2))
  else {
    const paint = paintFor(process.stdout, readConfig(process.env).noColor)
    console.log(explanation(listing, assessment, paint))
  }
  return 0
}

async function findListing(flags: ExplainFlags): Promise<Listing> {
  if (flags.in === '-' && process.stdin.isTTY) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: 'name the file with --in FILE, or pipe listings into this command',
    })
  }
  const stop = listenForStop()
  const input = await openInput(flags.in, stop.signal)
  try {
    for await (const block of cutBlocks(input.chunks)) {
      if (block.kind === 'oversize') continue
      const lines = Buffer.from(block.bytes).toString('utf8').split('\n')
      for (const [at, text] of lines.entries()) {
        if (!isAsked(flags, text, block.firstLine + at)) continue
        return takeListing(text, block.firstLine + at)
      }
    }
  } finally {
    await input.close()
    stop.dispose()
  }
  const asked =
    flags.id !== undefined
      ? `has the id ${JSON.stringify(flags.id)}`
      : `stands on line ${flags.line}`
  throw new TouchstoneError({
    code: 'bad-input',
    message:
      flags.id === undefined && flags.line === undefined
        ? `${input.name} holds no listing`
        : `no listing of ${input.name} ${asked}`,
  })
}

function isAsked({ id, line }: ExplainFlags, text: string, at: number): boolean {
  if (line !== undefined) return line === at
  if (text.trim() === '') return false
  if (id === undefined) return true
  // Most lines are told apart without parsing; an id may be written with escapes, though.
  if (!text.includes(id) && !text.includes('\\')) return false
  try {
    return (JSON.parse(text) as { id?: unknown } | null)?.id === id
  } catch {
    return false
  }
}

function takeListing(text: string, line: number): Listing {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new TouchstoneError({
      code: 'bad-listing',
      message: `line ${line} is not JSON: ${(cause as Error).message}`,
      cause,
    })
  }
  const parsed = parseListing(value)
  if (parsed.ok) return parsed.listing
  const faults = parsed.faults.map(
    (fault) => `  ${fault.pointer || 'it'} ${fault.problem}; found ${fault.found}; ${fault.mend}`,
  )
  throw new TouchstoneError({
    code: 'bad-listing',
    message: [`the listing on line ${line} cannot be taken:`, ...faults].join('\n'),
    pointer: parsed.faults[0]?.pointer,
  })
}
