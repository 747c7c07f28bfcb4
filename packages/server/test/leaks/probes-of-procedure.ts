import { writeCursor } from '../../src/platform/http/index.ts'
import { after, byId, type Named, type Probes, type Sent } from './probe.ts'

const dsa = { title: 'x', regime: 'eu-dsa', profile: { tier: 'marketplace', sizeClass: 'other' } }
const received = { type: 'open', id: 'n1', machine: 'N', role: 'notifier', fields: {} }
export const enforcement: Probes['enforcement'] = {
  regimes: { plain: [{}] },
  sign: {
    plain: [
      { params: { id: 'eu-dsa' }, body: { version: 'x', checkedOn: '2026-01-01', counsel: 'x' } },
    ],
  },
  begin: {
    named: ({ listing, case: id }): Sent[] => [
      { body: { ...dsa, listing }, status: 404 },
      { body: { ...dsa, case: id }, status: 404 },
    ],
  },
  regime: { plain: [{ params: { id: 'eu-dsa' } }] },
  list: {
    named: (named): Sent[] => [
      ...after('proceeding')(named),
      { query: { listing: named.listing }, status: 200 },
      { query: { case: named.case }, status: 404 },
    ],
    plain: [{}],
  },
  clocks: {
    named: ({ proceeding, at }): Sent[] => [
      { query: { after: writeCursor([at, proceeding, '', '', 0]) }, status: 200 },
    ],
    plain: [{}],
  },
  read: { named: byId('proceeding') },
  act: { named: byId('proceeding', received) },
}

const someNotice = (claim: string, listing: string) => ({
  ...{ ground: 'counterfeit', claim, items: [{ listing }] },
})
const aReason = { reason: 'x' }
export const notices: Probes['notices'] = {
  extracts: { plain: [{}] },
  addExtract: {
    named: ({ claim }): Sent[] => [
      {
        body: {
          ...{ claim, name: 'x', kind: 'trade-mark', territory: ['EM'], classes: null },
          ...{ validFrom: '2020-01-01', on: '2026-01-01', mediaType: 'application/pdf' },
          content: 'JVBERi0xLjcKRXh0cmFjdC4K',
        },
        status: 404,
      },
    ],
  },
  signatories: { plain: [{}] },
  putSignatory: { named: byId('member', { authorised: true }) },
  settings: { plain: [{}] },
  set: { plain: [{ body: { secondPerson: false, remindDays: 7, reminders: 2 } }] },
  marketplaces: { plain: [{}] },
  templates: { plain: [{}] },
  addTemplate: { plain: [{ body: { name: 'x', subject: 'x', body: '{{nothing}}' } }] },
  retireTemplate: { named: byId('noticeTemplate') },
  list: {
    named: (named): Sent[] => [
      ...after('notice')(named),
      { query: { case: named.case }, status: 200 },
    ],
    plain: [{}],
  },
  draft: {
    named: ({ claim, listing, case: id }): Sent[] => [
      { body: { ...someNotice(claim, listing), case: id }, status: 404 },
    ],
  },
  read: { named: byId('notice') },
  change: {
    named: ({ notice: id, claim, listing }): Sent[] => [
      { params: { id }, body: { ...someNotice(claim, listing), version: 1 }, status: 404 },
    ],
  },
  check: { named: byId('notice') },
  preview: { named: byId('notice') },
  document: { named: byId('notice') },
  look: { named: byId('notice') },
  send: { named: byId('notice') },
  confirm: { named: byId('notice') },
  reject: { named: byId('notice', aReason) },
  follow: { named: byId('notice', { what: 'acknowledged' }) },
  pursue: { named: byId('notice', { do: { act: 'complain', position: 0, grounds: 'x' } }) },
  withdraw: { named: byId('notice', aReason) },
  record: { named: byId('notice') },
  returned: { named: byId('notice') },
  export: { named: byId('notice') },
  course: {
    named: ({ case: id, at, notice }): Sent[] => [
      { params: { id }, status: 404 },
      { params: { id }, query: { after: writeCursor([at, 'notice', notice, 1]) }, status: 404 },
    ],
  },
}

export const messages: Probes['messages'] = {
  list: {
    named: (named): Sent[] => [
      ...after('message')(named),
      { query: { kind: 'case', about: named.case }, status: 200 },
    ],
    plain: [{}],
  },
  read: { named: byId('message') },
  resend: { named: byId('message') },
  cancel: { named: byId('message') },
}

const item = ({ receivedNotice: id }: Named): { id: string; position: string } => ({
  id,
  position: '0',
})
const house = {
  profile: { tier: 'marketplace', sizeClass: 'other' },
  door: 'closed',
  texts: { platform: 'x', complaints: 'x', bodies: 'x', court: 'x', territory: ['DE'] },
}
const listed = {
  ...{ rank: 'house', name: 'x', awardedBy: 'x', areas: ['counterfeit'], status: 'ACTIVE' },
  ...{ source: 'x', listedOn: '2026-11-20' },
}
const someStatement = {
  ...{ puid: 'x', platform: 'x', subject: 'x', territory: ['DE'], startsOn: '2026-11-26' },
  content: { types: ['product'], postedOn: '2026-11-26' },
  ...{ measures: [{ measure: 'disable' }], facts: 'x', source: 'notice' },
  ...{ automatedDetection: false, automatedDecision: 'not', redress: { court: 'x' } },
  ground: { kind: 'illegal', legalGround: 'x', why: 'x' },
}
export const reception: Probes['reception'] = {
  door: { named: ({ slug }): Sent[] => [{ params: { slug }, status: 404 }] },
  send: { named: ({ slug }): Sent[] => [{ params: { slug }, body: {}, status: 404 }] },
  // Whoever knows a code is its sender: of codes that others have, none is told apart from none.
  follow: {
    plain: [{ body: { receipt: 'x'.repeat(43) } }],
  },
  actByReceipt: {
    plain: [{ body: { receipt: 'x'.repeat(43), do: { act: 'withdraw', reason: 'x' } } }],
  },
  settings: { plain: [{}] },
  set: { plain: [{ body: house }] },
  flaggers: { plain: [{}] },
  putFlagger: { plain: [{ body: listed }] },
  reportFlagger: { named: byId('flagger', { explanation: 'x', unfounded: 1 }) },
  queue: {
    named: ({ at, receivedNotice }): Sent[] => [
      { query: { after: writeCursor([0, at, receivedNotice, 0]) }, status: 200 },
    ],
    plain: [{}],
  },
  read: { named: byId('receivedNotice') },
  // Whoever knows a digest, and be it from a notice of his own, sees nothing by it.
  picture: {
    named: ({ receivedNotice: id, receivedPicture: digest }): Sent[] => [
      { params: { id, digest }, status: 404 },
    ],
  },
  act: {
    named: (named): Sent[] => [
      { params: item(named), body: { act: 'take-up' }, status: 404 },
      { params: item(named), body: { act: 'match', listing: named.listing }, status: 404 },
    ],
  },
  draft: { named: (named): Sent[] => [{ params: item(named), status: 404 }] },
  preview: {
    named: (named): Sent[] => [
      { params: item(named), body: { statement: someStatement }, status: 404 },
    ],
  },
  measures: {
    named: ({ listing, seller }): Sent[] => [
      { query: { listing }, status: 200 },
      { query: { seller }, status: 200 },
    ],
    plain: [{}],
  },
  filings: { plain: [{}] },
  noteFilings: {
    plain: [{ body: { filings: [{ puid: '0f6b2c19d3a84e57', databaseId: 'x' }] } }],
  },
  own: { named: ({ listing }): Sent[] => [{ body: { listing }, status: 404 }] },
  readOwn: { named: byId('ownRestriction') },
  previewOwn: {
    named: byId('ownRestriction', { matter: 'restriction', statement: someStatement }),
  },
  actOnOwn: {
    named: byId('ownRestriction', { act: 'drop', matter: 'restriction', reason: 'x' }),
  },
  misuse: { plain: [{}] },
  watch: {
    named: ({ receivedNotice: notice }): Sent[] => [
      { body: { role: 'notifier', notice }, status: 404 },
    ],
  },
  actOnMisuse: { named: byId('misuse', { act: 'warn', warning: 'x' }) },
}

const box = { x: 0, y: 0, width: 1, height: 1 }
export const evidence: Probes['evidence'] = {
  list: { named: after('capture'), plain: [{}] },
  keys: { plain: [{}] },
  request: {
    named: ({ listing }): Sent[] => [
      { body: { url: 'https://a.example/', reason: 'x', listing }, status: 404 },
    ],
  },
  state: { named: byId('capture') },
  read: { named: byId('capture') },
  changes: {
    named: ({ capture: id }): Sent[] => [
      { params: { id }, status: 404 },
      { params: { id }, query: { against: id }, status: 404 },
    ],
  },
  item: { named: ({ capture: id }): Sent[] => [{ params: { id, name: 'page' }, status: 404 }] },
  export: {
    named: ({ capture: id }): Sent[] => [{ params: { id }, body: { reason: 'x' }, status: 404 }],
  },
  redact: { named: byId('capture', { item: 'page', regions: [box], reason: 'x' }) },
  hold: { named: byId('capture', { reason: 'x' }) },
  release: { named: byId('capture', { reason: 'x' }) },
}
