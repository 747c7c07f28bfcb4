import type { webhookEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'market-a'
const params = { id: samples.webhook }

export const webhookExamples: ExamplesOf<typeof webhookEndpoints> = {
  add: [
    {
      what: 'Subscribe to every event',
      by,
      body: { url: 'https://hooks.market-a.example/touchstone', label: 'review tool' },
      status: 201,
      keeps: { [samples.webhook]: '/id' },
    },
  ],
  list: [{ what: 'List all webhooks', by }],
  change: [
    {
      what: 'Limit a webhook to listing events',
      by,
      params,
      body: { types: ['listing.assessed'] },
    },
  ],
  rotate: [{ what: 'Rotate the secret', by, params }],
  deliveries: [
    {
      what: 'List deliveries and responses',
      by,
      params,
      query: { limit: 20 },
      keeps: { [samples.event]: '/items/0/event' },
    },
  ],
  resend: [{ what: 'Resend one event', by, params: { ...params, event: samples.event } }],
  replay: [
    {
      what: 'Resend a period of time',
      by,
      params,
      body: { since: '2026-01-05T00:00:00Z' },
    },
  ],
  remove: [{ what: 'Remove a webhook', by, params }],
}
