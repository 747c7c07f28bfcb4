import type { funnelEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'

export const funnelExamples: ExamplesOf<typeof funnelEndpoints> = {
  read: [{ what: 'Retrieve the funnel of the last four weeks', by: 'ada' }],
}
