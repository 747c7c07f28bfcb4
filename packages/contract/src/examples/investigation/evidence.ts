import type { evidenceEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const one = { id: samples.capture }

export const evidenceExamples: ExamplesOf<typeof evidenceEndpoints> = {
  request: [
    {
      what: 'Request a capture of a listing and its seller page',
      by: 'otto',
      body: {
        url: 'https://market-a.example/item/100-1',
        also: ['https://market-a.example/seller/7'],
        reason: 'The title says “1:1 replica”.',
        listing: samples.listing,
      },
      status: 201,
      keeps: { [samples.capture]: '/id' },
    },
  ],
  keys: [{ what: 'List keys to publish', by: 'otto' }],
  list: [{ what: 'List the newest captures', by: 'otto' }],
  read: [{ what: 'Retrieve a capture', by: 'otto', params: one }],
  state: [{ what: 'Retrieve its progress', by: 'otto', params: one }],
  act: [
    {
      what: 'Hold a capture for a court',
      by: 'otto',
      params: one,
      body: { action: { type: 'place-hold', reason: 'Order 4 O 117/26 of a court.' } },
    },
    {
      what: 'Release the legal hold',
      by: 'otto',
      params: one,
      body: { action: { type: 'release-hold', reason: 'The case has ended.' } },
    },
  ],
  item: [
    {
      what: 'Download the record of the browser’s network activity',
      by: 'otto',
      params: { ...one, name: 'capture.json' },
    },
  ],
  export: [
    { what: 'Export for counsel', by: 'otto', params: one, body: { reason: 'Sent to counsel.' } },
  ],
  changes: [{ what: 'Compare with the previous capture', by: 'otto', params: one }],
  redact: [
    {
      what: 'Redact the name of the requester',
      by: 'otto',
      params: one,
      body: { item: 'capture.json', fields: ['/operator'], reason: 'It names an analyst.' },
      status: 201,
    },
  ],
}
