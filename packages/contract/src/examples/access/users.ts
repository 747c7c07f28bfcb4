import type { memberEndpoints, organisationEndpoints, sessionEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const invitation = { token: samples.token }
const code = { code: samples.code }
const [password, nextPassword] = ['seven quiet lanterns', 'nine loud kettles']

export const memberExamples: ExamplesOf<typeof memberEndpoints> = {
  invite: [
    {
      what: 'Invites an analyst for one brand',
      by: 'ada',
      body: { email: 'noor@house-a.example', roles: ['analyst'], brands: ['velmoraq'] },
      status: 201,
      keeps: { [samples.token]: '/token', [samples.invitation]: '/invitation/id' },
    },
    {
      what: 'Invites an auditor',
      by: 'ada',
      body: { email: 'ivo@house-a.example', roles: ['auditor'] },
      status: 201,
      keeps: { [samples.openInvitation]: '/invitation/id' },
    },
  ],
  listInvitations: [{ what: 'The newest', by: 'ada', query: { limit: 20 } }],
  readInvitation: [{ what: 'Looks at a token', by: 'nobody', body: invitation }],
  accept: [
    {
      what: 'Takes it, as one who is new here',
      by: 'nobody',
      body: { ...invitation, name: 'Noor Velden', locale: 'nl', password: 'four warm pebbles' },
    },
  ],
  revokeInvitation: [
    { what: 'Ends one that is open', by: 'ada', params: { id: samples.openInvitation } },
  ],
  list: [{ what: 'All', by: 'ada', query: { limit: 50 } }],
  change: [
    {
      what: 'Makes a reviewer of an analyst',
      by: 'ada',
      params: { id: samples.member },
      body: { roles: ['reviewer'], brands: ['velmoraq'], territories: ['EM'] },
    },
  ],
  remove: [{ what: 'Removes one', by: 'ada', params: { id: samples.member } }],
}

export const organisationExamples: ExamplesOf<typeof organisationEndpoints> = {
  read: [{ what: 'One’s own', by: 'ada' }],
  change: [
    { what: 'Asks no second factor of anybody', by: 'ada', body: { requireTwoFactor: false } },
  ],
  createKey: [
    {
      what: 'For the nightly sync',
      by: 'ada',
      body: { scopes: ['catalog:read', 'catalog:write'], label: 'nightly sync' },
      status: 201,
      keeps: { [samples.key]: '/key/id' },
    },
  ],
  listKeys: [{ what: 'All', by: 'ada' }],
  revokeKey: [{ what: 'Ends one', by: 'ada', params: { id: samples.key } }],
  listAudit: [
    { what: 'The newest entries', by: 'ada' },
    {
      what: 'What was decided in one month',
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
  ways: [{ what: 'What the sign-in page asks', by: 'nobody' }],
  signIn: [
    {
      what: 'By password',
      by: 'nobody',
      body: { email: 'mara@house-a.example', password },
    },
  ],
  state: [{ what: 'Who am I', by: 'mara' }],
  switch: [{ what: 'Acts for House B', by: 'mara', body: { organisation: 'house-b' } }],
  changeProfile: [{ what: 'Reads in French from now on', by: 'mara', body: { locale: 'fr' } }],
  list: [{ what: 'All', by: 'mara', keeps: { [samples.session]: '/items/1/id' } }],
  end: [{ what: 'Ends another one', by: 'mara', params: { id: samples.session } }],
  enrol: [{ what: 'Starts', by: 'mara', keeps: { [samples.secret]: '/secret' } }],
  confirm: [{ what: 'By what the app shows', by: 'mara', body: code }],
  proveCode: [{ what: 'By what the app shows', by: 'mara-anew', body: code }],
  renewRecoveryCodes: [{ what: 'By what the app shows', by: 'mara', body: code }],
  removeTwoFactor: [{ what: 'By what the app shows', by: 'mara', body: code }],
  changePassword: [
    {
      what: 'Three words and their order',
      by: 'mara',
      body: { current: password, next: nextPassword },
    },
  ],
  signOut: [{ what: 'Ends this session', by: 'mara' }],
  oidcStart: [{ what: 'Off to the provider', by: 'nobody', status: 302 }],
  oidcCallback: [
    { what: 'Back; without a sign-in under way, to the sign-in page', by: 'nobody', status: 302 },
  ],
}
