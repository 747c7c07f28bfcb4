import { randomUUID } from 'node:crypto'
import type { DocumentPurpose, NewDocument } from '@touchstone/contract'
import { checkDocument } from '../platform/documents/index.ts'
import type { NewDocumentRow } from './store.ts'

type Whose = { claimId: string; organisationId: string; purpose: DocumentPurpose }

/** A document as it is kept, once its bytes are what they are said to be. */
export function documentRow(document: NewDocument, pointer: string, whose: Whose): NewDocumentRow {
  const row = { id: randomUUID(), ...whose }
  if ('reference' in document) {
    return { ...row, mediaType: null, content: null, sha256: null, reference: document.reference }
  }
  const { mediaType, content, sha256 } = checkDocument(document, `${pointer}/content`)
  return { ...row, mediaType, content, sha256, reference: null }
}
