import type { z } from 'zod'
import type { Guard, Term } from '../../review/lexicon.ts'
import type { lexiconEndpoints, EngineReleaseEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'installation'
const revision = { id: samples.revision }
const term: z.input<typeof Term> = {
  id: 'en.replica.twin-piece',
  forms: ['twin piece'],
  meaning: 'a copy that passes for the original',
  strength: 'M',
  kind: 'replica',
  guards: ['en.guard.spare-button'],
  needsBrand: true,
  source: 'seen in offers of November 2026',
}
const guard: z.input<typeof Guard> = {
  id: 'en.guard.spare-button',
  meaning: 'a set of two pieces of clothing',
  words: ['two-piece set'],
}
const amended = {
  lexicon: { terms: [{ language: 'en', term }], guards: [{ language: 'en', guard }] },
}

export const lexiconExamples: ExamplesOf<typeof lexiconEndpoints> = {
  list: [
    {
      what: 'English terms that say replica',
      by: 'ada',
      query: { language: 'en', search: 'replica' },
    },
  ],
  term: [{ what: 'One of them', by: 'ada', params: { term: 'en.one-to-one' } }],
  preview: [
    {
      what: 'What a new term would catch',
      by,
      body: { language: 'en', term, guards: [{ language: 'en', guard }] },
    },
  ],
}

export const revisionExamples: ExamplesOf<typeof EngineReleaseEndpoints> = {
  create: [
    {
      what: 'A new term with its guard',
      by,
      body: { title: 'Twin pieces', note: 'Seen with watches', content: amended },
      status: 201,
      keeps: { [samples.revision]: '/id' },
    },
    {
      what: 'One that starts from what is live',
      by,
      body: { title: 'Weights of the last sample' },
      status: 201,
      keeps: { [samples.draft]: '/id' },
    },
  ],
  list: [{ what: 'Drafts', by, query: { state: 'draft' } }],
  amend: [
    {
      what: 'Switches off a shipped term too',
      by,
      params: revision,
      body: { edit: 0, content: { lexicon: { ...amended.lexicon, off: ['en.one-to-one'] } } },
    },
  ],
  compare: [{ what: 'What it would say of stored offers', by, params: revision }],
  backTest: [{ what: 'Against what people decided', by, params: revision }],
  toShadow: [{ what: 'Beside a fifth of the intake', by, params: revision, body: { share: 0.2 } }],
  toDraft: [
    { what: 'Takes it out again', by, params: revision, body: { note: 'a guard is missing' } },
  ],
  read: [{ what: 'With its history', by, params: revision }],
  toLive: [{ what: 'Serves it', by, params: revision, body: { note: 'a week in shadow' } }],
  back: [{ what: 'Takes it back', by, params: revision, body: { note: 'too many honest sets' } }],
  retire: [{ what: 'Gives up a draft', by, params: { id: samples.draft }, body: {} }],
}
