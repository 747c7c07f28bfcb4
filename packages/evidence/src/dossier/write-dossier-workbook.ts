import type { Dossier } from './model.ts'
import { cutText, visibleText } from './visible-text.ts'
import { sheetsOf } from './workbook-sheets.ts'
import { wordsIn } from './words.ts'

/** Below the 32,767 characters that a cell can hold. */
const longestCell = 32_000
const widestColumn = 60

/**
 * The dossier as an XLSX workbook with one sheet for each part. Every cell is text, so that nothing a seller wrote
 * becomes a formula, a number or a date.
 */
export async function writeDossierWorkbook(dossier: Dossier): Promise<Buffer> {
  const { default: writeWorkbook } = await import('write-excel-file/node')
  const sheets = sheetsOf(dossier, wordsIn(dossier.language)).map(({ name, columns, rows }) => ({
    sheet: name,
    columns: columns.map(({ width }) => ({ width: Math.min(width, widestColumn) })),
    stickyRowsCount: 1,
    data: [
      columns.map(({ title }) => ({ ...cellOf(title), fontWeight: 'bold' as const })),
      ...rows.map((row) => row.map(cellOf)),
    ],
  }))
  return writeWorkbook(sheets).toBuffer()
}

function cellOf(text: string | null) {
  if (text === null || text === '') return null
  return { value: cellText(text), type: String, format: '@' }
}

/** Text as a cell can hold it: what XML cannot is shown by its code point, and what reads as an escape is escaped. */
function cellText(text: string): string {
  const visible = visibleText(text)
    .replaceAll('\ufffd', '[U+FFFD]')
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
  const cell = cutText(visible, longestCell)
  // The writer looks its texts up in an object, which has these names of its own.
  return cell in Object.prototype ? `${cell} ` : cell
}
