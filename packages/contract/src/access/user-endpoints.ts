import { z } from 'zod'
import { organisationKinds, Slug } from './organisation.ts'
import {
  InvitationAcceptanceInput,
  CodeInput,
  InvitationLookupInput,
  MemberRightsInput,
  InvitationInput,
  PasswordChangeInput,
  personRoles,
  ProfileChangeInput,
  SignInInput,
  OrganisationSwitchInput,
} from './user.ts'
import { EmptyView, endpoint, PageQuery, pageOf, bodyLimits } from '../api/endpoint.ts'

/** Steps that a session has to complete before anything else. */
export const sessionSteps = ['code', 'password', 'two-factor'] as const
export type SessionStep = (typeof sessionSteps)[number]

const IdParams = z.object({ id: z.uuid() })
const time = z.iso.datetime()

export const SessionView = z
  .object({
    lacks: z.enum(sessionSteps).nullable().meta({
      description:
        'The next step required: a second-factor code, a new password, or second-factor setup.',
    }),
    person: z.object({
      id: z.uuid(),
      email: z.string(),
      name: z.string(),
      locale: z.string(),
      installationAdmin: z.boolean(),
      twoFactor: z.boolean(),
    }),
    organisation: MemberRightsInput.extend({
      id: z.uuid(),
      slug: Slug,
      name: z.string(),
      kind: z.enum(organisationKinds),
    })
      .nullable()
      .meta({ description: 'The organisation that the session acts for.' }),
    organisations: z
      .array(z.object({ slug: Slug, name: z.string() }))
      .meta({ description: 'Organisations that the session can switch to.' }),
    expiresAt: time,
    secondFactorLockedAt: time.nullable().meta({
      description:
        'When incorrect codes last locked the second factor before this session verified it; null if they never did.',
    }),
  })
  .meta({ id: 'SessionView' })
export type SessionView = z.infer<typeof SessionView>

export const ActiveSessionView = z.object({
  id: z.uuid(),
  current: z.boolean(),
  method: z.enum(['password', 'oidc']),
  agent: z.string().meta({ description: 'The user agent of the browser.' }),
  createdAt: time,
  lastSeenAt: time,
  expiresAt: time,
})

const RecoveryCodes = z.object({
  recoveryCodes: z
    .array(z.string())
    .meta({ description: 'Each code works once. Returned only once.' }),
})

export const MemberView = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    roles: z.array(z.enum(personRoles)),
    brands: z.array(z.string()),
    territories: z.array(z.string()),
    since: time,
  })
  .meta({ id: 'MemberView' })

export const InvitationView = z
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
  .meta({ id: 'InvitationView' })

export const sessionEndpoints = {
  ways: endpoint({
    method: 'GET',
    path: '/api/v1/sign-in',
    summary: 'List the available sign-in methods',
    access: 'open',
    response: z.object({ password: z.literal(true), oidc: z.string().nullable() }),
  }),
  signIn: endpoint({
    method: 'POST',
    path: '/api/v1/session',
    summary: 'Sign in and set the session cookie',
    description:
      'An incorrect email address, password or code returns the same error. After repeated failures, each further attempt must wait longer; the response is then too-many-requests, with a Retry-After header.',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: SignInInput,
    response: SessionView,
  }),
  state: endpoint({
    method: 'GET',
    path: '/api/v1/session',
    summary: 'Retrieve the current session, its organisation and any step it still requires',
    access: 'session',
    response: SessionView,
  }),
  signOut: endpoint({
    method: 'DELETE',
    path: '/api/v1/session',
    summary: 'Sign out',
    access: 'session',
    response: EmptyView,
  }),
  proveCode: endpoint({
    method: 'POST',
    path: '/api/v1/session/code',
    summary: 'Verify the second factor of the current session',
    access: 'session',
    bodyLimit: bodyLimits.credentials,
    body: CodeInput,
    response: SessionView,
  }),
  switch: endpoint({
    method: 'POST',
    path: '/api/v1/session/organisation',
    summary: 'Switch the session to another of the person’s organisations',
    access: 'person',
    body: OrganisationSwitchInput,
    response: SessionView,
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/sessions',
    summary: 'List the person’s sessions',
    access: 'person',
    response: z.object({ items: z.array(ActiveSessionView) }),
  }),
  end: endpoint({
    method: 'DELETE',
    path: '/api/v1/sessions/:id',
    summary: 'End one of the person’s sessions',
    access: 'person',
    params: IdParams,
    response: EmptyView,
  }),
  changePassword: endpoint({
    method: 'POST',
    path: '/api/v1/password',
    summary: 'Change the password and end the person’s other sessions',
    access: 'session',
    bodyLimit: bodyLimits.credentials,
    body: PasswordChangeInput,
    response: SessionView,
  }),
  changeProfile: endpoint({
    method: 'PATCH',
    path: '/api/v1/user',
    summary: 'Update the person’s name or language',
    access: 'person',
    body: ProfileChangeInput,
    response: SessionView,
  }),
  enrol: endpoint({
    method: 'POST',
    path: '/api/v1/two-factor',
    summary: 'Start second-factor setup, to be confirmed with a first code',
    access: 'session',
    response: z.object({
      secret: z
        .string()
        .meta({ description: 'Base32-encoded, for manual entry in an authenticator app.' }),
      uri: z.string().meta({ description: 'The same secret as an otpauth: URI, for a QR code.' }),
    }),
  }),
  confirm: endpoint({
    method: 'POST',
    path: '/api/v1/two-factor/confirmation',
    summary: 'Confirm the second factor and return the recovery codes',
    access: 'session',
    bodyLimit: bodyLimits.credentials,
    body: CodeInput,
    response: RecoveryCodes,
  }),
  renewRecoveryCodes: endpoint({
    method: 'POST',
    path: '/api/v1/two-factor/recovery-codes',
    summary: 'Replace the recovery codes and invalidate the old ones',
    access: 'person',
    bodyLimit: bodyLimits.credentials,
    body: CodeInput,
    response: RecoveryCodes,
  }),
  removeTwoFactor: endpoint({
    method: 'POST',
    path: '/api/v1/two-factor/removal',
    summary: 'Remove the second factor, confirmed by a code',
    access: 'person',
    bodyLimit: bodyLimits.credentials,
    body: CodeInput,
    response: EmptyView,
  }),
  oidcStart: endpoint({
    method: 'GET',
    path: '/auth/oidc/start',
    summary: 'Redirect the browser to the identity provider',
    access: 'open',
    response: z.string(),
    responseType: 'text/html',
    statuses: [302],
  }),
  oidcCallback: endpoint({
    method: 'GET',
    path: '/auth/oidc/callback',
    summary: 'Handle the redirect back from the identity provider',
    access: 'open',
    response: z.string(),
    responseType: 'text/html',
    statuses: [302],
  }),
}

export const memberEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/members',
    summary: 'List the organisation’s members',
    access: 'person',
    records: true,
    query: PageQuery,
    response: pageOf(MemberView),
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/api/v1/members/:id',
    summary: 'Update a member’s roles, brands and territories',
    access: 'person',
    params: IdParams,
    body: MemberRightsInput,
    response: MemberView,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/members/:id',
    summary: 'Remove a member and end their sessions for the organisation',
    access: 'person',
    params: IdParams,
    response: EmptyView,
  }),
  invite: endpoint({
    method: 'POST',
    path: '/api/v1/invitations',
    summary: 'Invite a person; the token is returned only once',
    access: 'person',
    body: InvitationInput,
    response: z.object({
      invitation: InvitationView,
      token: z.string().meta({ description: 'Valid for 7 days and for one acceptance.' }),
    }),
    statuses: [201],
  }),
  listInvitations: endpoint({
    method: 'GET',
    path: '/api/v1/invitations',
    summary: 'List invitations, newest first',
    access: 'person',
    records: true,
    query: PageQuery,
    response: pageOf(InvitationView),
  }),
  revokeInvitation: endpoint({
    method: 'DELETE',
    path: '/api/v1/invitations/:id',
    summary: 'Revoke a pending invitation',
    access: 'person',
    params: IdParams,
    response: EmptyView,
  }),
  readInvitation: endpoint({
    method: 'POST',
    path: '/api/v1/invitation-lookups',
    summary: 'Retrieve an invitation by its token',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: InvitationLookupInput,
    response: z.object({ organisation: z.string(), email: z.string(), expiresAt: time }),
  }),
  accept: endpoint({
    method: 'POST',
    path: '/api/v1/invitation-acceptances',
    summary: 'Accept an invitation; a new person sets a password',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: InvitationAcceptanceInput,
    response: EmptyView,
  }),
}
