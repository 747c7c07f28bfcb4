import type { webhookEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'market-a'
const params = { id: samples.webhook }

export const webhookExamples: ExamplesOf<typeof webhookEndpoints> = {
  add: [
    {
      what: 'Asks to be told of every event',
      by,
      body: { url: 'https://hooks.market-a.example/touchstone', label: 'review tool' },
      status: 201,
      keeps: { [samples.webhook]: '/id' },
    },
  ],
  list: [{ what: 'All', by }],
  change: [{ what: 'Wants offers alone', by, params, body: { types: ['listing.assessed'] } }],
  rotate: [{ what: 'Has the secret changed', by, params }],
  deliveries: [
    {
      what: 'What was sent and answered',
      by,
      params,
      query: { limit: 20 },
      keeps: { [samples.event]: '/items/0/event' },
    },
  ],
  resend: [{ what: 'One event', by, params: { ...params, event: samples.event } }],
  replay: [
    {
      what: 'A span of time',
      by,
      params,
      body: { since: '2026-01-05T00:00:00Z' },
    },
  ],
  remove: [{ what: 'Ends it', by, params }],
}
