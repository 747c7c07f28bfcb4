import type { insightEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'

const by = 'ada'

export const insightExamples: ExamplesOf<typeof insightEndpoints> = {
  read: [{ what: 'Retrieve the figures of one marketplace', by, query: { marketplace: 'bazaar' } }],
  listings: [
    {
      what: 'List the listings whose restriction was reversed',
      by,
      query: { figure: 'contested', key: 'reversed', from: '2026-01-01', to: '2026-12-31' },
    },
  ],
}
