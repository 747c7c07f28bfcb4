import { randomUUID } from 'node:crypto'
import * as client from 'openid-client'
import { z } from 'zod'
import { recordEvent } from '../../audit/index.ts'
import { isLoopback, type OidcConfig } from '../../../platform/config/index.ts'
import type { Context } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors/index.ts'
import { isOpen, type Invitation, type User } from '../types.ts'
import { listOpenInvitations } from '../repository/invitations.ts'
import { findUser, findUserByEmail, listMemberships } from '../repository/users.ts'
import {
  deleteCredential,
  deleteSecondFactor,
  findFederatedUser,
  insertFederatedIdentity,
  hasFederatedIdentity,
} from '../repository/credentials.ts'
import { deleteSessions } from '../repository/sessions.ts'
import { addUser, invitationContext, joinOrganisation } from './invitations.ts'
import { openSession, type OpenedSession } from './session.ts'
import type { Caller, UserDependencies } from './sign-in-settings.ts'

/** Sealed data that the browser carries from the start to the return. */
const Pending = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  until: z.number(),
})

const pendingMilliseconds = 10 * 60_000
const pendingPurpose = 'oidc'

/** The provider's claims about a user (OpenID Connect Core 1.0, 5.1). */
const Claims = z.object({
  iss: z.string().min(1).max(500),
  sub: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[\x20-\x7e]+$/),
  email: z.email().max(254).toLowerCase().optional(),
  email_verified: z.boolean().optional(),
  name: z.string().trim().max(200).optional(),
  amr: z.array(z.string()).optional(),
})
type Claims = z.infer<typeof Claims>

/** Several factors, or a device that cannot be copied (RFC 8176). */
const strongMethods = ['mfa', 'otp', 'hwk']

/** The provider's metadata, loaded on first use. */
export type Provider = {
  start(): Promise<{ address: string; pending: string }>
  finish(address: URL, pending: string, caller: Caller): Promise<OpenedSession>
}

export function openProvider(dependencies: UserDependencies, oidc: OidcConfig): Provider {
  const { publicUrl = '', sealer, clock } = dependencies.settings
  const redirectUri = `${publicUrl}/auth/oidc/callback`
  let discovery: Promise<client.Configuration> | undefined
  const configuration = async (): Promise<client.Configuration> => {
    discovery ??= discover(oidc)
    try {
      return await discovery
    } catch (cause) {
      // The provider may respond next time.
      discovery = undefined
      throw new AppError({
        code: 'store-unavailable',
        message: 'the identity provider does not respond: try again in a moment',
        retryable: true,
        cause,
      })
    }
  }
  return {
    async start() {
      const config = await configuration()
      const verifier = client.randomPKCECodeVerifier()
      const [state, nonce] = [client.randomState(), client.randomNonce()]
      const address = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      })
      const until = clock() + pendingMilliseconds
      const pending = sealer.seal(
        Buffer.from(JSON.stringify({ state, nonce, verifier, until })),
        pendingPurpose,
      )
      return { address: address.href, pending: pending.toString('base64url') }
    },
    async finish(address, pending, caller) {
      const config = await configuration()
      const { state, nonce, verifier, until } = readPending(pending, dependencies)
      if (until <= clock()) throw refused('it took too long')
      const claims = await claimsOf(config, address, { state, nonce, verifier })
      return signInFederated(dependencies, claims, caller)
    },
  }
}

async function discover(oidc: OidcConfig): Promise<client.Configuration> {
  const issuer = new URL(oidc.issuer)
  const plain = issuer.protocol === 'http:' && isLoopback(issuer.hostname)
  return client.discovery(
    issuer,
    oidc.clientId,
    undefined,
    client.ClientSecretBasic(oidc.clientSecret.reveal()),
    { timeout: 10, ...(plain && { execute: [client.allowInsecureRequests] }) },
  )
}

function readPending(pending: string, { settings }: UserDependencies): z.infer<typeof Pending> {
  try {
    const text = settings.sealer.open(Buffer.from(pending, 'base64url'), pendingPurpose)
    return Pending.parse(JSON.parse(text.toString('utf8')))
  } catch (cause) {
    throw refused('it was not started in this browser', cause)
  }
}

async function claimsOf(
  config: client.Configuration,
  address: URL,
  { state, nonce, verifier }: { state: string; nonce: string; verifier: string },
): Promise<Claims> {
  try {
    const tokens = await client.authorizationCodeGrant(config, address, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    // Some providers omit the address from the token and return it only on request.
    const more =
      claims?.['email'] === undefined && claims !== undefined
        ? await client.fetchUserInfo(config, tokens.access_token, claims.sub)
        : {}
    return Claims.parse({ ...more, ...claims })
  } catch (cause) {
    throw refused('the identity provider did not confirm it', cause)
  }
}

/** Signs in a user known by this identity, or invited under an address that it has verified. */
async function signInFederated(
  dependencies: UserDependencies,
  claims: Claims,
  caller: Caller,
): Promise<OpenedSession> {
  const { store, settings } = dependencies
  const now = settings.clock()
  const federated = { issuer: claims.iss, subject: claims.sub }
  const email = claims.email_verified === true ? claims.email : undefined
  const door = await store.transact({ as: 'visitor', federated, email }, async (handle) => ({
    linked: await findFederatedUser(handle, federated),
    person: email === undefined ? undefined : await findUserByEmail(handle, email),
    invitations: email === undefined ? [] : await listOpenInvitations(handle, email),
  }))
  const open = door.invitations.filter((invitation) => isOpen(invitation, now))
  const personId =
    door.linked ??
    (door.person
      ? await link(dependencies, door.person, federated)
      : await welcome(dependencies, { federated, email, name: claims.name, open }))
  return openFor(dependencies, personId, claims, caller)
}

/**
 * Links an identity to an existing user. Whoever set the password had not proven the address and may be someone else:
 * all existing sessions end.
 */
async function link(
  { store }: UserDependencies,
  person: User,
  federated: { issuer: string; subject: string },
): Promise<string> {
  await store.transact({ as: 'self', personId: person.id }, async (handle) => {
    if (await hasFederatedIdentity(handle, person.id, federated.issuer)) {
      throw refused('the address belongs to another identity of the provider')
    }
    await deleteCredential(handle, person.id)
    await deleteSecondFactor(handle, person.id)
    await deleteSessions(handle, person.id)
    await insertFederatedIdentity(handle, person.id, federated)
    await recordEvent({
      handle,
      organisationId: null,
      action: 'identity-linked',
      subject: { kind: 'person', id: person.id },
      detail: { issuer: federated.issuer },
    })
  })
  return person.id
}

/** Creates an account for an invited user, as member of all inviting organisations. */
async function welcome(
  { store }: UserDependencies,
  arrival: {
    federated: { issuer: string; subject: string }
    email: string | undefined
    name: string | undefined
    open: Invitation[]
  },
): Promise<string> {
  const { federated, email, name, open } = arrival
  const [first, ...rest] = open
  if (first === undefined || email === undefined) throw refused('this person has not been invited')
  const personId = randomUUID()
  await store.transact(invitationContext(personId, first), async (handle) => {
    await addUser(handle, { id: personId, email, name: name || email, locale: 'en' })
    await insertFederatedIdentity(handle, personId, federated)
    await joinOrganisation(handle, personId, first)
  })
  const joined = new Set([first.organisationId])
  for (const invitation of rest) {
    if (joined.has(invitation.organisationId)) continue
    joined.add(invitation.organisationId)
    await store.transact(invitationContext(personId, invitation), (handle) =>
      joinOrganisation(handle, personId, invitation),
    )
  }
  return personId
}

async function openFor(
  { store, settings }: UserDependencies,
  personId: string,
  claims: Claims,
  caller: Caller,
): Promise<OpenedSession> {
  const { person, memberships } = await store.transact(
    { as: 'self', personId },
    async (handle) => ({
      person: await findUser(handle, personId),
      memberships: await listMemberships(handle, personId),
    }),
  )
  const [membership] = memberships
  if (membership === undefined && person?.installationAdmin !== true) {
    throw refused('this person is no longer a member of any organisation')
  }
  const context: Context = {
    as: 'self',
    personId,
    ...(membership && { organisationId: membership.organisationId }),
  }
  const secondFactor = claims.amr?.some((method) => strongMethods.includes(method)) ?? false
  const now = settings.clock()
  return store.transact(context, (handle) =>
    openSession({ handle, personId, membership, method: 'oidc', secondFactor, caller, now }),
  )
}

function refused(why: string, cause?: unknown): AppError {
  return new AppError({
    code: 'identity-provider-sign-in-failed',
    message: `the sign-in failed: ${why}`,
    cause,
  })
}
