import type { auditLogEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'

export const auditLogExamples: ExamplesOf<typeof auditLogEndpoints> = {
  head: [
    { what: 'The newest, to be kept elsewhere', by: 'ada', params: { size: 'latest' } },
    {
      what: 'With the proof that it extends the head of one entry',
      by: 'ada',
      params: { size: 'latest' },
      query: { since: '1' },
    },
  ],
  heads: [{ what: 'The newest first', by: 'ada', query: { limit: 20 } }],
  verify: [{ what: 'Against the heads of the installation', by: 'ada', body: {} }],
}
