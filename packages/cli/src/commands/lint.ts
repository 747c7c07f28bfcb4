import type { Command } from 'commander'
import { BrandPack, faultsOf, Lexicon, TouchstoneError, type Listing } from '@touchstone/contract'
import type { Finding } from '@touchstone/recognition'
import { jsonOption, printAnswer, type JsonFlags } from '../json-answer.ts'
import type { ProgramIo } from '../program-io.ts'
import { faultyDocument, readDocument, type DocumentKind } from '../document-file.ts'
import { listenForStop } from '../stop-signal.ts'
import { listingsOf, openInput } from '../stream/index.ts'
import { rejectLine } from '../screen-summary.ts'
import { encodingOption, type CommandContext } from './options.ts'

const lexiconKind: DocumentKind = {
  name: 'lexicon',
  code: 'unusable-input',
  least: '{"terms": []}',
}
const packKind: DocumentKind = {
  name: 'brand pack',
  code: 'unusable-input',
  least: '{"brands": []}',
}

type LintFlags = JsonFlags & { in?: string; encoding?: string }
type Drafts = { lexicons: Lexicon[]; packs: BrandPack[] }

export function defineLint(command: Command, { io, finish }: CommandContext): void {
  command
    .argument('[files...]', 'lexicons and brand packs (JSON); each replaces the built-in one')
    .option('--in <file>', 'ordinary listings (NDJSON), to find terms that would flag over 1 %')
    .addOption(encodingOption('encoding of the listings; UTF-8 by default'))
    .option(...jsonOption)
    .action(async (files: string[], flags: LintFlags) => finish(await lint(io, files, flags)))
}

async function lint(io: ProgramIo, files: readonly string[], flags: LintFlags): Promise<number> {
  const drafts: Drafts = { lexicons: [], packs: [] }
  for (const file of files) await readDraft(file, drafts)
  const recognition = await import('@touchstone/recognition')
  const { compile, lintLexicons, lintPack, lintTermRates, productTypes } = recognition
  const languages = new Set(drafts.lexicons.map(({ language }) => language))
  const lexicons = [
    ...recognition.lexicons.filter(({ language }) => !languages.has(language)),
    ...drafts.lexicons,
  ]
  const ids = new Set(drafts.packs.map(({ id }) => id))
  const packs = [...recognition.starterPack.filter(({ id }) => !ids.has(id)), ...drafts.packs]
  const findings = [
    ...lintLexicons(lexicons),
    ...lintPack({ packs, types: productTypes, lexicons }),
  ]
  // Undefined guards stop the engine, and have been reported above.
  if (flags.in !== undefined && findings.length === 0) {
    const screener = compile({ brands: [] }, { lexicons, pack: packs })
    findings.push(...lintTermRates(screener, await ordinaryListings(io, flags.in, flags.encoding)))
  } else if (flags.in !== undefined) io.printError('The listings are read once these are fixed.')
  const read = { lexicons: lexicons.length, packs: packs.length }
  printAnswer(io, flags, { ...read, findings }, findings.map(wordsOf))
  io.printError(
    findings.length === 0
      ? `No problems in ${lexicons.length} lexicons and ${packs.length} brand packs.`
      : `${findings.length} to fix.`,
  )
  return findings.length === 0 ? 0 : 1
}

function wordsOf({ at, problem, remedy }: Finding): string {
  return `${at}: ${problem}. ${remedy}`
}

/** A single fault rejects the whole file, with line, field, value and correction. */
async function readDraft(path: string, drafts: Drafts): Promise<void> {
  const { text, value } = await readDocument(path, lexiconKind)
  const isPack = typeof value === 'object' && value !== null && 'brands' in value
  if (isPack) {
    const parsed = BrandPack.safeParse(value)
    if (!parsed.success) throw faultyDocument(path, packKind, faultsOf(parsed.error, value), text)
    drafts.packs.push(parsed.data)
  } else {
    const parsed = Lexicon.safeParse(value)
    if (!parsed.success)
      throw faultyDocument(path, lexiconKind, faultsOf(parsed.error, value), text)
    drafts.lexicons.push(parsed.data)
  }
}

async function ordinaryListings(
  io: ProgramIo,
  path: string,
  encoding?: string,
): Promise<Listing[]> {
  const stop = listenForStop(io)
  const input = await openInput(io, path, stop.signal, encoding)
  const listings: Listing[] = []
  try {
    for await (const row of listingsOf(input)) {
      if ('listing' in row) listings.push(row.listing)
      else io.printError(rejectLine(row.reject))
    }
  } finally {
    await input.close()
    stop.dispose()
  }
  const received = stop.received()
  if (received)
    throw new TouchstoneError({ code: 'unusable-input', message: `stopped by ${received}` })
  return listings
}
