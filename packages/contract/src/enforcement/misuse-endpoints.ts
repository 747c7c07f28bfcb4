import { z } from 'zod'
import { actionInput, Version } from '../api/action.ts'
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
  version: Version,
  since: Moment,
  strikes: z.int().nullable().meta({
    description:
      'For sellers: decisions against them that are in force. Reversed decisions do not count.',
  }),
})

export const MisuseAction = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('warn'), warning: text(10_000) }),
    z.strictObject({
      type: z.literal('suspend'),
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
    z.strictObject({ type: z.literal('lift') }),
    z.strictObject({
      type: z.literal('close'),
      reason: text(2000).meta({ description: 'Stored with the event that closes the record.' }),
    }),
    z.strictObject({
      type: z.literal('impose'),
      statement: StatementOfReasons,
      deliver: z.strictObject({ by: z.enum(['mail', 'own-channel']), to: text(320) }),
    }),
  ])
  .meta({ id: 'MisuseAction' })
export type MisuseAction = z.infer<typeof MisuseAction>

/** Warnings and suspensions for misuse of notices, complaints or listings. */
export const misuseEndpoints = {
  misuse: endpoint({
    method: 'GET',
    path: '/api/v1/moderation/misuse-records',
    summary: 'List warnings and suspensions by role',
    access: 'person',
    wholeOrganisation: true,
    response: z.object({ items: z.array(Misuse) }),
  }),
  watch: endpoint({
    method: 'POST',
    path: '/api/v1/moderation/misuse-records',
    summary: 'Open a misuse record for a person in one role, or reopen it after closing',
    access: 'person',
    wholeOrganisation: true,
    body: z.discriminatedUnion('role', [
      z.strictObject({
        role: z.enum(['notifier', 'complainant']),
        notice: z.uuid().meta({ description: 'A notice sent by that person.' }),
      }),
      z.strictObject({ role: z.literal('seller'), seller: text(300) }),
    ]),
    response: Misuse,
  }),
  actOnMisuse: endpoint({
    method: 'POST',
    path: '/api/v1/moderation/misuse-records/:id/actions',
    summary: 'Warn, suspend after a warning, lift a suspension, or close the record with a reason',
    access: 'person',
    wholeOrganisation: true,
    params: z.strictObject({ id: z.uuid() }),
    body: actionInput('MisuseActionInput', MisuseAction),
    response: Misuse,
  }),
}
