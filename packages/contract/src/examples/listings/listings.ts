import type { decisionEndpoints, listingEndpoints, listingImageEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'market-a'

export const listingExamples: ExamplesOf<typeof listingEndpoints> = {
  take: [
    {
      what: 'Check a listing before it goes live',
      by,
      query: { deadlineMs: 5000 },
      body: {
        id: '100-1',
        marketplace: 'market-a',
        title: 'Velmoraq tote, 1:1 replica, mirror quality',
        price: { amount: '40', currency: 'USD' },
        seller: { id: 's-77', country: 'PL' },
        images: [{ url: samples.picture }],
      },
      status: 201,
      keeps: { [samples.listing]: '/id' },
    },
  ],
  takeBatch: [
    {
      what: 'Submit two rows as NDJSON',
      by,
      headers: { 'idempotency-key': 'night-2026-11-25' },
      contentType: 'application/x-ndjson',
      body: [
        '{"id":"100-2","title":"Leather belt, brown","price":{"amount":"25","currency":"EUR"}}',
        '{"id":"100-3","title":"Canvas shoes, size 41"}',
      ].join('\n'),
    },
  ],
  takeFile: [
    {
      what: 'Submit a table',
      by,
      query: { currency: 'EUR', import: samples.import },
      contentType: 'text/csv',
      body: 'id,title,price\n100-4,Silk scarf,35\n100-5,Watch strap,12.50\n',
    },
  ],
  takePage: [
    {
      what: 'Preview a saved page without storing it',
      by,
      query: { preview: 'true', url: 'https://shop.example/item/17' },
      contentType: 'text/html',
      body: [
        '<div itemscope itemtype="https://schema.org/Product">',
        '<meta itemprop="sku" content="17"><h1 itemprop="name">Leather belt</h1>',
        '<p itemprop="offers" itemscope itemtype="https://schema.org/Offer">',
        '<meta itemprop="price" content="25"><meta itemprop="priceCurrency" content="EUR"></p></div>',
      ].join(''),
    },
    {
      what: 'Submit the listings of a saved page',
      by,
      query: { url: 'https://shop.example/item/18' },
      contentType: 'text/html',
      body: [
        '<div itemscope itemtype="https://schema.org/Product">',
        '<meta itemprop="sku" content="18"><h1 itemprop="name">Canvas bag</h1>',
        '<p itemprop="offers" itemscope itemtype="https://schema.org/Offer">',
        '<meta itemprop="price" content="19"><meta itemprop="priceCurrency" content="EUR"></p></div>',
      ].join(''),
    },
  ],
  list: [
    { what: 'List the first ten', by, query: { limit: 10 } },
    { what: 'List listings with one verdict', by, query: { verdict: 'review' } },
    {
      what: 'List undecided listings, most probable first',
      by,
      query: { decided: 'false', probabilityFrom: 0.5, signal: 'text', sort: 'most-probable' },
    },
    {
      what: 'List listings of a seller with a word in their title',
      by,
      query: { search: 's-77 tote' },
    },
  ],
  count: [{ what: 'Count clear listings', by, query: { verdict: 'clear' } }],
  brands: [{ what: 'List the brands that your listings refer to', by }],
  changes: [{ what: 'List the first ten changes', by, query: { limit: 10 } }],
  actOnMany: [
    {
      what: 'Withdraw two listings by their submitted IDs',
      by,
      body: {
        action: { type: 'withdraw' },
        listings: [{ listing: '100-4' }, { listing: '100-5', expectedVersion: 1 }],
      },
    },
    {
      what: 'Undo one of these withdrawals',
      by,
      body: { action: { type: 'undo-withdrawal' }, listings: [{ listing: '100-4' }] },
    },
  ],
  act: [
    {
      what: 'Withdraw a listing',
      by,
      params: { id: samples.listing },
      body: { action: { type: 'withdraw' }, expectedVersion: 1 },
    },
    {
      what: 'Undo its withdrawal',
      by,
      params: { id: samples.listing },
      body: { action: { type: 'undo-withdrawal' } },
    },
  ],
  read: [{ what: 'Retrieve one listing', by, params: { id: samples.listing } }],
  ofSeller: [{ what: 'List the seller’s other listings', by, params: { id: samples.listing } }],
}

export const pictureExamples: ExamplesOf<typeof listingImageEndpoints> = {
  read: [
    {
      what: 'Fetch the first picture of a listing',
      by: 'otto',
      params: { id: samples.listing, place: '0' },
    },
  ],
  list: [
    { what: 'List the findings in its pictures', by: 'otto', params: { id: samples.listing } },
  ],
  storedCopy: [
    {
      what: 'Retrieve the stored copy of the first picture',
      by: 'otto',
      params: { id: samples.listing, place: '0' },
    },
  ],
  thumbnail: [
    {
      what: 'Retrieve the thumbnail of a listing’s first picture',
      by: 'otto',
      params: { token: samples.thumbnail },
    },
  ],
  thumbnails: [
    {
      what: 'List the thumbnails of listings',
      by: 'otto',
      query: { listings: samples.listing },
    },
  ],
  elsewhere: [
    {
      what: 'Find other listings that show the first picture',
      by: 'otto',
      params: { id: samples.listing, place: '0' },
    },
  ],
}

const listing = { listing: '100-1', marketplace: 'market-a' }

export const decisionExamples: ExamplesOf<typeof decisionEndpoints> = {
  setRules: [
    {
      what: 'Require approval for “counterfeit” decisions',
      by: 'otto',
      body: { secondPerson: ['counterfeit'] },
    },
  ],
  rules: [{ what: 'Retrieve which decisions need approval', by }],
  recordDecisions: [
    {
      what: 'Record a decision that awaits approval',
      by,
      body: { ...listing, verdict: 'counterfeit', reason: 'stitching', reviewer: 'r-17' },
      keeps: { [samples.proposal]: '/results/0/id' },
    },
    {
      what: 'Record several decisions, with a result for each',
      by,
      headers: { 'idempotency-key': 'shift-2026-11-25-a' },
      body: [
        { listing: '100-2', verdict: 'genuine' },
        { listing: '100-3', verdict: 'unclear' },
      ],
      keeps: { [samples.decision]: '/results/0/id' },
    },
    {
      what: 'Record two more that await approval',
      by,
      body: [
        { listing: '100-2', verdict: 'counterfeit' },
        { listing: '100-3', verdict: 'counterfeit' },
      ],
      keeps: {
        [samples.otherProposal]: '/results/0/id',
        [samples.ownProposal]: '/results/1/id',
      },
    },
  ],
  withdrawDecisions: [
    { what: 'Withdraw a mistaken decision', by, body: { decisions: [samples.decision] } },
  ],
  listProposed: [
    {
      what: 'List proposals on one listing',
      by,
      query: { state: 'proposed', listing: samples.listing },
    },
  ],
  act: [
    {
      what: 'Approve a proposal',
      by: 'otto',
      params: { id: samples.proposal },
      body: { action: { type: 'approve', note: 'Seen.' } },
    },
    {
      what: 'Reject another proposal',
      by: 'otto',
      params: { id: samples.otherProposal },
      body: { action: { type: 'reject', note: 'The pictures show the seller’s own goods.' } },
    },
    {
      what: 'Withdraw a proposal',
      by,
      params: { id: samples.ownProposal },
      body: { action: { type: 'withdraw' } },
    },
  ],
  recordOutcomes: [{ what: 'Record a takedown', by, body: { ...listing, outcome: 'removed' } }],
  listDecisions: [{ what: 'List the newest decisions', by, query: { limit: 20 } }],
  listOutcomes: [{ what: 'List the newest outcomes', by, query: { limit: 20 } }],
  decisionsOnListing: [
    { what: 'List the decisions on one listing', by, params: { id: samples.listing } },
  ],
  outcomesOfListing: [
    { what: 'List the outcomes of one listing', by, params: { id: samples.listing } },
  ],
}
