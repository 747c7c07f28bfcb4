import { createHash, randomUUID } from 'node:crypto'
import {
  mostAnswerBytes,
  mostDocumentBytes,
  type DocumentFlag,
  type DocumentType,
} from '@touchstone/contract'
import { AppError } from '../errors/index.ts'
import { faultOfPicture } from './check-picture.ts'
import { inspectPdf } from './inspect-pdf.ts'
import { typeOfDocument } from './type.ts'

export type SentDocument = { name: string; content: string }

export type CheckedContent = {
  mediaType: DocumentType
  content: Buffer
  sha256: Buffer
  flags: DocumentFlag[]
}

export type CheckedDocument = CheckedContent & { id: string; name: string }

/** Documents as they are kept, once each is what it may be; a refusal says which one and why. */
export function checkDocuments(
  sent: readonly SentDocument[],
  pointerOf = (at: number): string => `/documents/${at}/content`,
): CheckedDocument[] {
  let total = 0
  return sent.map(({ name, content: text }, at) => {
    const pointer = pointerOf(at)
    const content = Buffer.from(text, 'base64')
    total += content.length
    if (total > mostAnswerBytes) {
      throw tooLarge(
        pointer,
        `makes it ${total} bytes; send at most ${mostAnswerBytes} bytes of documents together`,
      )
    }
    return { id: randomUUID(), name: plainName(name), ...checkContent(content, pointer) }
  })
}

/** One document in base64, once it is what it may be and of the type that its sender states. */
export function checkDocument(
  sent: { content: string; mediaType: DocumentType },
  pointer: string,
): CheckedContent {
  const checked = checkContent(Buffer.from(sent.content, 'base64'), pointer)
  if (checked.mediaType !== sent.mediaType) {
    throw refused(
      pointer,
      `is ${checked.mediaType} and not ${sent.mediaType}, as /mediaType says; send the one that it says`,
    )
  }
  return checked
}

function checkContent(content: Buffer, pointer: string): CheckedContent {
  if (content.length > mostDocumentBytes) {
    throw tooLarge(
      pointer,
      `is ${content.length} bytes; send a document of at most ${mostDocumentBytes} bytes`,
    )
  }
  const mediaType = typeOfDocument(content)
  if (mediaType === undefined) {
    throw refused(pointer, 'is neither PDF, PNG nor JPEG: send one of these')
  }
  const flags = mediaType === 'application/pdf' ? flagsOf(content, pointer) : []
  const fault = mediaType === 'application/pdf' ? undefined : faultOfPicture(mediaType, content)
  if (fault !== undefined) throw refused(pointer, fault)
  if (endsAsArchive(content)) throw refused(pointer, 'is an archive, too: save it anew')
  const sha256 = createHash('sha256').update(content).digest()
  return { mediaType, content, sha256, flags }
}

function flagsOf(content: Buffer, pointer: string): DocumentFlag[] {
  const found = inspectPdf(content)
  if (found.accepted) return found.flags
  const why = {
    'too-large': 'unpacks to far more than it is',
    unread: 'is a PDF packed in a way that is not read here',
    active: `is a PDF with ${found.reason === 'active' ? found.what : ''}`,
  }
  throw refused(pointer, `${why[found.reason]}: print it to a new PDF`)
}

/** The end of a ZIP archive, which is found from the end of a file, whatever the file begins with. */
function endsAsArchive(content: Buffer): boolean {
  const [record, longestRemark] = [22, 65_535]
  let at = content.lastIndexOf('PK\u0005\u0006', undefined, 'latin1')
  for (; at >= Math.max(0, content.length - record - longestRemark);) {
    if (at + record <= content.length) return true
    at = at === 0 ? -1 : content.lastIndexOf('PK\u0005\u0006', at - 1, 'latin1')
  }
  return false
}

/** A name as it is shown and offered for saving: no path, nothing unseen, nothing that turns its direction. */
function plainName(name: string): string {
  const bare = name
    .normalize('NFC')
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{C}\p{Zl}\p{Zp}"<>:|?*]/gu, '')
    .trim()
  return bare === '' ? 'document' : bare.slice(0, 200)
}

function refused(pointer: string, why: string): AppError {
  return new AppError({ code: 'bad-input', message: `${pointer} ${why}`, pointer })
}

function tooLarge(pointer: string, why: string): AppError {
  return new AppError({ code: 'too-large', message: `${pointer} ${why}`, pointer })
}
