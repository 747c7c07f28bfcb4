import { createHash, randomUUID } from 'node:crypto'
import { mostDocumentBytes, type DocumentPurpose, type NewDocument } from '@touchstone/contract'
import { AppError } from '../platform/errors/index.ts'
import { typeOfDocument } from '../platform/documents/index.ts'
import type { NewDocumentRow } from './store.ts'

type Whose = { claimId: string; organisationId: string; purpose: DocumentPurpose }

/** A document as it is kept, once its bytes are what they are said to be. */
export function documentRow(document: NewDocument, pointer: string, whose: Whose): NewDocumentRow {
  const row = { id: randomUUID(), ...whose }
  if ('reference' in document) {
    return { ...row, mediaType: null, content: null, sha256: null, reference: document.reference }
  }
  const { mediaType } = document
  const content = Buffer.from(document.content, 'base64')
  if (content.length > mostDocumentBytes) {
    throw new AppError({
      code: 'too-large',
      message: `${pointer}/content is ${content.length} bytes; send a document of at most ${mostDocumentBytes}, or a reference`,
      pointer: `${pointer}/content`,
    })
  }
  const found = typeOfDocument(content)
  if (found !== mediaType) {
    throw new AppError({
      code: 'bad-input',
      message: `${pointer}/content is ${found ?? 'neither PDF, PNG nor JPEG'} and not ${mediaType}, as /mediaType says; send the one that it says`,
      pointer: `${pointer}/content`,
    })
  }
  const sha256 = createHash('sha256').update(content).digest()
  return { ...row, mediaType, content, sha256, reference: null }
}
