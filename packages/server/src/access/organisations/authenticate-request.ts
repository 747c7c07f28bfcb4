import { scopes, type Access, type Endpoint, type SessionStep } from '@touchstone/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { ErrorCode } from '../../platform/errors/index.ts'
import {
  actorOfRequest,
  addRoute,
  type RouteInput,
  type Outgoing,
} from '../../platform/http/index.ts'
import type { Actor } from './types.ts'
import { seesWholeOrganisation } from './policy.ts'

/** The caller of a request under /api/. */
export function actorOf(request: FastifyRequest): Actor {
  return actorOfRequest<Actor>(request)
}

type Refusal = { code: ErrorCode; message: string }

/** Why this actor may not call endpoints with this access at all; undefined if it may. */
export function refusalOf(
  actor: Actor,
  access: Access,
  wholeOrganisation = false,
): Refusal | undefined {
  const refusal = refusalByAccess(actor, access)
  if (refusal !== undefined || !wholeOrganisation || seesWholeOrganisation(actor)) return refusal
  return {
    code: 'whole-organisation-required',
    message: actor.kind === 'key' ? limitedKey : limitedMember,
  }
}

/** Message for limited members and keys on endpoints about the whole organisation. */
const limitedMember =
  'this concerns the whole organisation, but your membership is limited to brands or territories: ask a member without limits'
const limitedKey =
  'this concerns the whole organisation, but the key is limited to brands or territories: use a key created by a member without limits'

function refusalByAccess(actor: Actor, access: Access): Refusal | undefined {
  if (access === 'open') return undefined
  if (actor.kind === 'person') {
    return actor.lacks == null || access === 'session' ? undefined : mends[actor.lacks]
  }
  if (access === 'signed-in' || actor.kind !== 'key') return undefined
  if (access === 'person' || access === 'session') {
    return { code: 'user-required', message: 'API keys cannot do this: sign in as a user' }
  }
  if (actor.scopes.includes(access)) return undefined
  const grantedScopes = scopes.filter((scope) => actor.scopes.includes(scope)).join(', ')
  return {
    code: 'scope-required',
    message: `the key lacks the scope ${access}; it has ${grantedScopes}`,
  }
}

const mends: Record<SessionStep, Refusal> = {
  code: {
    code: 'second-factor-required',
    message: 'the session has no second factor yet: send a code to /api/v1/session/code',
  },
  password: {
    code: 'password-change-required',
    message: 'the password must be changed first: send a new one to /api/v1/password',
  },
  'two-factor': {
    code: 'second-factor-setup-required',
    message:
      'the organisation requires a second factor: set one up at /api/v1/two-factor and confirm it',
  },
}

/** Adds an API route whose handler gets the actor. */
export function route<E extends Endpoint>(
  app: FastifyInstance,
  endpoint: E,
  handler: (
    called: RouteInput<E> & { actor: Actor },
  ) => Promise<Outgoing<z.output<E['response']>> | FastifyReply>,
): void {
  addRoute(app, endpoint, (called) => handler({ ...called, actor: actorOf(called.request) }))
}
