import { documentTypes, type DocumentType } from '@touchstone/contract'

const signatures: Record<DocumentType, readonly number[]> = {
  'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  'image/jpeg': [0xff, 0xd8, 0xff],
}

/** A document's type by its first bytes; undefined if not accepted. */
export function typeOfDocument(bytes: Uint8Array): DocumentType | undefined {
  return documentTypes.find((type) => signatures[type].every((byte, at) => bytes[at] === byte))
}
