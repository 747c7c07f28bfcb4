import { z } from 'zod'
import { action, ExpectedVersion } from '../api/action.ts'
import { verdicts } from '../listings/assessment.ts'
import { Guard, Term } from './lexicon.ts'
import { Weights } from './weights.ts'

/**
 * draft: can be amended. shadow: assesses beside the live engine, without effect. live: in use. retired: was live, or
 * was abandoned.
 */
export const engineReleaseStates = ['draft', 'shadow', 'live', 'retired'] as const
export type EngineReleaseState = (typeof engineReleaseStates)[number]

const language = z
  .string()
  .regex(/^[a-z]{2,3}(-[a-z0-9]{1,8})*$/)
  .meta({ description: 'BCP 47, in lower case; en-x-mt is machine-translated Chinese.' })

export const AmendedTerm = z
  .strictObject({ language, term: Term })
  .meta({ id: 'AmendedTerm', description: 'Replaces a built-in term with the same ID.' })
export type AmendedTerm = z.infer<typeof AmendedTerm>

export const AmendedGuard = z
  .strictObject({ language, guard: Guard })
  .meta({ id: 'AmendedGuard', description: 'Replaces a built-in guard with the same ID.' })
export type AmendedGuard = z.infer<typeof AmendedGuard>

/** An engine's differences from the shipped lexicons. */
export const LexiconAmendments = z
  .strictObject({
    terms: z.array(AmendedTerm).max(5000).default([]),
    guards: z.array(AmendedGuard).max(1000).default([]),
    off: z.array(z.string().max(200)).max(5000).default([]).meta({
      description: 'IDs of disabled built-in terms.',
    }),
  })
  .meta({ id: 'LexiconAmendments' })
export type LexiconAmendments = z.infer<typeof LexiconAmendments>

/** Everything that an engine uses beyond the shipped files; never relative to another engine release. */
export const EngineReleaseContent = z
  .strictObject({
    lexicon: LexiconAmendments.prefault({}),
    weights: Weights.nullable().default(null).meta({
      description: 'In the format of `touchstone fit`; null to use the built-in weights.',
    }),
  })
  .meta({ id: 'EngineReleaseContent' })
export type EngineReleaseContent = z.infer<typeof EngineReleaseContent>

const title = z.string().trim().min(1).max(120)
const note = z.string().trim().max(2000)

export const EngineReleaseInput = z.strictObject({
  title,
  note: note.optional(),
  content: EngineReleaseContent.optional().meta({
    description: 'Defaults to the content of the live engine release.',
  }),
})
export type EngineReleaseInput = z.infer<typeof EngineReleaseInput>

export const EngineReleaseChangeInput = z.strictObject({
  expectedVersion: ExpectedVersion,
  title: title.optional(),
  note: note.optional(),
  content: EngineReleaseContent.optional(),
})
export type EngineReleaseChangeInput = z.infer<typeof EngineReleaseChangeInput>

const noted = { note: note.optional() }
/** An action on an engine release, between draft and live and back. */
export const EngineReleaseAction = z
  .discriminatedUnion('type', [
    action('start-shadow', {
      ...noted,
      share: z.number().gt(0).max(1).default(0.1).meta({
        description: 'Share of incoming listings on which both engines are compared.',
      }),
    }),
    action('return-to-draft', noted),
    action('make-live', noted),
    action('retire', noted),
    action('roll-back', noted),
  ])
  .meta({ id: 'EngineReleaseAction' })
export type EngineReleaseAction = z.infer<typeof EngineReleaseAction>

/** A problem of an engine release beyond its schema. */
export const EngineReleaseFindingView = z
  .object({
    at: z.string().meta({ description: 'language/id, or language/id/form.' }),
    problem: z.string(),
    remedy: z.string(),
  })
  .meta({ id: 'EngineReleaseFindingView' })
export type EngineReleaseFindingView = z.infer<typeof EngineReleaseFindingView>

const count = z.int().min(0)

export const VerdictMoveView = z
  .object({ from: z.enum(verdicts), to: z.enum(verdicts), count })
  .meta({ id: 'VerdictMoveView' })
export type VerdictMoveView = z.infer<typeof VerdictMoveView>

export const TermReachView = z
  .object({
    id: z.string(),
    found: count.meta({ description: 'Listings that contain a form of the term.' }),
    counts: count.meta({
      description:
        'Of those, listings where the term counts: no guard suppresses it and no required brand is missing.',
    }),
    ordinary: count.meta({
      description: 'Of those, listings that no one has called counterfeit.',
    }),
  })
  .meta({ id: 'TermReachView' })
export type TermReachView = z.infer<typeof TermReachView>

/** The effect of a lexicon or weights on stored listings. */
export const TrialFiguresView = z
  .object({
    sample: count.meta({ description: 'Listings to read: the newest ones.' }),
    read: count.meta({ description: 'Listings read before the time limit.' }),
    ordinary: count.meta({ description: 'Of those, listings that no one has called counterfeit.' }),
    milliseconds: count,
    terms: z.array(TermReachView),
    moves: z.array(VerdictMoveView).meta({ description: 'Listings whose verdict would change.' }),
  })
  .meta({ id: 'TrialFiguresView' })
export type TrialFiguresView = z.infer<typeof TrialFiguresView>

export const TrialExampleView = z
  .object({
    listing: z.uuid().nullable().meta({
      description: 'ID of the listing in Touchstone, if it belongs to the caller’s organisation.',
    }),
    term: z.string().nullable().meta({ description: 'ID of the term found there.' }),
    field: z.string().nullable(),
    before: z.string().meta({ description: 'Text before the match, at most 80 characters.' }),
    place: z.string(),
    after: z.string(),
    quietedBy: z.string().nullable().meta({ description: 'The guard that suppresses the term.' }),
    counts: z.boolean(),
    from: z.enum(verdicts),
    to: z.enum(verdicts),
    reason: z.string().nullable().meta({ description: 'Reason for the new verdict.' }),
  })
  .meta({
    id: 'TrialExampleView',
    description: 'A listing without seller, buyers’ text, addresses and telephone numbers.',
  })
export type TrialExampleView = z.infer<typeof TrialExampleView>

export const TrialView = TrialFiguresView.extend({
  findings: z.array(EngineReleaseFindingView),
  examples: z.array(TrialExampleView),
}).meta({ id: 'TrialView' })
export type TrialView = z.infer<typeof TrialView>

export const TermPreviewInput = z.strictObject({
  language,
  term: Term,
  guards: z.array(AmendedGuard).max(20).default([]),
  release: z.uuid().optional().meta({
    description: 'The draft whose other amendments apply; defaults to the live engine release.',
  }),
})
export type TermPreviewInput = z.infer<typeof TermPreviewInput>

/** A share with its 95 % Wilson interval; null if there are too few cases. */
export const KnownShare = z
  .object({
    count,
    of: count,
    share: z.number().nullable(),
    low: z.number(),
    high: z.number(),
    known: z.boolean().meta({ description: 'False if there are fewer than 30 to count.' }),
  })
  .meta({ id: 'KnownShare' })
export type KnownShare = z.infer<typeof KnownShare>

export const BackTestFigures = z.object({
  precision: KnownShare.meta({
    description: 'Of the labelled listings that would be held, the share that is counterfeit.',
  }),
  recall: KnownShare.meta({
    description: 'Of the counterfeit listings, the share that would be held.',
  }),
  falseAlarms: KnownShare.meta({
    description: 'Of the listings that are not counterfeit, the share that would be held.',
  }),
})
export type BackTestFigures = z.infer<typeof BackTestFigures>

/** Two engines compared on listings that people decided on. */
export const BackTestView = z
  .object({
    labelled: count,
    counterfeit: count,
    genuine: count,
    contradicted: count.meta({
      description: 'Listings left out because equally strong labels disagree.',
    }),
    read: count,
    milliseconds: count,
    before: BackTestFigures.meta({ description: 'Figures of the live engine.' }),
    after: BackTestFigures.meta({ description: 'Figures of this engine release.' }),
  })
  .meta({
    id: 'BackTestView',
    description:
      'Held means `review` or `block`. Labelled listings are not a random sample: people decide on what was flagged, so recall covers only reviewed listings. An unappealed removal is not a label.',
  })
export type BackTestView = z.infer<typeof BackTestView>
