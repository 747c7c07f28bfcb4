import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { TouchstoneError } from '@touchstone/contract'
import {
  compile,
  CompiledTables,
  ForeignTables,
  type CompiledEngine,
  type CompileOptions,
} from '@touchstone/recognition'
import type { Catalog } from '@touchstone/contract'
import { makeFolder } from '../make-folder.ts'
import { engineDigest, type EngineData } from './engine-digest.ts'
import {
  engineBytes,
  readEngineFile,
  writeEngineFile,
  type EngineHeader,
  type StoredTables,
} from './engine-file.ts'

/** Catalogs change and versions follow: more engines than these are not needed again. */
const MAX_ENGINES = 4
const suffix = '.engine'

/** Compiles an engine and writes its tables. @returns the path of the file */
export async function buildEngine(
  data: EngineData,
  folder: string,
): Promise<{ path: string; header: Omit<EngineHeader, 'places'>; bytes: number }> {
  const { header, bytes } = compileEngine(data, await engineDigest(data))
  const path = join(folder, `${header.digest}${suffix}`)
  await makeFolder(folder)
  await writeEngineFile(path, bytes)
  await dropOldest(folder)
  return { path, header, bytes: bytes.length }
}

function compileEngine({ catalog, starterPack }: EngineData, digest: string) {
  const engine = compile(catalog, { starterPack })
  const { brands, forms, terms } = engine.stats
  const header = { engine: engine.engine, digest, brands, forms, terms }
  return { header, ...engineBytes(header, engine.tables()) }
}

/**
 * The tables of an engine, from the cache or compiled now and cached if possible: a cache that cannot be read or
 * written never stops a command.
 */
export async function openEngineTables(
  data: EngineData,
  folder: string | undefined,
): Promise<StoredTables> {
  const digest = await engineDigest(data)
  const path = folder === undefined ? undefined : join(folder, `${digest}${suffix}`)
  const cached = path === undefined ? undefined : await cachedTables(path, digest)
  if (cached !== undefined) return cached
  const { bytes, stored } = compileEngine(data, digest)
  if (folder !== undefined && path !== undefined)
    try {
      await makeFolder(folder)
      await writeEngineFile(path, bytes)
      await dropOldest(folder)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error
    }
  return stored
}

async function cachedTables(path: string, digest: string): Promise<StoredTables | undefined> {
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

/** Compiles an engine by stored tables; by itself if they belong to another one. */
export function compileBy(
  stored: StoredTables,
  catalog: Catalog,
  options: CompileOptions,
): CompiledEngine {
  try {
    const tables = CompiledTables.within(stored.buffer, stored.from, stored.places)
    return compile(catalog, { ...options, tables })
  } catch (error) {
    if (error instanceof ForeignTables) return compile(catalog, options)
    throw error
  }
}
