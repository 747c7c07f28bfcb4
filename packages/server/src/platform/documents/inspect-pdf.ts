import type { DocumentFlag } from '@touchstone/contract'
import { readPdf, type PdfDictionary, type PdfFile } from './pdf-file.ts'
import { decodeName, PdfRefusal, unread, type PdfValue } from './pdf-lexer.ts'

export type PdfFindings =
  | { accepted: true; flags: DocumentFlag[] }
  | { accepted: false; reason: 'too-large' | 'unread' }
  /** What is in it that acts by itself or carries other files along, in a few words. */
  | { accepted: false; reason: 'active'; what: string }

/** Names of parts of a PDF that act, or carry other files along: keys, types and kinds of actions. */
const active: Readonly<Record<string, string>> = {
  JavaScript: 'a script',
  OnInstantiate: 'a script',
  Launch: 'an order to start a program',
  EmbeddedFile: 'another file inside',
  EmbeddedFiles: 'other files inside',
  FileAttachment: 'another file inside',
  Filespec: 'another file',
  Collection: 'other files inside',
  RichMedia: 'a film or a program inside',
  RichMediaExecute: 'a film or a program inside',
  Rendition: 'a film or a program inside',
  Movie: 'a film inside',
  Sound: 'a sound inside',
  GoTo3DView: 'a model with a program',
  ImportData: 'an order to load data',
  SubmitForm: 'an order to send data',
  GoToE: 'another file inside',
  GoToR: 'another file',
  Encrypt: 'a password',
}

/** Names so short that fonts and pictures bear them, too: these act as keys and as values of keys alone. */
const activeShort: Readonly<Record<string, string>> = {
  JS: 'a script',
  XFA: 'a form with a program',
  AA: 'actions that start by themselves',
  EF: 'another file inside',
  UF: 'another file',
  '3D': 'a model with a program',
}

/** Kinds of actions that move the reader or open a link. */
const harmless = new Set(['GoTo', 'URI', 'Named', 'SetOCGState', 'ResetForm', 'Hide', 'Trans'])
const actionKeys = ['A', 'PA', 'Next', 'OpenAction']

const quiet: Readonly<Record<string, DocumentFlag>> = { URI: 'links', AcroForm: 'form' }

/** Reads a PDF whole, and refuses it where anything in it acts, or where it cannot be told. */
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

  constructor(file: PdfFile) {
    this.file = file
  }

  run(): DocumentFlag[] {
    const { values, comments, unpacked } = this.file
    for (const value of values) this.visit(value, false)
    for (const text of comments) this.search(text)
    // No viewer reads objects here, and a page's drawing has no use for such names.
    for (const bytes of unpacked) if (bytes.includes('<<')) this.search(bytes.toString('latin1'))
    return [...this.flags].sort()
  }

  private visit(value: PdfValue, isEntry: boolean): void {
    if (value.kind === 'name') this.demandHarmless(value.name, isEntry)
    else if (value.kind === 'array') for (const item of value.items) this.visit(item, false)
    else if (value.kind === 'dictionary') this.visitDictionary(value.entries)
  }

  private visitDictionary(entries: PdfDictionary): void {
    for (const [key, value] of entries) {
      this.demandHarmless(key, true)
      this.visit(value, true)
    }
    for (const key of actionKeys) {
      for (const action of this.resolve(entries.get(key))) this.visitAction(key, action)
    }
    for (const address of this.resolve(entries.get('URI'))) this.visitAddress(address)
  }

  private visitAction(key: string, action: PdfValue): void {
    const isDictionary = action.kind === 'dictionary'
    const kinds = isDictionary ? this.resolve(action.entries.get('S')) : []
    for (const kind of kinds) {
      if (kind.kind !== 'name' || !harmless.has(kind.name))
        throw new Active('an action that is not known')
    }
    if (key !== 'OpenAction' || action.kind === 'array' || action.kind === 'constant') return
    // Whoever opens it is led to a page of it, and nowhere else.
    const leads =
      kinds.length > 0 && kinds.every((kind) => kind.kind === 'name' && kind.name === 'GoTo')
    if (!isDictionary || !leads || action.entries.has('Next')) {
      throw new Active('an action that starts by itself')
    }
  }

  private visitAddress(address: PdfValue): void {
    if (address.kind === 'dictionary') {
      for (const base of this.resolve(address.entries.get('Base'))) this.visitAddress(base)
    }
    if (address.kind !== 'string') return
    const text = address.text.replace(/[^\x21-\x7e]/g, '')
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase()
    const isWeb = scheme === undefined || ['http', 'https', 'mailto', 'tel'].includes(scheme)
    if (!isWeb || text.startsWith('\\')) throw new Active('a link that does not lead to the web')
  }

  /** What a value is, by each of the objects that it may refer to. */
  private resolve(value: PdfValue | undefined): readonly PdfValue[] {
    if (value?.kind !== 'reference') return value === undefined ? [] : [value]
    const found = this.file.objects.get(value.object) ?? []
    if (found.some((one) => one.kind === 'reference')) throw unread('a reference to a reference')
    return found
  }

  private demandHarmless(name: string, isEntry: boolean): void {
    // Undone once more, lest a viewer does.
    for (const one of [name, decodeName(name)]) {
      const what = own(active, one) ?? (isEntry ? own(activeShort, one) : undefined)
      if (what !== undefined) throw new Active(what)
      const flag = own(quiet, one)
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
