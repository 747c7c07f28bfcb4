import { plainDocument } from '@touchstone/evidence/report'
import { textIn } from '../../platform/messages/index.ts'
import type { SentNotice } from './types.ts'

export type NoticeDocumentInput = {
  sent: SentNotice
  /** When it was sent, or would be. */
  at: Date
  isDraft: boolean
}

/** Longer notices are sent as text and JSON only, since drawing them would delay others. */
export const maxPdfCharacters = 20_000

export function canRenderPdf({ text }: SentNotice): boolean {
  return text.length <= maxPdfCharacters
}

/** A notice as a PDF: its text, followed by the digests of the evidence. */
export async function renderNoticePdf({ sent, at, isDraft }: NoticeDocumentInput): Promise<Buffer> {
  const { t } = textIn('notices', 'en')
  const evidence = sent.evidence.map(({ sha256, items }) => {
    const files = items.map((item) => `  ${item.title} (${item.mediatype}): ${item.sha256}`)
    return [t('notices.document.evidence', { sha256 }), ...files].join('\n')
  })
  return plainDocument({
    title: sent.subject,
    author: sent.notice.name ?? '',
    paragraphs: [...sent.text.trimEnd().split(/\n{2,}/), ...evidence],
    at,
    ...(isDraft && { note: t('notices.document.draft') }),
  })
}
