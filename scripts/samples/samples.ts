import type { LanguageTexts } from './texts.ts'
import { sampleCatalog } from './brands.ts'
import { ListingWriter } from './listing-writer.ts'
import { Random } from './random.ts'
import { sellerPool } from './sellers.ts'
import { isFake, storiesFor } from './stories.ts'
import { en } from './en.ts'
import { zh } from './zh.ts'
import { id } from './id.ts'
import { vi } from './vi.ts'
import { th } from './th.ts'
import { ru } from './ru.ts'
import { tr } from './tr.ts'
import { es } from './es.ts'
import { pt } from './pt.ts'
import { ar } from './ar.ts'
import { ja } from './ja.ts'
import { ko } from './ko.ts'
import { fr } from './fr.ts'
import { de } from './de.ts'

const languages: readonly LanguageTexts[] = [en, zh, id, vi, th, ru, tr, es, pt, ar, ja, ko, fr, de]

export interface Samples {
  catalog: string
  listings: string
  truth: string
}

/** Makes the three sample files; every call returns the same text. */
export function makeSamples(): Samples {
  const authorised = new Map<string, string[]>()
  const rows = languages.flatMap((texts, block) => {
    // One generator for each language: a new phrase in one leaves the listings of the others unchanged.
    const random = new Random(`touchstone samples ${texts.language}`)
    const sellers = sellerPool(texts, block, random)
    const marketplace = `sample-market-${texts.market}`
    const known = authorised.get(marketplace) ?? []
    authorised.set(marketplace, [...known, ...sellers.authorised.map((seller) => seller.id)])
    const writer = new ListingWriter(texts, sellers, random)
    return random.shuffle(storiesFor(texts.listings)).map((story, index) => {
      const id = `sample-${texts.language}-${String(index + 1).padStart(4, '0')}`
      return { listing: writer.write(id, story), story }
    })
  })
  const mixed = new Random('touchstone samples order').shuffle(rows)
  const lines = (values: readonly unknown[]) =>
    values.map((value) => `${JSON.stringify(value)}\n`).join('')
  return {
    catalog: `${JSON.stringify(sampleCatalog(authorised), null, 2)}\n`,
    listings: lines(mixed.map(({ listing }) => listing)),
    truth: lines(
      mixed.map(({ listing, story }) => ({
        id: listing.id,
        kind: isFake(story) ? 'fake' : 'honest',
        story,
      })),
    ),
  }
}
