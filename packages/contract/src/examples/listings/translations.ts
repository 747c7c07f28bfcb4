import type { translationEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

export const translationExamples: ExamplesOf<typeof translationEndpoints> = {
  add: [
    {
      what: 'Add a machine translation',
      by: 'otto',
      params: { id: samples.listing },
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
  list: [
    { what: 'List all translations of one listing', by: 'otto', params: { id: samples.listing } },
  ],
  remove: [{ what: 'Remove a translation', by: 'otto', params: { id: samples.translation } }],
  gloss: [
    {
      what: 'Read what the engine understands of a listing, in Indonesian',
      by: 'market-a',
      params: { id: samples.listing },
      query: { language: 'id' },
    },
  ],
  service: [
    {
      what: 'Read whether there is a translation service',
      by: 'otto',
      keeps: { [samples.translationService]: '/name' },
    },
  ],
  setService: [
    {
      what: 'Allow the service that was displayed, as an admin',
      by: 'otto',
      body: { action: { type: 'allow', name: samples.translationService } },
    },
  ],
  translate: [
    {
      what: 'Translate a listing by the operator’s service',
      by: 'otto',
      params: { id: samples.listing },
      body: { language: 'en' },
      status: 201,
    },
  ],
}
