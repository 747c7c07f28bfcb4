import { z } from 'zod'
import { organisationKinds, Slug } from './organisation.ts'
import {
  Acceptance,
  CodeProof,
  InvitationProof,
  MemberRights,
  NewInvitation,
  PasswordChange,
  personRoles,
  ProfileChange,
  SignIn,
  Switch,
} from './user.ts'
import { Done, endpoint, PageQuery, pageOf, bodyLimits } from '../api/endpoint.ts'

/** What a session still lacks before it can do anything else. */
export const sessionSteps = ['code', 'password', 'two-factor'] as const
export type SessionStep = (typeof sessionSteps)[number]

const IdParams = z.object({ id: z.uuid() })
const time = z.iso.datetime()

export const SessionState = z
  .object({
    lacks: z.enum(sessionSteps).nullable().meta({
      description:
        'What has to come first: the code of the second factor, a new password, or the set-up of a second factor.',
    }),
    person: z.object({
      id: z.uuid(),
      email: z.string(),
      name: z.string(),
      locale: z.string(),
      installationAdmin: z.boolean(),
      twoFactor: z.boolean(),
    }),
    organisation: MemberRights.extend({
      id: z.uuid(),
      slug: Slug,
      name: z.string(),
      kind: z.enum(organisationKinds),
    })
      .nullable()
      .meta({ description: 'For whom the session acts.' }),
    organisations: z
      .array(z.object({ slug: Slug, name: z.string() }))
      .meta({ description: 'For whom it could act.' }),
    expiresAt: time,
    secondFactorLockedAt: time.nullable().meta({
      description:
        'When wrong codes last locked the second factor before this session proved it; null where none did.',
    }),
  })
  .meta({ id: 'Session' })
export type SessionState = z.infer<typeof SessionState>

export const ActiveSession = z.object({
  id: z.uuid(),
  current: z.boolean(),
  method: z.enum(['password', 'oidc']),
  agent: z.string().meta({ description: 'What the browser called itself.' }),
  createdAt: time,
  lastSeenAt: time,
  expiresAt: time,
})

const RecoveryCodes = z.object({
  recoveryCodes: z.array(z.string()).meta({ description: 'Each is good once; shown this once.' }),
})

export const Member = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    roles: z.array(z.enum(personRoles)),
    brands: z.array(z.string()),
    territories: z.array(z.string()),
    since: time,
  })
  .meta({ id: 'Member' })

export const Invitation = z
  .object({
    id: z.uuid(),
    email: z.string(),
    roles: z.array(z.enum(personRoles)),
    brands: z.array(z.string()),
    territories: z.array(z.string()),
    createdAt: time,
    expiresAt: time,
    acceptedAt: time.nullable(),
    revokedAt: time.nullable(),
  })
  .meta({ id: 'Invitation' })

export const sessionEndpoints = {
  ways: endpoint({
    method: 'GET',
    path: '/api/v1/sign-in',
    summary: 'Says how people can sign in here',
    access: 'open',
    answer: z.object({ password: z.literal(true), oidc: z.string().nullable() }),
  }),
  signIn: endpoint({
    method: 'POST',
    path: '/api/v1/session',
    summary: 'Signs a person in and sets the cookie of the session',
    description:
      'Whatever is wrong with address, password or code gets one answer. After several failures each further attempt has to wait longer: the answer is then too-many-requests, with Retry-After.',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: SignIn,
    answer: SessionState,
  }),
  state: endpoint({
    method: 'GET',
    path: '/api/v1/session',
    summary: 'Says who is signed in, for whom the session acts and what it still lacks',
    access: 'session',
    answer: SessionState,
  }),
  signOut: endpoint({
    method: 'DELETE',
    path: '/api/v1/session',
    summary: 'Ends the session',
    access: 'session',
    answer: Done,
  }),
  proveCode: endpoint({
    method: 'POST',
    path: '/api/v1/session/code',
    summary: 'Proves the second factor of a session that lacks it',
    access: 'session',
    bodyLimit: bodyLimits.credentials,
    body: CodeProof,
    answer: SessionState,
  }),
  switch: endpoint({
    method: 'POST',
    path: '/api/v1/session/organisation',
    summary: 'Lets the session act for another organisation of the person',
    access: 'person',
    body: Switch,
    answer: SessionState,
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/sessions',
    summary: 'Lists the person’s own sessions',
    access: 'person',
    answer: z.object({ items: z.array(ActiveSession) }),
  }),
  end: endpoint({
    method: 'DELETE',
    path: '/api/v1/sessions/:id',
    summary: 'Ends one of the person’s own sessions',
    access: 'person',
    params: IdParams,
    answer: Done,
  }),
  changePassword: endpoint({
    method: 'POST',
    path: '/api/v1/password',
    summary: 'Changes the password and ends the person’s other sessions',
    access: 'session',
    bodyLimit: bodyLimits.credentials,
    body: PasswordChange,
    answer: SessionState,
  }),
  changeProfile: endpoint({
    method: 'PATCH',
    path: '/api/v1/person',
    summary: 'Changes the person’s own name or language',
    access: 'person',
    body: ProfileChange,
    answer: SessionState,
  }),
  enrol: endpoint({
    method: 'POST',
    path: '/api/v1/two-factor',
    summary: 'Starts the set-up of a second factor; a first code has to confirm it',
    access: 'session',
    answer: z.object({
      secret: z.string().meta({ description: 'In base32, to type into an authenticator app.' }),
      uri: z.string().meta({ description: 'The same as an otpauth: address, for a QR code.' }),
    }),
  }),
  confirm: endpoint({
    method: 'POST',
    path: '/api/v1/two-factor/confirm',
    summary: 'Confirms the second factor and brings the recovery codes',
    access: 'session',
    bodyLimit: bodyLimits.credentials,
    body: CodeProof,
    answer: RecoveryCodes,
  }),
  renewRecoveryCodes: endpoint({
    method: 'POST',
    path: '/api/v1/two-factor/recovery-codes',
    summary: 'Makes new recovery codes; the old ones end',
    access: 'person',
    bodyLimit: bodyLimits.credentials,
    body: CodeProof,
    answer: RecoveryCodes,
  }),
  removeTwoFactor: endpoint({
    method: 'POST',
    path: '/api/v1/two-factor/remove',
    summary: 'Removes the second factor, which a code proves a last time',
    access: 'person',
    bodyLimit: bodyLimits.credentials,
    body: CodeProof,
    answer: Done,
  }),
  oidcStart: endpoint({
    method: 'GET',
    path: '/auth/oidc/start',
    summary: 'Sends the browser to the identity provider',
    access: 'open',
    answer: z.string(),
    answerType: 'text/html',
    statuses: [302],
  }),
  oidcCallback: endpoint({
    method: 'GET',
    path: '/auth/oidc/callback',
    summary: 'Where the identity provider sends the browser back to',
    access: 'open',
    answer: z.string(),
    answerType: 'text/html',
    statuses: [302],
  }),
}

export const memberEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/members',
    summary: 'Pages through the members of the organisation',
    access: 'person',
    records: true,
    query: PageQuery,
    answer: pageOf(Member),
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/api/v1/members/:id',
    summary: 'Gives a member other roles, brands and territories',
    access: 'person',
    params: IdParams,
    body: MemberRights,
    answer: Member,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/members/:id',
    summary: 'Removes a member and ends its sessions for the organisation',
    access: 'person',
    params: IdParams,
    answer: Done,
  }),
  invite: endpoint({
    method: 'POST',
    path: '/api/v1/invitations',
    summary: 'Invites a person; the token is in this answer and nowhere else',
    access: 'person',
    body: NewInvitation,
    answer: z.object({
      invitation: Invitation,
      token: z.string().meta({ description: 'Good for 7 days and for one acceptance.' }),
    }),
    statuses: [201],
  }),
  listInvitations: endpoint({
    method: 'GET',
    path: '/api/v1/invitations',
    summary: 'Pages through the organisation’s invitations, newest first',
    access: 'person',
    records: true,
    query: PageQuery,
    answer: pageOf(Invitation),
  }),
  revokeInvitation: endpoint({
    method: 'DELETE',
    path: '/api/v1/invitations/:id',
    summary: 'Ends an invitation that is still open',
    access: 'person',
    params: IdParams,
    answer: Done,
  }),
  readInvitation: endpoint({
    method: 'POST',
    path: '/api/v1/invitations/read',
    summary: 'Says who invites whom by a token',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: InvitationProof,
    answer: z.object({ organisation: z.string(), email: z.string(), expiresAt: time }),
  }),
  accept: endpoint({
    method: 'POST',
    path: '/api/v1/invitations/accept',
    summary: 'Accepts an invitation; a new person gets its password by it',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: Acceptance,
    answer: Done,
  }),
}
