import type { operatorEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'installation'

export const installationExamples: ExamplesOf<typeof operatorEndpoints> = {
  organisations: [{ what: 'List all organisations', by, query: { limit: 50 } }],
  createOrganisation: [
    {
      what: 'Create a marketplace',
      by,
      body: { kind: 'marketplace', slug: 'market-c', name: 'Market C' },
      status: 201,
    },
  ],
  inviteFirst: [
    {
      what: 'Invite the first admin',
      by,
      params: { slug: 'market-c' },
      body: { email: 'olu@market-c.example' },
      status: 201,
    },
  ],
  nameApprover: [
    {
      what: 'Let its admins decide claims',
      by,
      params: { slug: 'market-c' },
      body: { named: true },
    },
  ],
  publishErrorLedger: [
    {
      what: 'Publish the error ledger of a marketplace',
      by,
      params: { slug: 'market-a' },
      body: { published: true },
    },
  ],
  bindMarketplaces: [
    {
      what: 'Set the names under which its listings are submitted',
      by,
      params: { slug: 'market-c' },
      body: { marketplaces: ['market-c', 'market-c.example'] },
    },
  ],
  engines: [{ what: 'Retrieve the engines in use', by }],
  jobs: [{ what: 'List all queues', by }],
  retryJobs: [{ what: 'Retry a queue’s failed jobs', by, params: { queue: 'purge-listings' } }],
  outbox: [{ what: 'List pending deliveries', by }],
  resendFailed: [
    { what: 'Resend failed deliveries of a webhook', by, params: { id: samples.lostWebhook } },
  ],
  store: [{ what: 'Retrieve the store’s status', by }],
  retention: [{ what: 'List all organisations', by, query: { limit: 50 } }],
}
