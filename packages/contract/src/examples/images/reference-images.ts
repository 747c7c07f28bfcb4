import type { referenceImageEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'
const params = { id: samples.reference }

export const bankExamples: ExamplesOf<typeof referenceImageEndpoints> = {
  add: [
    {
      what: 'Add a brand’s own photograph',
      by,
      status: 201,
      query: { bank: 'official', brand: 'velmoraq', label: 'Spring, tote 3' },
      body: samples.pictureFile,
      contentType: 'image/png',
      keeps: { [samples.reference]: '/id' },
    },
  ],
  addFromListing: [
    {
      what: 'Add a seller’s photograph, to recognise it again',
      by,
      status: 201,
      params: { id: samples.listing, place: '0' },
      body: { bank: 'seller-photo' },
    },
  ],
  list: [{ what: 'List all official photographs', by, query: { bank: 'official' } }],
  read: [{ what: 'Retrieve a reference with its daily counts', by, params }],
  picture: [{ what: 'Retrieve its picture', by, params }],
  compare: [
    {
      what: 'Explain why the first picture of a listing matches',
      by,
      params,
      query: { listing: samples.listing, place: 0 },
    },
  ],
  change: [{ what: 'Expect more listings to show it', by, params, body: { expected: 2000 } }],
  remove: [{ what: 'Remove a reference', by, params }],
  missedOfProducts: [{ what: 'List catalog photographs that could not be fetched', by }],
  askAgain: [
    {
      what: 'Retry a photograph that is no longer missing',
      by,
      body: { product: 'VQ-100', url: 'https://img.velmoraq.example/tote.jpg' },
    },
  ],
  act: [{ what: 'Undo the removal', by, params, body: { action: { type: 'restore' } } }],
}
