import { serveTasks, type TaskContext } from '../../platform/file-reading/index.ts'
import { openCatalogFile } from './catalog-file.ts'
import { brandFinder } from './product-columns.ts'
import type { OpenedCatalog, CatalogReadOptions } from './read-catalog-file.ts'

// Reads third-party files in a thread that is ended if one takes too long.
serveTasks({
  catalog: async ({ brands, ...wishes }: CatalogReadOptions, { bytes }: TaskContext) => {
    const file = await openCatalogFile({ bytes }, { ...wishes, brandOf: brandFinder(brands) })
    const { format, readings } = file
    const opened: OpenedCatalog = { format, readings, columns: file.columns() }
    return { opened, rows: file.rows, end: () => file.columns() }
  },
})
