import { z } from 'zod'
import { endpoint } from '../api/endpoint.ts'

/** The kinds of inbox items. */
export const inboxKinds = [
  'received-notice',
  'appeal',
  'follow-up',
  'proof-submission',
  'deadline',
  'decision-approval',
  'notice-approval',
  'link-review',
  'dossier-contest',
  'claim-decision',
  'marketplace-response',
  'buyer-report',
  'code-alarm',
  'case-due',
  'failed-capture',
  'failing-webhook',
  'failed-job',
  'setup',
  'finding',
  'seller',
] as const
export type InboxKind = (typeof inboxKinds)[number]

/** The groups of the inbox, the most urgent first. */
export const inboxUrgencies = ['overdue', 'soon', 'open', 'new'] as const
export type InboxUrgency = (typeof inboxUrgencies)[number]

/** Items of a kind are counted up to this number. */
export const maxInboxCount = 500

export const inboxActions = ['assign', 'capture-again', 'enable', 'retry', 'mark-handled'] as const
export type InboxAction = (typeof inboxActions)[number]

const moment = z.iso.datetime()

export const InboxItemView = z
  .object({
    kind: z.enum(inboxKinds),
    id: z.string().meta({ description: 'Unique among the items of its kind.' }),
    urgency: z.enum(inboxUrgencies).meta({
      description:
        '`overdue`: a deadline has passed; `soon`: one falls within three days, or life or safety may be at risk; `new`: a finding without a decision, or a seller whose listings, taken together, deserve a look.',
    }),
    title: z.string().nullable().meta({
      description: 'Title of the listing, case, proceeding or webhook that it concerns.',
    }),
    detail: z.string().nullable().meta({
      description:
        'A code or sentence by kind: the proposed or assessed verdict, the outcome, the deadline, the failure, or the step of the setup.',
    }),
    listing: z.uuid().nullable().meta({
      description:
        'The listing whose picture stands for the item: its own, the first of a notice, or the last added to a case.',
    }),
    signal: z.string().nullable().meta({
      description: 'Code of the visible signal that raises the probability of a finding most.',
    }),
    brand: z.string().nullable().meta({ description: 'Name of the brand.' }),
    seller: z.string().nullable().meta({
      description:
        'Seller of a finding, or of a listing on which an appeal was decided, by name, else by ID; null if it states to be a private person.',
    }),
    marketplace: z.string().nullable(),
    from: z.string().nullable().meta({
      description:
        'Name of the colleague or organisation that waits. Private notifiers are not named.',
    }),
    since: moment,
    until: moment.nullable().meta({ description: 'The deadline, if there is one.' }),
    path: z.string().meta({ description: 'The page of the console on which it is handled.' }),
    action: z.enum(inboxActions).nullable().meta({
      description: 'What a single step can do about it, if anything.',
    }),
    version: z.int().nullable().meta({ description: '`expectedVersion` of an assignment.' }),
    limit: z.object({ workflow: z.string(), id: z.string() }).nullable().meta({
      description: 'The workflow and the time limit of a deadline.',
    }),
  })
  .meta({ id: 'InboxItemView' })
export type InboxItemView = z.infer<typeof InboxItemView>

export const InboxCountView = z
  .object({
    kind: z.enum(inboxKinds),
    count: z.int().meta({ description: `Exact up to ${maxInboxCount}.` }),
    more: z.boolean().meta({ description: 'True if there may be more than counted.' }),
  })
  .meta({ id: 'InboxCountView' })
export type InboxCountView = z.infer<typeof InboxCountView>

const counts = z.array(InboxCountView).meta({
  description: 'The kinds of which something waits, in the order of the inbox.',
})

export const InboxView = z
  .object({
    items: z.array(InboxItemView).meta({ description: 'The most urgent first.' }),
    counts,
  })
  .meta({ id: 'InboxView' })
export type InboxView = z.infer<typeof InboxView>

/** What an organisation does first, in this order. */
export const firstSteps = [
  'add-brand',
  'claim-brand',
  'approve-claim',
  'import-listings',
  'decide-finding',
] as const
export type FirstStep = (typeof firstSteps)[number]

export const FirstStepView = z
  .object({
    step: z.enum(firstSteps),
    done: z.boolean(),
    brand: z.string().nullable().meta({
      description: 'ID of the brand that the step concerns: of the first one without a claim.',
    }),
    listing: z.uuid().nullable().meta({
      description: 'The first finding to decide on: the newest listing of the highest verdict.',
    }),
  })
  .meta({ id: 'FirstStepView' })
export type FirstStepView = z.infer<typeof FirstStepView>

const TimeZone = z
  .string()
  .max(100)
  .refine(isTimeZone, 'not a time zone of the IANA database')
  .meta({ description: 'As in the IANA database: `Asia/Jakarta`.' })

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

export const DailySummary = z
  .strictObject({
    hour: z.int().min(0).max(23).meta({ description: 'Sent at this hour, or soon after.' }),
    timeZone: TimeZone,
  })
  .meta({ id: 'DailySummary' })
export type DailySummary = z.infer<typeof DailySummary>

const SummarySetting = z.object({
  summary: DailySummary.nullable().meta({ description: 'Null if no summary is sent.' }),
  sendsEmail: z.boolean().meta({ description: 'Whether this installation can send email.' }),
})

export const inboxEndpoints = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/inbox',
    summary: 'Retrieve what waits for the signed-in user',
    description:
      'Depends on the roles and limits of the membership and on the kind of the organisation; the administrator of the installation gets what waits for the operator. Each kind contributes its most urgent items up to `limit`. Private sellers and private notifiers are not named.',
    access: 'person',
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(100).default(25).meta({
        description: 'Items of each kind.',
      }),
    }),
    response: InboxView,
  }),
  counts: endpoint({
    method: 'GET',
    path: '/api/v1/inbox/counts',
    summary: 'Count what waits for the signed-in user, by kind',
    access: 'person',
    response: z.object({ counts }),
  }),
  firstSteps: endpoint({
    method: 'GET',
    path: '/api/v1/inbox/first-steps',
    summary: 'List what an organisation does first, and what of it is done',
    description:
      'The steps that admins and analysts of this kind of organisation can do, read from what is stored. Empty for others.',
    access: 'person',
    response: z.object({ steps: z.array(FirstStepView) }),
  }),
  handle: endpoint({
    method: 'POST',
    path: '/api/v1/inbox/handled-items',
    summary: 'Mark a marketplace’s response or a failed capture as handled',
    description:
      'Removes the item from the inbox of the whole organisation. It returns if the marketplace responds again.',
    access: 'person',
    body: z.strictObject({
      kind: z.enum(['marketplace-response', 'failed-capture']),
      id: z.uuid(),
    }),
    response: z.object({}),
  }),
  summary: endpoint({
    method: 'GET',
    path: '/api/v1/inbox/daily-summary',
    summary: 'Retrieve whether and when the signed-in user gets a daily summary by email',
    access: 'person',
    response: SummarySetting,
  }),
  setSummary: endpoint({
    method: 'PUT',
    path: '/api/v1/inbox/daily-summary',
    summary: 'Send the signed-in user a daily summary of the inbox by email',
    description:
      'Once a day, in the language of the user: counts by kind and the ten most urgent items, without personal data of sellers. Nothing is sent while nothing waits.',
    access: 'person',
    body: DailySummary,
    response: SummarySetting,
  }),
  endSummary: endpoint({
    method: 'DELETE',
    path: '/api/v1/inbox/daily-summary',
    summary: 'Stop the daily summary of the signed-in user',
    access: 'person',
    response: SummarySetting,
  }),
}
