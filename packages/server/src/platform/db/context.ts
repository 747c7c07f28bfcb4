import { escapeLiteral } from 'pg'
import { AppError } from '../errors/index.ts'
import { currentUrgency, type Claimant, type Urgency } from '../fairness/index.ts'
import { unstorableText } from './failure.ts'

/**
 * The actor for the log: the operator at the command line, a user, an API key, or the holder of the one-time link
 * with this id.
 */
export type ContextActor = { kind: 'operator' | 'person' | 'key' | 'recipient'; id: string }

/** On whose behalf a transaction runs; determines the role and what row-level security shows. */
export type Context = Identity & {
  /** Defaults to interactive, for an organisation. */
  urgency?: Urgency
  /** The organisation for which the installation works, and whose turn it uses. */
  worksFor?: string
  /**
   * Plans statements without their parameters, so that prepared ones always reuse their plan. Only where no statement’s
   * plan depends on its parameters, as for `runPrepared`.
   */
  reusesPlans?: boolean
}

type Identity =
  | {
      as: 'tenant'
      organisationId: string
      actor: ContextActor
      /** Ids of the brands that the actor is limited to; omitted without a limit. */
      brands?: readonly string[]
    }
  /** An unauthenticated request: it sees only the rows that it names. */
  | ({ as: 'visitor' } & VisitorKeys)
  /** A user in matters of their own: sign-in, sessions, password; with the organisation they act for, if any. */
  | { as: 'self'; personId: string; organisationId?: string; throttles?: readonly string[] }
  /** The operator, and the installation's own work across organisations; never a request. */
  | { as: 'operator'; actor: ContextActor }

type VisitorKeys = {
  keyPrefix?: string
  /** Hash of a session's token, in hex. */
  session?: string
  email?: string
  /** Hash of an invitation's token, in hex. */
  invitation?: string
  /** Identity at an identity provider during sign-in. */
  federated?: { issuer: string; subject: string }
  /** Hash of a one-time link's token, and of the secret of the browser that opened one, in hex. */
  appealToken?: string
  appealSession?: string
  /** Hash of the token in an email to a seller, in hex. */
  emailUpdatesToken?: string
  throttles?: readonly string[]
  /** Slug of the marketplace whose public form is used. */
  door?: string
  /** Hash of the code for a notice's status, in hex. */
  receipt?: string
}

export const roles = { tenant: 'touchstone_app', operator: 'touchstone_operator' } as const

/** The party whose turn a transaction takes. Requests never count as background work. */
export function claimantOf(context: Context): Claimant {
  const {
    urgency = currentUrgency() ?? (context.as === 'operator' ? 'background' : 'interactive'),
  } = context
  return { party: context.worksFor ?? partyOf(context), urgency }
}

function partyOf(context: Context): string {
  switch (context.as) {
    case 'tenant':
      return context.organisationId
    case 'self':
      return context.organisationId ?? context.personId
    case 'visitor':
      return context.keyPrefix ?? context.session ?? 'visitors'
    case 'operator':
      return `operator ${context.actor.id}`
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** One round trip that opens a transaction and sets role and context. */
export function beginIn(context: Context): string {
  const role = context.as === 'operator' ? roles.operator : roles.tenant
  const settings = Object.entries(settingsOf(context)).map(
    ([name, value]) => `set local touchstone.${name} = ${literalOf(value)}`,
  )
  const plans = context.reusesPlans ? ['set local plan_cache_mode = force_generic_plan'] : []
  return ['begin', `set local role ${role}`, ...plans, ...settings].join('; ')
}

/** Switches the organisation within a transaction; the role stays, and nothing of the previous organisation. */
export function enterOrganisation(context: Context & { as: 'tenant' }): string {
  const settings = { brands: '', ...settingsOf(context) }
  return Object.entries(settings)
    .map(([name, value]) => `set local touchstone.${name} = ${literalOf(value)}`)
    .join('; ')
}

/** The server ends a statement's text at a null character. */
function literalOf(value: string): string {
  if (value.includes('\0')) throw unstorableText()
  return escapeLiteral(value)
}

function settingsOf(context: Context): Record<string, string> {
  switch (context.as) {
    case 'visitor':
      return {
        key_prefix: context.keyPrefix ?? '',
        session: context.session ?? '',
        email: context.email ?? '',
        invitation: context.invitation ?? '',
        issuer: context.federated?.issuer ?? '',
        subject: context.federated?.subject ?? '',
        appeal_token: context.appealToken ?? '',
        appeal_session: context.appealSession ?? '',
        email_updates_token: context.emailUpdatesToken ?? '',
        throttles: context.throttles?.join(',') ?? '',
        door: context.door ?? '',
        receipt: context.receipt ?? '',
      }
    case 'operator':
      return { actor_kind: context.actor.kind, actor_id: context.actor.id }
    case 'self':
      return {
        person: idOf(context.personId, 'a person'),
        actor_kind: 'person',
        actor_id: context.personId,
        ...(context.organisationId !== undefined && {
          organisation: idOf(context.organisationId, 'an organisation'),
        }),
        throttles: context.throttles?.join(',') ?? '',
      }
    case 'tenant':
      return {
        organisation: idOf(context.organisationId, 'an organisation'),
        actor_kind: context.actor.kind,
        actor_id: context.actor.id,
        ...(context.brands !== undefined && { brands: JSON.stringify(context.brands) }),
      }
  }
}

function idOf(id: string, owner: string): string {
  if (uuid.test(id)) return id
  throw new AppError({
    code: 'internal',
    message: `a transaction needs the id of ${owner}`,
  })
}
