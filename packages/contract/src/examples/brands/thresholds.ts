import type { thresholdEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'

const by = 'otto'
const brand = 'velmoraq'
const thresholds = { askProof: 10, review: 20, block: 90 }

export const thresholdExamples: ExamplesOf<typeof thresholdEndpoints> = {
  list: [{ what: 'The first brands', by, query: { limit: 20 } }],
  histogram: [{ what: 'Of one brand', by, query: { brand } }],
  preview: [
    {
      what: 'Earlier before a person, later stopped',
      by,
      body: { brand, thresholds },
    },
  ],
  set: [
    {
      what: 'Sets what was looked at',
      by,
      body: { brand, thresholds, version: 0, note: 'Our reviewers have time for more' },
    },
  ],
  undo: [{ what: 'Takes it back', by, body: { brand, version: 1 } }],
  history: [{ what: 'Of one brand', by, query: { brand } }],
}
