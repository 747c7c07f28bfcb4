import { resolve } from 'node:path'
import { faultsOf, TouchstoneError } from '@touchstone/contract'
import { fieldKinds, linkRecords, type LinkedRecords, type TableRecord } from '@touchstone/linkage'
import { Option, type Command } from 'commander'
import { z } from 'zod'
import { printRejects } from '../print-rejects.ts'
import type { ProgramIo } from '../program-io.ts'
import { faultyDocument, readDocument, type DocumentKind } from '../document-file.ts'
import { listenForStop, stopExitCodes, type Stop } from '../stop-signal.ts'
import { openInput, Outputs, type Sink } from '../stream/index.ts'
import { count, duration, visible } from '../terminal.ts'
import { probability, type CommandContext } from './options.ts'

type LinkRecordsFlags = { fields: string; in: string; out: string; threshold?: number }

const Fields = z
  .strictObject({
    id: z.string().min(1),
    columns: z.record(z.string(), z.enum(fieldKinds)),
  })
  .refine(({ columns }) => Object.keys(columns).length > 0, {
    path: ['columns'],
    message: 'must name at least one column',
  })
type Fields = z.output<typeof Fields>

const fieldsFile: DocumentKind = {
  name: 'fields file',
  code: 'unusable-input',
  least: '{"id": "…", "columns": {"…": "name"}}',
}

export function defineLinkRecords(command: Command, { io, finish }: CommandContext): void {
  command
    .requiredOption(
      '--fields <file>',
      `the ID column and the kind of each compared column (JSON): {"id", "columns": {name: kind}}; kinds: ${fieldKinds.join(', ')}`,
    )
    .requiredOption('--in <file>', 'table (CSV), plain or gzip; - for standard input')
    .requiredOption(
      '--out <file>',
      'links and networks in the format of link-sellers (NDJSON); - for standard output',
    )
    .addOption(
      new Option('--threshold <p>', 'least probability of a link; 0.5 by default').argParser(
        probability,
      ),
    )
    .action(async (flags: LinkRecordsFlags) => finish(await link(io, flags)))
}

async function link(io: ProgramIo, flags: LinkRecordsFlags): Promise<number> {
  if (
    flags.out !== '-' &&
    [flags.in, flags.fields].some((path) => resolve(path) === resolve(flags.out))
  ) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: '--out names a file that is read: use a different file',
    })
  }
  const started = Date.now()
  const fields = await readFields(flags.fields)
  const stop = listenForStop(io)
  const outputs = new Outputs(io)
  try {
    const table = await readTable(io, flags.in, fields, stop)
    const received = stop.received()
    if (received !== undefined) {
      io.printError(`Stopped by ${received}. Nothing was linked.`)
      return stopExitCodes[received]
    }
    const linked = linkRecords(table.records, {
      fields: fields.columns,
      threshold: flags.threshold,
    })
    const out = await outputs.open(flags.out)
    await write(out, linked)
    await outputs.finish()
    printRejects(io, table.rejects, 'row')
    io.printError(
      `${count(table.records.length, 'record')} compared in ${duration((Date.now() - started) / 1000)}: ${count(linked.links.length, 'link')}, ${count(linked.networks.length, 'network')}`,
    )
    return table.records.length === 0 ? 1 : 0
  } catch (error) {
    await outputs.discard()
    throw error
  } finally {
    stop.dispose()
  }
}

async function readFields(path: string): Promise<Fields> {
  const { text, value } = await readDocument(path, fieldsFile)
  const parsed = Fields.safeParse(value)
  if (!parsed.success) throw faultyDocument(path, fieldsFile, faultsOf(parsed.error, value), text)
  return parsed.data
}

type ReadTable = { records: TableRecord[]; rejects: string[] }

/** The records of a table, and a sentence for each row that is none. */
async function readTable(
  io: ProgramIo,
  path: string,
  { id: idColumn, columns }: Fields,
  stop: Stop,
): Promise<ReadTable> {
  // Loaded here: it is the server's reader of tables, in any encoding and dialect.
  const { openCsv } = await import('@touchstone/server/formats')
  const input = await openInput(io, path, stop.signal)
  try {
    const table = await openCsv(input.chunks, { header: true })
    const missing = [idColumn, ...Object.keys(columns)].filter(
      (name) => !table.headers.includes(name),
    )
    if (table.headers.length > 0 && missing.length > 0) {
      throw new TouchstoneError({
        code: 'unusable-input',
        message: `${input.name} has no column ${missing.map(visible).join(', ')}: its columns are ${table.headers.map(visible).join(', ')}`,
      })
    }
    const records = new Map<string, TableRecord>()
    const rejects: string[] = []
    for await (const row of table.rows) {
      if ('faults' in row) {
        const [{ problem, found, remedy }] = row.faults
        if (row.stopped) {
          throw new TouchstoneError({
            code: 'unusable-input',
            message: `${input.name}, line ${row.line}: ${problem}; found ${visible(found)}; ${remedy}`,
          })
        }
        rejects.push(`Line ${row.line}: ${problem}; found ${visible(found)}; ${remedy}`)
        continue
      }
      const cells = Object.fromEntries(
        Object.entries(row.value).map(([name, cell]) => [name, String(cell)]),
      )
      const id = (cells[idColumn] ?? '').trim()
      if (id === '') rejects.push(`Line ${row.line}: ${visible(idColumn)} is empty; write an ID`)
      else if (records.has(id)) {
        rejects.push(`Line ${row.line}: the ID ${visible(id)} occurs before; give each row its own`)
      } else records.set(id, { id, cells })
    }
    return { records: [...records.values()], rejects }
  } finally {
    await input.close()
  }
}

async function write(out: Sink, { links, networks }: LinkedRecords): Promise<void> {
  for (const link of links) await out.write(lineOf({ kind: 'link', ...link }))
  for (const { id, records, probability: certainty, weakest } of networks) {
    const cut = { sellers: weakest.records, weight: weakest.weight }
    await out.write(
      lineOf({ kind: 'network', id, sellers: records, probability: certainty, weakest: cut }),
    )
  }
}

function lineOf(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`)
}
