import type { confidentialityHoldEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'
const params = { id: samples.confidentialityHold }

export const confidentialityHoldExamples: ExamplesOf<typeof confidentialityHoldEndpoints> = {
  set: [
    {
      what: 'Hold everything about a seller for an authority for a month',
      by,
      body: {
        scope: { kind: 'seller', seller: { marketplace: 'market-a', id: 's-99' } },
        wantedBy: 'authority',
        reference: 'File 7/26',
        days: 30,
        reviewDays: 14,
        reason: 'A search is being prepared.',
      },
      status: 201,
      keeps: { [samples.confidentialityHold]: '/id' },
    },
  ],
  list: [{ what: 'List confidentiality holds in force', by, query: { standing: 'true' } }],
  ofAuthorities: [{ what: 'List the organisation’s listings held by authorities', by }],
  extend: [
    {
      what: 'Request two months',
      by,
      params,
      body: { days: 60, reviewDays: 30, reason: 'The search was put off.' },
    },
  ],
  act: [
    {
      what: 'Approve an extension as a second person',
      by,
      params,
      body: { action: { type: 'approve-extension' }, expectedVersion: 4 },
    },
    {
      what: 'Lift a confidentiality hold after the search',
      by,
      params,
      body: { action: { type: 'lift', reason: 'The authority released it.' } },
    },
  ],
}
