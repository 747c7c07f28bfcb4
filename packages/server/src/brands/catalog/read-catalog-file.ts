import { FileReaders } from '../../platform/file-reading/index.ts'
import { encodingUnclear } from '../../listings/imports/index.ts'
import {
  openCatalogFile,
  type CatalogFile,
  type CatalogSource,
  type CatalogDraftRow,
} from './catalog-file.ts'
import { brandFinder } from './product-columns.ts'

export type CatalogReadOptions = {
  /** The brands that rows may refer to by id or name. */
  brands: readonly { id: string; name: string }[]
  brand?: string
  currency?: string
  encoding?: string
}

export type OpenedCatalog = Pick<CatalogFile, 'format' | 'readings'> & {
  columns: Record<string, string> | undefined
}

const readers = new FileReaders(new URL('./read-catalog-worker.ts', import.meta.url))

/**
 * Opens a catalog file in its own thread; a parsed document needs none. Throws an AppError if its encoding is
 * unclear, or if reading takes too much time or memory. Callers that do not read all rows must close it.
 */
export async function readCatalogFile(
  source: CatalogSource,
  options: CatalogReadOptions,
  holder: string,
): Promise<CatalogFile & { close(): void }> {
  if ('document' in source) {
    const { brands, ...wishes } = options
    const file = await openCatalogFile(source, { ...wishes, brandOf: brandFinder(brands) })
    return { ...file, close: () => undefined }
  }
  const reading = await readers.open<OpenedCatalog, CatalogDraftRow, OpenedCatalog['columns']>({
    task: 'catalog',
    options,
    bytes: source.bytes,
    holder,
  })
  const { format, readings } = reading.opened
  if (readings !== undefined) {
    reading.close()
    throw encodingUnclear(readings)
  }
  let { columns } = reading.opened
  async function* rows(): AsyncGenerator<CatalogDraftRow> {
    columns = yield* reading.rows
  }
  return { format, columns: () => columns, rows: rows(), close: reading.close }
}
