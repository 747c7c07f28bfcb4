import { createHash } from 'node:crypto'
import type { DocumentFlag, DocumentType } from '@touchstone/contract'
import { archives } from './camera-trailer.ts'
import { imageFaultOf } from './check-image.ts'
import { inspectPdf } from './inspect-pdf.ts'
import { typeOfDocument } from './document-type.ts'

export type DocumentFindings =
  | { accepted: true; mediaType: DocumentType; sha256: Uint8Array; flags: DocumentFlag[] }
  /** The fault, phrased to follow the position of the document. */
  | { accepted: false; fault: string }

/** Reads a whole document. Takes up to seconds, so it runs in its own thread. */
export function checkDocument(content: Buffer): DocumentFindings {
  const mediaType = typeOfDocument(content)
  if (mediaType === undefined) return refused('is neither PDF, PNG nor JPEG: send one of these')
  let flags: DocumentFlag[] = []
  if (mediaType === 'application/pdf') {
    const inspection = inspectPdf(content)
    if (!inspection.accepted) return refused(`${faultOfPdf(inspection)}: print it to a new PDF`)
    flags = inspection.flags
  } else {
    const fault = imageFaultOf(mediaType, content)
    if (fault !== undefined) return refused(fault)
  }
  if (endsAsArchive(content) || holdsArchive(content))
    return refused('is also an archive: save it again')
  const sha256 = createHash('sha256').update(content).digest()
  return { accepted: true, mediaType, sha256, flags }
}

function faultOfPdf(
  inspection: Exclude<ReturnType<typeof inspectPdf>, { accepted: true }>,
): string {
  if (inspection.reason === 'active') return `is a PDF with ${inspection.what}`
  if (inspection.reason === 'too-large') return 'decompresses to far more than its size'
  return 'is a PDF with unsupported compression'
}

/** The end record of a ZIP archive, found from the end of a file, whatever its start. */
function endsAsArchive(content: Buffer): boolean {
  const [record, longestRemark] = [22, 65_535]
  let at = content.lastIndexOf('PK\u0005\u0006', undefined, 'latin1')
  for (; at >= Math.max(0, content.length - record - longestRemark);) {
    if (at + record <= content.length) return true
    at = at === 0 ? -1 : content.lastIndexOf('PK\u0005\u0006', at - 1, 'latin1')
  }
  return false
}

/** Archives found from their start, also inside a photo's comment. */
function holdsArchive(content: Buffer): boolean {
  return archives.some((mark) => content.includes(mark, 0, 'latin1'))
}

function refused(fault: string): DocumentFindings {
  return { accepted: false, fault }
}
