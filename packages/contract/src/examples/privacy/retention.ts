import type { retentionEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'
const seller = { marketplace: 'market-a', id: 's-77' }
const { receipt, receivedNotice: notice } = samples

export const retentionExamples: ExamplesOf<typeof retentionEndpoints> = {
  read: [{ what: 'How long offers are kept', by }],
  set: [{ what: 'Clear offers for two weeks', by, body: { clearDays: 14, personalDays: 30 } }],
  hold: [
    {
      what: 'Keeps one offer for a court',
      by,
      body: {
        scope: { kind: 'listing', listing: samples.offer },
        reason: 'Order of 2026-11-20, file 7/26',
      },
      status: 201,
      keeps: { [samples.hold]: '/id' },
    },
  ],
  holds: [{ what: 'Those that stand', by, query: { standing: 'true' } }],
  release: [{ what: 'The case has ended', by, params: { id: samples.hold } }],
  access: [{ what: 'What is held of a seller', by, body: { seller } }],
  rectify: [
    {
      what: 'The seller sits in another country',
      by,
      body: { listing: samples.offer, changes: { seller: { country: 'CZ' } } },
    },
  ],
  erase: [{ what: 'Takes a seller out of all offers', by, body: { seller } }],
  senderAccess: [{ what: 'What is kept of the sender of a notice', by, body: { notice } }],
  senderErase: [{ what: 'He wrote that his name should go', by, body: { notice } }],
  ownAccess: [{ what: 'What is kept of me', by: 'nobody', body: { receipt } }],
  ownErase: [{ what: 'My name shall go', by: 'nobody', body: { receipt } }],
  requests: [{ what: 'The newest', by, query: { limit: 20 } }],
}
