import { plainBytes } from '../bytes.ts'
import { withDefaults, type ReadLimits } from '../limits.ts'
import { emptyCells, ReadingStopped, formatBytes, untilStopped } from '../row.ts'
import type { Bytes, Cells, Row } from '../row.ts'
import { stoppedTable, type Table } from '../table/index.ts'
import { openXml, walkXml, type XmlDocument } from '../xml.ts'

export type MerchantOptions = {
  /** A label known to TextDecoder; defaults to the document's own encoding. */
  encoding?: string
  limits?: Partial<ReadLimits>
}

/**
 * Opens a Google Merchant feed in XML, plain or gzip: RSS 2.0 or Atom 1.0 with the namespace
 * http://base.google.com/ns/1.0. Cells are named as in the product data specification (`image_link`); repeated
 * elements are joined by line ends, nested ones named by both (`shipping.price`). Never throws on invalid input.
 */
export async function openMerchantXml(bytes: Bytes, options: MerchantOptions = {}): Promise<Table> {
  const limits = withDefaults(options.limits)
  try {
    const document = await openXml(plainBytes(bytes, limits), options.encoding)
    return { format: 'merchant-xml', headers: [], rows: untilStopped(itemRows(document, limits)) }
  } catch (error) {
    if (!(error instanceof ReadingStopped)) throw error
    return stoppedTable('merchant-xml', error)
  }
}

async function* itemRows(document: XmlDocument, limits: ReadLimits): AsyncGenerator<Row<Cells>> {
  const reader = new FeedReader(limits)
  const xmlLimits = { depth: limits.depth, textCharacters: limits.rowBytes }
  const steps = walkXml(document, reader, xmlLimits)
  try {
    while ((await steps.next()).done !== true) yield* reader.ready.splice(0)
  } finally {
    await steps.return(undefined)
  }
  if (reader.row === 0) {
    throw new ReadingStopped({
      problem: 'contains no <item> and no <entry>',
      found: 'another kind of XML document',
      remedy: 'write an RSS 2.0 or Atom feed for Google Merchant Center',
    })
  }
}

type Item = {
  line: number
  google: Map<string, string[]>
  plain: Map<string, string[]>
  characters: number
  fields: number
}

const merchantNamespace = 'base.google.com/ns/1.0'

class FeedReader {
  ready: Row<Cells>[] = []
  row = 0
  private readonly limits: ReadLimits
  private readonly prefixes = new Set(['g', 'c'])
  private item: Item | undefined
  private path: { name: string; google: boolean }[] = []
  private found = ''

  constructor(limits: ReadLimits) {
    this.limits = limits
  }

  open(name: string, attributes: Record<string, string>, line: number): void {
    for (const [attribute, value] of Object.entries(attributes)) {
      if (attribute.startsWith('xmlns:') && value.includes(merchantNamespace)) {
        this.prefixes.add(attribute.slice('xmlns:'.length))
      }
    }
    if (this.item === undefined) {
      if (name !== 'item' && name !== 'entry') return
      if (++this.row > this.limits.rows) throw this.tooMany(line)
      const fields = { google: new Map<string, string[]>(), plain: new Map<string, string[]>() }
      this.item = { line, ...fields, characters: 0, fields: 0 }
      this.path = []
      return
    }
    const colon = name.indexOf(':')
    const google = colon !== -1 && this.prefixes.has(name.slice(0, colon))
    this.path.push({ name: google ? name.slice(colon + 1) : name, google })
    this.found = ''
    const { href, rel = 'alternate' } = attributes
    if (name === 'link' && href !== undefined && rel === 'alternate')
      this.addField('link', href, false)
  }

  text(piece: string): void {
    if (this.item === undefined) return
    this.item.characters += piece.length
    if (this.item.characters <= this.limits.rowBytes) this.found += piece
  }

  close(name: string): void {
    if (this.item === undefined) return
    const inner = this.path.at(-1)
    if (inner === undefined) {
      if (name === 'item' || name === 'entry') this.finishItem(this.item)
      return
    }
    const fieldName = this.path.map((each) => each.name).join('.')
    this.addField(fieldName, this.found.trim(), this.path[0]?.google === true)
    this.path.pop()
    this.found = ''
  }

  private addField(name: string, text: string, google: boolean): void {
    if (this.item === undefined || text === '') return
    if (++this.item.fields > this.limits.columns) return
    const fields = google ? this.item.google : this.item.plain
    fields.set(name, [...(fields.get(name) ?? []), text])
  }

  private finishItem(item: Item): void {
    this.item = undefined
    const place = { row: this.row, line: item.line }
    if (item.characters > this.limits.rowBytes || item.fields > this.limits.columns) {
      const most = formatBytes(this.limits.rowBytes)
      const problem = `is longer than ${most} or has more than ${this.limits.columns} fields`
      const found = 'an item that is too long'
      this.ready.push({ ...place, faults: [{ pointer: '', problem, found, remedy: 'shorten it' }] })
      return
    }
    const value = emptyCells()
    for (const [name, texts] of item.plain) value[plainNames[name] ?? name] = texts.join('\n')
    for (const [name, texts] of item.google) value[name] = texts.join('\n')
    // A feed that is not made for merchants may number nothing; its addresses are unique.
    if (value['id'] === undefined && value['link'] !== undefined) value['id'] = value['link']
    this.ready.push({ ...place, value })
  }

  private tooMany(line: number): ReadingStopped {
    const most = this.limits.rows.toLocaleString('en')
    const found = `item ${most} and following`
    return new ReadingStopped(
      { problem: `has more than ${most} items`, found, remedy: 'split it' },
      line,
    )
  }
}

// The names that Atom and RSS use for fields of the product data specification.
const plainNames: Record<string, string> = {
  summary: 'description',
  content: 'description',
  guid: 'id',
}
