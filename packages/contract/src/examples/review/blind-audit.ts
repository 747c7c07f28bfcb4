import type { blindAuditEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'

export const qualityExamples: ExamplesOf<typeof blindAuditEndpoints> = {
  settings: [{ what: 'How many are drawn', by }],
  set: [
    {
      what: 'Forty clear offers a week',
      by,
      body: { enabled: true, sizes: { clear: 40, flagged: 30, removed: 15 } },
    },
  ],
  draw: [
    {
      what: 'The lot of the last whole week',
      by,
      body: {},
      status: 201,
      keeps: { [samples.lot]: '/id' },
    },
    { what: 'The same again', by, body: {} },
  ],
  samples: [{ what: 'The lots', by }],
  frame: [{ what: 'The offers out of which it was drawn', by, params: { id: samples.lot } }],
  next: [{ what: 'An offer to read', by, keeps: { [samples.lotOffer]: '/item/id' } }],
  picture: [{ what: 'Its first picture', by, params: { id: samples.lotOffer, place: '0' } }],
  read: [
    {
      what: 'The goods are genuine',
      by,
      params: { id: samples.lotOffer },
      body: { label: 'genuine' },
    },
  ],
  results: [{ what: 'Of the last four lots', by, query: { weeks: 4 } }],
  labels: [{ what: 'What is settled', by }],
  fit: [{ what: 'Weights from the labels', by, status: 202, keeps: { [samples.fit]: '/id' } }],
  fits: [{ what: 'The last fits', by }],
  weights: [{ what: 'Its weights', by, params: { id: samples.fit } }],
}
