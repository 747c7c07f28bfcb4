import type { summaryEndpoints, tipAddressEndpoints, tipEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'
const id = samples.tip

export const tipExamples: ExamplesOf<typeof tipEndpoints> = {
  create: [
    {
      what: 'Record what customs reported',
      by,
      body: {
        url: 'https://bazaar.example/o/17',
        words: 'A parcel of twelve belts was stopped; the invoice names this page.',
        source: 'customs',
        brand: 'velmoraq',
      },
      status: 201,
      keeps: { [id]: '/id' },
    },
    {
      what: 'Send a page as a browser showed it',
      by,
      body: {
        url: 'https://bazaar.example/o/18',
        source: 'employee',
        brand: 'velmoraq',
        page: {
          html: '<meta property="og:type" content="product"><meta property="og:title" content="Velmoraq tote">',
          sentWith: 'extension',
          shownAt: '2026-11-20T09:00:00Z',
        },
      },
      status: 201,
    },
  ],
  list: [{ what: 'List tips', by }],
  read: [{ what: 'Retrieve a tip', by, params: { id } }],
  act: [
    { what: 'Read its page again', by, params: { id }, body: { action: { type: 'read-page' } } },
  ],
  remove: [{ what: 'Delete a tip', by, params: { id } }],
}

export const tipAddressExamples: ExamplesOf<typeof tipAddressEndpoints> = {
  create: [
    {
      what: 'Create your address for tips',
      by,
      body: { brand: 'velmoraq' },
      status: 201,
      keeps: { [samples.tipAddress]: '/id' },
    },
  ],
  list: [{ what: 'Retrieve your address', by }],
  remove: [{ what: 'Delete it', by, params: { id: samples.tipAddress } }],
}

export const summaryExamples: ExamplesOf<typeof summaryEndpoints> = {
  list: [{ what: 'List the days with something new', by }],
  read: [{ what: 'Retrieve the summary of a day', by, params: { day: '2026-11-20' } }],
}
