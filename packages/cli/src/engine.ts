import { availableParallelism } from 'node:os'
import { TouchstoneError, type Catalog, type Weights } from '@touchstone/contract'
import type { CompileOptions, Screener } from '@touchstone/recognition'
import { Option } from 'commander'
import { loadCatalog } from './catalog-file.ts'
import { engineFolder } from './engine-folder.ts'
import type { ProgramIo } from './program-io.ts'
import {
  ownThread,
  workerThreads,
  type Detail,
  type Input,
  type Lane,
  type LineScreener,
} from './stream/index.ts'
import { loadWeights } from './weights-file.ts'

export type EngineFlags = {
  catalog?: string
  starterPack: boolean
  asOf?: string
  weights?: string
}

/** Inputs of an engine, read from the files that the flags name. */
export type EngineParts = {
  catalog: Catalog
  starterPack: boolean
  asOf: string
  weights: Weights | undefined
  /** Where compiled engines are cached; undefined if nowhere. */
  engineFolder: string | undefined
}

/** Option of all commands that assess listings and accept fitted weights. */
export function weightsOption(): Option {
  return new Option(
    '--weights <file>',
    'weights file written by fit; defaults to the built-in weights',
  )
}

/** Reads catalog and weights; notes for the user go to standard error. */
export async function loadEngineParts(io: ProgramIo, flags: EngineFlags): Promise<EngineParts> {
  const { starterPack, asOf = new Date().toISOString() } = flags
  const catalog = await catalogFor(io, flags)
  const parts = { catalog, starterPack, asOf, engineFolder: engineFolder(io.env) }
  if (flags.weights === undefined) return { ...parts, weights: undefined }
  const { weights, notes } = await loadWeights(flags.weights)
  for (const note of notes) io.printError(`Note: ${note}`)
  return { ...parts, weights }
}

async function catalogFor(
  io: ProgramIo,
  { catalog: path, starterPack }: EngineFlags,
): Promise<Catalog> {
  if (path === undefined) {
    if (starterPack) return { brands: [] }
    throw new TouchstoneError({
      code: 'bad-option',
      message: 'no brands to recognise: name a --catalog, or do not disable the starter pack',
    })
  }
  const { catalog, warnings } = await loadCatalog(path)
  for (const warning of warnings) io.printError(`Note: ${warning}`)
  return catalog
}

export type LaneWishes = {
  parts: EngineParts
  input: Input
  /** Defaults to the number that speeds up the work. */
  threads: number | undefined
  strict: boolean
  withPairs: boolean
  detail?: Detail | undefined
  forSellers?: boolean
}

/** Starts the engine in this thread or in several others. */
export async function startLane({
  parts,
  input,
  threads = threadsFor(input),
  strict,
  withPairs,
  detail = 'full',
  forSellers = false,
}: LaneWishes): Promise<Lane> {
  const options = { strict, withPairs, detail, forSellers }
  if (threads > 1) {
    const { catalog, starterPack, asOf, weights, engineFolder: folder } = parts
    const { openEngineTables } = await import('./compiled-engine/index.ts')
    const tables = await openEngineTables(parts, folder)
    const choices = { catalog, starterPack, asOf, ...(weights && { weights }) }
    return workerThreads({ threads, start: { ...choices, tables, options } })
  }
  return ownThread(await ownEngine(parts, detail), options)
}

type OwnEngine = Pick<Screener, 'screen'>

/** Compiling takes a second: two passes over an input share an engine. */
const ownEngines = new WeakMap<EngineParts, OwnEngine>()

async function ownEngine(parts: EngineParts, detail: Detail): Promise<LineScreener> {
  const { leanScreener, portfolioEntry, wordScreener } = await import('@touchstone/recognition')
  const engine = ownEngines.get(parts) ?? (await compileEngine(parts))
  ownEngines.set(parts, engine)
  return { ...(detail === 'lean' ? leanScreener : wordScreener)(engine), portfolioEntry }
}

/** The engine of these parts, by tables that were compiled before if there are any. */
export async function compileEngine(parts: EngineParts): Promise<Screener> {
  const { compileBy, openEngineTables } = await import('./compiled-engine/index.ts')
  const { catalog, starterPack, asOf, weights } = parts
  const options: CompileOptions = { starterPack, asOf, ...(weights && { weights }) }
  return compileBy(await openEngineTables(parts, parts.engineFolder), catalog, options)
}

// For smaller inputs, starting engines in other threads takes longer than the work itself.
const smallBytes = { plain: 4 * 1024 * 1024, packed: 1024 * 1024 }

function threadsFor(input: Input): number {
  const small = input.packed ? smallBytes.packed : smallBytes.plain
  if (input.size !== undefined && input.size < small) return 1
  return Math.min(availableParallelism(), 8)
}
