import type { noticeQualityEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'

export const accountabilityExamples: ExamplesOf<typeof noticeQualityEndpoints> = {
  figures: [
    { what: 'How often notices were overturned, by who sent them and on what ground', by },
    { what: 'By signal', by, query: { by: 'signal' } },
  ],
  marks: [
    { what: 'Warnings and brakes', by, keeps: { [samples.accountabilityMark]: '/items/0/id' } },
  ],
  lift: [
    {
      what: 'Lifts a brake, for a reason',
      by,
      params: { id: samples.accountabilityMark },
      body: { reason: 'The wrong register extract was replaced.' },
    },
  ],
}
