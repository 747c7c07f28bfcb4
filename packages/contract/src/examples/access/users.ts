import type { memberEndpoints, organisationEndpoints, sessionEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const invitation = { token: samples.token }
const code = { code: samples.code }
const [password, nextPassword] = ['seven quiet lanterns', 'nine loud kettles']

export const memberExamples: ExamplesOf<typeof memberEndpoints> = {
  invite: [
    {
      what: 'Invite an analyst for one brand',
      by: 'ada',
      body: { email: 'noor@house-a.example', roles: ['analyst'], brands: ['velmoraq'] },
      status: 201,
      keeps: { [samples.token]: '/token', [samples.invitation]: '/invitation/id' },
    },
    {
      what: 'Invite an auditor',
      by: 'ada',
      body: { email: 'ivo@house-a.example', roles: ['auditor'] },
      status: 201,
      keeps: { [samples.openInvitation]: '/invitation/id' },
    },
  ],
  listInvitations: [{ what: 'List the newest invitations', by: 'ada', query: { limit: 20 } }],
  readInvitation: [{ what: 'Look up a token', by: 'nobody', body: invitation }],
  accept: [
    {
      what: 'Accept as a new person',
      by: 'nobody',
      body: { ...invitation, name: 'Noor Velden', locale: 'nl', password: 'four warm pebbles' },
    },
  ],
  revokeInvitation: [
    { what: 'Revoke a pending invitation', by: 'ada', params: { id: samples.openInvitation } },
  ],
  list: [{ what: 'List all members', by: 'ada', query: { limit: 50 } }],
  change: [
    {
      what: 'Make an analyst a reviewer',
      by: 'ada',
      params: { id: samples.member },
      body: { roles: ['reviewer'], brands: ['velmoraq'], territories: ['EM'] },
    },
  ],
  remove: [{ what: 'Remove a member', by: 'ada', params: { id: samples.member } }],
}

export const organisationExamples: ExamplesOf<typeof organisationEndpoints> = {
  read: [{ what: 'Retrieve the caller’s organisation', by: 'ada' }],
  change: [
    { what: 'Stop requiring a second factor', by: 'ada', body: { requireTwoFactor: false } },
  ],
  createKey: [
    {
      what: 'Create a key for the nightly sync',
      by: 'ada',
      body: { scopes: ['catalog:read', 'catalog:write'], label: 'nightly sync' },
      status: 201,
      keeps: { [samples.key]: '/key/id' },
    },
  ],
  listKeys: [{ what: 'List all keys', by: 'ada' }],
  revokeKey: [{ what: 'Revoke a key', by: 'ada', params: { id: samples.key } }],
  listAudit: [
    { what: 'List the newest entries', by: 'ada' },
    {
      what: 'List decisions of one month',
      by: 'ada',
      query: {
        actions: 'decisions-recorded,decisions-withdrawn',
        from: '2026-11-01T00:00:00Z',
        to: '2026-12-01T00:00:00Z',
      },
    },
  ],
}

export const sessionExamples: ExamplesOf<typeof sessionEndpoints> = {
  ways: [{ what: 'Retrieve the options for the sign-in page', by: 'nobody' }],
  signIn: [
    {
      what: 'Sign in with a password',
      by: 'nobody',
      body: { email: 'mara@house-a.example', password },
    },
  ],
  state: [{ what: 'Retrieve the current session', by: 'mara' }],
  switch: [{ what: 'Switch to House B', by: 'mara', body: { organisation: 'house-b' } }],
  changeProfile: [{ what: 'Switch the language to French', by: 'mara', body: { locale: 'fr' } }],
  list: [{ what: 'List all sessions', by: 'mara', keeps: { [samples.session]: '/items/1/id' } }],
  end: [{ what: 'End another session', by: 'mara', params: { id: samples.session } }],
  enrol: [{ what: 'Start setup', by: 'mara', keeps: { [samples.secret]: '/secret' } }],
  confirm: [{ what: 'Confirm with a code from the app', by: 'mara', body: code }],
  proveCode: [{ what: 'Verify with a code from the app', by: 'mara-anew', body: code }],
  renewRecoveryCodes: [{ what: 'Confirm with a code from the app', by: 'mara', body: code }],
  removeTwoFactor: [{ what: 'Confirm with a code from the app', by: 'mara', body: code }],
  changePassword: [
    {
      what: 'Change to a passphrase',
      by: 'mara',
      body: { current: password, next: nextPassword },
    },
  ],
  signOut: [{ what: 'End this session', by: 'mara' }],
  oidcStart: [{ what: 'Redirect to the provider', by: 'nobody', status: 302 }],
  oidcCallback: [
    {
      what: 'Return without a pending sign-in, redirected to the sign-in page',
      by: 'nobody',
      status: 302,
    },
  ],
}
