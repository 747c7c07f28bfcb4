const mebibyte = 1024 * 1024

/** Limits of the readers, which callers can override. */
export type ReadLimits = {
  /** Bytes received, before decompression. */
  packedBytes: number
  /** Bytes after decompression. */
  bytes: number
  /** Most decompressed bytes per compressed byte, checked from `ratioFloor` on. */
  ratio: number
  ratioFloor: number
  /** Bytes of one line of text, one element of a JSON array, one item of a feed. */
  rowBytes: number
  /** Bytes of one JSON document, which is held in memory. */
  documentBytes: number
  /** Lines of one quoted record in a table. */
  recordLines: number
  columns: number
  rows: number
  /** Nesting levels of a JSON value or an XML document. */
  depth: number
  /** A workbook's directory is at its end, so the whole file is held in memory. */
  workbookBytes: number
  workbookEntries: number
  workbookCells: number
  /** Characters in all shared strings of a workbook together. */
  sharedCharacters: number
  cellCharacters: number
}

export const defaultReadLimits: ReadLimits = {
  packedBytes: 1024 * mebibyte,
  bytes: 2048 * mebibyte,
  ratio: 250,
  ratioFloor: 16 * mebibyte,
  rowBytes: 4 * mebibyte,
  documentBytes: 128 * mebibyte,
  recordLines: 5000,
  columns: 1000,
  rows: 5_000_000,
  depth: 64,
  workbookBytes: 64 * mebibyte,
  workbookEntries: 2000,
  workbookCells: 20_000_000,
  sharedCharacters: 128 * mebibyte,
  cellCharacters: 131_072,
}

export function withDefaults(limits: Partial<ReadLimits> | undefined): ReadLimits {
  return { ...defaultReadLimits, ...limits }
}
