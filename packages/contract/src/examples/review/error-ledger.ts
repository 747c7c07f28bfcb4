import type { errorLedgerEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'

const by = 'ada'

export const errorLedgerExamples: ExamplesOf<typeof errorLedgerEndpoints> = {
  read: [{ what: 'Retrieve the error ledger of the last year', by }],
  rows: [{ what: 'Download its rows', by }],
  readPublic: [{ what: 'Read the published ledger', by: 'nobody', params: { slug: 'market-a' } }],
}
