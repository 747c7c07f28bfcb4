import { createHash, randomUUID } from 'node:crypto'
import {
  mostAnswerBytes,
  mostDocumentBytes,
  type DocumentFlag,
  type DocumentType,
} from '@touchstone/contract'
import { AppError } from '../errors/index.ts'
import { pdfNames } from './pdf-names.ts'
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

/** Parts of a PDF that act by themselves, or carry other files along. */
const active: Readonly<Record<string, string>> = {
  JavaScript: 'a script',
  JS: 'a script',
  Launch: 'an order to start a program',
  EmbeddedFile: 'another file inside',
  EmbeddedFiles: 'other files inside',
  RichMedia: 'a film or a program inside',
  XFA: 'a form with a program',
  ImportData: 'an order to load data',
  SubmitForm: 'an order to send data',
  GoToE: 'another file inside',
  Encrypt: 'a password',
}
const quiet: Readonly<Record<string, DocumentFlag>> = { URI: 'links', AcroForm: 'form' }

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
    if (mediaType !== 'application/pdf') checkPicture(mediaType, content, pointer)
    const sha256 = createHash('sha256').update(content).digest()
    return { id: randomUUID(), name: plainName(name), mediaType, content, sha256, flags }
  })
}

function flagsOf(content: Buffer, pointer: string): DocumentFlag[] {
  const names = pdfNames(content)
  if (names === 'too-large') {
    throw refused(pointer, 'unpacks to far more than it is: print it to a new PDF')
  }
  if (names === 'unread') {
    throw refused(pointer, 'is a PDF packed in a way that is not read here: print it to a new PDF')
  }
  for (const name of names) {
    const what = active[name]
    if (what !== undefined) throw refused(pointer, `is a PDF with ${what}: print it to a new PDF`)
  }
  return [...new Set([...names].flatMap((name) => quiet[name] ?? []))].sort()
}

/** Of a photo no camera makes; a small file that unpacks to it would fill a reader's memory. */
const mostPixels = 200_000_000

function checkPicture(mediaType: DocumentType, content: Buffer, pointer: string): void {
  const size = mediaType === 'image/png' ? sizeOfPng(content) : sizeOfJpeg(content)
  if (size === undefined) throw refused(pointer, 'is no whole picture')
  if (size.width * size.height > mostPixels) {
    throw refused(
      pointer,
      `is a picture of ${size.width} × ${size.height} points: send a smaller one`,
    )
  }
}

type Size = { width: number; height: number }

function sizeOfPng(content: Buffer): Size | undefined {
  if (content.length < 33 || content.toString('latin1', 12, 16) !== 'IHDR') return undefined
  return sized(content.readUInt32BE(16), content.readUInt32BE(20))
}

/** From the frame header (ITU T.81, B.2.2). */
function sizeOfJpeg(content: Buffer): Size | undefined {
  let at = 2
  while (at + 9 < content.length) {
    if (content[at] !== 0xff) return undefined
    const marker = content[at + 1] ?? 0
    if (marker === 0xff) {
      at++
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return sized(content.readUInt16BE(at + 7), content.readUInt16BE(at + 5))
    at += 2 + content.readUInt16BE(at + 2)
  }
  return undefined
}

function sized(width: number, height: number): Size | undefined {
  return width > 0 && height > 0 ? { width, height } : undefined
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
