import { showFound } from '@touchstone/contract'
import type { ReadLimits } from '../limits.ts'
import { ReadingStopped } from '../row.ts'
import { walkXml, type XmlHandler } from '../xml.ts'
import { unescapeCell } from './cell.ts'
import { isDateFormat } from './number-format.ts'
import type { WorkbookPackage } from './package.ts'

export type Workbook = {
  sheets: { name: string; path: string; hidden: boolean }[]
  /** Days are counted from 1904, as in old Macintosh workbooks. */
  since1904: boolean
  sharedStrings: string[]
  /** Whether a number is shown as a date, by index of the cell's style. */
  dateStyles: boolean[]
}

type Relation = { id: string; type: string; path: string }

/** Reads what sheets need: names and paths, shared strings, and date styles. */
export async function readWorkbook(parts: WorkbookPackage, limits: ReadLimits): Promise<Workbook> {
  const root = await relationsOf(parts, '', '_rels/.rels', limits)
  const path = root.find(({ type }) => type.endsWith('/officeDocument'))?.path ?? 'xl/workbook.xml'
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const relations = await relationsOf(
    parts,
    folder,
    `${folder}_rels/${path.slice(folder.length)}.rels`,
    limits,
  )
  const byId = new Map(relations.map((relation) => [relation.id, relation]))
  const sheets: Workbook['sheets'] = []
  let since1904 = false
  await walk(parts, path, limits, {
    open(name, attributes) {
      if (name === 'workbookPr') since1904 = isTrue(attributes['date1904'])
      if (name !== 'sheet') return
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1]
      const target = id === undefined ? undefined : byId.get(id)
      if (target === undefined || !target.type.endsWith('/worksheet')) return
      const hidden = /^(veryH|h)idden$/.test(attributes['state'] ?? '')
      sheets.push({ name: attributes['name'] ?? '', path: target.path, hidden })
    },
  })
  if (sheets.length === 0) {
    throw new ReadingStopped({
      problem: 'contains no sheet with rows',
      found: showFound(path),
      remedy: 'save it again as .xlsx with a spreadsheet program',
    })
  }
  const pathOf = (kind: string): string | undefined =>
    relations.find(({ type, path: part }) => type.endsWith(`/${kind}`) && parts.has(part))?.path
  return {
    sheets,
    since1904,
    sharedStrings: await sharedStringsOf(parts, pathOf('sharedStrings'), limits),
    dateStyles: await dateStylesOf(parts, pathOf('styles'), limits),
  }
}

/** Parses a part; names come without their prefix. */
async function walk(
  parts: WorkbookPackage,
  path: string,
  limits: ReadLimits,
  handler: Partial<XmlHandler>,
): Promise<void> {
  const steps = walkPart(parts, path, limits, handler)
  while ((await steps.next()).done !== true);
}

export function walkPart(
  parts: WorkbookPackage,
  path: string,
  limits: ReadLimits,
  handler: Partial<XmlHandler>,
): AsyncGenerator<void> {
  const whole: XmlHandler = {
    open: (name, attributes, line) => handler.open?.(local(name), attributes, line),
    text: (text) => handler.text?.(text),
    close: (name) => handler.close?.(local(name)),
  }
  const xmlLimits = { depth: limits.depth, textCharacters: limits.rowBytes }
  return walkXml(parts.read(path), whole, xmlLimits)
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true' || value === 'on'
}

// A target outside the workbook is another file or an address: it is never followed.
async function relationsOf(
  parts: WorkbookPackage,
  folder: string,
  path: string,
  limits: ReadLimits,
): Promise<Relation[]> {
  const relations: Relation[] = []
  if (!parts.has(path)) return relations
  await walk(parts, path, limits, {
    open(name, { Id = '', Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External') return
      const target = Target.startsWith('/') ? Target.slice(1) : folder + Target
      const resolved = new URL(target, 'file:///').pathname.slice(1)
      relations.push({ id: Id, type: Type, path: resolved })
    },
  })
  return relations
}

async function sharedStringsOf(
  parts: WorkbookPackage,
  path: string | undefined,
  limits: ReadLimits,
): Promise<string[]> {
  const strings: string[] = []
  if (path === undefined) return strings
  let text = ''
  let characters = 0
  let inText = false
  let inReading = false
  await walk(parts, path, limits, {
    open(name) {
      if (name === 'si') text = ''
      // Phonetic readings accompany Japanese text and are not part of it.
      else if (name === 'rPh') inReading = true
      else if (name === 't') inText = !inReading
    },
    text(piece) {
      if (inText && text.length <= limits.cellCharacters) text += piece
    },
    close(name) {
      if (name === 't') inText = false
      else if (name === 'rPh') inReading = false
      else if (name === 'si') {
        characters += text.length + 16
        if (characters > limits.sharedCharacters) throw tooMuchText(limits)
        strings.push(unescapeCell(text))
      }
    },
  })
  return strings
}

function tooMuchText(limits: ReadLimits): ReadingStopped {
  const most = limits.sharedCharacters.toLocaleString('en')
  return new ReadingStopped({
    problem: `contains more than ${most} characters in its shared strings`,
    found: `${most} characters or more`,
    remedy: 'split it, or send it as CSV',
  })
}

async function dateStylesOf(
  parts: WorkbookPackage,
  path: string | undefined,
  limits: ReadLimits,
): Promise<boolean[]> {
  const styles: boolean[] = []
  if (path === undefined) return styles
  const ownFormats = new Map<string, boolean>()
  let inCellFormats = false
  await walk(parts, path, limits, {
    open(name, { numFmtId = '0', formatCode = '' }) {
      if (name === 'numFmt') ownFormats.set(numFmtId, isDateFormat(formatCode))
      else if (name === 'cellXfs') inCellFormats = true
      else if (name === 'xf' && inCellFormats) {
        styles.push(ownFormats.get(numFmtId) ?? isBuiltInDate(Number(numFmtId)))
      }
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false
    },
  })
  return styles
}

// ECMA-376 part 1, 18.8.30: the formats that every program knows by number.
function isBuiltInDate(id: number): boolean {
  return (
    (id >= 14 && id <= 22) ||
    (id >= 27 && id <= 36) ||
    (id >= 45 && id <= 58 && id !== 49 && id !== 48)
  )
}
