import type { overviewEndpoints, viewEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'

export const viewExamples: ExamplesOf<typeof viewEndpoints> = {
  save: [
    {
      what: 'Keeps what is left to be decided, for colleagues too',
      by,
      body: {
        name: 'Left to decide',
        shared: true,
        query: { decided: 'false', verdict: 'review', sort: 'most-probable' },
      },
      status: 201,
      keeps: { [samples.view]: '/id' },
    },
  ],
  list: [{ what: 'All that one may pick', by }],
  change: [{ what: 'Another name', by, params: { id: samples.view }, body: { name: 'To do' } }],
  remove: [{ what: 'No longer', by, params: { id: samples.view } }],
}

export const overviewExamples: ExamplesOf<typeof overviewEndpoints> = {
  trends: [{ what: 'Of a month', by }],
  work: [{ what: 'What is left to be decided', by }],
  marketplaces: [{ what: 'What a list can be filtered by', by }],
}
