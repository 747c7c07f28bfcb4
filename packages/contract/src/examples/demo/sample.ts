import type { sampleEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'

export const sampleExamples: ExamplesOf<typeof sampleEndpoints> = {
  read: [{ what: 'Whether the sample is there, and how far', by: 'otto' }],
}
