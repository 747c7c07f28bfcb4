import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type {
  Catalog,
  ImageChanges,
  Listing,
  PortfolioSummary,
  ShownReference,
} from '@touchstone/contract'
import type { ItemFact } from '@touchstone/recognition'

const root = join(import.meta.dirname, '..', '..', '..')
const linesOf = (file: string): string[] =>
  readFileSync(join(root, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')

export const sampleCatalog = JSON.parse(
  readFileSync(join(root, 'samples/catalog.json'), 'utf8'),
) as Catalog
/** A listing with fields that the samples lack. */
function listing(id: string, rest: Partial<Listing>): Listing {
  return { id, title: 'Velmoraq tote bag new', ...rest }
}

const price = (amount: string, currency = 'USD') => ({ amount, currency })
const corners = [
  [0, 0],
  [90, 0],
  [90, 90],
  [0, 90],
]
const read = (lines: string[], codes: { format: string; text: string }[] = []) => [
  {
    url: 'https://pictures.example/1.jpg',
    reading: {
      engine: 'test',
      width: 100,
      height: 100,
      complete: true,
      lines: lines.map((text) => ({ text, confidence: 1, box: corners })),
      codes: codes.map((code) => ({ ...code, box: corners })),
    },
  },
]
const shown = (
  bank: ShownReference['bank'],
  changes: ImageChanges = {},
  brand: string | undefined = 'velmoraq',
) => [
  {
    url: 'https://pictures.example/1.jpg',
    shows: [
      {
        bank,
        reference: 'one',
        score: 0.99,
        kind: 'partial' as const,
        changes,
        ...(brand !== undefined && { brand }),
      },
    ],
  },
]
const named = sampleCatalog.brands.slice(0, 8).map(({ name }) => name)
const gtin = sampleCatalog.products?.find((product) => product.gtin !== undefined)
const styled = sampleCatalog.products?.find(({ styleCodes }) => styleCodes !== undefined)
const anotherBrand = (brand: string | undefined): string =>
  sampleCatalog.brands.find(({ id }) => id !== brand)?.name ?? ''

const constructed: Listing[] = [
  listing('external', {
    externalSignals: [{ name: 'account-linked', version: '2', weight: 1 }],
  }),
  listing('other price', { title: 'Velmoraq tote bag only $12', price: price('900.00') }),
  listing('no rate', { price: price('900', 'XYZ') }),
  listing('placeholder', { price: price('0.01') }),
  listing('link', {
    title: 'payment link, ask before you buy',
    price: price('250.00'),
    unitsSold: 40,
  }),
  listing('bland', { title: 'phone charm sticker', price: price('800.00') }),
  listing('kinds', { title: 'Velmoraq scarf 24 colours', price: price('40.00') }),
  listing('buyers name', { title: 'plain bag', reviews: [{ text: 'lovely Velmoraq tote' }] }),
  listing('many', { title: `new ${named.join(', ')} bags and shoes`, condition: 'new' }),
  listing('in a picture', { title: 'leather tote bag', images: read(['VELMORAQ']) }),
  listing('contact', {
    images: read([], [{ format: 'QRCode', text: 'https://wa.me/15550100123' }]),
  }),
  listing('own code', {
    title: `${sampleCatalog.brands.find(({ id }) => id === gtin?.brand)?.name} goods`,
    images: read([], [{ format: 'EAN13', text: gtin?.gtin ?? '' }]),
  }),
  listing('code of others', {
    title: 'Pacevorn Strydune 3 sneakers',
    images: read([], [{ format: 'EAN13', text: gtin?.gtin ?? '' }]),
  }),
  listing('official photograph', { images: shown('official') }),
  listing('official photograph alone', { title: 'leather tote bag', images: shown('official') }),
  listing('known fake', {
    images: shown('known-fake', { mirrored: true, turned: 3, stretched: 7, scaled: 80 }),
  }),
  listing('turned left', { images: shown('official', { turned: -12, scaled: 250 }) }),
  listing('seen before', {
    images: shown('seller-photo', { turned: 180, cropped: 8.1, covers: 40 }),
  }),
  ...(['covered', 'blurred'] as const).map((how) =>
    listing(`mark ${how}`, {
      images: shown('official').map(({ shows, ...image }) => ({
        ...image,
        shows: shows.map((show) => ({
          ...show,
          hidden: [{ text: 'VELMORAQ', how, box: [0, 0, 0.5, 0.5] }],
        })),
      })),
    }),
  ),
  listing('part hidden', {
    images: read([]).map(({ reading, ...image }) => ({
      ...image,
      reading: { ...reading, hidden: [{ how: 'mosaic' as const, box: corners }] },
    })),
  }),
  listing('other brand', {
    title: 'Velmoraq handbag new',
    images: [...read(['QUILLABY']), ...read(['QUILLABY'])],
  }),
  listing('picture price', {
    price: price('900.00'),
    images: read(['VELMORAQ', 'only $12']),
  }),
  listing('buyers compare', {
    title: 'Velmoraq handbag new',
    reviews: [{ text: 'Looks like the original' }, { text: 'Nobody can tell' }],
  }),
  listing('foreign style', {
    title: `${anotherBrand(styled?.brand)} ${styled?.styleCodes?.[0]}`,
  }),
]

/** Listings that together yield every signal in every wording. */
export const listingsOfEverySignal: readonly Listing[] = [
  ...readdirSync(join(root, 'eval/oracle'))
    .flatMap((file) => linesOf(join('eval/oracle', file)))
    .map((line) => (JSON.parse(line) as { listing: Listing }).listing),
  ...linesOf('samples/listings.ndjson').map((line) => JSON.parse(line) as Listing),
  ...constructed,
]

/** A listing with a fact of its own, and what its seller’s other listings say together. */
export const listingOfPortfolio = listing('portfolio', { price: price('20'), condition: 'new' })
export const samplePortfolio: PortfolioSummary = {
  listings: 14,
  probability: 0.9,
  flagged: true,
  facts: [
    { code: 'seller.portfolio-prices', count: 9, of: 12, params: { brands: 5, part: 'fifth' } },
    { code: 'seller.portfolio-same-price', count: 6, of: 13, params: { prices: 2 } },
    ...(['choices', 'pictures', 'quantities', 'signs', 'reviews'] as const).map((mark) => ({
      code: `seller.portfolio-${mark}` as const,
      count: 4,
      of: 13,
      params: {},
    })),
  ],
}

const codeOfUnit = (serial: string): string => `(01)09521234000013(21)${serial}`
const states = [
  'destroyed',
  'stolen',
  'copies-suspected',
  'near-miss',
  'unknown',
  'recalled',
  'public',
] as const

/** Listings with the code of a unit, each with what its maker knows of the unit. */
export const listingsOfUnits: readonly { listing: Listing; items: readonly ItemFact[] }[] =
  states.map((state) => ({
    listing: listing(`unit ${state}`, { description: `The box says ${codeOfUnit('S1000')}` }),
    items: [{ gtin: '09521234000013', serial: 'S1000', state }],
  }))
