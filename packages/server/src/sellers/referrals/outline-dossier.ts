import type { ReferralMissingView } from '@touchstone/contract'
import type { DossierListing } from '@touchstone/evidence'
import { blockingLines, referralTemplate } from '@touchstone/jurisdiction'
import { newestCaptures } from '../../investigation/evidence/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { buildDossier } from './build-dossier.ts'
import { readDossierListings } from './read-dossier-listings.ts'
import { readDossierParts, type DossierParts } from './read-dossier-parts.ts'
import type { Dossier } from '@touchstone/evidence'
import type { DraftRow, ListingViews, ReferralRow, Source } from './types.ts'

type Outlined = { dossier: Dossier; parts: DossierParts }

/** The dossier as it would read now, with the names of items that no package holds yet. */
export async function outlineDossier(
  handle: Transaction,
  {
    row,
    draft,
    source,
    now,
    actor,
    views,
  }: {
    row: ReferralRow
    draft: DraftRow
    source: Source
    now: Date
    actor: Actor & { organisationId: string }
    views: ListingViews
  },
): Promise<Outlined> {
  const { organisationId } = row
  const parts = await readDossierParts({ handle, row, draft, source, now })
  const captures = await newestCaptures(handle, { organisationId, listings: source.listings })
  const listings: DossierListing[] = []
  for (let at = 0; at < source.listings.length; at += 500) {
    const batch = await readDossierListings(handle, {
      actor,
      views,
      ids: source.listings.slice(at, at + 500),
      language: draft.draft.language,
      capturesOf: (id) => (captures.has(id) ? [`capture-${captures.get(id)}`] : []),
    })
    listings.push(...batch)
  }
  const documents = new Map(parts.documents.map(({ id }) => [id, `document-${id}`]))
  const items = { documents }
  const dossier = buildDossier({ parts, listings, items, at: now, salt: '0'.repeat(64), gone: [] })
  return { dossier, parts }
}

/** Lines of the template for which the dossier has nothing yet. */
export function missingIn({ dossier, parts }: Outlined): ReferralMissingView[] {
  const blocking = new Set(
    blockingLines(referralTemplate(parts.row.template), dossier).map(({ id }) => id),
  )
  return dossier.missing.map((one) => ({ ...one, blocks: blocking.has(one.line) }))
}
