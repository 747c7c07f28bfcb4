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

export type CheckedDocument = {
  id: string
  name: string
  mediaType: DocumentType
  content: Buffer
  sha256: Buffer
  flags: DocumentFlag[]
}

/** Documents as they are kept, once each is what it may be; a refusal says which one and why. */
export function checkDocuments(
  sent: readonly SentDocument[],
  pointerOf = (at: number): string => `/documents/${at}/content`,
): CheckedDocument[] {
  let total = 0
  return sent.map(({ name, content: text }, at) => {
    const content = Buffer.from(text, 'base64')
    total += content.length
    const pointer = pointerOf(at)
    if (content.length > mostDocumentBytes || total > mostAnswerBytes) {
      throw new AppError({
        code: 'too-large',
        message: `${pointer} makes it ${total} bytes; send documents of at most ${mostDocumentBytes} bytes each and ${mostAnswerBytes} together`,
        pointer,
      })
    }
    const mediaType = typeOfDocument(content)
    if (mediaType === undefined) throw refused(pointer, 'is neither PDF, PNG nor JPEG')
    const flags = mediaType === 'application/pdf' ? flagsOf(content, pointer) : []
    const fault = mediaType === 'application/pdf' ? undefined : faultOfPicture(mediaType, content)
    if (fault !== undefined) throw refused(pointer, fault)
    if (endsAsArchive(content)) throw refused(pointer, 'is an archive, too: save it anew')
    const sha256 = createHash('sha256').update(content).digest()
    return { id: randomUUID(), name: plainName(name), mediaType, content, sha256, flags }
  })
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
