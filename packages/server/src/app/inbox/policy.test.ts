import {
  inboxKinds,
  type InboxKind,
  type OrganisationKind,
  type PersonRole,
} from '@touchstone/contract'
import { expect, test } from 'vitest'
import { noOrganisation, type Actor } from '../../access/organisations/index.ts'
import { concerns, mayMarkHandled, mayReadInbox } from './policy.ts'

const person = (roles: PersonRole[], more: Partial<Actor & { kind: 'person' }> = {}): Actor => ({
  kind: 'person',
  id: 'p',
  organisationId: 'own',
  roles,
  ...more,
})

const ofMarketplaces: InboxKind[] = ['received-notice', 'follow-up']
const ofAdmins: InboxKind[] = ['claim-decision', 'failing-webhook', 'setup']
const ofReviewers: InboxKind[] = ['appeal', 'proof-submission']
const ofSenders: InboxKind[] = [
  'notice-approval',
  'dossier-contest',
  'marketplace-response',
  'failed-capture',
]

/** What waits for the operator alone. */
const ofOperator: InboxKind[] = ['failed-job']

const all = (but: InboxKind[]): InboxKind[] =>
  inboxKinds.filter((kind) => ![...but, ...ofOperator].includes(kind))

test.each<[string, Actor, OrganisationKind, InboxKind[]]>([
  ['an admin of a marketplace', person(['admin']), 'marketplace', all([])],
  ['an admin of a rights holder', person(['admin']), 'rights-holder', all(ofMarketplaces)],
  ['an admin of an authority', person(['admin']), 'authority', all(ofMarketplaces)],
  [
    'an analyst of a marketplace',
    person(['analyst']),
    'marketplace',
    all([...ofAdmins, ...ofReviewers]),
  ],
  [
    'a reviewer of a marketplace',
    person(['reviewer']),
    'marketplace',
    all([...ofAdmins, ...ofSenders]),
  ],
  ['an auditor', person(['auditor']), 'marketplace', []],
  [
    'an admin limited to brands',
    person(['admin'], { brands: ['velmoraq'] }),
    'marketplace',
    all([
      'buyer-report',
      'code-alarm',
      'dossier-contest',
      'failing-webhook',
      'link-review',
      'setup',
      'seller',
    ]),
  ],
  [
    'whose session lacks a step',
    person(['admin'], { lacks: 'second-factor' as never }),
    'marketplace',
    [],
  ],
  ['a key', { kind: 'key', id: 'k', organisationId: 'own', scopes: ['listings:read'] }, 'host', []],
])('%s', (_who, actor, organisation, kinds) => {
  expect(inboxKinds.filter((kind) => concerns(actor, kind, organisation))).toEqual(kinds)
})

test('who acts for no organisation has no member’s inbox', () => {
  const actor = person([], { organisationId: noOrganisation, installationAdmin: true })
  expect(mayReadInbox(actor)).toBe(false)
})

test.each<[PersonRole, boolean]>([
  ['admin', true],
  ['analyst', true],
  ['reviewer', false],
  ['auditor', false],
])('of %s it is %s that they mark responses as handled', (role, may) => {
  expect(mayMarkHandled(person([role]), 'marketplace-response')).toBe(may)
})
