import type { ReferralItemKind } from '@touchstone/contract'
import type { Dossier } from '@touchstone/evidence'
import type { ItemFacts, NewItem } from './items-repository.ts'

export type PackedCapture = {
  listing: string
  /** Of the item. */
  name: string
  file: string
  url: string
  sealedAt: string
}

const letters: Record<ReferralItemKind, string> = {
  account: 'A',
  link: 'K',
  listing: 'L',
  unused: 'U',
}

type Subject = { ref: string; kind: ReferralItemKind; subjectId: string | null }

/**
 * The items of a package, numbered by kind after those that were sent before. What was sent before keeps its
 * reference, and is no item again.
 */
export function itemsOfDossier(
  dossier: Dossier,
  { captures, subjects }: { captures: readonly PackedCapture[]; subjects: readonly Subject[] },
): NewItem[] {
  const counts = new Map<ReferralItemKind, number>()
  for (const { kind } of subjects) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const refs = new Map(
    subjects.flatMap(({ ref, subjectId }) => (subjectId ? [[subjectId, ref]] : [])),
  )
  const items: NewItem[] = []
  const add = (kind: ReferralItemKind, subjectId: string | null, facts: ItemFacts): void => {
    const number = (counts.get(kind) ?? 0) + 1
    counts.set(kind, number)
    const ref = `${letters[kind]}-${number}`
    if (subjectId !== null) refs.set(subjectId, ref)
    items.push({ place: subjects.length + items.length, ref, kind, subjectId, facts })
  }
  for (const { id, marketplace, sellerId, name } of dossier.accounts) {
    if (refs.has(id)) continue
    add('account', id, { ...nothing, title: name ?? sellerId, marketplace, externalId: sellerId })
  }
  for (const { a, b, probability, reasons } of dossier.links) {
    const between = [a, b].flatMap((id) => refs.get(id) ?? [])
    const title = between.join(' – ')
    add('link', null, { ...nothing, title, between, probability, reasons: reasons.slice(0, 20) })
  }
  const ofListing = Map.groupBy(captures, ({ listing }) => listing)
  for (const listing of dossier.listings) {
    if (refs.has(listing.id)) continue
    const { title, marketplace, address, price, unitsSold, status, externalId, reasons } = listing
    add('listing', listing.id, {
      ...nothing,
      title,
      marketplace,
      url: address,
      price,
      unitsSold,
      status,
      externalId,
      basis: reasons,
      captures: (ofListing.get(listing.id) ?? []).map(({ url, sealedAt, name }) => ({
        url,
        sealedAt,
        file: `captures/${name}.zip`,
      })),
    })
  }
  for (const { text, about } of dossier.schedule) {
    const between = about.flatMap((id) => refs.get(id) ?? [])
    add('unused', null, { ...nothing, title: text, between })
  }
  return items
}

const nothing: ItemFacts = {
  title: '',
  marketplace: null,
  url: null,
  price: null,
  unitsSold: null,
  status: null,
  between: [],
  probability: null,
  reasons: [],
  basis: [],
  captures: [],
  externalId: null,
}
