import type { caseEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'
const params = { id: samples.case }

export const caseExamples: ExamplesOf<typeof caseEndpoints> = {
  open: [
    {
      what: 'Opens a case over an offer',
      by,
      body: {
        title: 'Totes of seller s-77',
        about: 'seller',
        brands: ['velmoraq'],
        listings: [samples.offer],
        priority: 'high',
        due: '2027-01-15T17:00:00Z',
      },
      status: 201,
      keeps: { [samples.case]: '/id' },
    },
    {
      what: 'Opens another, to be merged',
      by,
      body: { title: 'The same totes, found again', about: 'seller' },
      status: 201,
      keeps: { [samples.otherCase]: '/id' },
    },
  ],
  list: [
    { what: 'What is to be worked on', by },
    { what: 'Which cases hold an offer', by, query: { listing: samples.offer } },
  ],
  board: [{ what: 'Who has what', by }],
  read: [{ what: 'One case', by, params }],
  act: [
    {
      what: 'Adds what is known of sales',
      by,
      params,
      body: {
        do: {
          act: 'add-turnover',
          listing: samples.offer,
          units: 12,
          price: '40.00',
          currency: 'USD',
          source: 'the offer says “12 sold”',
        },
        events: 2,
      },
    },
    {
      what: 'Lets it rest',
      by,
      params,
      body: { do: { act: 'snooze', until: '2099-01-01T00:00:00Z' } },
    },
    { what: 'Wakes it', by, params, body: { do: { act: 'wake' } } },
    {
      what: 'Merges the other into it',
      by,
      params: { id: samples.otherCase },
      body: { do: { act: 'merge', into: samples.case } },
    },
    {
      what: 'Takes the merge back',
      by,
      params: { id: samples.otherCase },
      body: { do: { act: 'undo-merge', reason: 'Two sellers after all' } },
    },
  ],
  offers: [{ what: 'Its offers', by, params }],
  record: [{ what: 'All that happened', by, params }],
}
