import type { decisionEndpoints, listingEndpoints, listingImageEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'market-a'

export const listingExamples: ExamplesOf<typeof listingEndpoints> = {
  take: [
    {
      what: 'Asks before an offer goes live',
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
      keeps: { [samples.offer]: '/id' },
    },
  ],
  takeBatch: [
    {
      what: 'Sends two rows as NDJSON',
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
      what: 'Sends a table',
      by,
      query: { currency: 'EUR', import: samples.import },
      contentType: 'text/csv',
      body: 'id,title,price\n100-4,Silk scarf,35\n100-5,Watch strap,12.50\n',
    },
  ],
  takePage: [
    {
      what: 'Reads a saved page, and keeps nothing',
      by,
      query: { preview: 'true', url: 'https://shop.example/item/17' },
      contentType: 'text/html',
      body: [
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product",',
        '"sku":"17","name":"Leather belt","offers":{"@type":"Offer","price":"25","priceCurrency":"EUR"}}',
        '</script>',
      ].join(''),
    },
    {
      what: 'Takes what a saved page offers',
      by,
      query: { url: 'https://shop.example/item/18' },
      contentType: 'text/html',
      body: [
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product",',
        '"sku":"18","name":"Canvas bag","offers":{"@type":"Offer","price":"19","priceCurrency":"EUR"}}',
        '</script>',
      ].join(''),
    },
  ],
  list: [
    { what: 'The first ten', by, query: { limit: 10 } },
    { what: 'Of one verdict', by, query: { verdict: 'review' } },
    {
      what: 'What is left to be decided, the most probable first',
      by,
      query: { decided: 'false', probabilityFrom: 0.5, signal: 'text', sort: 'most-probable' },
    },
  ],
  count: [{ what: 'How many are clear', by, query: { verdict: 'clear' } }],
  read: [{ what: 'One offer', by, params: { id: samples.offer } }],
  ofSeller: [{ what: 'What else its seller offers', by, params: { id: samples.offer } }],
}

export const pictureExamples: ExamplesOf<typeof listingImageEndpoints> = {
  read: [
    {
      what: 'The first picture of an offer',
      by: 'otto',
      params: { id: samples.offer, place: '0' },
    },
  ],
  list: [{ what: 'What was found in them', by: 'otto', params: { id: samples.offer } }],
  kept: [
    {
      what: 'The first picture as it was kept',
      by: 'otto',
      params: { id: samples.offer, place: '0' },
    },
  ],
  elsewhere: [
    {
      what: 'Where else the first picture is shown',
      by: 'otto',
      params: { id: samples.offer, place: '0' },
    },
  ],
}

const offer = { listing: '100-1', marketplace: 'market-a' }

export const decisionExamples: ExamplesOf<typeof decisionEndpoints> = {
  setRules: [
    {
      what: 'From now on two persons stand behind “counterfeit”',
      by: 'otto',
      body: { secondPerson: ['counterfeit'] },
    },
  ],
  rules: [{ what: 'Which decisions need a second person', by }],
  recordDecisions: [
    {
      what: 'One decision, which waits for a second person',
      by,
      body: { ...offer, verdict: 'counterfeit', reason: 'stitching', reviewer: 'r-17' },
      keeps: { [samples.proposal]: '/results/0/id' },
    },
    {
      what: 'Several, with a result for each',
      by,
      headers: { 'idempotency-key': 'shift-2026-11-25-a' },
      body: [
        { listing: '100-2', verdict: 'genuine' },
        { listing: '100-3', verdict: 'unclear' },
      ],
      keeps: { [samples.decision]: '/results/0/id' },
    },
    {
      what: 'Two more that wait',
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
  withdrawDecisions: [{ what: 'It was a mistake', by, body: { decisions: [samples.decision] } }],
  listProposed: [
    { what: 'What waits on one offer', by, query: { state: 'proposed', listing: samples.offer } },
  ],
  confirm: [
    { what: 'Confirms it', by: 'otto', params: { id: samples.proposal }, body: { note: 'Seen.' } },
  ],
  reject: [
    {
      what: 'Rejects another',
      by: 'otto',
      params: { id: samples.otherProposal },
      body: { note: 'The pictures show the seller’s own goods.' },
    },
  ],
  withdraw: [{ what: 'Takes one back', by, params: { id: samples.ownProposal } }],
  recordOutcomes: [
    { what: 'The offer was taken down', by, body: { ...offer, outcome: 'removed' } },
  ],
  listDecisions: [{ what: 'The newest', by, query: { limit: 20 } }],
  listOutcomes: [{ what: 'The newest', by, query: { limit: 20 } }],
  decisionsOnListing: [{ what: 'On one offer', by, params: { id: samples.offer } }],
  outcomesOfListing: [{ what: 'Of one offer', by, params: { id: samples.offer } }],
}
