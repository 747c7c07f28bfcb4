import type { FileEncodingName, CatalogImportView } from '@touchstone/contract'
import type { Command } from 'commander'
import { jsonOption, printAnswer, printJson, type JsonFlags } from '../json-answer.ts'
import type { ProgramIo } from '../program-io.ts'
import { operate } from '../server-store.ts'
import { openInput } from '../stream/index.ts'
import { count, visible } from '../terminal.ts'
import { encodingOption, type CommandContext } from './options.ts'

type ImportFlags = JsonFlags & {
  organisation: string
  preview: boolean
  replace: boolean
  brand?: string
  currency?: string
  encoding?: FileEncodingName
}

export function defineCatalog(catalog: Command, { io, finish }: CommandContext): void {
  catalog
    .command('import')
    .description(
      'import a catalog (JSON), products (CSV, XLSX, Merchant feed) or trademarks (WIPO ST.96)',
    )
    .argument('<file>', 'file to import, plain or gzip; - for standard input')
    .requiredOption('--organisation <slug>', 'organisation that owns the catalog')
    .option(
      '--preview',
      'show what would be added, changed and removed, without changing anything',
      false,
    )
    .option('--replace', 'remove entries missing from the file', false)
    .option('--brand <id>', 'brand for rows and trademarks that name none')
    .option('--currency <code>', 'ISO 4217 code, used if the file names no currency')
    .addOption(encodingOption('encoding of the file; detected from its content by default'))
    .option(...jsonOption)
    .action(async (file: string, flags: ImportFlags) => finish(await importFile(io, file, flags)))
  catalog
    .command('export')
    .description('print the whole catalog as one JSON document that can be imported again')
    .requiredOption('--organisation <slug>', 'organisation that owns the catalog')
    .action(async (flags: { organisation: string }) =>
      finish(await printCatalog(io, flags.organisation)),
    )
}

async function importFile(io: ProgramIo, path: string, flags: ImportFlags): Promise<number> {
  const { preview, replace, json, ...settings } = flags
  const input = await openInput(io, path, new AbortController().signal)
  try {
    const request = { ...settings, preview: asText(preview), replace: asText(replace) }
    const result = await operate(io, 'catalog.import', request, input.chunks)
    for (const line of importLines(result)) io.printError(line)
    printAnswer(io, { json }, result)
    return result.failed > 0 && countRows(result) === 0 ? 1 : 0
  } finally {
    await input.close()
  }
}

function asText(flag: boolean): 'true' | 'false' {
  return flag ? 'true' : 'false'
}

async function printCatalog(io: ProgramIo, organisation: string): Promise<number> {
  printJson(io, await operate(io, 'catalog.export', { organisation }))
  return 0
}

const nouns = { brands: 'brand', products: 'product', rights: 'right' } as const
const words = { added: 'added', changed: 'changed', removed: 'removed' } as const
const rowsShown = 20

/** Summary of an import or a preview. */
function importLines(result: CatalogImportView): string[] {
  const { preview, failed, spared, faults, warnings, withoutEffect } = result
  const lines = [`Read ${result.format}${toColumnsText(result)}.`]
  for (const [list, noun] of Object.entries(nouns)) {
    const counts = result[list as keyof typeof nouns]
    const changes = Object.entries(words).flatMap(([state, word]) => {
      const number = counts[state as keyof typeof words]
      return number === 0
        ? []
        : [`${number.toLocaleString('en')} ${preview ? 'would be ' : ''}${word}`]
    })
    const total = Object.values(counts).reduce((sum, number) => sum + number, 0)
    if (changes.length === 0 && counts.unchanged > 0) changes.push('nothing changed')
    if (total > 0) lines.push(`${count(total, noun)}: ${changes.join(', ')}.`)
  }
  if (preview) {
    for (const { kind, id, state, changed } of result.rows.slice(0, rowsShown)) {
      const fields = changed.length === 0 ? '' : ` (${changed.join(', ')})`
      lines.push(visible(`  ${kind} ${id}: ${state}${fields}`))
    }
    if (result.rows.length > rowsShown) lines.push('  …')
  }
  if (withoutEffect.length > 0) {
    const brands = withoutEffect.map(({ brand }) => brand).join(', ')
    lines.push(visible(`No effect until a claim to the brand is approved: ${brands}.`))
  }
  if (failed > 0) lines.push(`${count(failed, 'row')} could not be read:`)
  for (const { row, line, message } of faults.slice(0, rowsShown)) {
    lines.push(visible(`  ${line > 0 ? `line ${line}` : `entry ${row}`}: ${message}`))
  }
  if (faults.length > rowsShown) lines.push('  …')
  for (const { message } of warnings.slice(0, rowsShown)) {
    lines.push(visible(`  warning: ${message}`))
  }
  if (spared > 0) {
    lines.push(
      `Nothing was removed because some rows failed; ${spared.toLocaleString('en')} would have been.`,
    )
  }
  return lines
}

function toColumnsText({ columns }: CatalogImportView): string {
  if (columns === undefined) return ''
  const pairs = Object.entries(columns).map(([column, field]) => `${column} → ${field}`)
  return visible(pairs.length === 0 ? ', with no known columns' : `: ${pairs.join(', ')}`)
}

function countRows({ brands, products, rights }: CatalogImportView): number {
  return [brands, products, rights]
    .flatMap((counts) => Object.values(counts))
    .reduce((sum, number) => sum + number, 0)
}
