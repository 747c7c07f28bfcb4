import type {
  alertEndpoints,
  goodsFigureEndpoints,
  listingCheckEndpoints,
  buyerContactEndpoints,
  codeEndpoints,
  codeKeyEndpoints,
  epcisEndpoints,
  gtinPrefixEndpoints,
  reportEndpoints,
  scanEndpoints,
} from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

export const gtinPrefixExamples: ExamplesOf<typeof gtinPrefixEndpoints> = {
  bind: [
    {
      what: 'Confirm the prefix of House A',
      by: 'installation',
      params: { slug: 'house-a' },
      body: { prefixes: ['9521234'] },
    },
  ],
  read: [{ what: 'List the own prefixes', by: 'ada' }],
}

const gtin = '09521234000013'

export const codeExamples: ExamplesOf<typeof codeEndpoints> = {
  issue: [
    {
      what: 'Issue three listed serials',
      by: 'ada',
      body: { kind: 'list', gtin, batch: 'LOT-7', serials: ['A7-0001', 'A7-0002', 'A7-0003'] },
      status: 201,
      keeps: { [samples.codeBatch]: '/id' },
    },
    {
      what: 'Issue a range of numbers',
      by: 'ada',
      body: { kind: 'range', gtin, batch: 'LOT-8', prefix: 'B', first: '000001', last: '020000' },
      status: 201,
    },
    {
      what: 'Issue 50,000 new serials',
      by: 'ada',
      body: { kind: 'derived', gtin, batch: 'LOT-9', units: 50_000 },
      status: 201,
      keeps: { [samples.derivedBatch]: '/id' },
    },
  ],
  issueFile: [
    {
      what: 'Issue the serials of a file',
      by: 'ada',
      query: { gtin, batch: 'LOT-10', units: 2 },
      body: 'serial\nC-0001\nC-0002\n',
      contentType: 'text/csv',
      status: 201,
    },
  ],
  batches: [{ what: 'List batches', by: 'ada' }],
  serials: [
    {
      what: 'Retrieve the first serials of a derived batch',
      by: 'ada',
      params: { id: samples.derivedBatch },
      query: { limit: 2 },
    },
  ],
  recordEvents: [
    {
      what: 'Record that a unit was sold and a batch recalled',
      by: 'ada',
      body: {
        events: [
          {
            code: `https://id.gs1.org/01/${gtin}/21/A7-0001`,
            kind: 'sold',
            at: '2026-11-20T10:30:00+01:00',
            position: { lat: 50.85, lon: 4.35 },
          },
          { batch: samples.codeBatch, kind: 'recalled', at: '2026-11-24T09:00:00Z' },
        ],
      },
      status: 201,
    },
  ],
  list: [{ what: 'List the codes of which something is known', by: 'ada' }],
  read: [{ what: 'Retrieve a code', by: 'ada', params: { code: `(01)${gtin}(21)A7-0001` } }],
  timeline: [
    {
      what: 'Retrieve what happened to a unit',
      by: 'ada',
      params: { code: `(01)${gtin}(21)A7-0001` },
    },
  ],
}

export const epcisExamples: ExamplesOf<typeof epcisEndpoints> = {
  capture: [
    {
      what: 'Commission two units',
      by: 'ada',
      body: {
        '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
        type: 'EPCISDocument',
        schemaVersion: '2.0',
        creationDate: '2026-11-25T08:30:00Z',
        epcisBody: {
          eventList: [
            {
              type: 'ObjectEvent',
              eventTime: '2026-11-25T08:00:00Z',
              eventTimeZoneOffset: '+00:00',
              epcList: [
                `https://id.gs1.org/01/${gtin}/21/E-1`,
                `https://id.gs1.org/01/${gtin}/21/E-2`,
              ],
              action: 'ADD',
              bizStep: 'commissioning',
            },
          ],
        },
      },
      status: 202,
      keeps: { [samples.epcisCapture]: '/captureID' },
    },
  ],
  readCapture: [{ what: 'Retrieve the outcome', by: 'ada', params: { id: samples.epcisCapture } }],
  events: [
    { what: 'Find commissioning events', by: 'ada', query: { EQ_bizStep: 'commissioning' } },
  ],
}

export const scanExamples: ExamplesOf<typeof scanEndpoints> = {
  record: [
    {
      what: 'Record a scan at a till',
      by: 'ada',
      body: {
        code: `(01)${gtin}(21)B000017`,
        source: 'retail',
        position: { lat: 48.86, lon: 2.35, accuracyKm: 0.1 },
      },
      status: 201,
    },
  ],
  readPhoto: [{ what: 'Read a photo', by: 'nobody', body: { photo: samples.photo } }],
  check: [
    {
      what: 'Ask about a code',
      by: 'nobody',
      body: { code: `https://id.gs1.org/01/${gtin}/21/B000018`, country: 'FR' },
    },
  ],
}

export const reportExamples: ExamplesOf<typeof reportEndpoints> = {
  safetyContacts: [{ what: 'List the contacts', by: 'nobody' }],
  send: [
    {
      what: 'Report a serum that burns',
      by: 'nobody',
      body: {
        code: `(01)${gtin}(21)A7-0002`,
        category: 'cosmetics',
        isHurt: true,
        country: 'FR',
        text: 'The serum burned on my skin, and the label is printed crookedly.',
        contact: 'buyer@mail.example',
        photos: [samples.photo],
      },
      status: 201,
      keeps: { [samples.reportReceipt]: '/receipt' },
    },
  ],
  follow: [{ what: 'Read the answer', by: 'nobody', body: { receipt: samples.reportReceipt } }],
  add: [
    {
      what: 'Add where it was bought',
      by: 'nobody',
      body: { receipt: samples.reportReceipt, text: 'I bought it at the market in Lille.' },
      status: 201,
    },
  ],
  list: [{ what: 'List the open reports', by: 'ada', keeps: { [samples.report]: '/items/0/id' } }],
  read: [{ what: 'Retrieve a report', by: 'ada', params: { id: samples.report } }],
  photo: [
    {
      what: 'Retrieve its photo',
      by: 'ada',
      params: { id: samples.report, place: '0' },
    },
  ],
  act: [
    {
      what: 'Answer a report',
      by: 'ada',
      params: { id: samples.report },
      body: { action: { type: 'answer', text: 'Please stop using it. We will replace it.' } },
    },
    {
      what: 'Open a case for a report',
      by: 'ada',
      params: { id: samples.report },
      body: { action: { type: 'put-into-case' } },
    },
  ],
  erase: [{ what: 'Erase a report', by: 'nobody', body: { receipt: samples.reportReceipt } }],
}

export const codeKeyExamples: ExamplesOf<typeof codeKeyEndpoints> = {
  create: [
    {
      what: 'Create a key that you hold',
      by: 'ada',
      body: { heldBy: 'maker' },
      status: 201,
    },
    {
      what: 'Replace it with one that the server holds',
      by: 'ada',
      body: { heldBy: 'server' },
      status: 201,
      keeps: { [samples.codeKey]: '/id' },
    },
  ],
  list: [{ what: 'List the keys', by: 'ada' }],
  sign: [
    {
      what: 'Sign two new codes',
      by: 'ada',
      params: { id: samples.derivedBatch },
      body: { limit: 2 },
      status: 201,
    },
    {
      what: 'Sign a listed code',
      by: 'ada',
      params: { id: samples.codeBatch },
      body: { serials: ['A7-0001'] },
      status: 201,
    },
  ],
  published: [{ what: 'Retrieve the list', by: 'nobody' }],
  act: [
    {
      what: 'Revoke a key',
      by: 'ada',
      params: { id: samples.codeKey },
      body: { action: { type: 'revoke' } },
    },
  ],
}

export const buyerContactExamples: ExamplesOf<typeof buyerContactEndpoints> = {
  leave: [
    {
      what: 'Leave an address with an order',
      by: 'nobody',
      body: {
        listing: 'https://shop.example/item/18',
        order: 'M-2026-118',
        boughtOn: '2026-11-02',
        email: 'buyer@mail.example',
      },
      status: 201,
      keeps: { [samples.buyerReceipt]: '/receipt' },
    },
  ],
  confirm: [{ what: 'Confirm it', by: 'nobody', body: { token: samples.buyerToken } }],
  erase: [{ what: 'Erase it', by: 'nobody', body: { receipt: samples.buyerReceipt } }],
  list: [{ what: 'List whom to inform', by: 'otto' }],
}

export const alertExamples: ExamplesOf<typeof alertEndpoints> = {
  publish: [
    {
      what: 'Warn of a batch',
      by: 'ada',
      body: {
        gtin,
        batches: ['LOT-7'],
        title: 'Serum that can burn the skin',
        text: 'Copies of this batch contain a solvent. Do not use them.',
        isDangerous: true,
      },
      status: 201,
      keeps: { [samples.alert]: '/id' },
    },
  ],
  list: [{ what: 'List the own alerts', by: 'ada' }],
  feed: [{ what: 'Retrieve the JSON Feed', by: 'nobody' }],
  atom: [{ what: 'Retrieve the Atom feed', by: 'nobody' }],
  act: [
    {
      what: 'Withdraw an alert',
      by: 'ada',
      params: { id: samples.alert },
      body: { action: { type: 'withdraw', reason: 'The batch was ours, and it is safe.' } },
    },
  ],
}

export const goodsFigureExamples: ExamplesOf<typeof goodsFigureEndpoints> = {
  read: [{ what: 'Retrieve the figures', by: 'nobody' }],
  csv: [{ what: 'Download them as CSV', by: 'nobody' }],
}

export const listingCheckExamples: ExamplesOf<typeof listingCheckEndpoints> = {
  check: [
    {
      what: 'Check a listing',
      by: 'nobody',
      body: { listing: 'https://shop.example/item/18' },
    },
  ],
}
