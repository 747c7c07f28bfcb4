import { parseCatalog, type Catalog, type CatalogCheckOptions } from '@touchstone/contract'
import { faultLines, faultyDocument, readDocument, type DocumentKind } from './document-file.ts'

const kind: DocumentKind = { name: 'catalog', code: 'bad-catalog', least: '{"brands": []}' }

/**
 * Reads a catalog file. Throws a TouchstoneError that names line, field, value and correction of each fault; valid
 * but suspicious values are returned as `warnings`, one line of text each.
 */
export async function loadCatalog(path: string): Promise<{ catalog: Catalog; warnings: string[] }> {
  const { text, value } = await readDocument(path, kind)
  let parsed = parseCatalog(value, { hasRate: () => false })
  // The vocabulary, which knows that a handbag is a bag, is loaded only if it can make a difference.
  if (parsed.warnings.length > 0) parsed = parseCatalog(value, await knowledge())
  if (!parsed.ok) throw faultyDocument(path, kind, parsed.faults, text)
  const lines = faultLines(parsed.warnings, text)
  const named = lines.map((line) => (line.startsWith('…') ? line : `${path}, ${line}`))
  return { catalog: parsed.catalog, warnings: named }
}

async function knowledge(): Promise<CatalogCheckOptions> {
  const { exchangeRates, productTypes } = await import('@touchstone/recognition/vocabulary')
  const parents = new Map(productTypes.types.map(({ id, parent }) => [id, parent]))
  return {
    hasRate: (currency) => Object.hasOwn(exchangeRates.perDollar, currency),
    fits: (type, brandTypes) => {
      for (let wider: string | undefined = type; wider !== undefined; wider = parents.get(wider)) {
        if (brandTypes.includes(wider)) return true
      }
      return false
    },
  }
}
