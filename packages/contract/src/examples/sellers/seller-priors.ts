import type { sellerPriorEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

export const sellerPriorExamples: ExamplesOf<typeof sellerPriorEndpoints> = {
  read: [
    {
      what: 'Retrieve what earlier decisions on the seller add',
      by: 'otto',
      params: { id: samples.listing },
    },
  ],
}
