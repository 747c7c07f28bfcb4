import type { searchEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'

export const searchExamples: ExamplesOf<typeof searchEndpoints> = {
  find: [{ what: 'Search everything by some words', by: 'ada', query: { search: 'tote replica' } }],
}
