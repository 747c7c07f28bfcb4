import type { noticeQualityEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'

export const noticeQualityExamples: ExamplesOf<typeof noticeQualityEndpoints> = {
  figures: [
    { what: 'Retrieve reversal rates of notices by notifier and ground', by },
    { what: 'Retrieve reversal rates by signal', by, query: { by: 'signal' } },
  ],
  marks: [
    {
      what: 'List warnings and safeguards',
      by,
      keeps: { [samples.safeguard]: '/items/0/id' },
    },
  ],
  act: [
    {
      what: 'Lift a safeguard with a reason',
      by,
      params: { id: samples.safeguard },
      body: { action: { type: 'lift', reason: 'The wrong register extract was replaced.' } },
    },
  ],
}
