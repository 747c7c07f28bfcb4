import type { ModerationAction, InstanceView, Queued } from './queries.ts'

export type FieldName =
  | ('knowledge' | 'knowledgeReason' | 'lifeSafety' | 'suspicion' | 'flagger' | 'listing')
  | (
      | 'question'
      | 'text'
      | 'outcome'
      | 'reasons'
      | 'order'
      | 'reason'
      | 'reversalSource'
      | 'deliverTo'
    )
  | (
      | 'deliverBy'
      | 'reference'
      | 'duplicate'
      | 'errors'
      | 'corrections'
      | 'authority'
      | 'memberState'
    )
  | ('stateBasis' | 'information' | 'notMetReason' | 'qualification' | 'upholdReason')
  | ('complaintReasons' | 'body' | 'receivedOn' | 'earlierDispute' | 'sameInformation')
  | ('sameGrounds' | 'extendedDays' | 'complexity' | 'inFavourOf' | 'manifestBadFaith')
  | (
      | 'decidedOn'
      | 'closingReason'
      | 'feesPaidBy'
      | 'nonImplementationReason'
      | 'purchases'
      | 'publishedAt'
    )
  | ('reversalMessage' | 'byAssessment')

export type Choice =
  | ('yes' | 'no' | 'unclear' | 'restrict' | 'no-action' | 'already-gone' | 'authority-order')
  | ('complaint' | 'out-of-court' | 'court' | 'own-error' | 'mail' | 'own-channel')
  | ('offence' | 'suspect' | 'victim' | 'own-state' | 'europol')
  | 'inaction-unfounded'
  | ('other-party' | 'platform' | 'nobody')

export type StepField = {
  name: FieldName
  kind: 'line' | 'words' | 'day' | 'count' | 'tick' | 'lines' | 'choice' | 'flagger' | 'purchases'
  values?: readonly Choice[]
  optional?: true
  /** Shown only if another field has this value. */
  when?: readonly [field: FieldName, value: string]
}

export type ActName = Exclude<ModerationAction['type'], 'restrict' | 'replace'>
export type Step = {
  type: ActName
  fields: readonly StepField[]
  /** Only reviewers of complaints may take the step. */
  by?: 'reviewer'
  /** The parameter that names the workflow instance; omitted if the step is about the item itself. */
  of?: 'instance' | 'origin'
}

const words = (name: FieldName): StepField => ({ name, kind: 'words' })
const line = (name: FieldName): StepField => ({ name, kind: 'line' })
const day = (name: FieldName): StepField => ({ name, kind: 'day' })
const tick = (name: FieldName): StepField => ({ name, kind: 'tick' })
const choice = (name: FieldName, ...values: Choice[]): StepField => ({
  name,
  kind: 'choice',
  values,
})
const fees = choice('feesPaidBy', 'platform', 'other-party', 'nobody')

export const triage: Step = {
  type: 'triage',
  fields: [
    choice('knowledge', 'yes', 'no', 'unclear'),
    words('knowledgeReason'),
    tick('lifeSafety'),
    { ...words('suspicion'), optional: true, when: ['lifeSafety', 'true'] },
    { name: 'flagger', kind: 'flagger', optional: true },
  ],
}
export const match: Step = { type: 'match', fields: [line('listing')] }
const decide: Step = {
  type: 'decide',
  fields: [
    choice('outcome', 'restrict', 'no-action', 'already-gone', 'authority-order'),
    words('reasons'),
    tick('byAssessment'),
    { ...line('order'), when: ['outcome', 'authority-order'] },
  ],
}
const refer: Step = { type: 'record-referral', fields: [line('body')], of: 'origin' }
const drop: Step = { type: 'drop', fields: [words('reason')], of: 'instance' }
const reinstate: Step = {
  type: 'reinstate',
  of: 'instance',
  fields: [
    choice('reversalSource', 'own-error', 'complaint', 'out-of-court', 'court'),
    words('reason'),
    choice('deliverBy', 'own-channel', 'mail'),
    { ...line('deliverTo'), optional: true },
  ],
}
const stopBuyers: Step = { type: 'stop-informing-buyers', fields: [], of: 'instance' }
const retractBuyers: Step = {
  type: 'inform-buyers-of-reversal',
  fields: [words('reversalMessage')],
  of: 'instance',
}
const filed: Step = { type: 'record-filing', fields: [tick('duplicate')], of: 'instance' }
const bodyCloses: Step = {
  type: 'record-dispute-closure',
  fields: [words('closingReason')],
  of: 'instance',
}
const bodyDecides: Step = {
  type: 'record-dispute-decision',
  of: 'instance',
  fields: [
    choice('inFavourOf', 'platform', 'other-party'),
    tick('manifestBadFaith'),
    day('decidedOn'),
  ],
}
const bodyEngaged: Step[] = [bodyDecides, bodyCloses]

/** The steps of each workflow by state, the usual next one first. */
const stepsByState: Readonly<Record<string, Readonly<Record<string, readonly Step[]>>>> = {
  notice: {
    received: [triage],
    'on-hold': [{ type: 'resume-review', fields: [] }],
    triaged: [{ type: 'start-review', fields: [] }],
    'in-review': [decide, { type: 'request-information', fields: [words('question')] }],
    'information-requested': [decide, { type: 'record-response', fields: [words('text')] }],
    decided: [{ type: 'record-notifier-informed', fields: [line('reference')] }, refer],
    'notifier-informed': [refer],
    'closed-without-contact': [refer],
  },
  restriction: {
    proposed: [drop],
    'statement-sent': [reinstate, refer],
    'statement-exempt': [reinstate, refer],
  },
  'transparency-filing': {
    queued: [
      filed,
      {
        type: 'record-filing-rejection',
        fields: [{ name: 'errors', kind: 'lines' }],
        of: 'instance',
      },
    ],
    rejected: [{ type: 'queue-correction', fields: [words('corrections')], of: 'instance' }],
  },
  complaint: {
    lodged: [
      {
        type: 'start-complaint-review',
        by: 'reviewer',
        of: 'instance',
        fields: [line('qualification')],
      },
      refer,
    ],
    'human-review': [
      {
        type: 'uphold-complaint',
        by: 'reviewer',
        of: 'instance',
        fields: [
          // Appeals of sellers are decided on their own page; these are complaints of notifiers.
          choice('upholdReason', 'inaction-unfounded'),
          words('complaintReasons'),
        ],
      },
      {
        type: 'reject-complaint',
        by: 'reviewer',
        of: 'instance',
        fields: [words('complaintReasons')],
      },
    ],
    upheld: [{ type: 'record-complainant-informed', fields: [line('reference')], of: 'instance' }],
    rejected: [
      { type: 'record-complainant-informed', fields: [line('reference')], of: 'instance' },
    ],
  },
  'dispute-settlement': {
    referred: [
      { type: 'engage-in-dispute', fields: [day('receivedOn')], of: 'instance' },
      {
        type: 'decline-dispute',
        of: 'instance',
        fields: [line('earlierDispute'), tick('sameInformation'), tick('sameGrounds')],
      },
      bodyCloses,
    ],
    engaged: [
      {
        type: 'record-dispute-extension',
        of: 'instance',
        fields: [{ name: 'extendedDays', kind: 'count' }, words('complexity')],
      },
      ...bodyEngaged,
    ],
    extended: bodyEngaged,
    decided: [
      { type: 'implement-decision', fields: [fees], of: 'instance' },
      {
        type: 'record-non-implementation',
        fields: [fees, words('nonImplementationReason')],
        of: 'instance',
      },
    ],
  },
  'life-safety-report': {
    suspected: [
      {
        type: 'record-safety-report',
        by: 'reviewer',
        of: 'instance',
        fields: [
          line('authority'),
          line('memberState'),
          choice('stateBasis', 'offence', 'suspect', 'victim', 'own-state', 'europol'),
          { name: 'information', kind: 'lines' },
        ],
      },
      {
        type: 'record-threshold-not-met',
        by: 'reviewer',
        of: 'instance',
        fields: [words('notMetReason')],
      },
    ],
  },
  'buyer-notification': {
    aware: [
      {
        type: 'select-buyers',
        of: 'instance',
        fields: [{ name: 'purchases', kind: 'purchases', optional: true }],
      },
      stopBuyers,
    ],
    selected: [
      { type: 'record-buyers-informed', fields: [], of: 'instance' },
      { type: 'record-publication', fields: [line('publishedAt')], of: 'instance' },
      stopBuyers,
    ],
    'notified-in-part': [
      { type: 'record-publication', fields: [line('publishedAt')], of: 'instance' },
      retractBuyers,
    ],
    notified: [retractBuyers],
    published: [retractBuyers],
  },
}

/**
 * The steps open to a workflow instance now. Appeals of sellers are decided on their own page. Notifying buyers can
 * be stopped or retracted only after the restriction was reversed.
 */
export function stepsOf(
  { workflow, state, facts }: Pick<InstanceView, 'workflow' | 'state' | 'facts'>,
  originState?: string,
): readonly Step[] {
  if (workflow === 'complaint' && facts['addressee'] === 'recipient') return []
  const steps = stepsByState[workflow]?.[state] ?? []
  if (workflow !== 'buyer-notification' || originState === 'reversed') return steps
  return steps.filter(
    ({ type }) => type !== 'stop-informing-buyers' && type !== 'inform-buyers-of-reversal',
  )
}

/** Steps that can be applied in bulk. Answers and messages are individual. */
const ofMany: ReadonlySet<string> = new Set([
  'triage',
  'start-review',
  'resume-review',
  'decide',
  'request-information',
])

/** The steps that all selected items have in common. */
export function commonSteps(items: readonly Pick<Queued, 'state'>[]): readonly Step[] {
  const [first, ...others] = [...new Set(items.map(({ state }) => state))]
  if (first === undefined) return []
  const of = (state: Queued['state']): readonly Step[] =>
    stepsOf({ workflow: 'notice', state, facts: {} }).filter(({ type }) => ofMany.has(type))
  return of(first).filter(({ type }) =>
    others.every((state) => of(state).some((one) => one.type === type)),
  )
}

export type FieldInput = Readonly<Partial<Record<FieldName, string>>>

/** The fields to show, given the values typed so far. */
export function askedFor(step: Step, typed: FieldInput): readonly StepField[] {
  return step.fields.filter(({ when }) => when === undefined || typed[when[0]] === when[1])
}

/** Whether a required field is empty. */
export function lacks(step: Step, typed: FieldInput): boolean {
  return askedFor(step, typed).some(
    ({ name, kind, optional }) =>
      optional !== true && kind !== 'tick' && (typed[name] ?? '').trim() === '',
  )
}

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i

/** Extracts the id from a pasted address or text. */
export function uuidIn(text: string): string | undefined {
  return uuid.exec(text)?.[0]
}

/** Parses purchases, one per line: number, date, and whether contact details exist. */
export function purchasesOf(text: string): { id: string; on: string; contactKnown: boolean }[] {
  return text.split('\n').flatMap((one) => {
    const [id = '', on = '', contact = ''] = one.split(/[;,\t]/).map((part) => part.trim())
    if (id === '') return []
    return [{ id, on, contactKnown: !/^(no|0|false|n)$/i.test(contact) }]
  })
}

/** The action in the API's form. Invalid values are left to the server, which explains them. */
export function actOf(step: Step, typed: FieldInput, instance: string): ModerationAction {
  const values: Record<string, unknown> = { type: step.type }
  if (step.of !== undefined) values[step.of] = instance
  for (const { name, kind, optional } of askedFor(step, typed)) {
    const text = (typed[name] ?? '').trim()
    if (kind === 'tick') values[name] = text === 'true'
    else if (kind === 'purchases') values[name] = purchasesOf(text)
    else if (text === '' && optional) continue
    else if (kind === 'count') values[name] = Number(text)
    else if (kind === 'lines') values[name] = text.split('\n').flatMap((one) => one.trim() || [])
    else if (name === 'listing') values[name] = uuidIn(text) ?? text
    else values[name] = text
  }
  const { deliverBy, deliverTo, ...rest } = values
  // Each step names its own fields; the server validates them against its schema.
  return {
    ...rest,
    ...(deliverTo !== undefined && { deliver: { by: deliverBy, to: deliverTo } }),
  } as ModerationAction
}
