import type { sampleEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'

export const sampleExamples: ExamplesOf<typeof sampleEndpoints> = {
  read: [{ what: 'Retrieve whether the sample is loaded, and its progress', by: 'otto' }],
}
