import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Dossier, EvidenceItem } from '@touchstone/evidence'
import { sampleDossier } from '../packages/evidence/test/dossier-fixture.ts'

const titles = [
  'Sepatu Lumora KW super, sama seperti asli, tanpa kotak',
  'Lumora 高仿运动鞋 1比1 工厂直销 多色可选',
  'حذاء لومورا درجة أولى نسخة طبق الأصل',
  'Lumora sneaker replica, mirror quality, ships in a plain box',
]

/** A dossier of invented parties with as many listings and accounts, a capture for each listing. */
export function largeDossier(listings: number, accounts: number): Dossier {
  const sample = sampleDossier()
  const [account] = sample.accounts
  const [link] = sample.links
  const [listing] = sample.listings
  if (account === undefined || link === undefined || listing === undefined) return sample
  const accountIds = Array.from({ length: accounts }, (_, place) => idOf('account', place))
  return {
    ...sample,
    network: null,
    accounts: accountIds.map((id, place) => ({
      ...account,
      id,
      sellerId: `toko-${place}`,
      name: `Toko Embun ${place}`,
    })),
    // As a network has them: each account with its four neighbours.
    links: accountIds.flatMap((a, place) =>
      accountIds.slice(place + 1, place + 5).map((b) => ({ ...link, a, b })),
    ),
    schedule: sample.schedule.map((entry) => ({ ...entry, about: [] })),
    listings: Array.from({ length: listings }, (_, place) => ({
      ...listing,
      id: idOf('listing', place),
      reference: `L${place}`,
      account: accountIds[place % accounts] ?? null,
      externalId: `item-${place}`,
      address: `https://pasar.example/item/${place}`,
      title: titles[place % titles.length] ?? '',
      captures: [captureName(place)],
    })),
  }
}

/** The captures as files of a folder, and the other items of the sample. */
export function largeItems(
  listings: number,
  folder: string,
  others: readonly EvidenceItem[],
): EvidenceItem[] {
  const captures = Array.from({ length: listings }, (_, place) => ({
    name: captureName(place),
    path: `captures/${captureName(place)}.wacz`,
    title: `Capture of item-${place}`,
    mediatype: 'application/wacz+zip',
    content: { file: join(folder, `${captureName(place)}.wacz`) },
  }))
  return [...captures, ...others.filter(({ name }) => name !== 'capture')]
}

export function captureName(place: number): string {
  return `capture-${place}`
}

function idOf(kind: string, place: number): string {
  const hex = createHash('sha256').update(`${kind} ${place}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
