import { writeCursor } from '../../src/platform/http/index.ts'
import { after, byId, type Named, type Probes, type Sent } from './probe.ts'

const offer = { title: 'A plain spoon', price: { amount: '3', currency: 'EUR' } }
const onListing = (noun: 'decision' | 'outcome') => (named: Named) => [
  { params: { id: named.listing }, status: 404 },
  {
    params: { id: named.listing },
    query: { after: writeCursor([named.at, named[noun]]) },
    status: 404,
  },
]
const told =
  (noun: 'decision' | 'outcome', what: object) =>
  ({ listing, otherExternalId, marketplace, idempotencyKey }: Named): Sent[] => [
    { body: { id: listing, ...what }, status: 404 },
    { body: { listing: otherExternalId, marketplace, ...what }, status: 404 },
    { body: [{ id: listing, ...what }], status: 200 },
    {
      body: [{ id: listing, ...what }],
      headers: { 'idempotency-key': `${idempotencyKey}-${noun}` },
      status: 200,
    },
  ]

/** The last in an order of its own, which counts do not have. */
const filtered: Sent[] = [
  { query: { signal: 'price.far-below-msrp' } },
  { query: { signal: 'channel' } },
  { query: { signal: 'external' } },
  { query: { probabilityFrom: '0.5' } },
  { query: { language: 'und' } },
  { query: { decided: 'true' } },
  { query: { decided: 'false', sort: 'most-probable' } },
]
export const listings: Probes['listings'] = {
  take: {
    named: ({ externalId: id, marketplace }): Sent[] => [
      { body: { ...offer, id, marketplace }, status: 201 },
    ],
  },
  takeBatch: {
    named: ({ externalId, marketplace, idempotencyKey }): Sent[] => [
      {
        body: [{ ...offer, id: `${externalId}-2`, marketplace }],
        headers: { 'idempotency-key': idempotencyKey },
        status: 200,
      },
    ],
  },
  takeFile: {
    named: ({ externalId, marketplace }): Sent[] => [
      {
        text: { type: 'text/csv', content: `id,title\n${externalId}-3,A plain spoon\n` },
        query: { marketplace },
        status: 200,
      },
    ],
  },
  takePage: {
    named: ({ externalId, marketplace }): Sent[] => [
      {
        text: { type: 'text/html', content: pageOf(`${externalId}-4`) },
        query: { marketplace, url: 'https://shop.example/1' },
        status: 200,
      },
    ],
  },
  list: {
    named: ({ brand, marketplace, ...named }): Sent[] => [
      { query: { brand }, status: 200 },
      { query: { brand: named.spareBrand }, status: 200 },
      { query: { marketplace }, status: 200 },
      ...after('listing')({ brand, marketplace, ...named }),
    ],
    plain: [{}, { query: { limit: '1' } }, { query: { verdict: 'block' } }, ...filtered],
  },
  count: {
    named: ({ brand, spareBrand, marketplace }): Sent[] => [
      { query: { brand }, status: 200 },
      { query: { brand: spareBrand, verdict: 'review' }, status: 200 },
      { query: { marketplace }, status: 200 },
    ],
    plain: [{}, { query: { verdict: 'block' } }, ...filtered.slice(0, -1)],
  },
  read: {
    named: ({ listing, otherExternalId }): Sent[] => [
      { params: { id: listing }, status: 404 },
      { params: { id: otherExternalId }, status: 404 },
    ],
  },
  ofSeller: {
    named: ({ listing, otherExternalId }): Sent[] => [
      { params: { id: listing }, status: 404 },
      { params: { id: otherExternalId }, status: 404 },
    ],
  },
}

/** The columns of a mapping that is the victim's own, and of one of another's. */
const columnsOf = ({ marketplace }: Named): string => `${marketplace} column`

export const imports: Probes['imports'] = {
  preview: {
    named: (named): Sent[] => [
      {
        text: { type: 'text/csv', content: `id,title,${columnsOf(named)}\n1,A plain spoon,2\n` },
        query: { marketplace: named.marketplace },
        status: 200,
      },
    ],
  },
  tryMapping: { plain: [{ body: { mapping: { columns: [] }, rows: [] } }] },
  mappings: { plain: [{}] },
  keepMapping: {
    named: (named): Sent[] => [
      {
        body: {
          headers: ['id', 'title', columnsOf(named), 'more'],
          mapping: { columns: [{ column: 'id', field: 'id' }] },
        },
        status: 200,
      },
    ],
  },
  forgetMapping: {
    named: ({ mappingSignature: signature }): Sent[] => [{ params: { signature }, status: 404 }],
  },
  progress: { named: ({ import: id }): Sent[] => [{ params: { id }, status: 200 }] },
}

export const pictures: Probes['pictures'] = {
  read: {
    named: ({ listing, otherExternalId }): Sent[] => [
      { params: { id: listing, place: '0' }, status: 404 },
      { params: { id: otherExternalId, place: '0' }, status: 404 },
    ],
  },
  list: { named: ({ listing: id }): Sent[] => [{ params: { id }, status: 404 }] },
  kept: {
    named: ({ listing }): Sent[] => [{ params: { id: listing, place: '0' }, status: 404 }],
  },
  elsewhere: {
    named: ({ listing }): Sent[] => [{ params: { id: listing, place: '0' }, status: 404 }],
  },
}

const picture = { type: 'image/png', content: 'no picture' }

export const banks: Probes['banks'] = {
  list: {
    plain: [{}, { query: { bank: 'official' } }, { query: { state: 'removed' } }],
    named: after('reference'),
  },
  add: {
    named: ({ brand }): Sent[] => [
      { query: { bank: 'official', brand }, text: picture, status: 422 },
    ],
  },
  addFromOffer: {
    named: ({ listing }): Sent[] => [
      { body: { bank: 'seller-photo', listing, place: 0 }, status: 404 },
    ],
  },
  read: { named: byId('reference') },
  picture: { named: byId('reference') },
  compare: {
    named: ({ reference, listing }): Sent[] => [
      { params: { id: reference }, query: { listing, place: '0' }, status: 404 },
    ],
  },
  change: {
    named: ({ reference: id }): Sent[] => [{ params: { id }, body: { label: 'x' }, status: 404 }],
  },
  remove: { named: byId('reference') },
  restore: { named: byId('reference') },
  missedOfProducts: {
    plain: [{}],
    named: ({ product }): Sent[] => [{ query: { after: writeCursor([product, '']) }, status: 200 }],
  },
  askAgain: {
    named: ({ product }): Sent[] => [
      { body: { product, url: 'https://img.example/1' }, status: 200 },
    ],
  },
}

export const translations: Probes['translations'] = {
  list: { named: ({ listing: id }): Sent[] => [{ params: { id }, status: 404 }] },
  add: {
    named: ({ listing: id }): Sent[] => [
      { params: { id }, body: { version: 1, language: 'en', title: 'x' }, status: 404 },
    ],
  },
  remove: { named: byId('translation') },
}

export const decisions: Probes['decisions'] = {
  recordDecisions: { named: told('decision', { verdict: 'genuine' }) },
  rules: { plain: [{}] },
  setRules: { plain: [{ body: { secondPerson: [] } }] },
  listProposed: {
    named: (named): Sent[] => [
      ...after('proposal')(named),
      { query: { listing: named.listing }, status: 200 },
    ],
    plain: [{}, { query: { state: 'proposed' } }],
  },
  confirm: { named: byId('proposal', {}) },
  reject: { named: byId('proposal', { note: 'x' }) },
  withdraw: { named: byId('proposal') },
  recordOutcomes: { named: told('outcome', { outcome: 'removed' }) },
  withdrawDecisions: {
    named: ({ decision }): Sent[] => [{ body: { decisions: [decision] }, status: 200 }],
  },
  listDecisions: { named: after('decision'), plain: [{}] },
  listOutcomes: { named: after('outcome'), plain: [{}] },
  decisionsOnListing: { named: onListing('decision') },
  outcomesOfListing: { named: onListing('outcome') },
}

export const overview: Probes['overview'] = {
  trends: { plain: [{}] },
  work: { plain: [{}] },
  marketplaces: { plain: [{}] },
}

export const views: Probes['views'] = {
  list: { plain: [{}] },
  save: { plain: [{ body: { name: 'Mine', query: {} } }] },
  change: { named: byId('view', { name: 'Mine' }) },
  remove: { named: byId('view') },
}

export const quality: Probes['quality'] = {
  settings: { plain: [{}] },
  set: {
    plain: [{ body: { enabled: false, sizes: { clear: 1, flagged: 1, removed: 1 } } }],
  },
  draw: { plain: [{ body: {} }] },
  samples: { plain: [{}] },
  frame: { named: byId('lot') },
  next: { plain: [{}] },
  picture: {
    named: ({ lotOffer: id }): Sent[] => [{ params: { id, place: '0' }, status: 404 }],
  },
  read: { named: byId('lotOffer', { label: 'genuine' }) },
  results: { plain: [{}, { query: { weeks: '1' } }] },
  labels: { plain: [{}] },
  fit: { plain: [{}] },
  fits: { plain: [{}] },
  weights: { named: byId('fit') },
}

/** A page that offers something under this id. */
function pageOf(sku: string): string {
  const offers = { '@type': 'Offer', price: '3', priceCurrency: 'EUR' }
  const product = { '@context': 'https://schema.org', '@type': 'Product', name: 'A plain spoon' }
  const text = JSON.stringify({ ...product, sku, offers })
  return `<script type="application/ld+json">${text}</script>`
}
