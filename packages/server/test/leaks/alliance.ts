import { randomBytes, randomUUID } from 'node:crypto'
import type { Catalog } from '@touchstone/contract'
import { shippedRules } from '@touchstone/jurisdiction'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { createApi } from '../../src/api/index.ts'
import { approveClaim } from '../../src/claims/index.ts'
import { queueMessage } from '../../src/outbox/index.ts'
import { ensureFirstAdmin } from '../../src/people/index.ts'
import type { Store } from '../../src/platform/db/index.ts'
import { sealerOf } from '../../src/platform/sealing/index.ts'
import { compileEngine, inProcess } from '../../src/screening/index.ts'
import { brandNames } from '../../src/sharing/index.ts'
import type { WebhookSettings } from '../../src/webhooks/index.ts'
import { asOperator, newKey, newOrganisation, operator, tenantContext } from '../builders.ts'
import { endFitOf, fillWeek, lastMonday } from '../lots.ts'
import { Browser, newMember, password, publicUrl } from '../people.ts'
import { pngOf } from '../picture-host.ts'
import type { Named } from './probe.ts'
import { rowsOf } from './rows.ts'

const allScopes = [
  ...['listings:read', 'listings:write', 'catalog:read', 'catalog:write'],
  ...['decisions:write', 'outcomes:write', 'webhooks:write'],
]

/** Somebody with all that an organisation can have, each string of it marked as its own. */
export type Victim = {
  slug: string
  organisationId: string
  named: Named
  /** The offer that the rival's brand hits too. */
  shared: string
  /** What must never be in an answer to others. */
  secrets: string[]
  ids: ReadonlySet<string>
  admin: Browser
  key: string
}

/** Whom to make, and by what its own strings and numbers are told. */
export type Marked = {
  slug: string
  kind: 'marketplace' | 'rights-holder'
  brand: string
  /** Stands in every string that it keeps. */
  mark: string
  price: string
  units: number
}

export const market: Marked = {
  ...{ slug: 'velum-square', kind: 'marketplace', brand: 'cotswick' },
  ...{ mark: 'qzvelumqz', price: '7319.83', units: 918_273 },
}
export const house: Marked = {
  ...{ slug: 'torra-house', kind: 'rights-holder', brand: 'prada' },
  ...{ mark: 'qztorraqz', price: '8426.57', units: 645_381 },
}

/** What it says of its brand; prices and sellers are its own alone. */
function catalogOf({ mark, brand, price }: Marked): Catalog {
  return {
    brands: [
      {
        id: brand,
        name: brand === 'prada' ? 'Prada' : `${mark} brand`,
        aliases: [{ text: `${mark} alias` }],
        channels: [
          {
            marketplace: '*',
            policy: 'authorised-sellers',
            authorisedSellers: [`${mark}-authorised`],
            source: `${mark} channel source`,
          },
        ],
        supplier: `${mark} supplier`,
      },
    ],
    products: [
      {
        id: `${mark}-product`,
        brand,
        name: `${mark} product`,
        styleCodes: ['PRX73198'],
        msrp: [{ amount: price, currency: 'EUR', source: `${mark} price source` }],
      },
    ],
  }
}

const known = catalogOf(house)
const engine = compileEngine(known)
const names = brandNames(known)

/** The interface as it runs once the house’s claim stands: the engine knows its catalog. */
export function newAllianceApi(
  store: Store,
  settings: WebhookSettings = { sealer: sealerOf(randomBytes(32)), allow: [] },
  /** By brand, under which keys of the house’s claim its catalog speaks; nobody hears it without. */
  keys?: Record<string, string[]>,
): FastifyInstance {
  return createApi({
    store,
    screening: inProcess(
      keys === undefined ? engine : compileEngine(Object.assign({ keys }, known)),
    ),
    names: () => names,
    checkAnswers: true,
    onFault: (error) => console.error(error),
    outboundAllow: [...(settings.allow ?? [])],
    people: {
      sealer: settings.sealer,
      publicUrl,
      secureCookie: true,
      cost: { ln: 9, r: 8, p: 1 },
    },
  })
}

type Body = Record<string, unknown>

/** Asks with a machine key; what is refused is an error here. */
export async function askByKey(
  app: FastifyInstance,
  key: string,
  method: 'GET' | 'POST',
  url: string,
  payload?: unknown,
  headers: Record<string, string> = {},
): Promise<Body> {
  const response = await app.inject({
    ...{ method, url, headers: { authorization: `Bearer ${key}`, ...headers } },
    ...(payload !== undefined && { payload: payload as object }),
  })
  if (response.statusCode >= 300) throw new Error(`${url}: ${response.body}`)
  return response.json()
}

async function told(answer: Promise<{ status: number; body: Body }>): Promise<Body> {
  const { status, body } = await answer
  if (status >= 300) throw new Error(JSON.stringify(body))
  return body
}

/** Makes an organisation that keeps something in every table and under every address. */
export async function plant(app: FastifyInstance, store: Store, marked: Marked): Promise<Victim> {
  const { slug, kind, brand, mark, price, units } = marked
  const { id: organisationId } = await newOrganisation(store, slug, { kind, name: `${mark} name` })
  const email = `${mark}@house.example`
  const admin = await newMember(app, store, slug, email)
  const analyst = await newMember(app, store, slug, `${mark}-2@house.example`, {
    roles: ['analyst'],
  })
  await analyst.post('/api/v1/two-factor')
  const { key, text } = (await told(
    admin.post('/api/v1/keys', { scopes: allScopes, label: `${mark} key` }),
  )) as { key: Body; text: string }
  const invited = await told(
    admin.post('/api/v1/invitations', { email: `${mark}-3@house.example`, roles: ['admin'] }),
  )
  const webhook = await told(
    admin.post('/api/v1/webhooks', {
      url: `https://hooks.example/${mark}`,
      label: `${mark} web hook`,
    }),
  )
  const ask = (method: 'GET' | 'POST', url: string, payload?: unknown, headers = {}) =>
    askByKey(app, text, method, url, payload, headers)
  await ask('POST', '/api/v1/catalog/import', catalogOf(marked))
  const offers = offersOf(marked)
  const idempotencyKey = `${mark}-request`
  const { results } = await ask('POST', '/api/v1/listings/batch', offers, {
    'idempotency-key': idempotencyKey,
  })
  const [hidden, , shared] = results as { id: string }[]
  await ask('POST', '/api/v1/listings', { ...offers[0], title: `Prada purse ${mark}` })
  const recorded = (answer: Body): string => (answer['results'] as { id: string }[])[0]!.id
  const once = (noun: string) => ({ 'idempotency-key': `${idempotencyKey}-${noun}` })
  const said = { id: hidden!.id, note: `${mark} note` }
  const judged = { verdict: 'genuine', reason: `${mark} reason`, reviewer: `${mark} reviewer` }
  const decision = recorded(
    await ask('POST', '/api/v1/decisions', { ...said, ...judged }, once('decision')),
  )
  const taken = recorded(await ask('POST', '/api/v1/decisions', { ...said, verdict: 'unclear' }))
  await ask('POST', '/api/v1/decisions/withdrawals', { decisions: [taken] })
  const view = await told(
    admin.post('/api/v1/views', { name: `${mark} view`, shared: true, query: { brand } }),
  )
  const opened = await told(
    admin.post('/api/v1/cases', {
      ...{ title: `${mark} case`, about: 'seller', brands: [brand], listings: [hidden!.id] },
    }),
  )
  const casework = await caseworkOf(store, admin, marked, {
    case: opened['id'] as string,
    ...{ listing: hidden!.id, organisationId },
  })
  await ask('GET', '/api/v1/overview/trends')
  const outcome = recorded(
    await ask('POST', '/api/v1/outcomes', { ...said, outcome: 'removed' }, once('outcome')),
  )
  await told(admin.ask('PUT', '/api/v1/decision-rules', { secondPerson: ['unclear'] }))
  const proposal = recorded(
    await ask('POST', '/api/v1/decisions', { ...said, ...judged, verdict: 'unclear' }),
  )
  const translation = await told(
    admin.post(`/api/v1/listings/${hidden!.id}/translations`, {
      ...{ version: 1, language: 'en', title: `${mark} translated` },
    }),
  )
  const reference = await bankOf(app, store, text, marked)
  const capture = await told(
    admin.post('/api/v1/captures', {
      ...{ url: `https://bazaar.example/${mark}`, reason: `${mark} why`, listing: hidden!.id },
    }),
  )
  await admin.get(`/api/v1/captures/${capture['id'] as string}`)
  const proceeding = await told(
    admin.post('/api/v1/proceedings', {
      ...{ title: `${mark} proceeding`, listing: hidden!.id, case: opened['id'] },
      ...{ regime: 'eu-dsa', profile: { tier: 'marketplace', sizeClass: 'other' } },
    }),
  )
  await told(
    admin.post(`/api/v1/proceedings/${proceeding['id'] as string}/events`, {
      ...{ type: 'open', id: `${mark}-notice`, machine: 'N', role: 'notifier' },
      fields: { contact: true },
    }),
  )
  const { version } = shippedRules('eu-dsa').regime
  await told(
    admin.post('/api/v1/regimes/eu-dsa/signatures', {
      ...{ version, checkedOn: '2026-01-05', counsel: `${mark} counsel` },
    }),
  )
  const notice = await told(
    admin.post('/api/v1/notices', {
      ...{ case: opened['id'], ground: 'counterfeit', claim: randomUUID() },
      items: [{ listing: hidden!.id, capture: capture['id'], reasons: `${mark} reasons` }],
      recipients: [{ by: 'email', to: `${mark}@market.example` }],
    }),
  )
  const template = await told(
    admin.post('/api/v1/notice-templates', {
      ...{ name: `${mark} template`, subject: `${mark} head`, body: `${mark} {{reasons}}` },
    }),
  )
  const asMember = await admin.get('/api/v1/session')
  const { id: self } = asMember.body['person'] as { id: string }
  await told(admin.ask('PUT', `/api/v1/notice-signatories/${self}`, { authorised: true }))
  const following = { secondPerson: true, remindDays: 9, reminders: 3 }
  await told(admin.ask('PUT', '/api/v1/notice-settings', following))
  const message = await store.transact(tenantContext(organisationId), (handle) =>
    queueMessage(handle, {
      ...{ organisationId, key: `${mark} key`, by: 'email', to: `${mark}@mail.example` },
      ...{ subject: `${mark} subject`, text: `${mark} text` },
      about: { kind: 'case', id: opened['id'] as string },
    }),
  )
  const received = await receptionOf(app, admin, { ...marked, listing: hidden!.id })
  const answered = await answerOfSeller(app, admin, marked, hidden!.id)
  const accountable = await accountableOf(store, admin, { mark, organisationId })
  const columns = ['id', 'title', `${mark}-bazaar column`]
  const settled = await ask('POST', '/api/v1/imports/mappings', {
    headers: columns,
    mapping: { columns: [{ column: columns[2], field: 'title' }], marketplace: `${mark} mapped` },
  })
  const file = randomUUID()
  await ask('POST', `/api/v1/listings/file?import=${file}`, `${columns.join()}\n`, {
    'content-type': 'text/csv',
  })
  const since = '2020-01-01T00:00:00Z'
  await told(admin.post(`/api/v1/webhooks/${webhook['id'] as string}/replay`, { since }))
  const claim = kind === 'rights-holder' ? await claimBrands(store, admin, mark, brand) : undefined
  if (claim !== undefined) {
    const content = Buffer.from(`%PDF-1.7\n${mark} extract`).toString('base64')
    await told(
      admin.post('/api/v1/register-extracts', {
        ...{ claim: claim.id, name: `${mark} right`, kind: 'trade-mark', territory: ['EM'] },
        ...{ classes: [18], validFrom: '2019-01-01', on: '2026-01-01' },
        ...{ mediaType: 'application/pdf', content },
      }),
    )
  }
  await admin.get('/api/v1/members')
  const hold = await keep(admin, marked, hidden!.id)
  const thresholds = { askProof: 11, review: 25, block: 81 }
  await told(
    admin.ask('PUT', '/api/v1/thresholds', { brand, thresholds, version: 0, note: `${mark} why` }),
  )
  const lots = await measure(store, admin, marked, organisationId)
  const rows = await rowsOf(store, organisationId)
  const [member] = rows['memberships']!.map((row) => uuids(row)[1]!)
  const first = (table: string): string => uuids(rows[table]![0]!)[0]!
  return {
    ...{ slug, organisationId, admin, key: text },
    named: {
      ...{ slug, email, idempotencyKey, decision, outcome, proposal, brand, member: member! },
      translation: translation['id'] as string,
      reference,
      capture: capture['id'] as string,
      proceeding: proceeding['id'] as string,
      message: message.id,
      notice: notice['id'] as string,
      noticeTemplate: template['id'] as string,
      ...received,
      ...answered,
      ...accountable,
      ...{ import: file, mappingSignature: settled['signature'] as string },
      marketplace: `${mark}-bazaar`,
      listing: hidden!.id,
      externalId: `${mark}-1`,
      otherExternalId: `${mark}-2`,
      spareBrand: `a-${brand}`,
      product: `${mark}-product`,
      key: key['id'] as string,
      invitation: (invited['invitation'] as Body)['id'] as string,
      invitationToken: invited['token'] as string,
      session: first('sessions'),
      webhook: webhook['id'] as string,
      event: first('outbox_events'),
      claim: claim?.id ?? randomUUID(),
      document: claim?.document ?? randomUUID(),
      auditEvent: first('audit_events'),
      hold,
      ...lots,
      privacyRequest: first('privacy_requests'),
      view: view['id'] as string,
      case: opened['id'] as string,
      ...casework,
      threshold: first('threshold_versions'),
      seller: `${mark}-hidden-seller`,
      at: new Date().toISOString(),
    },
    shared: shared?.id ?? '',
    secrets: [
      ...[mark, price, String(units), text, key['prefix'] as string, invited['token'] as string],
      ...[webhook['secret'] as string, admin.token!, received.receipt, answered.answerToken],
    ],
    ids: new Set(uuids(JSON.stringify(rows))),
  }
}

type OfCase = { case: string; listing: string; organisationId: string }

/** A template, a queue, a file and a note that nobody else may read. */
async function caseworkOf(
  store: Store,
  admin: Browser,
  { mark, brand }: Marked,
  { case: id, listing, organisationId }: OfCase,
): Promise<Pick<Named, 'caseTemplate' | 'caseQueue' | 'caseFile' | 'sharedNote'>> {
  const template = await told(
    admin.post('/api/v1/case-templates', {
      ...{ name: `${mark} way`, about: 'seller', priority: 'normal', tasks: [`${mark} task`] },
      ...{ slaHours: 9, note: `${mark} first` },
    }),
  )
  const queue = await told(
    admin.post('/api/v1/case-queues', {
      ...{ name: `${mark} queue`, place: 1, rules: [{ brands: [brand] }], assignee: null },
      ...{ sla: { low: null, normal: 24, high: 8, urgent: 1 }, assignHours: null },
    }),
  )
  const into = { act: 'move-to-queue', queue: queue['id'] }
  await told(admin.post(`/api/v1/cases/${id}/acts`, { do: into }))
  const content = pngOf(37, mark.length).toString('base64')
  const file = await told(
    admin.post(`/api/v1/cases/${id}/files`, { name: `${mark} file.png`, content }),
  )
  const sharedNote = randomUUID()
  await asOperator(store, (handle) =>
    sql`
      insert into shared_notes (id, organisation_id, case_id, listing_id, marketplace, external_id,
        brand_id, text, from_name)
      values (${sharedNote}::uuid, ${organisationId}::uuid, ${id}::uuid, ${listing}::uuid,
        ${`${mark} place`}, ${`${mark} offer`}, ${brand}, ${`${mark} shared`}, ${`${mark} name`})`.execute(
      handle,
    ),
  )
  return {
    caseTemplate: template['id'] as string,
    caseQueue: queue['id'] as string,
    ...{ caseFile: file['id'] as string, sharedNote },
  }
}

/** A notice with a measure that followed, a flagger and a record; then the door is closed. Only a marketplace has it. */
async function receptionOf(
  app: FastifyInstance,
  admin: Browser,
  { slug, mark, kind, listing }: Marked & { listing: string },
): Promise<Pick<Named, 'receivedNotice' | 'receipt' | 'flagger' | 'misuse'>> {
  const none = { receivedNotice: randomUUID(), receipt: 'x'.repeat(43) }
  if (kind !== 'marketplace') return { ...none, flagger: randomUUID(), misuse: randomUUID() }
  const texts = {
    ...{ platform: `${mark} platform`, complaints: `${mark} complaints`, bodies: 'x', court: 'x' },
    territory: ['DE'],
  }
  const profile = { tier: 'marketplace', sizeClass: 'other' }
  const set = async (door: string): Promise<unknown> =>
    told(admin.ask('PUT', '/api/v1/reception/settings', { profile, door, texts }))
  const listed = { name: `${mark} flagger`, awardedBy: 'x', areas: ['counterfeit'], source: 'x' }
  const flagger = await told(
    admin.post('/api/v1/reception/flaggers', {
      ...{ ...listed, rank: 'art22', status: 'ACTIVE', listedOn: '2026-11-20' },
    }),
  )
  await set('open')
  const sent = await app.inject({
    ...{ method: 'POST', url: `/api/v1/marketplaces/${slug}/notices` },
    payload: {
      items: [{ identifiers: [`${mark}-1`], reasons: `${mark} reasons` }],
      ...{ name: `${mark} sender`, ground: 'counterfeit' },
    },
  })
  if (sent.statusCode !== 201) throw new Error(sent.body)
  const { receipt } = sent.json<{ receipt: string }>()
  const { items } = await told(admin.get('/api/v1/reception/items'))
  const { notice } = (items as { notice: string }[])[0]!
  const act = (body: Body): Promise<Body> =>
    told(admin.post(`/api/v1/reception/notices/${notice}/items/0/acts`, body))
  await act({ act: 'match', listing })
  await act({ act: 'triage', knowledge: 'yes', knowledgeReason: 'x', lifeSafety: false })
  await act({ act: 'take-up' })
  await act({ act: 'decide', outcome: 'RESTRICT', reasons: `${mark} decided` })
  const drafted = await told(admin.get(`/api/v1/reception/notices/${notice}/items/0/statement`))
  const draft = drafted['draft'] as { ground: object; facts?: string }
  const matter = `n-${notice}-0/restriction`
  const ground = { legalGround: 'x', ...draft.ground, why: 'The title says what it says of it.' }
  const statement = {
    ...{ ...draft, ground, measures: [{ measure: 'disable' }] },
    facts: 'The title says what it says.',
  }
  const deliver = { by: 'own-channel', to: `${mark} message` }
  await act({ act: 'restrict', matter, statement, deliver })
  const misuse = await told(
    admin.post('/api/v1/reception/misuse', { role: 'seller', seller: `${mark}-hidden-seller` }),
  )
  const plant = { receivedNotice: notice, receipt, flagger: flagger['id'] as string }
  await admin.get(`/api/v1/reception/notices/${notice}`)
  await set('closed')
  return { ...plant, misuse: misuse['id'] as string }
}

/** A reference that a picture of somebody's was found to show, and that was counted. */
async function bankOf(
  app: FastifyInstance,
  store: Store,
  key: string,
  { mark, brand }: Marked,
): Promise<string> {
  const query = new URLSearchParams({ bank: 'official', brand, label: `${mark} photograph` })
  const response = await app.inject({
    ...{ method: 'POST', url: `/api/v1/picture-references?${query.toString()}` },
    headers: { authorization: `Bearer ${key}`, 'content-type': 'image/png' },
    payload: pngOf(40 + mark.length, 32),
  })
  if (response.statusCode !== 201) throw new Error(response.body)
  const { id } = response.json<{ id: string }>()
  await asOperator(store, async (handle) => {
    await sql`
      insert into picture_matches
        (reference_id, organisation_id, digest, score, kind, edits, box)
      select id, organisation_id, digest, 1, 'exact', '', '[0,0,1,1]'
      from picture_references where id = ${id}::uuid`.execute(handle)
    await sql`
      insert into picture_reference_days (reference_id, organisation_id, day, offers)
      select id, organisation_id, now(), 1
      from picture_references where id = ${id}::uuid`.execute(handle)
    await sql`
      insert into listing_pictures
        (listing_id, organisation_id, place, url, host, state, digest)
      select l.id, l.organisation_id, 0, 'https://127.0.0.1/' || ${mark} || '.png', '127.0.0.1',
        'stored', r.digest
      from listings l join picture_references r on r.organisation_id = l.organisation_id
      where r.id = ${id}::uuid on conflict do nothing`.execute(handle)
  })
  return id
}

/** A seller who was asked for proof, answered with a document, and was cleared. */
async function answerOfSeller(
  app: FastifyInstance,
  admin: Browser,
  { mark, brand }: Marked,
  listing: string,
): Promise<
  Pick<Named, 'answerLink' | 'answerToken' | 'answer' | 'answerDocument' | 'clearance' | 'proofAsk'>
> {
  const idOf = ({ id }: Body): string => id as string
  const asked = { listing, brand, reason: `${mark} doubt`, accepts: ['invoice'] }
  const ask = await told(admin.post('/api/v1/proof-asks', asked))
  const seller = { marketplace: ask['marketplace'], id: ask['seller'] }
  const wish = { ask: idOf(ask), seller, ownWay: `${mark} inbox` }
  const { link, url } = await told(admin.post('/api/v1/answer-links', wish))
  const answerToken = (url as string).split('#')[1]!
  const browser = new Browser(app)
  await told(browser.post('/api/v1/seller/open', { token: answerToken }))
  const answerLink = idOf(link as Body)
  const documents = [
    { name: `${mark} invoice.png`, content: pngOf(41, mark.length).toString('base64') },
  ]
  const given = { words: `${mark} supplier`, locale: 'en', documents }
  await told(browser.post(`/api/v1/seller/matters/${answerLink}/answer`, given))
  const { items } = await told(admin.get('/api/v1/answers'))
  const answer = idOf((items as Body[])[0]!)
  const read = await told(admin.get(`/api/v1/answers/${answer}`))
  const accepted = { outcome: 'accepted', reasons: `${mark} reasons` }
  await told(admin.post(`/api/v1/proof-asks/${idOf(ask)}/decision`, accepted))
  const right = { answer, brand, right: `${mark} right` }
  const clearance = idOf(await told(admin.post('/api/v1/clearances', right)))
  const answerDocument = idOf((read['documents'] as Body[])[0]!)
  return { answerLink, answerToken, answer, answerDocument, clearance, proofAsk: idOf(ask) }
}

/** Something held for counsel with a longer time asked for, and a brake. */
async function accountableOf(
  store: Store,
  admin: Browser,
  { mark, organisationId }: { mark: string; organisationId: string },
): Promise<Pick<Named, 'embargo' | 'accountabilityMark'>> {
  const seller = { marketplace: `${mark}-bazaar`, id: `${mark}-embargoed` }
  const { id } = await told(
    admin.post('/api/v1/embargoes', {
      ...{ scope: { kind: 'seller', seller }, wantedBy: 'counsel', reference: `${mark} file` },
      ...{ reason: `${mark} secret reason`, days: 3, reviewDays: 1 },
    }),
  )
  const longer = { days: 9, reviewDays: 1, reason: `${mark} longer` }
  await told(admin.post(`/api/v1/embargoes/${id as string}/extensions`, longer))
  const braked = randomUUID()
  await asOperator(store, (handle) =>
    sql`
      insert into accountability_marks (id, organisation_id, side, about, subject, warned_at,
        warned_figures, braked_at, braked_figures)
      select ${braked}::uuid, ${organisationId}::uuid, 'own', 'signal', ${mark},
        now() - interval '8 days', f, now(), f
      from (select '{"decided":40,"succeeded":30,"upheld":9}'::json as f) given`.execute(handle),
  )
  return { embargo: id as string, accountabilityMark: braked }
}

/** All that is said of how long what is kept, and of whose data; the id of a hold. */
async function keep(admin: Browser, { mark }: Marked, listing: string): Promise<string> {
  const seller = (id: string) => ({ seller: { marketplace: `${mark}-bazaar`, id } })
  await told(admin.ask('PUT', '/api/v1/retention', { clearDays: 31, personalDays: 32 }))
  await told(admin.post('/api/v1/privacy/erase', seller(`${mark}-gone`)))
  await told(admin.post('/api/v1/privacy/access', seller(`${mark}-hidden-seller`)))
  const reason = `${mark} hold`
  const scope = { kind: 'seller', ...seller(`${mark}-held`) }
  await told(admin.post('/api/v1/holds', { scope, reason }))
  const held = { scope: { kind: 'listing', listing }, reason }
  return (await told(admin.post('/api/v1/holds', held)))['id'] as string
}

/** A lot with an offer at hand to the admin and one that is read, and fitted weights. */
async function measure(
  store: Store,
  admin: Browser,
  { mark, units }: Marked,
  organisationId: string,
): Promise<Pick<Named, 'lot' | 'lotOffer' | 'fit'>> {
  const sizes = { clear: 2, flagged: 2, removed: 2 }
  await told(admin.ask('PUT', '/api/v1/quality/settings', { enabled: true, sizes }))
  await fillWeek(
    store,
    organisationId,
    lastMonday(),
    ['clear', 'block'].map((verdict) => ({
      listing: {
        ...{ id: `${mark}-${verdict}`, marketplace: `${mark}-bazaar`, title: `Bowl ${mark}` },
        ...{ unitsSold: units, seller: { id: `${mark}-seller` } },
      },
      verdict: verdict as 'clear' | 'block',
    })),
  )
  const { id: lot } = (await told(admin.post('/api/v1/quality/samples'))) as { id: string }
  const next = async (): Promise<string> => {
    const { item } = await told(admin.post('/api/v1/quality/readings/next'))
    return (item as { id: string }).id
  }
  await told(admin.post(`/api/v1/quality/items/${await next()}/reading`, { label: 'genuine' }))
  const lotOffer = await next()
  const { id: fit } = (await told(admin.post('/api/v1/quality/fits'))) as { id: string }
  await endFitOf(store, organisationId)
  return { lot, lotOffer, fit }
}

function offersOf({ mark, kind, price, units }: Marked): Body[] {
  const offer = {
    description: `${mark} description`,
    category: `${mark} category`,
    attributes: { [`${mark} attribute`]: `${mark} value` },
    seller: {
      id: `${mark}-seller`,
      name: `${mark} shop`,
      identifiers: [{ type: 'phone', value: `+000 555 ${mark}` }],
      rating: `${mark} rating`,
    },
    price: { amount: price, currency: 'EUR', margin: `${mark} margin` },
    unitsSold: units,
    condition: 'new',
    images: [{ url: `https://127.0.0.1/${mark}.png` }],
    sources: [{ kind: 'feed', by: `${mark} feed` }],
    externalSignals: [{ name: `${mark} signal`, weight: 0.5 }],
    warehouse: `${mark} warehouse`,
  }
  const alone = {
    ...offer,
    marketplace: `${mark}-bazaar`,
    seller: { ...offer.seller, id: `${mark}-hidden-seller` },
  }
  // What a house watches is in no rival's sight, whosever brand it is about.
  const watched = kind === 'marketplace' ? 'Wooden spoon' : 'Gucci bag'
  const hidden = [
    { ...alone, id: `${mark}-1`, title: `Prada wallet ${mark}` },
    { ...alone, id: `${mark}-2`, title: `${watched} ${mark}` },
  ]
  if (kind !== 'marketplace') return hidden
  const title = 'Prada wallet PRX73198 and Gucci bag, 1:1 replica'
  const cheap = { amount: '40', currency: 'USD', margin: `${mark} margin` }
  const shared = { id: `${mark}-3`, marketplace: `${mark}-open`, title, price: cheap }
  return [...hidden, { ...offer, ...shared }]
}

/** A claim that stands, with its document, and one that is pending. */
async function claimBrands(
  store: Store,
  admin: Browser,
  mark: string,
  brand: string,
): Promise<{ id: string; document: string }> {
  const content = Buffer.from(`%PDF-1.7\n${mark} proof`).toString('base64')
  const claim = { office: 'EM', number: `${mark} number`, owner: `${mark} owner` }
  const document = { mediaType: 'application/pdf', content }
  const standing = await told(admin.post('/api/v1/claims', { ...claim, brand, document }))
  const id = standing['id'] as string
  await asOperator(store, (handle) =>
    approveClaim({
      ...{ handle, actor: operator },
      input: { id, decision: { reason: `${mark} decision` } },
    }),
  )
  const reference = { reference: `https://register.example/${mark}` }
  const spareBrand = `a-${brand}`
  await told(admin.post('/api/v1/claims', { ...claim, brand: spareBrand, document: reference }))
  return { id, document: (standing['documents'] as { id: string }[])[0]!.id }
}

export function uuids(text: string): string[] {
  return text.match(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g) ?? []
}

/** Names of the same form for what there isn't. */
export function namesOfNothing(like: Named): Named {
  const word = `ab${randomBytes(4).toString('hex')}`
  const entries = Object.entries(like).map(([noun, value]) => {
    if (noun === 'at') return [noun, value]
    // Beside the other, so that what comes after it in a list is the same.
    if (uuids(value).length === 1)
      return [noun, value.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))]
    if (noun === 'invitationToken' || noun === 'answerToken')
      return [noun, randomBytes(32).toString('base64url')]
    if (noun === 'email') return [noun, `${word}@house.example`]
    return [noun, `${noun === 'spareBrand' ? 'a-' : ''}${word}-${noun.toLowerCase()}`]
  })
  return Object.fromEntries(entries) as Named
}

/** A key with every scope, and an admin, of an organisation that has what each can have. */
export async function newNeighbour(
  app: FastifyInstance,
  store: Store,
  { slug, ...more }: { slug: string; kind: string; parent?: string },
): Promise<{ key: string; admin: Browser; webhook: string; organisationId: string }> {
  const { id: organisationId } = await newOrganisation(store, slug, more)
  const key = (await newKey(store, slug, allScopes)).text
  const admin = await newMember(app, store, slug, `admin@${slug}.example`)
  const url = 'https://hooks.example/own'
  const { id } = (await told(admin.post('/api/v1/webhooks', { url }))) as { id: string }
  return { key, admin, webhook: id, organisationId }
}

/** A browser in which the installation's admin is signed in, who acts for no organisation. */
export async function newInstallationAdmin(
  app: FastifyInstance,
  store: Store,
  dataDir: string,
): Promise<Browser> {
  const email = 'installation@example.com'
  const first = await ensureFirstAdmin(store, { email, dataDir })
  if (first === undefined) throw new Error('there are people already')
  const browser = new Browser(app)
  await told(browser.signIn(email, first.password))
  await told(browser.post('/api/v1/password', { current: first.password, next: password }))
  return browser
}
