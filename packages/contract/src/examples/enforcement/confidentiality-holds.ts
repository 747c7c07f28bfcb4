import type { confidentialityHoldEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'
const params = { id: samples.embargo }

export const embargoExamples: ExamplesOf<typeof confidentialityHoldEndpoints> = {
  set: [
    {
      what: 'Holds all of a seller for an authority, a month long',
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
      keeps: { [samples.embargo]: '/id' },
    },
  ],
  list: [{ what: 'What is held now', by, query: { standing: 'true' } }],
  ofAuthorities: [{ what: 'What authorities hold of the own offers', by }],
  extend: [
    {
      what: 'Asks for two months',
      by,
      params,
      body: { days: 60, reviewDays: 30, reason: 'The search was put off.' },
    },
  ],
  settle: [
    { what: 'Confirms a longer time, as a second person', by, params, body: { confirm: true } },
  ],
  lift: [
    { what: 'The search is over', by, params, body: { reason: 'The authority released it.' } },
  ],
}
