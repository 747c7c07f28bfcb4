import { writeCursor } from '../../src/platform/http/index.ts'
import { after, byId, type Named, type Probes, type Sent } from './probe.ts'

const ofClaim =
  (body: unknown) =>
  ({ claim: id }: Named): Sent[] => [{ params: { id }, body, status: 404 }]

export const catalog: Probes['catalog'] = {
  export: { plain: [{}] },
  import: {
    named: ({ spareBrand }): Sent[] => [
      {
        body: { brands: [{ id: `${spareBrand}-2`, name: 'A name of my own' }] },
        status: 200,
      },
    ],
  },
  listBrands: {
    named: ({ brand }): Sent[] => [{ query: { after: writeCursor([brand]) }, status: 200 }],
    plain: [{}],
  },
  brand: { named: ({ brand }): Sent[] => [{ params: { brand }, status: 404 }] },
  putBrand: {
    named: ({ spareBrand: brand }): Sent[] => [
      { params: { brand }, body: { id: brand, name: 'Another of mine' }, status: 201 },
    ],
  },
  removeBrand: { named: ({ brand }): Sent[] => [{ params: { brand }, status: 404 }] },
  brandVersions: { named: ({ brand }): Sent[] => [{ params: { brand }, status: 404 }] },
  listProducts: {
    named: ({ brand, product }): Sent[] => [
      { query: { brand }, status: 200 },
      { query: { after: writeCursor([product]) }, status: 200 },
    ],
    plain: [{}],
  },
  product: { named: ({ product }): Sent[] => [{ params: { product }, status: 404 }] },
  putProduct: {
    named: ({ brand, spareBrand, product: id }): Sent[] => [
      { params: { product: id }, body: { id, brand, name: 'Mine' }, status: 422 },
      {
        params: { product: `a-${id}` },
        body: { id: `a-${id}`, brand: spareBrand, name: 'Mine' },
        status: 201,
      },
    ],
  },
  removeProduct: { named: ({ product }): Sent[] => [{ params: { product }, status: 404 }] },
  productVersions: { named: ({ product }): Sent[] => [{ params: { product }, status: 404 }] },
}

export const claims: Probes['claims'] = {
  submit: {
    named: ({ spareBrand: brand }): Sent[] => [
      {
        body: {
          ...{ brand, office: 'EM', number: '0815', owner: 'Somebody' },
          document: { reference: 'https://register.example/0815' },
        },
        status: 403,
      },
    ],
  },
  list: {
    named: (named): Sent[] => [
      { query: { brand: named.spareBrand }, status: 200 },
      ...after('claim')(named),
    ],
    plain: [{}, { query: { state: 'approved' } }, { query: { brand: 'prada' } }],
  },
  read: { named: byId('claim') },
  document: {
    named: ({ claim, document }, own): Sent[] => [
      { params: { id: claim, document }, status: 404 },
      { params: { id: own.claim, document }, status: 404 },
    ],
  },
  withdraw: { named: byId('claim') },
  approve: { named: ofClaim({}) },
  reject: { named: ofClaim({ reason: 'x' }) },
  contest: { named: ofClaim({ reason: 'x' }) },
  resolve: { named: ofClaim({ reason: 'x', standing: 'none' }) },
  revoke: { named: ofClaim({ reason: 'x' }) },
}

const amendment = {
  ...{ id: 'en.mine', forms: ['my own word'], meaning: 'a word of mine' },
  ...{ strength: 'W', kind: 'grade', source: 'myself' },
}
// What is another's it can only name as if it were a revision.
const ofRevision =
  (body?: unknown) =>
  ({ listing: id }: Named): Sent[] => [{ params: { id }, body, status: 403 }]

export const lexicon: Probes['lexicon'] = {
  list: { plain: [{}] },
  term: { named: ({ brand: term }): Sent[] => [{ params: { term }, status: 404 }] },
  preview: {
    // The words of others' offers are what a preview would show.
    named: ({ externalId }): Sent[] => [
      {
        body: { language: 'en', term: { ...amendment, forms: [externalId] } },
        status: 403,
      },
    ],
  },
}

export const revisions: Probes['revisions'] = {
  list: { plain: [{}] },
  create: { plain: [{ body: { title: 'Mine' } }] },
  read: { named: ofRevision() },
  amend: { named: ofRevision({ edit: 0, title: 'Mine' }) },
  compare: { named: ofRevision() },
  backTest: { named: ofRevision() },
  toShadow: { named: ofRevision({}) },
  toDraft: { named: ofRevision({}) },
  toLive: { named: ofRevision({}) },
  retire: { named: ofRevision({}) },
  back: { named: ofRevision({}) },
}

export const thresholds: Probes['thresholds'] = {
  list: {
    named: ({ brand, spareBrand }): Sent[] => [
      { query: { brand }, status: 200 },
      { query: { after: writeCursor([spareBrand]) }, status: 200 },
    ],
    plain: [{}],
  },
  histogram: { named: ({ brand }): Sent[] => [{ query: { brand }, status: 200 }] },
  preview: {
    named: ({ brand }): Sent[] => [
      { body: { brand, thresholds: { askProof: 5, review: 10, block: 50 } }, status: 200 },
    ],
    plain: [{ body: { brand: null, thresholds: { askProof: 100, review: 100, block: 100 } } }],
  },
  set: {
    named: ({ brand }): Sent[] => [
      {
        body: { brand, thresholds: { askProof: 9, review: 25, block: 80 }, version: 0 },
        status: 200,
      },
    ],
  },
  undo: {
    named: ({ spareBrand: brand }): Sent[] => [{ body: { brand, version: 1 }, status: 409 }],
  },
  history: {
    named: ({ brand, threshold, at }): Sent[] => [
      { query: { brand }, status: 200 },
      { query: { after: writeCursor([at, threshold]) }, status: 200 },
    ],
    plain: [{}],
  },
}
