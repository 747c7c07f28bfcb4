import type { caseEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'
const params = { id: samples.case }

export const caseExamples: ExamplesOf<typeof caseEndpoints> = {
  open: [
    {
      what: 'Open a case on a listing',
      by,
      body: {
        title: 'Totes of seller s-77',
        about: 'seller',
        brands: ['velmoraq'],
        listings: [samples.listing],
        priority: 'high',
        due: '2027-01-15T17:00:00Z',
      },
      status: 201,
      keeps: { [samples.case]: '/id' },
    },
    {
      what: 'Open another case, to be merged',
      by,
      body: { title: 'The same totes, found again', about: 'seller' },
      status: 201,
      keeps: { [samples.otherCase]: '/id' },
    },
    {
      what: 'Open a case on all listings of a seller',
      by,
      body: {
        title: 'All listings of seller s-77',
        about: 'seller',
        sellerAccount: samples.sellerAccount,
      },
      status: 201,
    },
  ],
  list: [
    { what: 'List cases to work on', by },
    { what: 'List cases that include a listing', by, query: { listing: samples.listing } },
  ],
  board: [{ what: 'Retrieve the board', by }],
  read: [{ what: 'Retrieve one case', by, params }],
  act: [
    {
      what: 'Add known sales',
      by,
      params,
      body: {
        action: {
          type: 'add-turnover',
          listing: samples.listing,
          units: 12,
          price: '40.00',
          currency: 'USD',
          source: 'the offer says “12 sold”',
        },
        expectedVersion: 2,
      },
    },
    {
      what: 'Snooze a case',
      by,
      params,
      body: { action: { type: 'snooze', until: '2099-01-01T00:00:00Z' } },
    },
    { what: 'Reopen a snoozed case', by, params, body: { action: { type: 'wake' } } },
    {
      what: 'Merge the other case into it',
      by,
      params: { id: samples.otherCase },
      body: { action: { type: 'merge', into: samples.case } },
    },
    {
      what: 'Undo the merge',
      by,
      params: { id: samples.otherCase },
      body: { action: { type: 'undo-merge', reason: 'Two sellers after all' } },
    },
  ],
  listings: [{ what: 'List its listings', by, params }],
  record: [{ what: 'List all events', by, params }],
}
