import type { thresholdEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'

const by = 'otto'
const brand = 'velmoraq'
const thresholds = { askProof: 10, review: 20, block: 90 }

export const thresholdExamples: ExamplesOf<typeof thresholdEndpoints> = {
  list: [{ what: 'List the first brands', by, query: { limit: 20 } }],
  histogram: [{ what: 'Retrieve the distribution of one brand', by, query: { brand } }],
  preview: [
    {
      what: 'Preview a lower review threshold and a higher block threshold',
      by,
      body: { brand, thresholds },
    },
  ],
  set: [
    {
      what: 'Set the previewed thresholds',
      by,
      body: { brand, thresholds, expectedVersion: 0, note: 'Our reviewers have time for more' },
    },
  ],
  act: [
    {
      what: 'Undo the change',
      by,
      body: { action: { type: 'undo', brand }, expectedVersion: 1 },
    },
  ],
  history: [{ what: 'List the changes of one brand', by, query: { brand } }],
}
