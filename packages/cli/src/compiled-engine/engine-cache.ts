import { readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { TouchstoneError, type Catalog } from '@touchstone/contract'
import type { SharedTables } from '@touchstone/recognition'
import type { EngineParts, EngineStore } from '@touchstone/server'
import { makeFolder } from '../make-folder.ts'
import { engineDigest } from './engine-digest.ts'
import { engineBytes, readEngineFile, writeEngineFile, type EngineHeader } from './engine-file.ts'

/** Catalogs change and versions follow: more engines than these are not needed again. */
const MAX_ENGINES = 4
const suffix = '.engine'

/** What the tables of an engine depend on, beside its program and the data that come with it. */
export type EngineData = { catalog: Catalog; starterPack: boolean }

/** Compiles an engine and writes its tables. @returns the path of the file */
export async function buildEngine(
  data: EngineData,
  folder: string,
): Promise<{ path: string; header: Omit<EngineHeader, 'places'>; bytes: number }> {
  const { header, bytes } = await compileEngine(data, await digestOf(data))
  const path = pathIn(folder, header.digest)
  await writeEngine(path, bytes)
  return { path, header, bytes: bytes.length }
}

function digestOf({ catalog, starterPack }: EngineData): Promise<string> {
  return engineDigest([starterPack, catalog])
}

function pathIn(folder: string, digest: string): string {
  return join(folder, `${digest}${suffix}`)
}

async function writeEngine(path: string, bytes: Uint8Array): Promise<void> {
  await makeFolder(dirname(path))
  await writeEngineFile(path, bytes)
  await dropOldest(dirname(path))
}

/** Where a compiled engine is at hand, a thread that only hands it on loads no engine. */
async function compileEngine({ catalog, starterPack }: EngineData, digest: string) {
  const { compile, layOut } = await import('@touchstone/recognition')
  const engine = compile(catalog, { starterPack })
  const { brands, forms, terms } = engine.stats
  const header = { engine: engine.engine, digest, brands, forms, terms }
  const { places, bytes: length, write } = layOut(engine.tables())
  const tables = new Uint8Array(length)
  write(tables)
  return { header, ...engineBytes(header, places, tables) }
}

/**
 * The tables of an engine, from the cache or compiled now and cached if possible: a cache that cannot be read or
 * written never stops a command.
 */
export async function openEngineTables(
  data: EngineData,
  folder: string | undefined,
): Promise<SharedTables> {
  const digest = await digestOf(data)
  const path = folder === undefined ? undefined : pathIn(folder, digest)
  const cached = path === undefined ? undefined : await cachedTables(path, digest)
  if (cached !== undefined) return cached
  const { bytes, stored } = await compileEngine(data, digest)
  if (path !== undefined)
    try {
      await writeEngine(path, bytes)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error
    }
  return stored
}

/** The compiled engines of a server: those of its catalogs and engine releases. */
export function openEngineStore(folder: string): EngineStore {
  const digestOfParts = ({ catalog, release }: EngineParts): Promise<string> =>
    engineDigest(['server', catalog, release ?? null])
  return {
    read: async (parts) => {
      const digest = await digestOfParts(parts)
      return cachedTables(pathIn(folder, digest), digest)
    },
    write: async (parts, { tables, engine, stats: { brands, forms, terms } }) => {
      const digest = await digestOfParts(parts)
      const header = { engine, digest, brands, forms, terms }
      const content = new Uint8Array(tables.buffer, tables.from)
      const { bytes } = engineBytes(header, tables.places, content)
      await writeEngine(pathIn(folder, digest), bytes)
    },
  }
}

async function cachedTables(path: string, digest: string): Promise<SharedTables | undefined> {
  try {
    const { header, stored } = await readEngineFile(path)
    return header.digest === digest ? stored : undefined
  } catch (error) {
    const isSystems = (error as NodeJS.ErrnoException).code !== undefined
    if (error instanceof TouchstoneError || isSystems) return undefined
    throw error
  }
}

async function dropOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(suffix))
  const ages = await Promise.all(
    names.map(async (name) => ({ name, time: (await stat(join(folder, name))).mtimeMs })),
  )
  const old = ages.sort((one, other) => other.time - one.time).slice(MAX_ENGINES)
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })))
}
