import type { decisionEndpoints, listingEndpoints } from '../api/index.ts'
import type { ExamplesOf } from './example.ts'
import { samples } from './samples.ts'

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
      query: { currency: 'EUR' },
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
}

const offer = { listing: '100-1', marketplace: 'market-a' }

export const decisionExamples: ExamplesOf<typeof decisionEndpoints> = {
  recordDecisions: [
    {
      what: 'One decision',
      by,
      body: { ...offer, verdict: 'counterfeit', reason: 'stitching', reviewer: 'r-17' },
      keeps: { [samples.decision]: '/results/0/id' },
    },
    {
      what: 'Several, with a result for each',
      by,
      headers: { 'idempotency-key': 'shift-2026-11-25-a' },
      body: [
        { listing: '100-2', verdict: 'genuine' },
        { listing: '100-3', verdict: 'unclear' },
      ],
    },
  ],
  withdrawDecisions: [{ what: 'It was a mistake', by, body: { decisions: [samples.decision] } }],
  recordOutcomes: [
    { what: 'The offer was taken down', by, body: { ...offer, outcome: 'removed' } },
  ],
  listDecisions: [{ what: 'The newest', by, query: { limit: 20 } }],
  listOutcomes: [{ what: 'The newest', by, query: { limit: 20 } }],
  decisionsOnListing: [{ what: 'On one offer', by, params: { id: samples.offer } }],
  outcomesOfListing: [{ what: 'Of one offer', by, params: { id: samples.offer } }],
}
