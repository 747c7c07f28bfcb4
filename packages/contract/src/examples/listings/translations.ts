import type { translationEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

export const translationExamples: ExamplesOf<typeof translationEndpoints> = {
  add: [
    {
      what: 'Keeps what a machine made of it',
      by: 'otto',
      params: { id: samples.offer },
      body: {
        version: 1,
        language: 'de',
        title: 'Velmoraq-Tragetasche, 1:1-Replik, Spiegelqualität',
        machine: 'browser',
      },
      status: 201,
      keeps: { [samples.translation]: '/id' },
    },
  ],
  list: [{ what: 'All of one offer', by: 'otto', params: { id: samples.offer } }],
  remove: [{ what: 'Removes one', by: 'otto', params: { id: samples.translation } }],
}
