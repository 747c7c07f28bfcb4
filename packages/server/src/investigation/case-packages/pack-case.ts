import {
  packEvidence,
  withEvent,
  type EvidenceItem,
  type PackedEvidence,
  type PackOptions,
} from '@touchstone/evidence'
import type { ListingView } from '../../listings/queue/index.ts'
import { textIn } from '../../platform/messages/index.ts'
import { writeCoverSheet, type CoverSheet, type PackedCapture } from './cover-sheet.ts'
import type { CaseParts } from './read-case-parts.ts'
import type { CasePackageRow } from './types.ts'

/** What a package holds, written to files. */
export type Gathered = {
  items: EvidenceItem[]
  captures: PackedCapture[]
  listings: ListingView[]
  listingCount: number
}

type PackInput = Gathered & {
  row: Pick<CasePackageRow, 'id' | 'by' | 'reason' | 'language'>
  parts: CaseParts
  at: Date
  brandName: CoverSheet['brandName']
} & Pick<PackOptions, 'publisher' | 'log' | 'authorities' | 'auditLog'>

/** Seals the gathered files: the same files at the same time are the same package. */
export async function packCase(input: PackInput): Promise<PackedEvidence> {
  const { row, parts, items, at, listings, listingCount, captures, brandName } = input
  const { t } = textIn('case-package', row.language)
  const { by, reason, language } = row
  const cover = { parts, listings, listingCount, captures, brandName, by, reason, at, language }
  return packEvidence({
    name: `case-${at.toISOString().slice(0, 10)}-${row.id.slice(0, 8)}`,
    title: t('case-package.title', { title: parts.kase.title }),
    sources: [{ title: parts.kase.title }],
    publisher: input.publisher,
    items,
    custody: withEvent([], {
      at: at.toISOString(),
      action: 'copied',
      actor: { name: by },
      reason,
      items: [],
    }),
    log: input.log,
    auditLog: input.auditLog,
    authorities: input.authorities,
    report: (index) => writeCoverSheet(cover, index),
    agent: 'Touchstone',
    at,
  })
}
