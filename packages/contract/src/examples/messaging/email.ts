import type { messageEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const params = { id: samples.message }

export const messageExamples: ExamplesOf<typeof messageEndpoints> = {
  list: [
    {
      what: 'What left the house, or waits to',
      by: 'otto',
      keeps: { [samples.message]: '/items/0/id' },
    },
  ],
  read: [{ what: 'One of them, whole', by: 'otto', params }],
  resend: [{ what: 'Again, where nobody knows whether it arrived', by: 'otto', params }],
  cancel: [{ what: 'Takes it back before it is sent', by: 'otto', params }],
}
