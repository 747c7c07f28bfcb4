import type { Catalog } from '@touchstone/contract'
import type { CompiledEngine, CompileOptions } from '@touchstone/recognition'
import type { StoredTables } from './engine-file.ts'

/** Compiles an engine by stored tables; by itself if they belong to another one. */
export async function compileBy(
  { buffer, from, places }: StoredTables,
  catalog: Catalog,
  options: CompileOptions,
): Promise<CompiledEngine> {
  const { compile, CompiledTables, ForeignTables } = await import('@touchstone/recognition')
  try {
    return compile(catalog, { ...options, tables: CompiledTables.within(buffer, from, places) })
  } catch (error) {
    if (error instanceof ForeignTables) return compile(catalog, options)
    throw error
  }
}
