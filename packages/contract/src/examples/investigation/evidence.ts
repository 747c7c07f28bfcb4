import type { evidenceEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const one = { id: samples.capture }

export const evidenceExamples: ExamplesOf<typeof evidenceEndpoints> = {
  request: [
    {
      what: 'Asks for an offer and the page of its seller',
      by: 'otto',
      body: {
        url: 'https://market-a.example/item/100-1',
        also: ['https://market-a.example/seller/7'],
        reason: 'The title says “1:1 replica”.',
        listing: samples.offer,
      },
      status: 201,
      keeps: { [samples.capture]: '/id' },
    },
  ],
  keys: [{ what: 'To be published', by: 'otto' }],
  list: [{ what: 'The newest first', by: 'otto' }],
  read: [{ what: 'One of them', by: 'otto', params: one }],
  state: [{ what: 'How far it is', by: 'otto', params: one }],
  hold: [
    {
      what: 'For a court',
      by: 'otto',
      params: one,
      body: { reason: 'Order 4 O 117/26 of a court.' },
    },
  ],
  release: [
    { what: 'When it is over', by: 'otto', params: one, body: { reason: 'The case has ended.' } },
  ],
  item: [
    {
      what: 'The record of what the browser met',
      by: 'otto',
      params: { ...one, name: 'capture.json' },
    },
  ],
  export: [{ what: 'For counsel', by: 'otto', params: one, body: { reason: 'Sent to counsel.' } }],
  changes: [{ what: 'Since the one before', by: 'otto', params: one }],
  redact: [
    {
      what: 'Without who asked for it',
      by: 'otto',
      params: one,
      body: { item: 'capture.json', fields: ['/operator'], reason: 'It names an analyst.' },
      status: 201,
    },
  ],
}
