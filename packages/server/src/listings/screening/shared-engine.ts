import { CompiledTables, layOut, type SharedTables } from '@touchstone/recognition'
import { compileParts, compileScreener, type Engine } from './engine.ts'
import type { EngineParts } from './engine-parts.ts'

/** Tables that a thread has just compiled, with what they were compiled from. */
export type MadeEngine = {
  tables: SharedTables
  engine: string
  stats: { brands: number; forms: number; terms: number }
}

/** Compiled engines of this and earlier processes. */
export type EngineStore = {
  /** Undefined if there is none for these parts. */
  read(parts: EngineParts): Promise<SharedTables | undefined>
  write(parts: EngineParts, made: MadeEngine): Promise<void>
}

/** Compiles an engine by tables, or makes them for other threads. */
export function compileShared(
  parts: EngineParts,
  tables?: SharedTables,
): { engine: Engine; made?: MadeEngine } {
  if (tables !== undefined) return { engine: compileParts(parts, CompiledTables.within(tables)) }
  const { screener } = compileScreener(parts)
  const { places, bytes, write } = layOut(screener.tables())
  const buffer = new SharedArrayBuffer(bytes)
  write(new Uint8Array(buffer))
  const own = { buffer, from: 0, places }
  const made = { tables: own, engine: screener.engine, stats: screener.stats }
  return { engine: compileParts(parts, CompiledTables.within(own)), made }
}
