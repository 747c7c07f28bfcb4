import { peek, plainBytes } from './bytes.ts'
import { openMerchantXml } from './feed/index.ts'
import { readJson } from './json.ts'
import { withDefaults } from './limits.ts'
import { asCells } from './mapping/index.ts'
import { ReadingStopped, type Bytes } from './row.ts'
import { openCsv, plainEncoding, stoppedTable, type CsvOptions, type Table } from './table/index.ts'
import { isTrademarkXml } from './trademark/index.ts'
import { openXlsx, type XlsxOptions } from './xlsx/index.ts'

export type FileFormat = 'csv' | 'xlsx' | 'merchant-xml' | 'trademark-xml' | 'json' | 'html'

export type OpenOptions = CsvOptions &
  XlsxOptions & { format?: Exclude<FileFormat, 'html' | 'trademark-xml'> }

const zipStart = Buffer.from('PK\u0003\u0004')
const oldWorkbookStart = Buffer.from([0xd0, 0xcf, 0x11, 0xe0])

/** Detects the format by the first bytes, decompressed; names and content types are only claims. */
export function detectFormat(start: Uint8Array): FileFormat {
  const bytes = Buffer.from(start.buffer, start.byteOffset, start.byteLength)
  const head = bytes.subarray(0, 4)
  if (head.equals(zipStart) || head.equals(oldWorkbookStart)) return 'xlsx'
  // The characters that distinguish formats are ASCII, in any single-byte encoding.
  const encoding = plainEncoding(bytes) ?? 'windows-1252'
  const text = new TextDecoder(encoding).decode(bytes).trimStart().slice(0, 2000)
  if (/^<(!doctype html|html|head|body)\b/i.test(text)) return 'html'
  if (text.startsWith('<')) return isTrademarkXml(text) ? 'trademark-xml' : 'merchant-xml'
  // A table without quotes may start with a bracket, but then does not continue like JSON.
  if (/^\{\s*("|\}|$)/.test(text) || /^\[\s*([[{"\]\d-]|true|false|null|$)/.test(text))
    return 'json'
  return 'csv'
}

/**
 * Detects a file's format by its content, and returns all of its bytes, decompressed. Never throws on invalid input.
 */
export async function formatOf(
  bytes: Bytes,
  options: Pick<OpenOptions, 'limits'> = {},
): Promise<{ format: FileFormat; all: Bytes }> {
  try {
    const { start, all } = await peek(plainBytes(bytes, withDefaults(options.limits)), 4096)
    return { format: detectFormat(start), all }
  } catch (error) {
    if (!(error instanceof ReadingStopped)) throw error
    return { format: 'csv', all: stoppedBytes(error) }
  }
}

/** A stream that only fails with this reason. */
async function* stoppedBytes(error: ReadingStopped): AsyncGenerator<Uint8Array> {
  throw error
}

/**
 * Opens a file of listings in any format as a table: NDJSON or a JSON array, CSV and similar, XLSX, a Google Merchant
 * feed; each plain or gzip. Never throws on invalid input.
 */
export async function openTable(bytes: Bytes, options: OpenOptions = {}): Promise<Table> {
  const limits = withDefaults(options.limits)
  try {
    const { start, all } = await peek(plainBytes(bytes, limits), 4096)
    const format = options.format ?? detectFormat(start)
    switch (format) {
      case 'xlsx':
        return await openXlsx(all, options)
      case 'merchant-xml':
        return await openMerchantXml(all, options)
      case 'json':
        return { format: 'json', headers: [], rows: asCells(readJson(all, options)) }
      case 'csv':
        return await openCsv(all, options)
      case 'html':
        throw isPage()
      case 'trademark-xml':
        throw isRegister()
    }
  } catch (error) {
    if (!(error instanceof ReadingStopped)) throw error
    return stoppedTable(options.format ?? 'csv', error)
  }
}

function isPage(): ReadingStopped {
  return new ReadingStopped({
    problem: 'is a web page, not a table of listings',
    found: 'an HTML document',
    remedy: 'upload it as a saved page, or export the listings as CSV',
  })
}

function isRegister(): ReadingStopped {
  return new ReadingStopped({
    problem: 'is a trademark register extract, not a table',
    found: 'a WIPO ST.96 document',
    remedy: 'upload it in the catalog import, which adds rights to a brand',
  })
}
