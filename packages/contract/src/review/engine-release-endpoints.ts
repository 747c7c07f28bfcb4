import { z } from 'zod'
import { Guard, Term } from './lexicon.ts'
import {
  BackTestView,
  EngineReleaseInput,
  EngineReleaseChangeInput,
  EngineReleaseAction,
  EngineReleaseContent,
  EngineReleaseFindingView,
  engineReleaseStates,
  TermPreviewInput,
  TrialView,
  TrialFiguresView,
  VerdictMoveView,
} from './engine-release.ts'
import { actionInput, Version } from '../api/action.ts'
import { Cursor, endpoint, PageQuery, pageOf, bodyLimits, valueLimits } from '../api/endpoint.ts'

export const termOrigins = ['shipped', 'added', 'changed', 'off'] as const
export type TermOrigin = (typeof termOrigins)[number]

export const LexiconEntryView = z
  .object({
    language: z.string(),
    term: Term,
    guards: z.array(Guard).meta({ description: 'Guards named by the term.' }),
    origin: z.enum(termOrigins).meta({
      description: 'Relation to the engine’s built-in lexicon; `off` means disabled.',
    }),
    shipped: Term.nullable().meta({ description: 'The built-in form of a changed term.' }),
  })
  .meta({ id: 'LexiconEntryView' })
export type LexiconEntryView = z.infer<typeof LexiconEntryView>

export const EngineReleaseSummaryView = z
  .object({
    id: z.uuid(),
    number: z.int().min(1).meta({ description: 'Sequential number shown to people.' }),
    title: z.string(),
    note: z.string().nullable(),
    state: z.enum(engineReleaseStates),
    version: Version,
    parent: z.uuid().nullable().meta({
      description: 'The release that was live at drafting; null if only the built-in files were.',
    }),
    author: z.object({ kind: z.string(), id: z.string() }),
    edit: z.int().min(0).meta({ description: 'Number of amendments.' }),
    share: z
      .number()
      .nullable()
      .meta({ description: 'Share of incoming listings assessed in shadow.' }),
    createdAt: z.iso.datetime(),
    changedAt: z.iso.datetime(),
    terms: z.int().meta({ description: 'Terms added or changed.' }),
    off: z.int().meta({ description: 'Built-in terms disabled.' }),
    weights: z.string().nullable().meta({ description: 'ID of its weights.' }),
  })
  .meta({ id: 'EngineReleaseSummaryView' })
export type EngineReleaseSummaryView = z.infer<typeof EngineReleaseSummaryView>

export const engineReleaseSteps = [
  'drafted',
  'amended',
  'to-shadow',
  'to-draft',
  'to-live',
  'retired',
] as const
export type EngineReleaseStep = (typeof engineReleaseSteps)[number]

export const EngineReleaseEventView = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    actor: z.object({ kind: z.string(), id: z.string() }),
    step: z.enum(engineReleaseSteps),
    note: z.string().nullable(),
    terms: z
      .array(z.string())
      .meta({ description: 'IDs of terms and guards added, changed or reverted.' }),
    weights: z.boolean().meta({ description: 'True if other weights were set.' }),
  })
  .meta({ id: 'EngineReleaseEventView' })
export type EngineReleaseEventView = z.infer<typeof EngineReleaseEventView>

export const ShadowFiguresView = z
  .object({
    engine: z.string().nullable().meta({
      description: 'The shadow engine of the responding server.',
    }),
    judged: z.int().meta({ description: 'Incoming listings assessed by both engines.' }),
    moves: z
      .array(VerdictMoveView)
      .meta({ description: 'Of those, listings with different verdicts.' }),
  })
  .meta({ id: 'ShadowFiguresView' })

export const EngineReleaseView = EngineReleaseSummaryView.extend({
  content: EngineReleaseContent,
  findings: z.array(EngineReleaseFindingView),
  history: z.array(EngineReleaseEventView).meta({ description: 'Newest first.' }),
  shadow: ShadowFiguresView.nullable().meta({
    description:
      'Its verdicts on incoming listings compared with the serving engine; null if there are none.',
  }),
  trial: z.object({ at: z.iso.datetime(), figures: TrialFiguresView }).nullable().meta({
    description: 'The newest comparison on stored listings.',
  }),
  backTest: z.object({ at: z.iso.datetime(), figures: BackTestView }).nullable(),
}).meta({ id: 'EngineReleaseView' })
export type EngineReleaseView = z.infer<typeof EngineReleaseView>

const byId = z.strictObject({ id: z.string() })
const forAdmins = 'For admins of the installation, whose organisations share the engine.'

export const lexiconEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/lexicon',
    summary: 'List the terms that the engine reads, by language and ID',
    description:
      'The built-in lexicon together with the live engine release of this installation. Readable by everyone whose listings it assesses. Engine releases that are not live are visible to admins of the installation.',
    access: 'person',
    query: PageQuery.extend({
      language: z.string().max(40).optional(),
      search: z
        .string()
        .max(100)
        .optional()
        .meta({ description: 'Searches forms, meaning and ID.' }),
      origin: z
        .enum(['own'])
        .optional()
        .meta({ description: '`own`: terms that differ from the built-in lexicon.' }),
      release: z
        .uuid()
        .optional()
        .meta({ description: 'Show terms as they would be under this engine release.' }),
      after: Cursor.optional(),
    }),
    response: pageOf(LexiconEntryView).extend({
      total: z.int(),
      languages: z.array(z.object({ language: z.string(), terms: z.int() })),
    }),
  }),
  term: endpoint({
    method: 'GET',
    path: '/api/v1/lexicon/:term',
    summary: 'Retrieve a term with its guards',
    access: 'person',
    params: z.strictObject({ term: z.string() }),
    query: z.strictObject({ release: z.uuid().optional() }),
    response: LexiconEntryView,
  }),
  preview: endpoint({
    method: 'POST',
    path: '/api/v1/lexicon/previews',
    summary: 'Preview matches of a term among the newest stored listings',
    description: `${forAdmins} Reads listings of all organisations without personal data, for at most a few seconds, and is recorded in the audit log.`,
    access: 'person',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.long,
    body: TermPreviewInput,
    response: TrialView,
  }),
}

export const engineReleaseEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/engine-releases',
    summary: 'List engine releases, newest first',
    description: forAdmins,
    access: 'person',
    query: PageQuery.extend({ state: z.enum(engineReleaseStates).optional() }),
    response: pageOf(EngineReleaseSummaryView),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/v1/engine-releases',
    summary: 'Draft an engine release from the live one',
    description: forAdmins,
    access: 'person',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.long,
    body: EngineReleaseInput,
    response: EngineReleaseView,
    statuses: [201],
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/engine-releases/:id',
    summary: 'Retrieve an engine release with its history and known effects',
    description: forAdmins,
    access: 'person',
    params: byId,
    response: EngineReleaseView,
  }),
  amend: endpoint({
    method: 'PATCH',
    path: '/api/v1/engine-releases/:id',
    summary: 'Update a draft engine release',
    description: `${forAdmins} A draft may have faults beyond its schema; they are reported, and prevent it from entering shadow.`,
    access: 'person',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.long,
    params: byId,
    body: EngineReleaseChangeInput,
    response: EngineReleaseView,
  }),
  compare: endpoint({
    method: 'POST',
    path: '/api/v1/engine-releases/:id/comparisons',
    summary: 'Compare verdicts with the live engine on the newest stored listings',
    description: `${forAdmins} Reads listings of all organisations without personal data, and is recorded in the audit log.`,
    access: 'person',
    params: byId,
    response: TrialView,
  }),
  backTest: endpoint({
    method: 'POST',
    path: '/api/v1/engine-releases/:id/back-tests',
    summary: 'Test an engine release and the live one against human decisions on the goods',
    description: `${forAdmins} Unappealed removals are not labels. Figures are "known" from 30 listings on.`,
    access: 'person',
    params: byId,
    response: BackTestView,
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/engine-releases/:id/actions',
    summary: 'Start shadow, return to draft, make live, retire or roll back an engine release',
    description: `${forAdmins} \`start-shadow\` lets a draft assess a share of incoming listings; the draft is first compared on the newest stored listings, and refused with 409 while it has faults or another engine release is in shadow. \`make-live\` takes one that was in shadow, or live before: every process adopts it within seconds, without downtime, and reassesses stored listings. \`roll-back\` returns to the one that was live before; if there was none, to the built-in files.`,
    access: 'person',
    params: byId,
    body: actionInput('EngineReleaseActionInput', EngineReleaseAction),
    response: EngineReleaseView,
  }),
}
