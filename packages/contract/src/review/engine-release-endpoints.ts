import { z } from 'zod'
import { Guard, Term } from './lexicon.ts'
import {
  BackTest,
  NewRevision,
  RevisionAmendment,
  EngineReleaseContent,
  RevisionFinding,
  engineReleaseStates,
  RevisionStep,
  RevisionToShadow,
  TermTrial,
  Trial,
  TrialFigures,
  VerdictMove,
} from './engine-release.ts'
import { Cursor, endpoint, PageQuery, pageOf, bodyLimits, valueLimits } from '../api/endpoint.ts'

export const termOrigins = ['shipped', 'added', 'changed', 'off'] as const
export type TermOrigin = (typeof termOrigins)[number]

export const LexiconEntry = z
  .object({
    language: z.string(),
    term: Term,
    guards: z.array(Guard).meta({ description: 'Those that the term names.' }),
    origin: z.enum(termOrigins).meta({
      description: 'Against the lexicon that comes with the engine; off: it counts no longer.',
    }),
    shipped: Term.nullable().meta({ description: 'What a changed term was.' }),
  })
  .meta({ id: 'LexiconEntry' })
export type LexiconEntry = z.infer<typeof LexiconEntry>

export const EngineReleaseSummary = z
  .object({
    id: z.uuid(),
    number: z.int().min(1).meta({ description: 'As people name it; counted up.' }),
    title: z.string(),
    note: z.string().nullable(),
    state: z.enum(engineReleaseStates),
    parent: z.uuid().nullable().meta({
      description: 'What was live when it was drafted; null where nothing but the shipped files.',
    }),
    author: z.object({ kind: z.string(), id: z.string() }),
    edit: z.int().min(0).meta({ description: 'How often it was amended.' }),
    share: z.number().nullable().meta({ description: 'Of the intake that it judges in shadow.' }),
    createdAt: z.iso.datetime(),
    changedAt: z.iso.datetime(),
    terms: z.int().meta({ description: 'Terms that it adds or changes.' }),
    off: z.int().meta({ description: 'Shipped terms that it switches off.' }),
    weights: z.string().nullable().meta({ description: 'Id of its weights.' }),
  })
  .meta({ id: 'RevisionSummary' })
export type EngineReleaseSummary = z.infer<typeof EngineReleaseSummary>

export const EngineReleaseActions = [
  'drafted',
  'amended',
  'to-shadow',
  'to-draft',
  'to-live',
  'retired',
] as const
export type RevisionAct = (typeof EngineReleaseActions)[number]

export const EngineReleaseEvent = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    actor: z.object({ kind: z.string(), id: z.string() }),
    act: z.enum(EngineReleaseActions),
    note: z.string().nullable(),
    terms: z
      .array(z.string())
      .meta({ description: 'Ids of terms and guards that were added, changed, taken back.' }),
    weights: z.boolean().meta({ description: 'True where other weights were set.' }),
  })
  .meta({ id: 'RevisionEvent' })
export type EngineReleaseEvent = z.infer<typeof EngineReleaseEvent>

export const ShadowFigures = z
  .object({
    engine: z.string().nullable().meta({
      description: 'The engine that runs in shadow on the server that answers.',
    }),
    judged: z.int().meta({ description: 'Offers of the intake on which both have spoken.' }),
    moves: z.array(VerdictMove).meta({ description: 'Of them, where the verdicts differ.' }),
  })
  .meta({ id: 'ShadowFigures' })

export const Revision = EngineReleaseSummary.extend({
  content: EngineReleaseContent,
  findings: z.array(RevisionFinding),
  history: z.array(EngineReleaseEvent).meta({ description: 'Newest first.' }),
  shadow: ShadowFigures.nullable().meta({
    description:
      'What it said of the intake beside the engine that was served; null where nothing.',
  }),
  trial: z.object({ at: z.iso.datetime(), figures: TrialFigures }).nullable().meta({
    description: 'The newest one over stored offers.',
  }),
  backTest: z.object({ at: z.iso.datetime(), figures: BackTest }).nullable(),
}).meta({ id: 'Revision' })
export type Revision = z.infer<typeof Revision>

const byId = z.strictObject({ id: z.string() })
const forAdmins = 'For admins of the installation, whose organisations share the engine.'

export const lexiconEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/lexicon',
    summary: 'Pages through the terms that the engine reads, by language and id',
    description:
      'The shipped lexicon with what is live of this installation. Whoever is judged by it may read it. A revision that is not live is shown to admins of the installation.',
    access: 'person',
    query: PageQuery.extend({
      language: z.string().max(40).optional(),
      search: z.string().max(100).optional().meta({ description: 'In forms, meaning and id.' }),
      origin: z.enum(['own']).optional().meta({ description: 'own: not as shipped.' }),
      revision: z.uuid().optional().meta({ description: 'As it would be under this one.' }),
      after: Cursor.optional(),
    }),
    answer: pageOf(LexiconEntry).extend({
      total: z.int(),
      languages: z.array(z.object({ language: z.string(), terms: z.int() })),
    }),
  }),
  term: endpoint({
    method: 'GET',
    path: '/api/v1/lexicon/:term',
    summary: 'One term, with its guards',
    access: 'person',
    params: z.strictObject({ term: z.string() }),
    query: z.strictObject({ revision: z.uuid().optional() }),
    answer: LexiconEntry,
  }),
  preview: endpoint({
    method: 'POST',
    path: '/api/v1/lexicon/preview',
    summary: 'What a term would catch among the newest stored offers',
    description: `${forAdmins} Reads offers of all organisations, without what is personal, for some seconds at the most, and stands in the log.`,
    access: 'person',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.long,
    body: TermTrial,
    answer: Trial,
  }),
}

export const EngineReleaseEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/revisions',
    summary: 'Pages through the revisions of lexicon and weights, newest first',
    description: forAdmins,
    access: 'person',
    query: PageQuery.extend({ state: z.enum(engineReleaseStates).optional() }),
    answer: pageOf(EngineReleaseSummary),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/v1/revisions',
    summary: 'Drafts a revision, from what is live',
    description: forAdmins,
    access: 'person',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.long,
    body: NewRevision,
    answer: Revision,
    statuses: [201],
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/revisions/:id',
    summary: 'One revision, with its history and what is known of its effect',
    description: forAdmins,
    access: 'person',
    params: byId,
    answer: Revision,
  }),
  amend: endpoint({
    method: 'PATCH',
    path: '/api/v1/revisions/:id',
    summary: 'Changes a draft',
    description: `${forAdmins} A draft may hold faults beyond its schema; they are told, and keep it from shadow.`,
    access: 'person',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.long,
    params: byId,
    body: RevisionAmendment,
    answer: Revision,
  }),
  compare: endpoint({
    method: 'POST',
    path: '/api/v1/revisions/:id/compare',
    summary: 'What it would say of the newest stored offers otherwise than what is live',
    description: `${forAdmins} Reads offers of all organisations, without what is personal, and stands in the log.`,
    access: 'person',
    params: byId,
    answer: Trial,
  }),
  backTest: endpoint({
    method: 'POST',
    path: '/api/v1/revisions/:id/back-test',
    summary: 'Holds it and what is live against what people decided on the goods',
    description: `${forAdmins} Unopposed removals are no labels. Figures are "known" from 30 offers on.`,
    access: 'person',
    params: byId,
    answer: BackTest,
  }),
  toShadow: endpoint({
    method: 'POST',
    path: '/api/v1/revisions/:id/shadow',
    summary: 'Lets a draft judge a share of the intake beside the engine that is served',
    description: `${forAdmins} It is read over the newest stored offers first. Refused with 409 while it has faults, and while another one is in shadow.`,
    access: 'person',
    params: byId,
    body: RevisionToShadow,
    answer: Revision,
  }),
  toDraft: endpoint({
    method: 'POST',
    path: '/api/v1/revisions/:id/draft',
    summary: 'Takes a revision out of shadow, to be amended',
    description: forAdmins,
    access: 'person',
    params: byId,
    body: RevisionStep,
    answer: Revision,
  }),
  toLive: endpoint({
    method: 'POST',
    path: '/api/v1/revisions/:id/live',
    summary: 'Serves a revision that was in shadow, or live before',
    description: `${forAdmins} Every process takes it over within some seconds, without a stop, and judges stored offers again.`,
    access: 'person',
    params: byId,
    body: RevisionStep,
    answer: Revision,
  }),
  retire: endpoint({
    method: 'POST',
    path: '/api/v1/revisions/:id/retire',
    summary: 'Gives up a draft, or one in shadow',
    description: forAdmins,
    access: 'person',
    params: byId,
    body: RevisionStep,
    answer: Revision,
  }),
  back: endpoint({
    method: 'POST',
    path: '/api/v1/revisions/:id/back',
    summary: 'Takes the live revision back: the one before it is served again',
    description: `${forAdmins} Where there was none before, the engine reads the shipped files alone.`,
    access: 'person',
    params: byId,
    body: RevisionStep,
    answer: Revision,
  }),
}
