import type { sellerPortfolioEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'
const params = { id: samples.sellerAccount }

export const sellerPortfolioExamples: ExamplesOf<typeof sellerPortfolioEndpoints> = {
  list: [
    {
      what: 'List sellers whose portfolio deserves a look',
      by,
      query: { marketplace: 'market-a' },
    },
  ],
  read: [{ what: 'Retrieve what the listings of a seller say together', by, params }],
  listings: [
    {
      what: 'List the listings priced far below the lowest usual price',
      by,
      params,
      query: { fact: 'seller.portfolio-prices' },
    },
  ],
  act: [
    {
      what: 'Explain the portfolio of a collector',
      by,
      params,
      body: {
        action: {
          type: 'explain',
          reason: 'collector',
          note: 'Sells the collection of their late father; receipts seen.',
          days: 180,
        },
      },
    },
    {
      what: 'Withdraw the explanation',
      by,
      params,
      body: { action: { type: 'withdraw-explanation' } },
    },
  ],
}
