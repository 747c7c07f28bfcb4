import { escapeLiteral } from 'pg'
import { AppError } from '../errors/index.ts'
import { currentUrgency, type Claimant, type Urgency } from '../fairness/index.ts'
import { unstorableText } from './failure.ts'

/**
 * Who acts, for the log: an operator at the command line, a person, a machine key, or whoever came by the
 * one-time link of this id.
 */
export type ContextActor = { kind: 'operator' | 'person' | 'key' | 'recipient'; id: string }

/** On whose behalf a transaction runs; it decides the role and what row-level security shows. */
export type Context = Identity & {
  /** How urgent it is; for an organisation, as for whoever waits for an answer where nothing is said. */
  urgency?: Urgency
  /** The organisation for which the installation works; its turn is used for it. */
  worksFor?: string
}

type Identity =
  | {
      as: 'tenant'
      organisationId: string
      actor: ContextActor
      /** Ids of the brands to which the sight of whoever acts is limited; left out: all. */
      brands?: readonly string[]
    }
  /** A request that nobody is known to have sent: it sees the rows that it names, and no others. */
  | ({ as: 'visitor' } & Named)
  /** A person in what concerns nobody else: sign-in, sessions, password; for whom it acts, if any. */
  | { as: 'self'; personId: string; organisationId?: string; throttles?: readonly string[] }
  /** The installation's operator and its own work across organisations; never a request's. */
  | { as: 'operator'; actor: ContextActor }

type Named = {
  keyPrefix?: string
  /** Hash of a session's token, in hex. */
  session?: string
  email?: string
  /** Hash of an invitation's token, in hex. */
  invitation?: string
  /** Who signs in at an identity provider. */
  federated?: { issuer: string; subject: string }
  /** Hash of a one-time link's token, and of the secret of the browser that opened one, in hex. */
  appealToken?: string
  appealSession?: string
  throttles?: readonly string[]
  /** Slug of a marketplace to which a stranger sends a notice. */
  door?: string
  /** Hash of the code by which a notice is followed, in hex. */
  receipt?: string
}

export const roles = { tenant: 'touchstone_app', operator: 'touchstone_operator' } as const

/** Whose turn a transaction takes. Of what a request does nothing is in the background. */
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

/** One round trip that opens a transaction, takes the role and tells whose it is. */
export function beginIn(context: Context): string {
  const role = context.as === 'operator' ? roles.operator : roles.tenant
  const settings = Object.entries(settingsOf(context)).map(
    ([name, value]) => `set local touchstone.${name} = ${literalOf(value)}`,
  )
  return ['begin', `set local role ${role}`, ...settings].join('; ')
}

/** Changes inside a transaction for which organisation it runs; the role stays, and nothing of the organisation before. */
export function enterOrganisation(context: Context & { as: 'tenant' }): string {
  const settings = { brands: '', ...settingsOf(context) }
  return Object.entries(settings)
    .map(([name, value]) => `set local touchstone.${name} = ${literalOf(value)}`)
    .join('; ')
}

/** A text of statements ends at a null character, for the server. */
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

function idOf(id: string, whose: string): string {
  if (uuid.test(id)) return id
  throw new AppError({
    code: 'internal',
    message: `a transaction needs the id of ${whose}`,
  })
}
