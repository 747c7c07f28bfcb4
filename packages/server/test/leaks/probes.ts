import { endpoints, type Endpoint } from '@touchstone/contract'
import { writeCursor } from '../../src/platform/http/index.ts'

/** Everything by which a request can name what is an organisation's own. */
export type Named = {
  slug: string
  email: string
  marketplace: string
  /** Of an offer that nobody but its sender may see, and of another such one. */
  listing: string
  externalId: string
  otherExternalId: string
  idempotencyKey: string
  /** Of a file that it sent in, and of the mapping of its columns. */
  import: string
  mappingSignature: string
  decision: string
  outcome: string
  proposal: string
  translation: string
  brand: string
  /** Claimed and not approved; before all others by name, so that it stands on no page after them. */
  spareBrand: string
  product: string
  key: string
  member: string
  invitation: string
  invitationToken: string
  session: string
  webhook: string
  event: string
  claim: string
  document: string
  auditEvent: string
  hold: string
  privacyRequest: string
  view: string
  lot: string
  /** At hand to its admin. */
  lotOffer: string
  /** With weights. */
  fit: string
  seller: string
  /** Of a change of thresholds. */
  threshold: string
  /** When all of it was there. */
  at: string
}

/** What the caller has itself. */
export type Own = { webhook: string; claim: string }

export type Sent = {
  params?: Record<string, string>
  query?: Record<string, string>
  headers?: Record<string, string>
  body?: unknown
  /** The body as it is, of another type than JSON. */
  text?: { type: string; content: string }
  /** What an organisation that has nothing to do with it is answered. */
  status?: number
}

export type Probe = {
  /** Requests that name what is another's; they must answer as if there were none. */
  named?: (named: Named, own: Own) => Sent[]
  /** Requests that name nothing of others. */
  plain?: Sent[]
}

/** A new endpoint without a probe is no valid program. */
export type Probes = {
  [R in keyof typeof endpoints]: { [E in keyof (typeof endpoints)[R]]: Probe }
}

const ofClaim =
  (body: unknown) =>
  ({ claim: id }: Named): Sent[] => [{ params: { id }, body, status: 404 }]
const byId =
  (
    noun:
      | 'key'
      | 'member'
      | 'invitation'
      | 'session'
      | 'webhook'
      | 'claim'
      | 'hold'
      | 'proposal'
      | 'translation'
      | 'view'
      | 'lot'
      | 'lotOffer'
      | 'fit',
    body?: unknown,
  ) =>
  (named: Named): Sent[] => [{ params: { id: named[noun] }, body, status: 404 }]
const after = (noun: keyof Named) => (named: Named) => [
  { query: { after: writeCursor([named.at, named[noun]]) }, status: 200 },
]
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

const offer = { title: 'A plain spoon', price: { amount: '3', currency: 'EUR' } }
const rights = { roles: ['analyst'], brands: [], territories: [] }
const wrongCode = [{ body: { code: '000000' } }]

const catalog: Probes['catalog'] = {
  export: { plain: [{}] },
  import: {
    named: ({ spareBrand }): Sent[] => [
      {
        body: { brands: [{ id: `${spareBrand}-2`, name: 'A name of my own' }] },
        status: 200,
      },
    ],
  },
  listBrands: {
    named: ({ brand }): Sent[] => [{ query: { after: writeCursor([brand]) }, status: 200 }],
    plain: [{}],
  },
  brand: { named: ({ brand }): Sent[] => [{ params: { brand }, status: 404 }] },
  putBrand: {
    named: ({ spareBrand: brand }): Sent[] => [
      { params: { brand }, body: { id: brand, name: 'Another of mine' }, status: 201 },
    ],
  },
  removeBrand: { named: ({ brand }): Sent[] => [{ params: { brand }, status: 404 }] },
  brandVersions: { named: ({ brand }): Sent[] => [{ params: { brand }, status: 404 }] },
  listProducts: {
    named: ({ brand, product }): Sent[] => [
      { query: { brand }, status: 200 },
      { query: { after: writeCursor([product]) }, status: 200 },
    ],
    plain: [{}],
  },
  product: { named: ({ product }): Sent[] => [{ params: { product }, status: 404 }] },
  putProduct: {
    named: ({ brand, spareBrand, product: id }): Sent[] => [
      { params: { product: id }, body: { id, brand, name: 'Mine' }, status: 422 },
      {
        params: { product: `a-${id}` },
        body: { id: `a-${id}`, brand: spareBrand, name: 'Mine' },
        status: 201,
      },
    ],
  },
  removeProduct: { named: ({ product }): Sent[] => [{ params: { product }, status: 404 }] },
  productVersions: { named: ({ product }): Sent[] => [{ params: { product }, status: 404 }] },
}

const claims: Probes['claims'] = {
  submit: {
    named: ({ spareBrand: brand }): Sent[] => [
      {
        body: {
          ...{ brand, office: 'EM', number: '0815', owner: 'Somebody' },
          document: { reference: 'https://register.example/0815' },
        },
        status: 403,
      },
    ],
  },
  list: {
    named: (named): Sent[] => [
      { query: { brand: named.spareBrand }, status: 200 },
      ...after('claim')(named),
    ],
    plain: [{}, { query: { state: 'approved' } }, { query: { brand: 'prada' } }],
  },
  read: { named: byId('claim') },
  document: {
    named: ({ claim, document }, own): Sent[] => [
      { params: { id: claim, document }, status: 404 },
      { params: { id: own.claim, document }, status: 404 },
    ],
  },
  withdraw: { named: byId('claim') },
  approve: { named: ofClaim({}) },
  reject: { named: ofClaim({ reason: 'x' }) },
  contest: { named: ofClaim({ reason: 'x' }) },
  resolve: { named: ofClaim({ reason: 'x', standing: 'none' }) },
  revoke: { named: ofClaim({ reason: 'x' }) },
}

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
const installation: Probes['installation'] = {
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

const listings: Probes['listings'] = {
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

const imports: Probes['imports'] = {
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

const pictures: Probes['pictures'] = {
  read: {
    named: ({ listing, otherExternalId }): Sent[] => [
      { params: { id: listing, place: '0' }, status: 404 },
      { params: { id: otherExternalId, place: '0' }, status: 404 },
    ],
  },
}

const translations: Probes['translations'] = {
  list: { named: ({ listing: id }): Sent[] => [{ params: { id }, status: 404 }] },
  add: {
    named: ({ listing: id }): Sent[] => [
      { params: { id }, body: { version: 1, language: 'en', title: 'x' }, status: 404 },
    ],
  },
  remove: { named: byId('translation') },
}

const decisions: Probes['decisions'] = {
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

const overview: Probes['overview'] = { trends: { plain: [{}] }, work: { plain: [{}] } }

const views: Probes['views'] = {
  list: { plain: [{}] },
  save: { plain: [{ body: { name: 'Mine', query: {} } }] },
  change: { named: byId('view', { name: 'Mine' }) },
  remove: { named: byId('view') },
}

const members: Probes['members'] = {
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

const organisation: Probes['organisation'] = {
  read: { plain: [{}] },
  change: { plain: [{ body: { requireTwoFactor: false } }] },
  listKeys: { named: after('key'), plain: [{}] },
  createKey: { plain: [{ body: { scopes: ['listings:read'] } }] },
  revokeKey: { named: byId('key') },
  listAudit: { named: after('auditEvent'), plain: [{}] },
}

const sessions: Probes['sessions'] = {
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

const webhooks: Probes['webhooks'] = {
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

const retention: Probes['retention'] = {
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
  requests: { named: after('privacyRequest'), plain: [{}] },
}

const amendment = {
  ...{ id: 'en.mine', forms: ['my own word'], meaning: 'a word of mine' },
  ...{ strength: 'W', kind: 'grade', source: 'myself' },
}
// What is another's it can only name as if it were a revision.
const ofRevision =
  (body?: unknown) =>
  ({ listing: id }: Named): Sent[] => [{ params: { id }, body, status: 403 }]

const lexicon: Probes['lexicon'] = {
  list: { plain: [{}] },
  term: { named: ({ brand: term }): Sent[] => [{ params: { term }, status: 404 }] },
  preview: {
    // The words of others' offers are what a preview would show.
    named: ({ externalId }): Sent[] => [
      {
        body: { language: 'en', term: { ...amendment, forms: [externalId] } },
        status: 403,
      },
    ],
  },
}

const revisions: Probes['revisions'] = {
  list: { plain: [{}] },
  create: { plain: [{ body: { title: 'Mine' } }] },
  read: { named: ofRevision() },
  amend: { named: ofRevision({ edit: 0, title: 'Mine' }) },
  compare: { named: ofRevision() },
  backTest: { named: ofRevision() },
  toShadow: { named: ofRevision({}) },
  toDraft: { named: ofRevision({}) },
  toLive: { named: ofRevision({}) },
  retire: { named: ofRevision({}) },
  back: { named: ofRevision({}) },
}

const thresholds: Probes['thresholds'] = {
  list: {
    named: ({ brand, spareBrand }): Sent[] => [
      { query: { brand }, status: 200 },
      { query: { after: writeCursor([spareBrand]) }, status: 200 },
    ],
    plain: [{}],
  },
  histogram: { named: ({ brand }): Sent[] => [{ query: { brand }, status: 200 }] },
  preview: {
    named: ({ brand }): Sent[] => [
      { body: { brand, thresholds: { askProof: 5, review: 10, block: 50 } }, status: 200 },
    ],
    plain: [{ body: { brand: null, thresholds: { askProof: 100, review: 100, block: 100 } } }],
  },
  set: {
    named: ({ brand }): Sent[] => [
      {
        body: { brand, thresholds: { askProof: 9, review: 25, block: 80 }, version: 0 },
        status: 200,
      },
    ],
  },
  undo: {
    named: ({ spareBrand: brand }): Sent[] => [{ body: { brand, version: 1 }, status: 409 }],
  },
  history: {
    named: ({ brand, threshold, at }): Sent[] => [
      { query: { brand }, status: 200 },
      { query: { after: writeCursor([at, threshold]) }, status: 200 },
    ],
    plain: [{}],
  },
}

const quality: Probes['quality'] = {
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

/** How each address of the interface is asked for what is another's. */
const probes: Probes = {
  catalog,
  claims,
  installation,
  listings,
  imports,
  members,
  organisation,
  pictures,
  sessions,
  decisions,
  overview,
  views,
  webhooks,
  retention,
  lexicon,
  revisions,
  thresholds,
  translations,
  quality,
  sample: { read: { plain: [{}] } },
}

export type Probed = { name: string; room: keyof Probes; endpoint: Endpoint; probe: Probe }

/** Every address, with its probe. */
export const probed: Probed[] = (Object.keys(endpoints) as (keyof Probes)[]).flatMap((room) => {
  const asked: Record<string, Probe> = probes[room]
  return Object.entries<Endpoint>(endpoints[room]).map(([name, endpoint]) => ({
    name: `${room}.${name}`,
    room,
    endpoint,
    probe: asked[name] ?? {},
  }))
})

/** A page that offers something under this id. */
function pageOf(sku: string): string {
  const offers = { '@type': 'Offer', price: '3', priceCurrency: 'EUR' }
  const product = { '@context': 'https://schema.org', '@type': 'Product', name: 'A plain spoon' }
  const text = JSON.stringify({ ...product, sku, offers })
  return `<script type="application/ld+json">${text}</script>`
}

/** A token that is as good as any but the one that was given out. */
function turned(token: string): string {
  return `${token.slice(0, -2)}${token.endsWith('AA') ? 'QQ' : 'AA'}`
}
