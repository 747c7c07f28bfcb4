import type { messageEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const params = { id: samples.message }

export const messageExamples: ExamplesOf<typeof messageEndpoints> = {
  list: [
    {
      what: 'List sent and queued messages',
      by: 'otto',
      keeps: { [samples.message]: '/items/0/id' },
    },
  ],
  read: [{ what: 'Retrieve a message in full', by: 'otto', params }],
  act: [
    {
      what: 'Resend a message of uncertain delivery',
      by: 'otto',
      params,
      body: { action: { type: 'resend' } },
    },
    { what: 'Cancel a queued message', by: 'otto', params, body: { action: { type: 'cancel' } } },
  ],
}
