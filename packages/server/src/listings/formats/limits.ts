const mebibyte = 1024 * 1024

/** What the readers take at most; every limit can be set by the caller. */
export type ReadLimits = {
  /** Bytes as they come in, packed where they are packed. */
  packedBytes: number
  /** Bytes after unpacking. */
  bytes: number
  /** Unpacked bytes for one packed byte, looked at from `ratioFloor` unpacked bytes on. */
  ratio: number
  ratioFloor: number
  /** Bytes of one line of text, one element of a JSON array, one item of a feed. */
  rowBytes: number
  /** Bytes of one JSON document, which is held in memory. */
  documentBytes: number
  /** Lines that one quoted record of a table may span. */
  recordLines: number
  columns: number
  rows: number
  /** Levels of a JSON value or of an XML document. */
  depth: number
  /** A workbook has its central directory at the end, so it is held in memory. */
  workbookBytes: number
  workbookEntries: number
  workbookCells: number
  /** Characters of all shared strings of a workbook together. */
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
