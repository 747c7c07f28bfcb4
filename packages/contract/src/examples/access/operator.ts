import type { operatorEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'installation'

export const installationExamples: ExamplesOf<typeof operatorEndpoints> = {
  organisations: [{ what: 'All', by, query: { limit: 50 } }],
  createOrganisation: [
    {
      what: 'A marketplace',
      by,
      body: { kind: 'marketplace', slug: 'market-c', name: 'Market C' },
      status: 201,
    },
  ],
  inviteFirst: [
    {
      what: 'Its first admin',
      by,
      params: { slug: 'market-c' },
      body: { email: 'olu@market-c.example' },
      status: 201,
    },
  ],
  nameApprover: [
    {
      what: 'Lets its admins decide on claims',
      by,
      params: { slug: 'market-c' },
      body: { named: true },
    },
  ],
  bindMarketplaces: [
    {
      what: 'The names under which its listings are sent in',
      by,
      params: { slug: 'market-c' },
      body: { marketplaces: ['market-c', 'market-c.example'] },
    },
  ],
  engines: [{ what: 'What judges', by }],
  jobs: [{ what: 'All queues', by }],
  retryJobs: [{ what: 'What one has given up', by, params: { queue: 'purge-listings' } }],
  outbox: [{ what: 'What waits', by }],
  resendFailed: [{ what: 'What one did not get', by, params: { id: samples.lostWebhook } }],
  store: [{ what: 'What it is', by }],
  retention: [{ what: 'All', by, query: { limit: 50 } }],
}
