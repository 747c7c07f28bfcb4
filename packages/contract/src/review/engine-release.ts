import { z } from 'zod'
import { verdicts } from '../listings/assessment.ts'
import { Guard, Term } from './lexicon.ts'
import { Weights } from './weights.ts'

/**
 * draft: may be amended. shadow: judges beside the engine that is served, and is never served. live:
 * what the engine reads. retired: was live, or was given up.
 */
export const engineReleaseStates = ['draft', 'shadow', 'live', 'retired'] as const
export type EngineReleaseState = (typeof engineReleaseStates)[number]

const language = z
  .string()
  .regex(/^[a-z]{2,3}(-[a-z0-9]{1,8})*$/)
  .meta({ description: 'BCP 47, in small letters; en-x-mt is machine-translated Chinese.' })

export const AmendedTerm = z
  .strictObject({ language, term: Term })
  .meta({ id: 'AmendedTerm', description: 'Takes the place of a shipped term of the same id.' })
export type AmendedTerm = z.infer<typeof AmendedTerm>

export const AmendedGuard = z
  .strictObject({ language, guard: Guard })
  .meta({ id: 'AmendedGuard', description: 'Takes the place of a shipped guard of the same id.' })
export type AmendedGuard = z.infer<typeof AmendedGuard>

/** What an engine reads otherwise than the shipped lexicons. */
export const LexiconAmendments = z
  .strictObject({
    terms: z.array(AmendedTerm).max(5000).default([]),
    guards: z.array(AmendedGuard).max(1000).default([]),
    off: z.array(z.string().max(200)).max(5000).default([]).meta({
      description: 'Ids of shipped terms that count no longer.',
    }),
  })
  .meta({ id: 'LexiconAmendments' })
export type LexiconAmendments = z.infer<typeof LexiconAmendments>

/** All that an engine reads beyond the shipped files; never a difference from another revision. */
export const EngineReleaseContent = z
  .strictObject({
    lexicon: LexiconAmendments.prefault({}),
    weights: Weights.nullable().default(null).meta({
      description: 'As `touchstone fit` writes them; null where the shipped weights count.',
    }),
  })
  .meta({ id: 'RevisionContent' })
export type EngineReleaseContent = z.infer<typeof EngineReleaseContent>

const title = z.string().trim().min(1).max(120)
const note = z.string().trim().max(2000)

export const NewRevision = z.strictObject({
  title,
  note: note.optional(),
  content: EngineReleaseContent.optional().meta({
    description: 'The content of the revision that is live where nothing is said.',
  }),
})
export type NewRevision = z.infer<typeof NewRevision>

export const RevisionAmendment = z.strictObject({
  edit: z.int().min(0).meta({
    description: 'As it was read: where somebody amended it since, nothing is changed.',
  }),
  title: title.optional(),
  note: note.optional(),
  content: EngineReleaseContent.optional(),
})
export type RevisionAmendment = z.infer<typeof RevisionAmendment>

export const RevisionStep = z.strictObject({ note: note.optional() })
export type RevisionStep = z.infer<typeof RevisionStep>

export const RevisionToShadow = RevisionStep.extend({
  share: z.number().gt(0).max(1).default(0.1).meta({
    description: 'Of the offers that come in; on so many both engines are compared.',
  }),
})
export type RevisionToShadow = z.infer<typeof RevisionToShadow>

/** What is wrong with a revision beyond its schema. */
export const RevisionFinding = z
  .object({
    at: z.string().meta({ description: 'language/id, or language/id/form.' }),
    problem: z.string(),
    mend: z.string(),
  })
  .meta({ id: 'RevisionFinding' })
export type RevisionFinding = z.infer<typeof RevisionFinding>

const count = z.int().min(0)

export const VerdictMove = z
  .object({ from: z.enum(verdicts), to: z.enum(verdicts), count })
  .meta({ id: 'VerdictMove' })
export type VerdictMove = z.infer<typeof VerdictMove>

export const TermReach = z
  .object({
    id: z.string(),
    found: count.meta({ description: 'Offers in which a form of the term stands.' }),
    counts: count.meta({
      description: 'Of them, those in which it says something: no guard quiets it, no brand lacks.',
    }),
    ordinary: count.meta({
      description: 'Of them, those that nobody has called counterfeit.',
    }),
  })
  .meta({ id: 'TermReach' })
export type TermReach = z.infer<typeof TermReach>

/** What a lexicon or weights would say of offers that are stored. */
export const TrialFigures = z
  .object({
    sample: count.meta({ description: 'Offers that were to be read: the newest ones.' }),
    read: count.meta({ description: 'Offers that were read before the time was up.' }),
    ordinary: count.meta({ description: 'Of them, those that nobody has called counterfeit.' }),
    milliseconds: count,
    terms: z.array(TermReach),
    moves: z.array(VerdictMove).meta({ description: 'Offers whose verdict would be another one.' }),
  })
  .meta({ id: 'TrialFigures' })
export type TrialFigures = z.infer<typeof TrialFigures>

export const TrialExample = z
  .object({
    listing: z.uuid().nullable().meta({
      description: 'Touchstone’s own id of the offer where it is the caller’s organisation’s own.',
    }),
    term: z.string().nullable().meta({ description: 'Id of the term that stands there.' }),
    field: z.string().nullable(),
    before: z
      .string()
      .meta({ description: 'What stands before the place, at the most 80 characters.' }),
    place: z.string(),
    after: z.string(),
    quietedBy: z.string().nullable().meta({ description: 'The guard that quiets the term.' }),
    counts: z.boolean(),
    from: z.enum(verdicts),
    to: z.enum(verdicts),
    reason: z.string().nullable().meta({ description: 'Why the new verdict would fall.' }),
  })
  .meta({
    id: 'TrialExample',
    description: 'An offer without seller, buyers’ words, addresses and telephone numbers.',
  })
export type TrialExample = z.infer<typeof TrialExample>

export const Trial = TrialFigures.extend({
  findings: z.array(RevisionFinding),
  examples: z.array(TrialExample),
}).meta({ id: 'Trial' })
export type Trial = z.infer<typeof Trial>

export const TermTrial = z.strictObject({
  language,
  term: Term,
  guards: z.array(AmendedGuard).max(20).default([]),
  revision: z.uuid().optional().meta({
    description: 'The draft beside whose other amendments it is read; else what is live.',
  }),
})
export type TermTrial = z.infer<typeof TermTrial>

/** A share with its Wilson interval at 95 %; null where there are too few to say anything. */
export const KnownShare = z
  .object({
    count,
    of: count,
    share: z.number().nullable(),
    low: z.number(),
    high: z.number(),
    known: z.boolean().meta({ description: 'False where there are fewer than 30 to count in.' }),
  })
  .meta({ id: 'KnownShare' })
export type KnownShare = z.infer<typeof KnownShare>

export const BackTestFigures = z.object({
  precision: KnownShare.meta({
    description: 'Of the labelled offers that would be held up, those that are counterfeit.',
  }),
  recall: KnownShare.meta({
    description: 'Of the counterfeit ones, those that would be held up.',
  }),
  falseAlarms: KnownShare.meta({
    description: 'Of those that are not counterfeit, those that would be held up.',
  }),
})
export type BackTestFigures = z.infer<typeof BackTestFigures>

/** What two engines say of offers on whose goods people decided. */
export const BackTest = z
  .object({
    labelled: count,
    counterfeit: count,
    genuine: count,
    contradicted: count.meta({
      description: 'Offers on which equally strong labels disagree; they are left out.',
    }),
    read: count,
    milliseconds: count,
    before: BackTestFigures.meta({ description: 'Of what is live.' }),
    after: BackTestFigures.meta({ description: 'Of this revision.' }),
  })
  .meta({
    id: 'BackTest',
    description:
      'Held up: review or block. Labelled offers are no random sample: people decide on what was flagged, so that recall is of what was looked at. An unopposed removal is no label.',
  })
export type BackTest = z.infer<typeof BackTest>
