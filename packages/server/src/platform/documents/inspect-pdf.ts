import type { DocumentFlag } from '@touchstone/contract'
import { readPdf, type PdfDictionary, type PdfFile } from './pdf-file.ts'
import { decodeName, PdfRefusal, unreadablePdf, type PdfValue } from './pdf-lexer.ts'

export type PdfFindings =
  | { accepted: true; flags: DocumentFlag[] }
  | { accepted: false; reason: 'too-large' | 'unread' }
  /** Its active content or attached files, in a few words. */
  | { accepted: false; reason: 'active'; what: string }

/** Names of active parts of a PDF and of attached files: keys, types and kinds of actions. */
const active: Readonly<Record<string, string>> = {
  JavaScript: 'a script',
  OnInstantiate: 'a script',
  Launch: 'an action that starts a program',
  EmbeddedFile: 'another file inside',
  EmbeddedFiles: 'other files inside',
  FileAttachment: 'another file inside',
  Filespec: 'another file',
  Collection: 'other files inside',
  RichMedia: 'an embedded film or program',
  RichMediaExecute: 'an embedded film or program',
  Rendition: 'an embedded film or program',
  Movie: 'a film inside',
  Sound: 'a sound inside',
  GoTo3DView: 'a model with a program',
  ImportData: 'an action that loads data',
  SubmitForm: 'an action that sends data',
  GoToE: 'another file inside',
  GoToR: 'another file',
  SpiderInfo: 'an action that loads pages',
  Encrypt: 'a password',
}

/** Names so short that fonts and pictures use them too: they count only as keys, or as values of keys. */
const activeShort: Readonly<Record<string, string>> = {
  JS: 'a script',
  XFA: 'a form with a program',
  AA: 'actions that run automatically',
  EF: 'another file inside',
  UF: 'another file',
  '3D': 'a model with a program',
}

/** Kinds of actions that navigate or open a link. */
const harmless = new Set(['GoTo', 'URI', 'Named', 'SetOCGState', 'ResetForm', 'Hide', 'Trans'])
const actionKeys = ['A', 'PA', 'Next', 'OpenAction']
/** Links of annotations, and addresses for signers (12.7.5.5). */
const addressKeys = new Set(['URI', 'URL'])
/** Keys whose string names a file (7.11): annotation flags and fonts are called F, too. */
const fileKeys = new Set(['F', 'UF', 'DOS', 'Mac', 'Unix'])
/** Viewers have executed text in place of these numbers (CVE-2024-4367). */
const lengths: Readonly<Record<string, number>> = { FontMatrix: 6, FontBBox: 4 }
const schemes = new Set(['http', 'https', 'mailto', 'tel'])

const quiet: Readonly<Record<string, DocumentFlag>> = {
  URI: 'links',
  URL: 'links',
  AcroForm: 'form',
}

/** Reads a whole PDF, and refuses it if anything in it is active, or cannot be determined. */
export function inspectPdf(content: Buffer): PdfFindings {
  try {
    const file = readPdf(content)
    return { accepted: true, flags: new Inspection(file).run() }
  } catch (error) {
    if (error instanceof Active) return { accepted: false, reason: 'active', what: error.message }
    if (error instanceof PdfRefusal) return { accepted: false, reason: error.reason }
    throw error
  }
}

class Active extends Error {}

class Inspection {
  private readonly file: PdfFile
  private readonly flags = new Set<DocumentFlag>()
  /** Visited actions and lists of actions, which may be cyclic. */
  private readonly visited = new Set<PdfValue>()
  private readonly addresses = new Set<PdfValue>()
  /** Examined objects by question: many places may refer to one of many versions. */
  private readonly examined = new Map<string, Set<number>>()

  constructor(file: PdfFile) {
    this.file = file
  }

  run(): DocumentFlag[] {
    const { values, comments, unpacked } = this.file
    // A key may refer to each of them.
    for (const value of values) this.visit(value, true)
    for (const text of comments) this.search(text)
    // No viewer reads objects here, and drawings do not use such names.
    for (const bytes of unpacked) if (bytes.includes('<<')) this.search(bytes.toString('latin1'))
    return [...this.flags].sort()
  }

  private visit(value: PdfValue, isEntry: boolean): void {
    if (value.kind === 'name') this.requireHarmless(value.name, isEntry)
    else if (value.kind === 'array') for (const item of value.items) this.visit(item, false)
    else if (value.kind === 'dictionary') this.visitDictionary(value.entries)
  }

  private visitDictionary(entries: PdfDictionary): void {
    for (const [key, value] of entries) {
      this.requireHarmless(key, true)
      this.visit(value, true)
      this.visitEntry(decodeName(key), value)
    }
    this.examine('opening', entries.get('OpenAction'), (openings) => {
      for (const opening of openings) this.visitOpening(opening)
    })
  }

  private visitEntry(key: string, value: PdfValue): void {
    if (actionKeys.includes(key)) this.visitActions(value)
    else if (addressKeys.has(key)) this.visitAddresses(value)
    else if (fileKeys.has(key)) {
      this.examine('file', value, (values) => {
        if (values.some((item) => item.kind === 'string')) throw new Active('another file')
      })
    } else if (key === 'Subtype' || key === 'Subtype2') {
      this.examine('subtype', value, (kinds) => {
        if (kinds.some((kind) => kind.kind === 'name' && decodeName(kind.name) === 'PS'))
          throw new Active('a program for printers')
      })
    }
    const length = own(lengths, key)
    if (length !== undefined) this.requireNumbers(value, length)
  }

  private requireNumbers(value: PdfValue, length: number): void {
    const isSound = (item: PdfValue): boolean =>
      item.kind === 'array' &&
      item.items.length === length &&
      item.items.every((item) => item.kind === 'number')
    this.examine(`numbers ${length}`, value, (values) => {
      if (values.length === 0 || !values.every(isSound)) throw new Active('a font with a script')
    })
  }

  /** An action, or a nested list of actions: each visited once. */
  private visitActions(value: PdfValue): void {
    const pending = [value]
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      this.examine('action', next, (actions) => {
        for (const action of actions) {
          if (this.visited.has(action)) continue
          this.visited.add(action)
          if (action.kind === 'array') for (const item of action.items) pending.push(item)
          else if (action.kind === 'dictionary') this.requireKnown(action.entries)
        }
      })
    }
  }

  private requireKnown(action: PdfDictionary): void {
    this.examine('kind', action.get('S'), (kinds) => {
      for (const kind of kinds) {
        if (kind.kind !== 'name' || !harmless.has(kind.name))
          throw new Active('an action that is not known')
      }
    })
  }

  /** Opening the document may only go to one of its pages. */
  private visitOpening(action: PdfValue): void {
    if (action.kind === 'array' || action.kind === 'constant') return
    const starts = new Active('an action that starts by itself')
    if (action.kind !== 'dictionary' || action.entries.has('Next')) throw starts
    const kind = action.entries.get('S')
    if (kind === undefined) throw starts
    this.examine('kind of opening', kind, (kinds) => {
      const leads =
        kinds.length > 0 && kinds.every((item) => item.kind === 'name' && item.name === 'GoTo')
      if (!leads) throw starts
    })
  }

  /** Addresses, each once: base addresses may be cyclic. */
  private visitAddresses(value: PdfValue): void {
    const pending = [value]
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      this.examine('address', next, (values) => {
        for (const entry of values) {
          if (this.addresses.has(entry)) continue
          this.addresses.add(entry)
          const base = entry.kind === 'dictionary' ? entry.entries.get('Base') : undefined
          if (base !== undefined) pending.push(base)
          if (entry.kind !== 'dictionary' && entry.kind !== 'constant') this.requireWeb(entry)
        }
      })
    }
  }

  private requireWeb(address: PdfValue): void {
    // Without a scheme it may refer to a network share or a file: `//host/share`, `\\host\share`.
    const text = address.kind === 'string' ? address.text.replace(/[^\x21-\x7e]/g, '') : ''
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase() ?? ''
    if (!schemes.has(scheme)) throw new Active('a link to something other than a web page')
  }

  /** Examines a value and every object that it may refer to, once per question. */
  private examine(
    question: string,
    value: PdfValue | undefined,
    visit: (values: readonly PdfValue[]) => void,
  ): void {
    if (value?.kind !== 'reference') {
      if (value !== undefined) visit([value])
      return
    }
    const examined = this.examined.get(question) ?? new Set()
    if (examined.has(value.object)) return
    this.examined.set(question, examined.add(value.object))
    const values = this.file.objects.get(value.object) ?? []
    if (values.some((item) => item.kind === 'reference'))
      throw unreadablePdf('a reference to a reference')
    visit(values)
  }

  private requireHarmless(name: string, isEntry: boolean): void {
    // Decoded once more, in case a viewer does so.
    for (const spelling of [name, decodeName(name)]) {
      const what = own(active, spelling) ?? (isEntry ? own(activeShort, spelling) : undefined)
      if (what !== undefined) throw new Active(what)
      const flag = own(quiet, spelling)
      if (flag !== undefined) this.flags.add(flag)
    }
  }

  private search(text: string): void {
    for (const [, written = ''] of text.matchAll(/\/([!-$&'*-.0-;=?-Z\\^-z|~]+)/g)) {
      const what = own(active, decodeName(written))
      if (what !== undefined) throw new Active(what)
    }
  }
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}
