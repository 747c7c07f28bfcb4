import { randomUUID } from 'node:crypto'
import { ClaimInput, type DocumentPurpose, type DocumentInput } from '@touchstone/contract'
import { checkDocument, type CheckedContent } from '../../platform/documents/index.ts'
import { parseInput } from '../../platform/errors/index.ts'
import type { NewDocumentRow } from './repository.ts'

/** A claim with the results of checking its files; documents given by reference have none. */
export type CheckedClaim = ClaimInput & {
  files: { proof: CheckedContent | undefined; powerOfAttorney: CheckedContent | undefined }
}

/** Checks a claim and its documents before a transaction opens: reading a document can take seconds. */
export async function checkClaim(input: unknown, holder: string): Promise<CheckedClaim> {
  const claim = parseInput(ClaimInput, input)
  const { document, powerOfAttorney } = claim
  const proof = await contentOf(document, '/document', holder)
  const power =
    powerOfAttorney &&
    (await contentOf(powerOfAttorney.document, '/powerOfAttorney/document', holder))
  return { ...claim, files: { proof, powerOfAttorney: power } }
}

async function contentOf(
  document: DocumentInput,
  pointer: string,
  holder: string,
): Promise<CheckedContent | undefined> {
  if ('reference' in document) return undefined
  return checkDocument(document, `${pointer}/content`, { holder })
}

type Whose = { claimId: string; organisationId: string; purpose: DocumentPurpose }

export function toDocumentRow(
  document: DocumentInput,
  checked: CheckedContent | undefined,
  whose: Whose,
): NewDocumentRow {
  const row = { id: randomUUID(), ...whose }
  if ('reference' in document) {
    return { ...row, mediaType: null, content: null, sha256: null, reference: document.reference }
  }
  if (checked === undefined) throw new Error('a document was stored before it was checked')
  const { mediaType, content, sha256 } = checked
  return { ...row, mediaType, content, sha256, reference: null }
}
