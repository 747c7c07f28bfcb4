import type { enforcementEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const one = { id: samples.proceeding }

export const enforcementExamples: ExamplesOf<typeof enforcementEndpoints> = {
  regimes: [{ what: 'List regimes, and those under which the organisation may send', by: 'otto' }],
  sign: [
    {
      what: 'Record counsel’s sign-off of this version',
      by: 'otto',
      params: { id: 'eu-dsa' },
      body: { version: '1', checkedOn: '2025-03-03', counsel: 'Mirela Torvund' },
      status: 201,
    },
  ],
  begin: [
    {
      what: 'Open a proceeding under the Digital Services Act',
      by: 'otto',
      body: {
        title: 'Bags of seller 7',
        listing: samples.listing,
        regime: 'eu-dsa',
        profile: { tier: 'marketplace', sizeClass: 'other' },
      },
      status: 201,
      keeps: { [samples.proceeding]: '/id' },
    },
  ],
  act: [
    {
      what: 'Receive a notice',
      by: 'otto',
      params: one,
      body: {
        action: {
          type: 'open',
          id: 'n1',
          workflow: 'notice',
          role: 'notifier',
          fields: { contact: true },
        },
      },
    },
    {
      what: 'Confirm its receipt',
      by: 'otto',
      params: one,
      body: {
        action: {
          type: 'transition',
          id: 'n1',
          transition: 'acknowledge',
          role: 'moderator',
          fields: { acknowledgement: 'mail 7 of 2026-11-26' },
        },
        expectedVersion: 1,
      },
    },
  ],
  regime: [{ what: 'Retrieve the Digital Services Act', by: 'otto', params: { id: 'eu-dsa' } }],
  read: [
    {
      what: 'Retrieve a proceeding with its workflow instances and deadlines',
      by: 'otto',
      params: one,
    },
  ],
  list: [{ what: 'List the newest proceedings', by: 'otto' }],
  deadlines: [{ what: 'List the next deadlines', by: 'otto' }],
}
