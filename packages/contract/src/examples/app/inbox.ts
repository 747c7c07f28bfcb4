import type { inboxEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'ada'

export const inboxExamples: ExamplesOf<typeof inboxEndpoints> = {
  read: [{ what: 'Retrieve the most urgent items of each kind', by, query: { limit: 10 } }],
  firstSteps: [{ what: 'See which first steps are done', by }],
  counts: [{ what: 'Count the items by kind', by }],
  handle: [
    {
      what: 'Mark a marketplace’s response as handled',
      by,
      body: { kind: 'marketplace-response', id: samples.notice },
    },
  ],
  setSummary: [
    {
      what: 'Get a summary at eight in the morning',
      by,
      body: { hour: 8, timeZone: 'Europe/Brussels' },
    },
  ],
  summary: [{ what: 'Retrieve the setting of the daily summary', by }],
  endSummary: [{ what: 'Stop the daily summary', by }],
}
