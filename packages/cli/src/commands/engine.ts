import { TouchstoneError } from '@touchstone/contract'
import type { Command } from 'commander'
import { engineFolder } from '../engine-folder.ts'
import { loadEngineParts, type EngineFlags } from '../engine.ts'
import { jsonOption, printAnswer, type JsonFlags } from '../json-answer.ts'
import type { ProgramIo } from '../program-io.ts'
import type { CommandContext } from './options.ts'

type BuildFlags = JsonFlags & Pick<EngineFlags, 'catalog' | 'starterPack'> & { out?: string }

export function defineEngine(engine: Command, { io, finish }: CommandContext): void {
  engine
    .command('build')
    .description('compile the engine of a catalog ahead of its first use')
    .option('--catalog <file>', 'your brands, products and channels (JSON)')
    .option('--no-starter-pack', 'use only the brands of the catalog')
    .option('--out <folder>', 'folder for the file; by default where screen looks for it')
    .option(...jsonOption)
    .action(async (flags: BuildFlags) => finish(await build(io, flags)))
  engine
    .command('inspect')
    .description('check a compiled engine and show what it was compiled from')
    .argument('<file>', 'file written by engine build')
    .option(...jsonOption)
    .action(async (file: string, flags: JsonFlags) => finish(await inspect(io, file, flags)))
}

async function build(io: ProgramIo, flags: BuildFlags): Promise<number> {
  const { buildEngine } = await import('../compiled-engine/index.ts')
  const folder = flags.out ?? engineFolder(io.env)
  if (folder === undefined)
    throw new TouchstoneError({
      code: 'bad-option',
      message: 'name a folder with --out: neither DATA_DIR nor XDG_CACHE_HOME nor HOME is set',
    })
  const parts = await loadEngineParts(io, flags)
  const { path, header, bytes } = await buildEngine(parts, folder)
  const { engine, digest, brands, forms, terms } = header
  printAnswer(io, flags, { path, engine, digest, brands, forms, terms, bytes }, [path])
  io.printError(`Compiled ${partsLine(header)}: ${mebibytes(bytes)}.`)
  return 0
}

async function inspect(io: ProgramIo, path: string, flags: JsonFlags): Promise<number> {
  const { readEngineFile } = await import('../compiled-engine/index.ts')
  const { header, stored } = await readEngineFile(path)
  const { engine, digest, brands, forms, terms, places } = header
  const bytes = stored.buffer.byteLength
  const tables = places.length
  printAnswer(io, flags, { path, engine, digest, brands, forms, terms, tables, bytes }, [
    `engine   ${engine}`,
    `digest   ${digest}`,
    `content  ${partsLine(header)}`,
    `tables   ${tables}, ${mebibytes(bytes)}`,
    'checksum correct',
  ])
  return 0
}

function partsLine({ brands, forms, terms }: Record<'brands' | 'forms' | 'terms', number>): string {
  const number = (value: number): string => value.toLocaleString('en')
  return `${number(brands)} brands, ${number(forms)} forms, ${number(terms)} terms`
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`
}
