import { plainBytes } from '../bytes.ts'
import { withDefaults, type ReadLimits } from '../limits.ts'
import { ReadingStopped, formatBytes, untilStopped, type Bytes, type Row } from '../row.ts'
import { openXml, walkXml } from '../xml.ts'
import {
  recordOf,
  type RawField,
  type RawTrademark,
  type TrademarkRecord,
} from './trademark-record.ts'

/**
 * Reads trademarks from an XML document after WIPO Standard ST.96, plain or gzip, with one or many records: all
 * versions since V1_0, and offices' additions under their own prefixes. Elements are identified by their path below
 * `Trademark` and not by prefix, since a record also contains numbers and classes of priorities, oppositions and
 * related marks. Never throws on invalid input.
 */
export function readTrademarks(
  bytes: Bytes,
  options: { encoding?: string | undefined; limits?: Partial<ReadLimits> } = {},
): AsyncGenerator<Row<TrademarkRecord>> {
  return untilStopped(records(bytes, withDefaults(options.limits), options.encoding))
}

async function* records(
  bytes: Bytes,
  limits: ReadLimits,
  encoding: string | undefined,
): AsyncGenerator<Row<TrademarkRecord>> {
  const document = await openXml(plainBytes(bytes, limits), encoding)
  const reader = new RecordReader(limits)
  const steps = walkXml(document, reader, { depth: limits.depth, textCharacters: limits.rowBytes })
  try {
    while ((await steps.next()).done !== true) yield* reader.ready.splice(0)
  } finally {
    await steps.return(undefined)
  }
  if (reader.row === 0) {
    throw new ReadingStopped({
      problem: 'holds no <Trademark>',
      found: 'another kind of XML document',
      remedy: 'write a register extract in WIPO ST.96 (TrademarkBag, Trademark)',
    })
  }
}

type OpenRecord = RawTrademark & {
  line: number
  characters: number
  texts: Map<RawField, string[]>
}

/** Most values stored of one field: a mark has at most 45 classes and some 190 territories. */
const mostTexts = 250

class RecordReader {
  ready: Row<TrademarkRecord>[] = []
  row = 0
  private readonly limits: ReadLimits
  private record: OpenRecord | undefined
  /** Local names of the open elements below the record. */
  private path: string[] = []
  private gathered = ''
  /** Classes of the open classification, whose kind follows only later. */
  private classes: string[] = []
  private classKind: string | undefined

  constructor(limits: ReadLimits) {
    this.limits = limits
  }

  open(name: string, attributes: Record<string, string>, line: number): void {
    const local = localName(name)
    this.gathered = ''
    if (this.record !== undefined) {
      this.path.push(local)
      if (local === 'GoodsServicesClassification') {
        this.classes = []
        this.classKind = undefined
      }
      return
    }
    if (local !== 'Trademark') return
    if (++this.row > this.limits.rows) throw this.tooMany(line)
    const deleted = Object.entries(attributes).some(
      ([attribute, value]) =>
        localName(attribute) === 'operationCategory' && value.trim() === 'Delete',
    )
    this.record = { line, characters: 0, texts: new Map(), deleted }
    this.path = []
  }

  text(piece: string): void {
    if (this.record === undefined) return
    this.record.characters += piece.length
    if (this.record.characters <= this.limits.rowBytes) this.gathered += piece
  }

  close(): void {
    if (this.record === undefined) return
    if (this.path.length === 0) {
      this.finishRecord(this.record)
      return
    }
    const text = this.gathered.replace(/\s+/g, ' ').trim()
    this.gathered = ''
    if (text !== '') this.addText(text)
    if (this.path.at(-1) === 'GoodsServicesClassification') this.addClasses()
    this.path.pop()
  }

  private addText(text: string): void {
    if (this.path.includes('GoodsServicesClassification')) {
      if (this.path.at(-1) === 'ClassNumber') this.classes.push(text)
      if (this.path.at(-1) === 'ClassificationKindCode') this.classKind = text
      return
    }
    const field = fieldAt(this.path)
    if (field !== undefined) this.add(field, text)
  }

  private addClasses(): void {
    // "Primary" repeats those of Nice; "National" and "Domestic" are other systems.
    const isNice = this.classKind === undefined || /^(nice|primary)$/i.test(this.classKind)
    if (isNice && isGoods(this.path)) for (const each of this.classes) this.add('niceClasses', each)
  }

  private add(field: RawField, text: string): void {
    const texts = this.record?.texts.get(field) ?? []
    if (texts.length < mostTexts) texts.push(text)
    this.record?.texts.set(field, texts)
  }

  private finishRecord(record: OpenRecord): void {
    this.record = undefined
    const place = { row: this.row, line: record.line }
    if (record.characters > this.limits.rowBytes) {
      const problem = `is longer than ${formatBytes(this.limits.rowBytes)}`
      const found = 'a record that is too long'
      const remedy = 'leave out what is not needed: pictures, events, documents'
      this.ready.push({ ...place, faults: [{ pointer: '', problem, found, remedy }] })
      return
    }
    const checked = recordOf(record)
    if ('record' in checked) this.ready.push({ ...place, value: checked.record })
    else this.ready.push({ ...place, faults: checked.faults })
  }

  private tooMany(line: number): ReadingStopped {
    const most = this.limits.rows.toLocaleString('en')
    const found = `record ${most} and following`
    return new ReadingStopped(
      { problem: `has more than ${most} records`, found, remedy: 'split it' },
      line,
    )
  }
}

function localName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1)
}

function isGoods(path: readonly string[]): boolean {
  return path[0] === 'GoodsServicesBag' || path[0] === 'GoodsServices'
}

/** The meaning of the element at this path below a record. */
function fieldAt(path: readonly string[]): RawField | undefined {
  const last = path.at(-1)
  const [top, second] = path
  switch (last) {
    case 'RegistrationOfficeCode':
      return path.length === 1 ? 'office' : undefined
    case 'RegistrationNumber':
      return path.length === 1 ? 'registrationNumber' : undefined
    case 'ExpiryDate':
      return path.length === 1 ? 'expiresOn' : undefined
    case 'ApplicationNumber':
      return path.length === 1 ? 'applicationNumber' : undefined
    case 'ApplicationNumberText':
      return path.length === 2 && top === 'ApplicationNumber' ? 'applicationNumber' : undefined
    case 'ST13ApplicationNumber':
      return path.length === 1 || (path.length === 2 && top === 'ApplicationNumber')
        ? 'st13'
        : undefined
    case 'MarkVerbalElementText':
    case 'MarkSignificantVerbalElementText':
      return path.length === 1 || top === 'MarkRepresentation' ? 'words' : undefined
    case 'ClassNumber':
      return isGoods(path) ? 'niceClasses' : undefined
    case 'DesignatedCountryCode':
      return top?.startsWith('Designat') === true || second?.startsWith('Designat') === true
        ? 'territory'
        : undefined
    case 'OrganizationStandardName':
    case 'OrganizationName':
      return top !== undefined && /^(Applicant|Holder)(Bag)?$/.test(top) ? 'holders' : undefined
    default:
      return undefined
  }
}
