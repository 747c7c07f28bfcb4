import { writeCursor } from '../../src/platform/http/index.ts'
import { after, byId, type Named, type Probes, type Sent } from './probe.ts'

const offer = { title: 'A plain spoon', price: { amount: '3', currency: 'EUR' } }
const onListing = (noun: 'decision' | 'outcome') => (named: Named) => [
  { params: { id: named.listing }, status: 404 },
  {
    params: { id: named.listing },
    query: { after: writeCursor([named.at, named[noun]]) },
    status: 404,
  },
]
const told =
  (noun: 'decision' | 'outcome', what: object) =>
  ({ listing, otherExternalId, marketplace, idempotencyKey }: Named): Sent[] => [
    { body: { id: listing, ...what }, status: 404 },
    { body: { listing: otherExternalId, marketplace, ...what }, status: 404 },
    { body: [{ id: listing, ...what }], status: 200 },
    {
      body: [{ id: listing, ...what }],
      headers: { 'idempotency-key': `${idempotencyKey}-${noun}` },
      status: 200,
    },
  ]

/** The last in an order of its own, which counts do not have. */
const filtered: Sent[] = [
  { query: { signal: 'price.far-below-msrp' } },
  { query: { signal: 'channel' } },
  { query: { signal: 'external' } },
  { query: { probabilityFrom: '0.5' } },
  { query: { language: 'und' } },
  { query: { decided: 'true' } },
  { query: { decided: 'false', sort: 'most-probable' } },
]
export const listings: Probes['listings'] = {
  take: {
    named: ({ externalId: id, marketplace }): Sent[] => [
      { body: { ...offer, id, marketplace }, status: 201 },
    ],
  },
  takeBatch: {
    named: ({ externalId, marketplace, idempotencyKey }): Sent[] => [
      {
        body: [{ ...offer, id: `${externalId}-2`, marketplace }],
        headers: { 'idempotency-key': idempotencyKey },
        status: 200,
      },
    ],
  },
  takeFile: {
    named: ({ externalId, marketplace }): Sent[] => [
      {
        text: { type: 'text/csv', content: `id,title\n${externalId}-3,A plain spoon\n` },
        query: { marketplace },
        status: 200,
      },
    ],
  },
  takePage: {
    named: ({ externalId, marketplace }): Sent[] => [
      {
        text: { type: 'text/html', content: pageOf(`${externalId}-4`) },
        query: { marketplace, url: 'https://shop.example/1' },
        status: 200,
      },
    ],
  },
  list: {
    named: ({ brand, marketplace, ...named }): Sent[] => [
      { query: { brand }, status: 200 },
      { query: { brand: named.spareBrand }, status: 200 },
      { query: { marketplace }, status: 200 },
      ...after('listing')({ brand, marketplace, ...named }),
    ],
    plain: [{}, { query: { limit: '1' } }, { query: { verdict: 'block' } }, ...filtered],
  },
  count: {
    named: ({ brand, spareBrand, marketplace }): Sent[] => [
      { query: { brand }, status: 200 },
      { query: { brand: spareBrand, verdict: 'review' }, status: 200 },
      { query: { marketplace }, status: 200 },
    ],
    plain: [{}, { query: { verdict: 'block' } }, ...filtered.slice(0, -1)],
  },
  read: {
    named: ({ listing, otherExternalId }): Sent[] => [
      { params: { id: listing }, status: 404 },
      { params: { id: otherExternalId }, status: 404 },
    ],
  },
  ofSeller: {
    named: ({ listing, otherExternalId }): Sent[] => [
      { params: { id: listing }, status: 404 },
      { params: { id: otherExternalId }, status: 404 },
    ],
  },
}

/** The columns of a mapping that is the victim's own, and of one of another's. */
const columnsOf = ({ marketplace }: Named): string => `${marketplace} column`

export const imports: Probes['imports'] = {
  preview: {
    named: (named): Sent[] => [
      {
        text: { type: 'text/csv', content: `id,title,${columnsOf(named)}\n1,A plain spoon,2\n` },
        query: { marketplace: named.marketplace },
        status: 200,
      },
    ],
  },
  tryMapping: { plain: [{ body: { mapping: { columns: [] }, rows: [] } }] },
  mappings: { plain: [{}] },
  keepMapping: {
    named: (named): Sent[] => [
      {
        body: {
          headers: ['id', 'title', columnsOf(named), 'more'],
          mapping: { columns: [{ column: 'id', field: 'id' }] },
        },
        status: 200,
      },
    ],
  },
  forgetMapping: {
    named: ({ mappingSignature: signature }): Sent[] => [{ params: { signature }, status: 404 }],
  },
  progress: { named: ({ import: id }): Sent[] => [{ params: { id }, status: 200 }] },
}

export const pictures: Probes['pictures'] = {
  read: {
    named: ({ listing, otherExternalId }): Sent[] => [
      { params: { id: listing, place: '0' }, status: 404 },
      { params: { id: otherExternalId, place: '0' }, status: 404 },
    ],
  },
  list: { named: ({ listing: id }): Sent[] => [{ params: { id }, status: 404 }] },
  kept: {
    named: ({ listing }): Sent[] => [{ params: { id: listing, place: '0' }, status: 404 }],
  },
  elsewhere: {
    named: ({ listing }): Sent[] => [{ params: { id: listing, place: '0' }, status: 404 }],
  },
}

const picture = { type: 'image/png', content: 'no picture' }

export const banks: Probes['banks'] = {
  list: {
    plain: [{}, { query: { bank: 'official' } }, { query: { state: 'removed' } }],
    named: after('reference'),
  },
  add: {
    named: ({ brand }): Sent[] => [
      { query: { bank: 'official', brand }, text: picture, status: 422 },
    ],
  },
  addFromOffer: {
    named: ({ listing }): Sent[] => [
      { body: { bank: 'seller-photo', listing, place: 0 }, status: 404 },
    ],
  },
  read: { named: byId('reference') },
  picture: { named: byId('reference') },
  compare: {
    named: ({ reference, listing }): Sent[] => [
      { params: { id: reference }, query: { listing, place: '0' }, status: 404 },
    ],
  },
  change: {
    named: ({ reference: id }): Sent[] => [{ params: { id }, body: { label: 'x' }, status: 404 }],
  },
  remove: { named: byId('reference') },
  restore: { named: byId('reference') },
  missedOfProducts: {
    plain: [{}],
    named: ({ product }): Sent[] => [{ query: { after: writeCursor([product, '']) }, status: 200 }],
  },
  askAgain: {
    named: ({ product }): Sent[] => [
      { body: { product, url: 'https://img.example/1' }, status: 200 },
    ],
  },
}

export const translations: Probes['translations'] = {
  list: { named: ({ listing: id }): Sent[] => [{ params: { id }, status: 404 }] },
  add: {
    named: ({ listing: id }): Sent[] => [
      { params: { id }, body: { version: 1, language: 'en', title: 'x' }, status: 404 },
    ],
  },
  remove: { named: byId('translation') },
}

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
    named: ({ capture: id }): Sent[] => [{ params: { id }, query: { reason: 'x' }, status: 404 }],
  },
  redact: { named: byId('capture', { item: 'page', regions: [box], reason: 'x' }) },
  hold: { named: byId('capture', { reason: 'x' }) },
  release: { named: byId('capture', { reason: 'x' }) },
}

export const decisions: Probes['decisions'] = {
  recordDecisions: { named: told('decision', { verdict: 'genuine' }) },
  rules: { plain: [{}] },
  setRules: { plain: [{ body: { secondPerson: [] } }] },
  listProposed: {
    named: (named): Sent[] => [
      ...after('proposal')(named),
      { query: { listing: named.listing }, status: 200 },
    ],
    plain: [{}, { query: { state: 'proposed' } }],
  },
  confirm: { named: byId('proposal', {}) },
  reject: { named: byId('proposal', { note: 'x' }) },
  withdraw: { named: byId('proposal') },
  recordOutcomes: { named: told('outcome', { outcome: 'removed' }) },
  withdrawDecisions: {
    named: ({ decision }): Sent[] => [{ body: { decisions: [decision] }, status: 200 }],
  },
  listDecisions: { named: after('decision'), plain: [{}] },
  listOutcomes: { named: after('outcome'), plain: [{}] },
  decisionsOnListing: { named: onListing('decision') },
  outcomesOfListing: { named: onListing('outcome') },
}

export const overview: Probes['overview'] = {
  trends: { plain: [{}] },
  work: { plain: [{}] },
  marketplaces: { plain: [{}] },
}

export const views: Probes['views'] = {
  list: { plain: [{}] },
  save: { plain: [{ body: { name: 'Mine', query: {} } }] },
  change: { named: byId('view', { name: 'Mine' }) },
  remove: { named: byId('view') },
}

export const cases: Probes['cases'] = {
  list: {
    named: ({ listing, brand, member, case: id, at }): Sent[] => [
      { query: { listing }, status: 200 },
      { query: { brand }, status: 200 },
      { query: { assignee: member }, status: 200 },
      { query: { after: writeCursor([0, at, id]) }, status: 200 },
    ],
    plain: [{}],
  },
  board: { named: ({ brand }): Sent[] => [{ query: { brand }, status: 200 }], plain: [{}] },
  open: {
    named: ({ listing }): Sent[] => [
      { body: { title: 'Mine', about: 'seller', listings: [listing] }, status: 404 },
    ],
  },
  read: { named: byId('case') },
  offers: { named: byId('case') },
  record: { named: byId('case') },
  act: { named: byId('case', { do: { act: 'note', text: 'x' } }) },
}

const template = {
  ...{ name: 'Mine', about: 'seller', priority: 'normal', tasks: [], slaHours: null, note: null },
}
const queue = {
  ...{ name: 'Mine', place: 1, rules: [], assignee: null, assignHours: null },
  sla: { low: null, normal: 24, high: 8, urgent: 1 },
}
const someFile = Buffer.from('%PDF-1.7').toString('base64')
const ofFile =
  (body?: unknown) =>
  ({ case: id, caseFile: file }: Named): Sent[] => [
    { params: { id, file }, status: 404, ...(body !== undefined && { body }) },
  ]

export const casework: Probes['casework'] = {
  templates: { plain: [{}] },
  addTemplate: { plain: [{ body: template }] },
  versions: { named: byId('caseTemplate') },
  changeTemplate: { named: byId('caseTemplate', { template, version: 1 }) },
  queues: { plain: [{}] },
  addQueue: {
    named: ({ member }): Sent[] => [{ body: { ...queue, assignee: member }, status: 404 }],
    plain: [{ body: queue }],
  },
  changeQueue: { named: byId('caseQueue', queue) },
  files: { named: byId('case') },
  addFile: { named: byId('case', { name: 'x.pdf', content: someFile }) },
  file: { named: ofFile() },
  removeFile: { named: ofFile({ do: 'confirm' }) },
  notes: { named: byId('case') },
  share: {
    named: ({ case: id, listing, brand }): Sent[] => [
      { params: { id }, body: { listing, brand, text: 'x' }, status: 404 },
    ],
  },
  received: {
    named: ({ listing, at, sharedNote }): Sent[] => [
      { query: { listing }, status: 200 },
      { query: { after: writeCursor([at, sharedNote]) }, status: 200 },
    ],
    plain: [{}],
  },
  reply: { named: byId('sharedNote', { text: 'x' }) },
}

export const quality: Probes['quality'] = {
  settings: { plain: [{}] },
  set: {
    plain: [{ body: { enabled: false, sizes: { clear: 1, flagged: 1, removed: 1 } } }],
  },
  draw: { plain: [{ body: {} }] },
  samples: { plain: [{}] },
  frame: { named: byId('lot') },
  next: { plain: [{}] },
  picture: {
    named: ({ lotOffer: id }): Sent[] => [{ params: { id, place: '0' }, status: 404 }],
  },
  read: { named: byId('lotOffer', { label: 'genuine' }) },
  results: { plain: [{}, { query: { weeks: '1' } }] },
  labels: { plain: [{}] },
  fit: { plain: [{}] },
  fits: { plain: [{}] },
  weights: { named: byId('fit') },
}

/** A page that offers something under this id. */
function pageOf(sku: string): string {
  const offers = { '@type': 'Offer', price: '3', priceCurrency: 'EUR' }
  const product = { '@context': 'https://schema.org', '@type': 'Product', name: 'A plain spoon' }
  const text = JSON.stringify({ ...product, sku, offers })
  return `<script type="application/ld+json">${text}</script>`
}
