import { escapeLiteral } from 'pg'
import { AppError } from '../errors/index.ts'

/** Who acts, for the log: an operator at the command line, a person, a machine key. */
export type ContextActor = { kind: 'operator' | 'person' | 'key'; id: string }

/** On whose behalf a transaction runs; it decides the role and what row-level security shows. */
export type Context =
  | { as: 'tenant'; organisationId: string; actor: ContextActor }
  /** A request that names a key and is not yet known to hold it. */
  | { as: 'visitor'; keyPrefix: string }
  /** The installation's operator and its own work across organisations; never a request's. */
  | { as: 'operator'; actor: ContextActor }

export const roles = { tenant: 'touchstone_app', operator: 'touchstone_operator' } as const

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** One round trip that opens a transaction, takes the role and tells whose it is. */
export function beginIn(context: Context): string {
  const role = context.as === 'operator' ? roles.operator : roles.tenant
  const settings = Object.entries(settingsOf(context)).map(
    ([name, value]) => `set local touchstone.${name} = ${escapeLiteral(value)}`,
  )
  return ['begin', `set local role ${role}`, ...settings].join('; ')
}

function settingsOf(context: Context): Record<string, string> {
  switch (context.as) {
    case 'visitor':
      return { key_prefix: context.keyPrefix }
    case 'operator':
      return { actor_kind: context.actor.kind, actor_id: context.actor.id }
    case 'tenant':
      if (!uuid.test(context.organisationId)) {
        throw new AppError({
          code: 'internal',
          message: 'a tenant’s transaction needs the id of an organisation',
        })
      }
      return {
        organisation: context.organisationId,
        actor_kind: context.actor.kind,
        actor_id: context.actor.id,
      }
  }
}
