import { z } from 'zod'
import { Profile } from '../regime/index.ts'

const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/)
  .max(300)
const at = z.iso.datetime().meta({ description: 'When it was recorded, in UTC.' })
const FactValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])
const fields = z.record(z.string(), FactValue).default({})

/** The actor: a role of the regime and, for a person, that person's id. */
export const Actor = z.strictObject({ role: z.string().min(1), id: z.string().min(1).optional() })
export type Actor = z.infer<typeof Actor>

/**
 * What happens in a case, in the order in which it was recorded. `open` opens a workflow instance, `transition` moves
 * one, `deadline` records that a deadline passed, and `match` names the listing that an instance is about, for which the
 * law has no rule. Events never change: the state is derived from them.
 */
export const CaseEvent = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('open'),
      at,
      id,
      workflow: z.string(),
      by: Actor,
      origin: id.optional(),
      fields,
    }),
    z.strictObject({
      type: z.literal('transition'),
      at,
      id,
      transition: z.string(),
      by: Actor,
      fields,
    }),
    z.strictObject({ type: z.literal('deadline'), at, id, timeLimit: z.string() }),
    z.strictObject({ type: z.literal('match'), at, id, listing: z.uuid(), by: Actor }),
  ])
  .meta({ id: 'CaseEvent' })
export type CaseEvent = z.infer<typeof CaseEvent>

export type FactValue = z.infer<typeof FactValue>
export type Facts = Readonly<Record<string, FactValue>>

/** A whole case: its regime and version, the organisation, and its events. */
export const CaseHistory = z
  .strictObject({
    regime: z.strictObject({ id: z.string(), version: z.string() }),
    profile: Profile,
    settings: z.record(z.string(), z.union([z.number(), z.boolean()])).default({}),
    events: z.array(CaseEvent),
  })
  .meta({ id: 'CaseHistory' })
export type CaseHistory = z.infer<typeof CaseHistory>
