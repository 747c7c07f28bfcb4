import type { referenceImageEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'
const params = { id: samples.reference }

export const bankExamples: ExamplesOf<typeof referenceImageEndpoints> = {
  add: [
    {
      what: 'A brand’s own photograph',
      by,
      status: 201,
      query: { bank: 'official', brand: 'velmoraq', label: 'Spring, tote 3' },
      body: samples.pictureFile,
      contentType: 'image/png',
      keeps: { [samples.reference]: '/id' },
    },
  ],
  addFromOffer: [
    {
      what: 'A seller’s photograph, to be found again',
      by,
      status: 201,
      body: { bank: 'seller-photo', listing: samples.offer, place: 0 },
    },
  ],
  list: [{ what: 'All official photographs', by, query: { bank: 'official' } }],
  read: [{ what: 'One, with its days', by, params }],
  picture: [{ what: 'Its picture', by, params }],
  compare: [
    {
      what: 'Why the first picture of an offer shows it',
      by,
      params,
      query: { listing: samples.offer, place: 0 },
    },
  ],
  change: [{ what: 'Expects more offers to show it', by, params, body: { expected: 2000 } }],
  remove: [{ what: 'Removes it', by, params }],
  missedOfProducts: [{ what: 'What the catalog names and did not come', by }],
  askAgain: [
    {
      what: 'One that is missing no more',
      by,
      body: { product: 'VQ-100', url: 'https://img.velmoraq.example/tote.jpg' },
    },
  ],
  restore: [{ what: 'Takes that back', by, params }],
}
