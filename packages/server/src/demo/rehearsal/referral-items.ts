import type { EvidenceItem } from '@touchstone/evidence'
import { plainDocument } from '@touchstone/evidence/report'
import type { Listing } from '@touchstone/contract'
import { parties } from './parties.ts'

/** Documents of the rehearsal: each says that it is invented. */
const documents = {
  'register-extract':
    'Extract of the register: VELMORAQ, number 018000001, classes 18 and 25, in force.',
  'signed-complaint': `Complaint of ${parties.brand.name}, signed by ${parties.counsel}.`,
  'trade-licence': 'Trade licence of Toko Embun, holder: Sari Embun Pratiwi.',
  comparison: 'Comparison: the genuine strap has nine stitches, the one examined has six.',
} as const
export type DocumentName = keyof typeof documents

export async function documentItems(at: Date): Promise<EvidenceItem[]> {
  return Promise.all(
    Object.entries(documents).map(async ([name, text]) => ({
      name,
      path: `items/${name}.pdf`,
      title: text.split(/[:,]/, 1)[0] ?? name,
      mediatype: 'application/pdf',
      content: await plainDocument({
        title: 'Invented for a rehearsal',
        author: parties.brand.name,
        paragraphs: [text],
        at,
      }),
    })),
  )
}

export function captureNameOf(listing: Listing): string {
  return `capture-${listing.id}`
}

/** The pages of the invented listings. */
export function captureItems(listings: readonly Listing[]): EvidenceItem[] {
  return listings.map((listing) => ({
    name: captureNameOf(listing),
    path: `items/${captureNameOf(listing)}.html`,
    title: `Page of ${listing.id}`,
    mediatype: 'text/html',
    content: Buffer.from(
      `<!doctype html><meta charset="utf-8"><title>${listing.title ?? ''}</title><p>Invented for a rehearsal.</p>\n`,
    ),
  }))
}
