import type { overviewEndpoints, viewEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'

export const viewExamples: ExamplesOf<typeof viewEndpoints> = {
  save: [
    {
      what: 'Save and share a view of undecided listings',
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
  list: [{ what: 'List all available views', by }],
  change: [{ what: 'Rename a view', by, params: { id: samples.view }, body: { name: 'To do' } }],
  remove: [{ what: 'Delete a view', by, params: { id: samples.view } }],
}

export const overviewExamples: ExamplesOf<typeof overviewEndpoints> = {
  trends: [{ what: 'Retrieve counts of the last thirty days', by }],
  work: [{ what: 'Retrieve the open work', by }],
  marketplaces: [{ what: 'List marketplaces to filter by', by }],
}
