import type { auditLogEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'

export const auditLogExamples: ExamplesOf<typeof auditLogEndpoints> = {
  head: [
    {
      what: 'Retrieve the latest head for external storage',
      by: 'ada',
      params: { size: 'latest' },
    },
    {
      what: 'Retrieve the latest head with proof that it extends the head of one entry',
      by: 'ada',
      params: { size: 'latest' },
      query: { since: '1' },
    },
  ],
  heads: [{ what: 'List the newest heads', by: 'ada', query: { limit: 20 } }],
  verify: [{ what: 'Verify against the heads of the installation', by: 'ada', body: {} }],
}
