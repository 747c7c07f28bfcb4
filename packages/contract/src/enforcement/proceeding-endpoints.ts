import { z } from 'zod'
import { text } from '../text.ts'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

const name = z.string().min(1).max(300)
const FactValue = z.union([
  z.string().max(10_000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(1000)).max(500),
])
const fields = z.record(z.string().max(100), FactValue).default({}).meta({
  description: 'As `touchstone regime show <id> --table` names them for each transition.',
})

export const NewProceeding = z
  .strictObject({
    title: text(300),
    listing: z.uuid().optional().meta({ description: 'The offer that it is about.' }),
    case: z.uuid().optional().meta({ description: 'The case to which it belongs.' }),
    regime: name.meta({ description: 'Which regime, as eu-dsa.' }),
    profile: z
      .looseObject({ tier: name, sizeClass: name })
      .meta({ description: 'Whom it is about: which duties bind the platform.' }),
    settings: z.record(z.string().max(100), z.union([z.number(), z.boolean()])).default({}),
  })
  .meta({ id: 'NewProceeding' })

/** What somebody does in a proceeding: begins a matter, or brings one a step on. */
export const ProceedingAction = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('open'),
      id: name.meta({ description: 'Of the new matter, as the caller names it.' }),
      machine: name,
      role: name,
      origin: name.optional(),
      fields,
    }),
    z.strictObject({ type: z.literal('act'), id: name, transition: name, role: name, fields }),
  ])
  .meta({ id: 'ProceedingAct' })
export type ProceedingAction = z.infer<typeof ProceedingAction>

/** A field of an act, as a form asks for it. */
export const TransitionField = z
  .object({
    name: z.string(),
    type: z.enum(['text', 'boolean', 'date', 'count', 'number', 'choice', 'list']),
    values: z.array(z.string()),
    ask: z.string().meta({ description: 'Read after “there must be”.' }),
    optional: z.boolean(),
    when: z.string().nullable().meta({
      description: 'Asked for only where this holds; null where it always is.',
    }),
    lines: z.array(z.string()),
  })
  .meta({ id: 'AskedField' })
export type TransitionField = z.infer<typeof TransitionField>

const doing = {
  title: z.string().meta({ description: 'As read after “to”: “acknowledge receipt”.' }),
  roles: z.array(z.string()).meta({ description: 'In which the caller may do it now.' }),
  fields: z.array(TransitionField),
  lines: z.array(z.string()).meta({ description: 'Of the law, by their ids.' }),
}

/** What could be done with a matter in its present state. */
export const AvailableTransition = z
  .object({
    transition: z.string(),
    ...doing,
    to: z.string().nullable().meta({ description: 'The state that follows; null where it stays.' }),
    refusal: z.string().nullable().meta({
      description: 'Why not now, whatever the fields; what fields lack is told when they are sent.',
    }),
  })
  .meta({ id: 'PossibleAct' })
export type AvailableTransition = z.infer<typeof AvailableTransition>

/** A matter that could be begun. */
export const AvailableWorkflow = z
  .object({
    machine: z.string(),
    name: z.string().meta({ description: 'What such a matter is called.' }),
    subject: z.string(),
    ...doing,
    origins: z.array(z.string()).meta({
      description: 'The matters one of which it must come from; none where it stands by itself.',
    }),
  })
  .meta({ id: 'PossibleMatter' })
export type AvailableWorkflow = z.infer<typeof AvailableWorkflow>

/** One line of the law, or of the house’s policy where the law leaves it open, in own words. */
export const LawLine = z
  .object({
    id: z.string(),
    article: z.string(),
    says: z.string(),
    force: z.enum(['law', 'policy']),
    seen: z.enum(['wording', 'substance', 'not-found']).nullable().meta({
      description: 'What of the provision somebody has read; null for a policy.',
    }),
    verified: z.boolean().meta({ description: 'Whether its wording was read in a named source.' }),
    validFrom: z.iso.date(),
    sources: z.array(z.string()),
  })
  .meta({ id: 'LawLine' })
export type LawLine = z.infer<typeof LawLine>

const Named = z.object({ id: z.string(), title: z.string() })

const summary = {
  id: z.uuid(),
  title: z.string(),
  listing: z.uuid().nullable(),
  case: z.uuid().nullable(),
  regime: z.string(),
  version: z.string(),
  events: z.int().min(0),
  openedAt: z.iso.datetime(),
}

export const ProceedingSummary = z
  .object({
    ...summary,
    nextDueAt: z.iso.datetime().nullable().meta({ description: 'When the next clock passes.' }),
  })
  .meta({ id: 'ProceedingSummary' })
export type ProceedingSummary = z.infer<typeof ProceedingSummary>

export const Proceeding = z
  .object({
    ...summary,
    maySend: z.boolean().meta({ description: 'False until counsel has checked this version.' }),
    because: z.string(),
    matters: z.array(
      z.object({
        id: z.string(),
        machine: z.string(),
        name: z.string().meta({ description: 'What such a matter is called.' }),
        origin: z.string().nullable().meta({ description: 'The matter from which it came.' }),
        state: z.string(),
        stateTitle: z.string(),
        stateKind: z.enum(['open', 'settled', 'end']),
        since: z.iso.datetime(),
        path: z.array(
          z.object({
            at: z.iso.datetime(),
            done: z.string(),
            title: z.string().meta({ description: 'As read after “to”.' }),
            role: z.string(),
            person: z.string().nullable().meta({ description: 'Who acted, where a person must.' }),
            state: z.string(),
            stateTitle: z.string(),
            lines: z.array(z.string()),
          }),
        ),
        possible: z.array(AvailableTransition),
      }),
    ),
    clocks: z.array(
      z.object({
        matter: z.string(),
        clock: z.string(),
        title: z.string(),
        bound: z.string().meta({ description: 'Who has to keep it.' }),
        startedAt: z.iso.datetime(),
        lines: z.array(z.string()),
        dueAt: z.iso.datetime().nullable(),
        why: z.string().meta({ description: 'How it is counted, and on what line of the law.' }),
      }),
    ),
    owed: z.array(z.object({ matter: z.string(), document: z.string(), to: z.string() })).meta({
      description: 'Documents that somebody must still get.',
    }),
    beginnings: z.array(AvailableWorkflow).meta({ description: 'Matters that could begin now.' }),
    roles: z.array(Named),
    lines: z.array(LawLine).meta({ description: 'Those that the answer names.' }),
  })
  .meta({ id: 'Proceeding' })
export type Proceeding = z.infer<typeof Proceeding>

export const RunningDeadline = z
  .object({
    proceeding: z.uuid(),
    title: z.string().meta({ description: 'Of the proceeding.' }),
    listing: z.uuid().nullable(),
    case: z.uuid().nullable(),
    regime: z.string(),
    matter: z.string(),
    clock: z.string(),
    dueAt: z.iso.datetime(),
    why: z.string(),
  })
  .meta({ id: 'RunningClock' })
export type RunningDeadline = z.infer<typeof RunningDeadline>
/** That counsel checked one version of a regime. */
export const NewCounselSignature = z
  .strictObject({
    version: name.meta({ description: 'The version as it runs now: a new one is signed anew.' }),
    checkedOn: z.iso.date(),
    counsel: z.string().trim().min(1).max(200).meta({ description: 'By name.' }),
  })
  .meta({ id: 'NewCounselSignature' })

export const RegimeApproval = z
  .object({
    id: z.string(),
    title: z.string(),
    version: z.string(),
    maySend: z.boolean(),
    because: z.string(),
    until: z.iso.date().nullable().meta({
      description: 'The first day on which the signature no longer counts.',
    }),
    unverified: z.array(z.string()).meta({
      description: 'Lines of the law whose wording nobody has verified, for counsel to read first.',
    }),
    signatures: z.array(
      z.object({
        version: z.string(),
        checkedOn: z.iso.date(),
        counsel: z.string(),
        at: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: 'RegimeStanding' })
export type RegimeApproval = z.infer<typeof RegimeApproval>
const TableMove = z.object({
  id: z.string(),
  title: z.string(),
  from: z.array(z.string()),
  to: z.string().nullable(),
  roles: z.array(z.string()),
  asks: z.array(z.string()),
  lines: z.array(z.string()),
})

/** A regime as a table: states, what leads from one to the next, clocks, and every line of the law. */
export const RegimeTable = z
  .object({
    id: z.string(),
    version: z.string(),
    title: z.string(),
    jurisdiction: z.string(),
    asOf: z.iso.date(),
    caution: z.string(),
    maySend: z.boolean(),
    because: z.string(),
    roles: z.array(Named),
    tiers: z.array(z.string()),
    sizeClasses: z.array(z.string()),
    machines: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        subject: z.string(),
        opening: z.string().nullable().meta({
          description: 'What begins it, as read after “to”; null where another matter does.',
        }),
        initial: z.string().meta({ description: 'The state in which it begins.' }),
        states: z.array(
          z.object({ id: z.string(), title: z.string(), kind: z.enum(['open', 'settled', 'end']) }),
        ),
        moves: z.array(TableMove),
        clocks: z.array(
          z.object({
            id: z.string(),
            title: z.string(),
            bound: z.string(),
            lines: z.array(z.string()),
          }),
        ),
      }),
    ),
    lines: z.array(LawLine),
  })
  .meta({ id: 'RegimeTable' })
export type RegimeTable = z.infer<typeof RegimeTable>

const One = z.strictObject({ id: z.uuid() })

export const enforcementEndpoints = {
  regimes: endpoint({
    method: 'GET',
    path: '/api/v1/regimes',
    summary: 'The regimes that are written, and under which the organisation may send',
    access: 'person',
    answer: z.object({ items: z.array(RegimeApproval) }),
  }),
  sign: endpoint({
    method: 'POST',
    path: '/api/v1/regimes/:id/signatures',
    summary: 'Records that the organisation’s counsel has checked this version of a regime',
    description: 'It counts for twelve months, and for no other version.',
    access: 'person',
    wholeOrganisation: true,
    params: z.strictObject({ id: name }),
    body: NewCounselSignature,
    answer: RegimeApproval,
    statuses: [201],
  }),
  regime: endpoint({
    method: 'GET',
    path: '/api/v1/regimes/:id',
    summary: 'A regime as a table of states, steps, clocks and lines of the law',
    access: 'person',
    params: z.strictObject({ id: name }),
    answer: RegimeTable,
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/proceedings',
    summary: 'The proceedings of the organisation, newest first',
    access: 'person',
    query: PageQuery.extend({
      listing: z.uuid().optional().meta({ description: 'Those about this offer.' }),
      case: z.uuid().optional().meta({ description: 'Those about an offer of this case.' }),
    }),
    answer: pageOf(ProceedingSummary),
  }),
  begin: endpoint({
    method: 'POST',
    path: '/api/v1/proceedings',
    summary: 'Begins a proceeding under a regime',
    access: 'person',
    body: NewProceeding,
    answer: Proceeding,
    statuses: [201],
  }),
  clocks: endpoint({
    method: 'GET',
    path: '/api/v1/clocks',
    summary: 'The clocks that run in the organisation’s proceedings, the next one to pass first',
    access: 'person',
    query: PageQuery.extend({
      before: z.iso.datetime({ offset: true }).optional().meta({
        description: 'Those alone that pass before this time.',
      }),
      regime: name.optional().meta({ description: 'Those under this regime alone.' }),
      case: z.uuid().optional().meta({ description: 'Those of the proceedings of this case.' }),
    }),
    answer: pageOf(RunningDeadline),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/proceedings/:id',
    summary: 'A proceeding: its matters, the clocks that run, the documents that are owed',
    access: 'person',
    params: One,
    answer: Proceeding,
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/proceedings/:id/events',
    summary: 'Does something in a proceeding',
    description:
      'What the regime does not allow, or a field that is missing, is refused in a sentence with its article, and leaves the proceeding as it was.',
    access: 'person',
    params: One,
    body: ProceedingAction,
    answer: z.object({
      proceeding: Proceeding,
      why: z.array(z.string()).meta({ description: 'A sentence for each thing that happened.' }),
    }),
  }),
}
