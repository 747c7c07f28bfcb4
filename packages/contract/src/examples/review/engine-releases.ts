import type { z } from 'zod'
import type { Guard, Term } from '../../review/lexicon.ts'
import type { lexiconEndpoints, engineReleaseEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'installation'
const release = { id: samples.release }
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
      what: 'List English terms that mean replica',
      by: 'ada',
      query: { language: 'en', search: 'replica' },
    },
  ],
  term: [{ what: 'Retrieve one term', by: 'ada', params: { term: 'en.one-to-one' } }],
  preview: [
    {
      what: 'Preview what a new term would match',
      by,
      body: { language: 'en', term, guards: [{ language: 'en', guard }] },
    },
  ],
}

export const engineReleaseExamples: ExamplesOf<typeof engineReleaseEndpoints> = {
  create: [
    {
      what: 'Create a release with a new term and its guard',
      by,
      body: { title: 'Twin pieces', note: 'Seen with watches', content: amended },
      status: 201,
      keeps: { [samples.release]: '/id' },
    },
    {
      what: 'Create a release from the live one',
      by,
      body: { title: 'Weights of the last sample' },
      status: 201,
      keeps: { [samples.draft]: '/id' },
    },
  ],
  list: [{ what: 'List drafts', by, query: { state: 'draft' } }],
  amend: [
    {
      what: 'Disable a built-in term as well',
      by,
      params: release,
      body: {
        expectedVersion: 1,
        content: { lexicon: { ...amended.lexicon, off: ['en.one-to-one'] } },
      },
    },
  ],
  compare: [{ what: 'Compare verdicts on stored listings', by, params: release }],
  backTest: [{ what: 'Test against human decisions', by, params: release }],
  read: [{ what: 'Retrieve a release with its history', by, params: release }],
  act: [
    {
      what: 'Shadow a fifth of incoming listings',
      by,
      params: release,
      body: { action: { type: 'start-shadow', share: 0.2 } },
    },
    {
      what: 'Return a release to draft',
      by,
      params: release,
      body: { action: { type: 'return-to-draft', note: 'a guard is missing' } },
    },
    {
      what: 'Shadow it again, as it was read',
      by,
      params: release,
      body: { action: { type: 'start-shadow', share: 0.2 }, expectedVersion: 4 },
    },
    {
      what: 'Make a release live',
      by,
      params: release,
      body: { action: { type: 'make-live', note: 'a week in shadow' } },
    },
    {
      what: 'Roll back a release',
      by,
      params: release,
      body: { action: { type: 'roll-back', note: 'too many honest sets' } },
    },
    {
      what: 'Retire a draft',
      by,
      params: { id: samples.draft },
      body: { action: { type: 'retire' } },
    },
  ],
}
