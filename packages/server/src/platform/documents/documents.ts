import { randomUUID } from 'node:crypto'
import {
  maxAppealBytes,
  maxDocumentBytes,
  type DocumentFlag,
  type DocumentType,
} from '@touchstone/contract'
import { AppError } from '../errors/index.ts'
import { FileReaders, type ReadersOptions, type TimeBudget } from '../file-reading/index.ts'
import type { DocumentFindings } from './check-document.ts'
import { documentName } from './document-name.ts'

export type SentDocument = { name: string; content: string }

export type CheckedContent = {
  mediaType: DocumentType
  content: Buffer
  sha256: Buffer
  flags: DocumentFlag[]
}

export type CheckedDocument = CheckedContent & { id: string; name: string }

/** The origin of documents. */
type Whose = {
  /** Their organisation, limited to its share of the threads. */
  holder?: string
  /** Their appeal link: one document is checked at a time across all of an organisation's links. */
  sender?: string
}

export type CheckOptions = Whose & {
  /** Called after each checked document. */
  onChecked?: () => void
}

type Checking = Whose & {
  /** Time shared by the documents of one request. */
  budget: TimeBudget
  /** Documents of the request checked before this one. */
  before: number
}

type CheckDocument = (
  sent: { content: string; mediaType: DocumentType },
  pointer: string,
  options?: Whose,
) => Promise<CheckedContent>

type CheckDocuments = (
  sent: readonly SentDocument[],
  pointerOf?: (at: number) => string,
  options?: CheckOptions,
) => Promise<CheckedDocument[]>

/**
 * Checks documents in a thread with limits of time and memory, outside of transactions. `checkDocuments` returns them
 * as they are stored, `checkDocument` one of the stated type; a refusal names the document and the reason.
 */
export const { checkDocument, checkDocuments } = documentChecker()

/** Checks documents within these limits; those of one request share `requestMs` of processing. */
export function documentChecker({
  requestMs = 15_000,
  ...limits
}: ReadersOptions & { requestMs?: number } = {}): {
  checkDocument: CheckDocument
  checkDocuments: CheckDocuments
} {
  const readers = new FileReaders(new URL('./check-worker.ts', import.meta.url), {
    maxThreads: 4,
    maxThreadsOfOne: 2,
    maxWaitMs: 30_000,
    silenceMs: 10_000,
    baseMs: 10_000,
    msPerMebibyte: 0,
    memoryMb: 512,
    faults: {
      tooSlow: () => 'takes too long to check: print it to a new PDF, or save it again',
      tooLarge: () => 'takes too much memory to check: print it to a new PDF, or save it again',
    },
    ...limits,
  })
  const checkContent = async (
    content: Buffer,
    pointer: string,
    options: Checking,
  ): Promise<CheckedContent> => {
    const { mediaType, sha256, flags } = await check(readers, content, { pointer, ...options })
    return { mediaType, content, sha256: Buffer.from(sha256), flags }
  }
  return {
    checkDocument: async (sent, pointer, options = {}) => {
      const content = Buffer.from(sent.content, 'base64')
      requireSizes([content], () => pointer)
      const budget = { leftMs: requestMs }
      const checked = await checkContent(content, pointer, { ...options, budget, before: 0 })
      if (checked.mediaType === sent.mediaType) return checked
      throw refused(
        pointer,
        `is ${checked.mediaType}, not ${sent.mediaType} as /mediaType says; correct /mediaType or send the right document`,
      )
    },
    checkDocuments: async (sent, pointerOf = (at) => `/documents/${at}/content`, options = {}) => {
      const contents = sent.map(({ content }) => Buffer.from(content, 'base64'))
      requireSizes(contents, pointerOf)
      const checked: CheckedDocument[] = []
      const { onChecked, ...rest } = options
      const within = { ...rest, budget: { leftMs: requestMs } }
      // One by one: the first refusal saves checking the rest.
      for (const [at, content] of contents.entries()) {
        const findings = await checkContent(content, pointerOf(at), { ...within, before: at })
        const name = documentName(sent[at]?.name ?? '', findings.mediaType)
        checked.push({ id: randomUUID(), name, ...findings })
        onChecked?.()
      }
      return checked
    },
  }
}

const tooSlowTogether =
  'takes too long to check together with the earlier documents: print them to new PDFs, or send fewer'

async function check(
  readers: FileReaders,
  content: Buffer,
  { pointer, before, budget, ...rest }: Checking & { pointer: string },
): Promise<Extract<DocumentFindings, { accepted: true }>> {
  let findings: DocumentFindings
  try {
    findings = await readers.read({
      task: 'check',
      options: {},
      bytes: content,
      budget,
      ...rest,
    })
  } catch (error) {
    if (!(error instanceof AppError) || error.class !== 'validation-failed') throw error
    const isUsedUp = before > 0 && budget.leftMs <= 0
    throw refused(pointer, isUsedUp ? tooSlowTogether : error.message)
  }
  if (findings.accepted) return findings
  throw refused(pointer, findings.fault)
}

function requireSizes(contents: readonly Buffer[], pointerOf: (at: number) => string): void {
  let total = 0
  for (const [at, { length }] of contents.entries()) {
    total += length
    if (length > maxDocumentBytes) {
      throw tooLarge(
        pointerOf(at),
        `is ${length} bytes; send a document of at most ${maxDocumentBytes} bytes`,
      )
    }
    if (total > maxAppealBytes) {
      throw tooLarge(
        pointerOf(at),
        `brings the total to ${total} bytes; send at most ${maxAppealBytes} bytes of documents together`,
      )
    }
  }
}

function refused(pointer: string, fault: string): AppError {
  return new AppError({ code: 'document-rejected', message: `${pointer} ${fault}`, pointer })
}

function tooLarge(pointer: string, why: string): AppError {
  return new AppError({ code: 'documents-too-large', message: `${pointer} ${why}`, pointer })
}
