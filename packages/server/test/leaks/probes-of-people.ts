import { writeCursor } from '../../src/platform/http/index.ts'
import { after, byId, type Probes, type Sent } from './probe.ts'

const rights = { roles: ['analyst'], brands: [], territories: [] }
const wrongCode = [{ body: { code: '000000' } }]

export const members: Probes['members'] = {
  list: {
    named: ({ member }): Sent[] => [{ query: { after: writeCursor([member]) }, status: 200 }],
    plain: [{}],
  },
  change: { named: byId('member', rights) },
  remove: { named: byId('member') },
  invite: { named: ({ email }): Sent[] => [{ body: { ...rights, email }, status: 201 }] },
  listInvitations: { named: after('invitation'), plain: [{}] },
  revokeInvitation: { named: byId('invitation') },
  readInvitation: {
    named: ({ invitationToken: token }): Sent[] => [
      { body: { token: turned(token) }, status: 404 },
    ],
  },
  accept: {
    named: ({ invitationToken: token }): Sent[] => [
      { body: { token: turned(token), name: 'Me', password: 'nine loud trumpets' }, status: 404 },
    ],
  },
}

export const organisation: Probes['organisation'] = {
  read: { plain: [{}] },
  change: { plain: [{ body: { requireTwoFactor: false } }] },
  listKeys: { named: after('key'), plain: [{}] },
  createKey: { plain: [{ body: { scopes: ['listings:read'] } }] },
  revokeKey: { named: byId('key') },
  listAudit: {
    named: after('auditEvent'),
    plain: [{}, { query: { actions: 'signed-in', from: '2020-01-01T00:00:00Z' } }],
  },
}

export const sessions: Probes['sessions'] = {
  ways: { plain: [{}] },
  signIn: {
    named: ({ email }): Sent[] => [{ body: { email, password: 'not the right one' }, status: 401 }],
  },
  state: { plain: [{}] },
  signOut: { plain: [{}] },
  proveCode: { plain: wrongCode },
  switch: { named: ({ slug }): Sent[] => [{ body: { organisation: slug }, status: 404 }] },
  list: { plain: [{}] },
  end: { named: byId('session') },
  changePassword: { plain: [{ body: { current: 'not the right one', next: 'nine loud horns' } }] },
  changeProfile: { plain: [{ body: { locale: 'en' } }] },
  enrol: { plain: [{}] },
  confirm: { plain: wrongCode },
  renewRecoveryCodes: { plain: wrongCode },
  removeTwoFactor: { plain: wrongCode },
  oidcStart: { plain: [{}] },
  oidcCallback: { plain: [{ query: { code: 'x', state: 'y' } }] },
}

export const installation: Probes['installation'] = {
  organisations: {
    named: ({ slug }): Sent[] => [{ query: { after: writeCursor([slug]) }, status: 403 }],
    plain: [{}],
  },
  createOrganisation: {
    named: ({ slug }): Sent[] => [
      { body: { kind: 'host', slug, name: 'Mine', parent: slug }, status: 403 },
    ],
  },
  inviteFirst: {
    named: ({ slug, email }): Sent[] => [{ params: { slug }, body: { email }, status: 403 }],
  },
  nameApprover: {
    named: ({ slug }): Sent[] => [{ params: { slug }, body: { named: true }, status: 403 }],
  },
  engines: { plain: [{}] },
  jobs: { plain: [{}] },
  retryJobs: { plain: [{ params: { queue: 'purge-listings' } }] },
  outbox: { plain: [{}] },
  resendFailed: {
    named: ({ webhook: id }): Sent[] => [{ params: { id }, status: 403 }],
  },
  store: { plain: [{}] },
  retention: {
    named: ({ slug }): Sent[] => [{ query: { after: writeCursor([slug]) }, status: 403 }],
    plain: [{}],
  },
}

export const webhooks: Probes['webhooks'] = {
  list: { plain: [{}] },
  add: { plain: [{ body: { url: 'https://hooks.example/mine' } }] },
  change: { named: byId('webhook', { enabled: false }) },
  remove: { named: byId('webhook') },
  rotate: { named: byId('webhook') },
  deliveries: {
    named: ({ webhook, event, at }, own): Sent[] => [
      { params: { id: webhook }, status: 404 },
      { params: { id: own.webhook }, query: { after: writeCursor([at, event]) }, status: 200 },
    ],
  },
  resend: {
    named: ({ webhook, event }, own): Sent[] => [
      { params: { id: webhook, event }, status: 404 },
      { params: { id: own.webhook, event }, status: 404 },
    ],
  },
  replay: {
    named: ({ webhook, event, at }, own): Sent[] => [
      { params: { id: webhook }, body: { since: '2020-01-01T00:00:00Z' }, status: 404 },
      {
        params: { id: own.webhook },
        body: { since: '2020-01-01T00:00:00Z', after: writeCursor([at, event]) },
        status: 200,
      },
    ],
  },
}

export const retention: Probes['retention'] = {
  read: { plain: [{}] },
  set: { plain: [{ body: { clearDays: 30, personalDays: 30 } }] },
  holds: { named: after('hold'), plain: [{}, { query: { standing: 'true' } }] },
  hold: {
    named: ({ listing, marketplace, seller: id }): Sent[] => [
      { body: { scope: { kind: 'listing', listing }, reason: 'x' }, status: 404 },
      {
        body: { scope: { kind: 'seller', seller: { marketplace, id } }, reason: 'x' },
        status: 201,
      },
    ],
  },
  release: { named: byId('hold') },
  access: {
    named: ({ listing, marketplace, seller: id }): Sent[] => [
      { body: { seller: { marketplace, id } }, status: 200 },
      { body: { seller: { marketplace, id }, after: writeCursor([listing]) }, status: 200 },
    ],
  },
  rectify: {
    named: ({ listing }): Sent[] => [
      { body: { listing, changes: { title: 'Mine' } }, status: 404 },
    ],
  },
  erase: {
    // Its own hold stands on a seller of that name.
    named: ({ marketplace, seller: id }): Sent[] => [
      { body: { seller: { marketplace, id } }, status: 409 },
    ],
  },
  senderAccess: {
    named: ({ receivedNotice: notice }): Sent[] => [{ body: { notice }, status: 404 }],
  },
  senderErase: {
    named: ({ receivedNotice: notice }): Sent[] => [{ body: { notice }, status: 404 }],
  },
  // Whoever knows a code is its sender: of codes that others have, none is told apart from none.
  ownAccess: { plain: [{ body: { receipt: 'x'.repeat(43) } }] },
  ownErase: { plain: [{ body: { receipt: 'x'.repeat(43) } }] },
  requests: { named: after('privacyRequest'), plain: [{}] },
}

/** A token that is as good as any but the one that was given out. */
function turned(token: string): string {
  return `${token.slice(0, -2)}${token.endsWith('AA') ? 'QQ' : 'AA'}`
}
