import type { Catalog } from '@touchstone/contract'
import type { CompiledEngine, CompileOptions, SharedTables } from '@touchstone/recognition'

/** Compiles an engine by stored tables; by itself if they belong to another one. */
export async function compileBy(
  stored: SharedTables,
  catalog: Catalog,
  options: CompileOptions,
): Promise<CompiledEngine> {
  const { compile, CompiledTables, ForeignTables } = await import('@touchstone/recognition')
  try {
    return compile(catalog, { ...options, tables: CompiledTables.within(stored) })
  } catch (error) {
    if (error instanceof ForeignTables) return compile(catalog, options)
    throw error
  }
}
