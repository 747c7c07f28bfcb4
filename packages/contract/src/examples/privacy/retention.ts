import type { retentionEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'
const seller = { marketplace: 'market-a', id: 's-77' }
const { receipt, receivedNotice: notice } = samples

export const retentionExamples: ExamplesOf<typeof retentionEndpoints> = {
  read: [{ what: 'Retrieve the retention periods', by }],
  set: [
    { what: 'Keep clear listings for two weeks', by, body: { clearDays: 14, personalDays: 30 } },
  ],
  hold: [
    {
      what: 'Protect one listing for a court',
      by,
      body: {
        scope: { kind: 'listing', listing: samples.listing },
        reason: 'Order of 2026-11-20, file 7/26',
      },
      status: 201,
      keeps: { [samples.hold]: '/id' },
    },
  ],
  holds: [{ what: 'List legal holds in force', by, query: { standing: 'true' } }],
  act: [
    {
      what: 'Release a legal hold after the case has ended',
      by,
      params: { id: samples.hold },
      body: { action: { type: 'release' } },
    },
  ],
  access: [{ what: 'Export the data held about a seller', by, body: { seller } }],
  rectify: [
    {
      what: 'Correct the seller’s country',
      by,
      body: { listing: samples.listing, changes: { seller: { country: 'CZ' } } },
    },
  ],
  erase: [{ what: 'Erase a seller from all listings', by, body: { seller } }],
  senderAccess: [{ what: 'Export the data held about a notifier', by, body: { notice } }],
  senderErase: [{ what: 'Request erasure of a notifier’s name', by, body: { notice } }],
  ownAccess: [{ what: 'Export one’s own data as a notifier', by: 'nobody', body: { receipt } }],
  ownErase: [{ what: 'Request erasure of one’s own name', by: 'nobody', body: { receipt } }],
  requests: [{ what: 'List the newest requests', by, query: { limit: 20 } }],
}
