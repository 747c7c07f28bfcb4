import type { sellerAccountEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'
const params = { id: samples.sellerAccount }

export const sellerAccountExamples: ExamplesOf<typeof sellerAccountEndpoints> = {
  list: [
    {
      what: 'Find a seller by ID',
      by,
      query: { search: 's-77', marketplace: 'market-a' },
      keeps: { [samples.sellerAccount]: '/items/0/id' },
    },
    { what: 'List sellers with the most flagged listings', by, query: { sort: 'most-flagged' } },
  ],
  read: [{ what: 'Retrieve one seller account', by, params }],
  timeline: [{ what: 'List what happened about a seller', by, params, query: { limit: 20 } }],
}
