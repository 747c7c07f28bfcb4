import { strToU8, zipSync, type Zippable } from 'fflate'

const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'

/** The parts of a small workbook; each may be replaced, or more be added. */
export type WorkbookParts = {
  rows: string
  shared?: string[]
  styles?: string
  sheetAttributes?: string
  workbookProperties?: string
  more?: Record<string, Uint8Array>
}

/** Builds an .xlsx by hand, with content that no writer would produce. `rows` is the XML inside sheetData. */
export function workbookOf(parts: WorkbookParts): Uint8Array {
  return zipSync(partsOf(parts))
}

export function partsOf(parts: WorkbookParts): Zippable {
  const shared = (parts.shared ?? []).map((text) => `<si><t xml:space="preserve">${text}</t></si>`)
  const entries: Record<string, string> = {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships ${relations}><Relationship Id="rId1" Type="${types}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook ${main} xmlns:r="${types}"><workbookPr ${parts.workbookProperties ?? ''}/><sheets><sheet name="Offers" sheetId="1" r:id="rId1" ${parts.sheetAttributes ?? ''}/><sheet name="Other" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships ${relations}><Relationship Id="rId1" Type="${types}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${types}/worksheet" Target="/xl/worksheets/sheet2.xml"/><Relationship Id="rId3" Type="${types}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId4" Type="${types}/styles" Target="styles.xml"/><Relationship Id="rId5" Type="${types}/externalLink" Target="https://example.com/other.xlsx" TargetMode="External"/></Relationships>`,
    'xl/sharedStrings.xml': `<sst ${main}>${shared.join('')}</sst>`,
    'xl/styles.xml': parts.styles ?? `<styleSheet ${main}/>`,
    'xl/worksheets/sheet1.xml': `<worksheet ${main}><sheetData>${parts.rows}</sheetData></worksheet>`,
    'xl/worksheets/sheet2.xml': `<worksheet ${main}><sheetData><row><c t="str"><v>only</v></c></row></sheetData></worksheet>`,
  }
  const bytes = Object.entries(entries).map(([path, text]) => [path, strToU8(text)] as const)
  return { ...Object.fromEntries(bytes), ...parts.more }
}

/** A row of inline texts. */
export function textRow(line: number, ...cells: string[]): string {
  const inline = cells.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`)
  return `<row r="${line}">${inline.join('')}</row>`
}
