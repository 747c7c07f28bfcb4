import { z } from 'zod'
import { StatementOfReasons } from './statement-of-reasons.ts'
import { text } from '../text.ts'
import { endpoint } from '../api/endpoint.ts'

const Moment = z.iso.datetime()
const Day = z.iso.date()

const Misuse = z.object({
  id: z.uuid(),
  role: z.enum(['seller', 'notifier', 'complainant']),
  label: z.string(),
  proceeding: z.uuid(),
  state: z.string(),
  since: Moment,
  strikes: z.int().nullable().meta({
    description: 'Of a seller: decisions against it that stand; what was undone counts no more.',
  }),
})

export const MisuseAction = z
  .discriminatedUnion('act', [
    z.strictObject({ act: z.literal('warn'), warning: text(10_000) }),
    z.strictObject({
      act: z.literal('suspend'),
      absoluteNumber: z.int().min(0),
      windowDays: z.int().min(0),
      share: z.number().min(0).max(1),
      gravity: text(2000),
      intention: text(2000),
      manifest: z.boolean(),
      frequent: z.boolean(),
      until: Day,
      counsel: text(2000).optional(),
    }),
    z.strictObject({ act: z.literal('lift') }),
    z.strictObject({
      act: z.literal('close'),
      reason: text(2000).meta({ description: 'Kept with the event that closes it.' }),
    }),
    z.strictObject({
      act: z.literal('impose'),
      statement: StatementOfReasons,
      deliver: z.strictObject({ by: z.enum(['mail', 'own-channel']), to: text(320) }),
    }),
  ])
  .meta({ id: 'MisuseAct' })
export type MisuseAction = z.infer<typeof MisuseAction>

/** Warnings and suspensions of people who misuse notices, complaints or offers. */
export const misuseEndpoints = {
  misuse: endpoint({
    method: 'GET',
    path: '/api/v1/reception/misuse',
    summary: 'Who was warned or suspended, in which role',
    access: 'person',
    wholeOrganisation: true,
    answer: z.object({ items: z.array(Misuse) }),
  }),
  watch: endpoint({
    method: 'POST',
    path: '/api/v1/reception/misuse',
    summary: 'Begins the record of one person in one role, anew where it was closed',
    access: 'person',
    wholeOrganisation: true,
    body: z.discriminatedUnion('role', [
      z.strictObject({
        role: z.enum(['notifier', 'complainant']),
        notice: z.uuid().meta({ description: 'A notice of that person’s.' }),
      }),
      z.strictObject({ role: z.literal('seller'), seller: text(300) }),
    ]),
    answer: Misuse,
  }),
  actOnMisuse: endpoint({
    method: 'POST',
    path: '/api/v1/reception/misuse/:id/acts',
    summary: 'Warns, suspends after a warning, lifts, or closes the record with a reason',
    access: 'person',
    wholeOrganisation: true,
    params: z.strictObject({ id: z.uuid() }),
    body: MisuseAction,
    answer: Misuse,
  }),
}
