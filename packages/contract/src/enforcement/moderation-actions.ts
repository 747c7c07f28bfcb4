import { z } from 'zod'
import { StatementOfReasons } from './statement-of-reasons.ts'
import { text } from '../text.ts'

const Day = z.iso.date()
const long = text(10_000)
const InstanceId = z.string().max(300).meta({
  description: 'A workflow instance of the item’s proceeding, as returned with the notice.',
})
const act = <const N extends string, S extends z.ZodRawShape>(name: N, shape: S) =>
  z.strictObject({ type: z.literal(name), ...shape })
const Fees = z.enum(['platform', 'other-party', 'nobody'])

export const Delivery = z.strictObject({
  by: z.enum(['mail', 'own-channel']),
  to: text(320).meta({
    description:
      'An email address, or the reference of the message in the marketplace’s own channel.',
  }),
})

/** Why no statement of reasons is due. */
export const statementExemptions = [
  'no-contact',
  'deceptive-high-volume',
  'authority-order',
] as const

const restricting = {
  instance: InstanceId,
  statement: StatementOfReasons.meta({
    description: 'As completed by a person; its identifier is generated anew.',
  }),
  deliver: Delivery.optional().meta({
    description:
      'How the seller is informed. Without it, no statement is due, for the reason given.',
  }),
  exemption: z.enum(statementExemptions).optional(),
  illegalProduct: z.boolean().default(false).meta({
    description: 'Whether the product itself is illegal, so that its buyers are informed.',
  }),
}

/** Actions on a restriction and its consequences, whatever led to it. */
const followingActs = [
  act('restrict', restricting),
  act('drop', { instance: InstanceId, reason: text(2000) }),
  act('replace', { ...restricting, replacementReason: text(2000) }),
  act('reinstate', {
    instance: InstanceId,
    reversalSource: z.enum(['complaint', 'out-of-court', 'court', 'own-error']),
    reason: text(5000),
    deliver: Delivery.optional().meta({ description: 'How the seller is informed.' }),
  }),
  act('record-filing', { instance: InstanceId, duplicate: z.boolean().default(false) }),
  act('record-filing-rejection', {
    instance: InstanceId,
    errors: z.array(text(1000)).min(1).max(100),
  }),
  act('queue-correction', { instance: InstanceId, corrections: text(2000) }),
  act('record-referral', { origin: InstanceId, body: text(300) }),
  act('engage-in-dispute', { instance: InstanceId, receivedOn: Day }),
  act('decline-dispute', {
    instance: InstanceId,
    earlierDispute: text(500),
    sameInformation: z.boolean(),
    sameGrounds: z.boolean(),
  }),
  act('record-dispute-extension', {
    instance: InstanceId,
    extendedDays: z.int().min(0),
    complexity: text(2000),
  }),
  act('record-dispute-decision', {
    instance: InstanceId,
    inFavourOf: z.enum(['other-party', 'platform']),
    manifestBadFaith: z.boolean(),
    decidedOn: Day,
  }),
  act('record-dispute-closure', { instance: InstanceId, closingReason: text(2000) }),
  act('implement-decision', { instance: InstanceId, feesPaidBy: Fees }),
  act('record-non-implementation', {
    instance: InstanceId,
    feesPaidBy: Fees,
    nonImplementationReason: text(2000),
  }),
  act('select-buyers', {
    instance: InstanceId,
    purchases: z
      .array(z.strictObject({ id: text(200), on: Day, contactKnown: z.boolean() }))
      .max(100_000)
      .meta({
        description: 'Identified by the marketplace’s own purchase numbers; buyers are not named.',
      }),
  }),
  act('record-buyers-informed', { instance: InstanceId }),
  act('record-publication', {
    instance: InstanceId,
    publishedAt: z.url().max(500),
  }),
  act('stop-informing-buyers', { instance: InstanceId }),
  act('inform-buyers-of-reversal', { instance: InstanceId, reversalMessage: text(2000) }),
] as const

export const FollowUpAction = z
  .discriminatedUnion('type', followingActs)
  .meta({ id: 'FollowUpAction' })
export type FollowUpAction = z.infer<typeof FollowUpAction>

/** One action of the marketplace on an item of a notice. */
export const ModerationAction = z
  .discriminatedUnion('type', [
    act('match', {
      listing: z.uuid().meta({ description: 'The listing that the item concerns.' }),
    }),
    act('triage', {
      knowledge: z.enum(['yes', 'no', 'unclear']),
      knowledgeReason: text(2000),
      lifeSafety: z.boolean(),
      suspicion: text(2000).optional(),
      flagger: z.uuid().optional().meta({
        description: 'The trusted flagger that sent the notice, if a person has verified it.',
      }),
    }),
    act('start-review', {}),
    act('request-information', { question: text(2000) }),
    act('record-response', { text: long }),
    act('resume-review', {}),
    act('decide', {
      outcome: z.enum(['no-action', 'restrict', 'already-gone', 'authority-order']),
      reasons: text(5000),
      order: text(500).optional(),
      byAssessment: z.boolean().optional().meta({
        description:
          'True if the engine’s assessment led to the decision, which is then recorded as partly automated.',
      }),
    }),
    act('record-notifier-informed', {
      reference: text(500).meta({ description: 'The message that informed the notifier.' }),
    }),
    act('record-safety-report', {
      instance: InstanceId,
      authority: text(300),
      memberState: z.string().regex(/^[A-Z]{2}$/),
      stateBasis: z.enum(['offence', 'suspect', 'victim', 'own-state', 'europol']),
      information: z.array(text(1000)).min(1).max(100),
    }),
    act('record-threshold-not-met', { instance: InstanceId, notMetReason: text(2000) }),
    act('start-complaint-review', { instance: InstanceId, qualification: text(500) }),
    act('uphold-complaint', {
      instance: InstanceId,
      upholdReason: z.enum([
        'inaction-unfounded',
        'neither-illegal-nor-against-terms',
        'measure-not-deserved',
      ]),
      complaintReasons: long,
    }),
    act('reject-complaint', { instance: InstanceId, complaintReasons: long }),
    act('record-complainant-informed', { instance: InstanceId, reference: text(500) }),
    ...followingActs,
  ])
  .meta({ id: 'ModerationAction' })
export type ModerationAction = z.infer<typeof ModerationAction>
