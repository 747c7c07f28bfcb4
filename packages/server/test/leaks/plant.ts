import { randomUUID } from 'node:crypto'
import { shippedRules } from '@touchstone/jurisdiction'
import type { FastifyInstance } from 'fastify'
import { queueEmail } from '../../src/messaging/email/index.ts'
import type { Store } from '../../src/platform/db/index.ts'
import { newOrganisation, tenantContext } from '../builders.ts'
import { pdf } from '../document-files.ts'
import { newMember, type Browser } from '../users.ts'
import { allScopes } from './alliance.ts'
import { askByKey, bodyOf, type Body } from './calls.ts'
import { catalogOf, listingsOf, type Marked } from './marked-organisation.ts'
import { uuids } from './names.ts'
import {
  bankOf,
  casePartsOf,
  caseworkOf,
  draftEngineRelease,
  measure,
  portfolioOf,
  storeEmailUpdates,
  storeInboxRows,
} from './plant-casework.ts'
import {
  safeguardOf,
  answerOfSeller,
  claimBrands,
  setHold,
  receivedNoticesOf,
} from './plant-procedure.ts'
import { goodsOf } from './plant-goods.ts'
import { linksOf } from './plant-links.ts'
import { referralsOf } from './plant-referrals.ts'
import { watchOf } from './plant-watch.ts'
import type { Named } from './named-things.ts'
import { rowsOf } from './rows.ts'

/** A brand that no listing of a victim is about. */
export const narrowedTo = 'nike'

/** An organisation with everything that one can have, each string marked as its own. */
export type Victim = {
  slug: string
  kind: Marked['kind']
  organisationId: string
  named: Named
  /** The listing that the rival's brand hits too. */
  shared: string
  /** The account of its seller. */
  sharedSeller: string
  /** Strings that must never be in a response to others. */
  secrets: string[]
  ids: ReadonlySet<string>
  admin: Browser
  key: string
}

/** Creates an organisation with data in every table and under every route. */
export async function plant(app: FastifyInstance, store: Store, marked: Marked): Promise<Victim> {
  const { slug, kind, brand, mark, price, units } = marked
  const { id: organisationId } = await newOrganisation(store, slug, { kind, name: `${mark} name` })
  const email = `${mark}@house.example`
  const admin = await newMember(app, store, slug, email)
  const analyst = await newMember(app, store, slug, `${mark}-2@house.example`, {
    roles: ['analyst'],
  })
  await analyst.post('/api/v1/two-factor')
  const { key, text } = (await bodyOf(
    admin.post('/api/v1/keys', { scopes: allScopes, label: `${mark} key` }),
  )) as { key: Body; text: string }
  const invited = await bodyOf(
    admin.post('/api/v1/invitations', { email: `${mark}-3@house.example`, roles: ['admin'] }),
  )
  const webhook = await bodyOf(
    admin.post('/api/v1/webhooks', {
      url: `https://hooks.example/${mark}`,
      label: `${mark} web hook`,
    }),
  )
  const send = (method: 'GET' | 'POST' | 'PUT', url: string, payload?: unknown, headers = {}) =>
    askByKey(app, text, method, url, payload, headers)
  await send('POST', '/api/v1/catalog/imports', catalogOf(marked))
  const listings = listingsOf(marked)
  const idempotencyKey = `${mark}-request`
  const { results } = await send('POST', '/api/v1/listings/batch', listings, {
    'idempotency-key': idempotencyKey,
  })
  const [hidden, , shared] = results as { id: string }[]
  await send('POST', '/api/v1/listings', { ...listings[0], title: `Prada purse ${mark}` })
  const sellerOf = async (listing: string): Promise<string> =>
    (await send('GET', `/api/v1/listings/${listing}`))['sellerAccount'] as string
  const sellerAccount = await sellerOf(hidden!.id)
  const recorded = (answer: Body): string => (answer['results'] as { id: string }[])[0]!.id
  const once = (noun: string) => ({ 'idempotency-key': `${idempotencyKey}-${noun}` })
  const decisionInput = { id: hidden!.id, note: `${mark} note` }
  const judged = { verdict: 'genuine', reason: `${mark} reason`, reviewer: `${mark} reviewer` }
  const decision = recorded(
    await send('POST', '/api/v1/decisions', { ...decisionInput, ...judged }, once('decision')),
  )
  const decisionId = recorded(
    await send('POST', '/api/v1/decisions', { ...decisionInput, verdict: 'unclear' }),
  )
  await send('POST', '/api/v1/decisions/withdrawals', { decisions: [decisionId] })
  const view = await bodyOf(
    admin.post('/api/v1/saved-views', { name: `${mark} view`, shared: true, query: { brand } }),
  )
  const opened = await bodyOf(
    admin.post('/api/v1/cases', {
      title: `${mark} case`,
      about: 'seller',
      brands: [brand],
      listings: [hidden!.id],
    }),
  )
  const caseParts = await casePartsOf(admin, marked, opened['id'] as string, hidden!.id)
  const casework = await caseworkOf(store, admin, marked, {
    case: opened['id'] as string,
    listing: hidden!.id,
    organisationId,
  })
  await portfolioOf(store, marked, { organisationId, sellerAccount, listing: hidden!.id })
  await send('GET', '/api/v1/overview/trends')
  const outcome = recorded(
    await send(
      'POST',
      '/api/v1/outcomes',
      { ...decisionInput, outcome: 'removed' },
      once('outcome'),
    ),
  )
  await bodyOf(admin.ask('PUT', '/api/v1/decision-rules', { secondPerson: ['unclear'] }))
  const proposal = recorded(
    await send('POST', '/api/v1/decisions', { ...decisionInput, ...judged, verdict: 'unclear' }),
  )
  const translation = await bodyOf(
    admin.post(`/api/v1/listings/${hidden!.id}/translations`, {
      version: 1,
      language: 'en',
      title: `${mark} translated`,
    }),
  )
  const bank = await bankOf(app, store, text, marked)
  const capture = await bodyOf(
    admin.post('/api/v1/captures', {
      url: `https://bazaar.example/${mark}`,
      reason: `${mark} why`,
      listing: hidden!.id,
    }),
  )
  await admin.get(`/api/v1/captures/${capture['id'] as string}`)
  // In a case that a member limited to its other brand sees; the listing is not about that brand.
  const ofTwo = await bodyOf(
    admin.post('/api/v1/cases', {
      title: 'Of two brands',
      about: 'seller',
      brands: [brand, narrowedTo],
      listings: [hidden!.id],
    }),
  )
  const proceeding = await bodyOf(
    admin.post('/api/v1/proceedings', {
      title: `${mark} proceeding`,
      listing: hidden!.id,
      case: ofTwo['id'],
      regime: 'eu-dsa',
      profile: { tier: 'marketplace', sizeClass: 'other' },
    }),
  )
  await bodyOf(
    admin.post(`/api/v1/proceedings/${proceeding['id'] as string}/actions`, {
      action: {
        type: 'open',
        id: `${mark}-notice`,
        workflow: 'notice',
        role: 'notifier',
        fields: { contact: true },
      },
    }),
  )
  const { version } = shippedRules('eu-dsa').regime
  await bodyOf(
    admin.post('/api/v1/regimes/eu-dsa/signatures', {
      version,
      checkedOn: '2026-01-05',
      counsel: `${mark} counsel`,
    }),
  )
  const notice = await bodyOf(
    admin.post('/api/v1/notices', {
      case: opened['id'],
      ground: 'counterfeit',
      claim: randomUUID(),
      items: [{ listing: hidden!.id, capture: capture['id'], reasons: `${mark} reasons` }],
      recipients: [{ by: 'email', to: `${mark}@market.example` }],
    }),
  )
  const address = await bodyOf(
    admin.post('/api/v1/notice-addresses', {
      marketplace: `${mark}-bazaar`,
      name: `${mark} desk`,
      email: `${mark}@address.example`,
    }),
  )
  const template = await bodyOf(
    admin.post('/api/v1/notice-templates', {
      name: `${mark} template`,
      subject: `${mark} head`,
      body: `${mark} {{reasons}}`,
    }),
  )
  const asMember = await admin.get('/api/v1/session')
  const { id: self } = asMember.body['person'] as { id: string }
  await bodyOf(admin.ask('PUT', `/api/v1/notice-signatories/${self}`, { authorised: true }))
  const following = { secondPerson: true, remindDays: 9, reminders: 3 }
  await bodyOf(admin.ask('PUT', '/api/v1/notice-settings', following))
  const message = await store.transact(tenantContext(organisationId), (handle) =>
    queueEmail(handle, {
      organisationId,
      key: `${mark} key`,
      by: 'email',
      to: `${mark}@mail.example`,
      subject: `${mark} subject`,
      text: `${mark} text`,
      about: { kind: 'case', id: opened['id'] as string },
    }),
  )
  const received = await receivedNoticesOf(app, store, admin, {
    ...marked,
    listing: hidden!.id,
    capture: capture['id'] as string,
  })
  const answered = await answerOfSeller(app, admin, marked, hidden!.id)
  const safeguard = await safeguardOf(store, admin, { mark, organisationId })
  const columns = ['id', 'title', `${mark}-bazaar column`]
  const settled = await send('POST', '/api/v1/imports/mappings', {
    headers: columns,
    mapping: { columns: [{ column: columns[2], field: 'title' }], marketplace: `${mark} mapped` },
  })
  await send('PUT', `/api/v1/imports/marketplace-currencies/${mark}-bazaar`, { currency: 'EUR' })
  const file = randomUUID()
  await send('POST', `/api/v1/listings/file?import=${file}`, `${columns.join()}\n`, {
    'content-type': 'text/csv',
  })
  const since = '2020-01-01T00:00:00Z'
  await bodyOf(admin.post(`/api/v1/webhooks/${webhook['id'] as string}/replays`, { since }))
  const claim = kind === 'rights-holder' ? await claimBrands(store, admin, mark, brand) : undefined
  if (claim !== undefined) {
    const content = pdf(`${mark} extract`).toString('base64')
    await bodyOf(
      admin.post('/api/v1/register-extracts', {
        claim: claim.id,
        name: `${mark} right`,
        kind: 'trade-mark',
        territory: ['EM'],
        classes: [18],
        validFrom: '2019-01-01',
        on: '2026-01-01',
        mediaType: 'application/pdf',
        content,
      }),
    )
  }
  await admin.get('/api/v1/members')
  const legalHold = await setHold(admin, marked, hidden!.id)
  const thresholds = { askProof: 11, review: 25, block: 81 }
  await bodyOf(
    admin.ask('PUT', '/api/v1/thresholds', {
      brand,
      thresholds,
      expectedVersion: 0,
      note: `${mark} why`,
    }),
  )
  const auditSamples = await measure(store, admin, marked, organisationId)
  await storeInboxRows(store, organisationId)
  await storeEmailUpdates(store, answered.appealLink)
  const watch = await watchOf(store, marked, {
    organisationId,
    person: self,
    listing: hidden!.id,
    capture: capture['id'] as string,
  })
  const goods = await goodsOf(store, marked, organisationId)
  const links = await linksOf(store, marked, {
    organisationId,
    sellerAccount,
    listing: hidden!.id,
    person: self,
  })
  const referrals = await referralsOf(store, marked, {
    organisationId,
    sellerAccount,
    listing: hidden!.id,
    network: links.network,
    person: self,
  })
  const rows = await rowsOf(store, organisationId)
  const [member] = rows['memberships']!.map((row) => uuids(row)[1]!)
  const first = (table: string): string => uuids(rows[table]![0]!)[0]!
  return {
    slug,
    kind,
    organisationId,
    admin,
    key: text,
    named: {
      slug,
      email,
      idempotencyKey,
      decision,
      outcome,
      proposal,
      brand,
      member: member!,
      translation: translation['id'] as string,
      ...bank,
      capture: capture['id'] as string,
      proceeding: proceeding['id'] as string,
      message: message.id,
      notice: notice['id'] as string,
      noticeAddress: address['id'] as string,
      noticeTemplate: template['id'] as string,
      ...received,
      ...answered,
      ...safeguard,
      import: file,
      mappingSignature: settled['signature'] as string,
      marketplace: `${mark}-bazaar`,
      listing: hidden!.id,
      sellerAccount,
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
      hold: legalHold,
      ...auditSamples,
      ...watch,
      ...goods,
      ...links,
      ...referrals,
      privacyRequest: first('privacy_requests'),
      view: view['id'] as string,
      case: opened['id'] as string,
      ...caseParts,
      ...casework,
      release: await draftEngineRelease(store),
      threshold: first('threshold_versions'),
      seller: `${mark}-hidden-seller`,
      at: new Date().toISOString(),
    },
    shared: shared?.id ?? '',
    sharedSeller: shared === undefined ? '' : await sellerOf(shared.id),
    secrets: [
      mark,
      price,
      ...asWorded(Number(price)),
      String(units),
      text,
      key['prefix'] as string,
      invited['token'] as string,
      webhook['secret'] as string,
      admin.token!,
      received.receipt,
      answered.appealToken,
    ],
    ids: new Set(uuids(JSON.stringify(rows))),
  }
}

/** A price as parameters of a signal state it, and as its sentence does. */
function asWorded(price: number): string[] {
  const rounded = Math.round(price)
  return [`"lowAmount":${rounded}`, `"amount":${rounded}`, `${rounded.toLocaleString('en')} EUR`]
}
