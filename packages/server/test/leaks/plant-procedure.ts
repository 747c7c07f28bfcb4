import { createHash, randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { approveClaim } from '../../src/brands/claims/index.ts'
import type { Store } from '../../src/platform/db/index.ts'
import { asOperator, operator } from '../builders.ts'
import { pdf } from '../document-files.ts'
import { Browser } from '../users.ts'
import { pngOf } from '../image-host.ts'
import { bodyOf, type Body } from './calls.ts'
import type { Marked } from './marked-organisation.ts'
import type { Named } from './named-things.ts'

/** A notice with a measure that followed, a flagger and a record; then the door is closed. Only a marketplace has it. */
export async function receivedNoticesOf(
  app: FastifyInstance,
  store: Store,
  admin: Browser,
  { slug, mark, kind, ...named }: Marked & { listing: string; capture: string },
): Promise<
  Pick<
    Named,
    | 'receivedNotice'
    | 'receivedPicture'
    | 'receipt'
    | 'flagger'
    | 'misuse'
    | 'ownRestriction'
    | 'bulkRestriction'
  >
> {
  const { listing, capture } = named
  const receivedPicture = createHash('sha256').update(mark).digest('hex')
  const none = { receivedNotice: randomUUID(), receivedPicture, receipt: 'x'.repeat(43) }
  if (kind !== 'marketplace') {
    const [flagger, misuse, ownRestriction, bulkRestriction] = [
      randomUUID(),
      randomUUID(),
      randomUUID(),
      randomUUID(),
    ]
    return { ...none, flagger, misuse, ownRestriction, bulkRestriction }
  }
  const texts = {
    platform: `${mark} platform`,
    complaints: `${mark} complaints`,
    bodies: 'x',
    court: 'x',
    territory: ['DE'],
  }
  const profile = { tier: 'marketplace', sizeClass: 'other' }
  const set = async (door: string): Promise<unknown> =>
    bodyOf(admin.ask('PUT', '/api/v1/moderation/settings', { profile, door, texts }))
  const listed = { name: `${mark} flagger`, awardedBy: 'x', areas: ['counterfeit'], source: 'x' }
  const flagger = await bodyOf(
    admin.post('/api/v1/moderation/trusted-flaggers', {
      ...listed,
      notifierType: 'trusted-flagger',
      status: 'active',
      listedOn: '2026-11-20',
    }),
  )
  await set('open')
  const sent = await app.inject({
    method: 'POST',
    url: `/api/v1/marketplaces/${slug}/notices`,
    payload: {
      items: [{ identifiers: [`${mark}-1`], reasons: `${mark} reasons` }],
      name: `${mark} sender`,
      ground: 'counterfeit',
    },
  })
  if (sent.statusCode !== 201) throw new Error(sent.body)
  const { receipt } = sent.json<{ receipt: string }>()
  const { items } = await bodyOf(admin.get('/api/v1/moderation/items'))
  const { notice } = (items as { notice: string }[])[0]!
  const act = (body: Body): Promise<Body> =>
    bodyOf(admin.post(`/api/v1/moderation/notices/${notice}/items/0/actions`, { action: body }))
  await act({ type: 'match', listing })
  await act({ type: 'triage', knowledge: 'yes', knowledgeReason: 'x', lifeSafety: false })
  await act({ type: 'start-review' })
  await act({ type: 'decide', outcome: 'restrict', reasons: `${mark} decided` })
  const drafted = await bodyOf(admin.get(`/api/v1/moderation/notices/${notice}/items/0/statement`))
  const draft = drafted['draft'] as { ground: object; facts?: string }
  const instance = `n-${notice}-0/restriction`
  const ground = { legalGround: 'x', ...draft.ground, why: 'The title says what it says of it.' }
  const statement = {
    ...draft,
    ground,
    measures: [{ measure: 'disable' }],
    facts: 'The title says what it says.',
  }
  const deliver = { by: 'own-channel', to: `${mark} message` }
  await act({ type: 'restrict', instance, statement, deliver })
  const misuse = await bodyOf(
    admin.post('/api/v1/moderation/misuse-records', {
      role: 'seller',
      seller: `${mark}-hidden-seller`,
    }),
  )
  const own = await bodyOf(admin.post('/api/v1/moderation/restrictions', { listing }))
  const ownRestriction = own['proceeding'] as string
  const bulk = await bodyOf(
    admin.post('/api/v1/moderation/bulk-restrictions', {
      fact: { ground: 'counterfeit', right: `${mark} right`, kind: 'statement', value: mark },
      measures: ['disable'],
      why: `${mark} why`,
      items: [{ notice, position: 0, version: 1 }],
    }),
  )
  const plant = {
    bulkRestriction: bulk['id'] as string,
    receivedNotice: notice,
    receivedPicture,
    receipt,
    ownRestriction,
    flagger: flagger['id'] as string,
  }
  await asOperator(store, (handle) =>
    sql`
      insert into received_pictures (notice_id, position, sha256, organisation_id, mediatype, bytes,
        sealed_at, capture_id, name)
      select i.notice_id, i.position, decode(${receivedPicture}, 'hex'), i.organisation_id,
        'image/png', 1, now(), ${capture}::uuid, 'page-1.png'
      from received_items i where i.notice_id = ${notice}::uuid`.execute(handle),
  )
  await admin.get(`/api/v1/moderation/notices/${notice}`)
  await set('closed')
  return { ...plant, misuse: misuse['id'] as string }
}

/** A seller who received a proof request, responded with a document, and was cleared. */
export async function answerOfSeller(
  app: FastifyInstance,
  admin: Browser,
  { mark, brand }: Marked,
  listing: string,
  browser = new Browser(app),
): Promise<
  Pick<
    Named,
    'appealLink' | 'appealToken' | 'appeal' | 'appealDocument' | 'clearance' | 'proofRequest'
  >
> {
  const idOf = ({ id }: Body): string => id as string
  const proofInput = { listing, brand, reason: `${mark} doubt`, accepts: ['invoice'] }
  const proofRequest = await bodyOf(admin.post('/api/v1/proof-requests', proofInput))
  const seller = { marketplace: proofRequest['marketplace'], id: proofRequest['seller'] }
  const linkInput = { proofRequest: idOf(proofRequest), seller, ownChannel: `${mark} inbox` }
  const { link, url } = await bodyOf(admin.post('/api/v1/appeal-links', linkInput))
  const appealToken = (url as string).split('#')[1]!
  await bodyOf(browser.post('/api/v1/seller/session', { token: appealToken }))
  const appealLink = idOf(link as Body)
  const documents = [
    { name: `${mark} invoice.png`, content: pngOf(41, mark.length).toString('base64') },
  ]
  const submission = { words: `${mark} supplier`, locale: 'en', documents }
  await bodyOf(browser.post(`/api/v1/seller/appeal-links/${appealLink}/submissions`, submission))
  const { items } = await bodyOf(admin.get('/api/v1/appeals'))
  const appeal = idOf((items as Body[])[0]!)
  const read = await bodyOf(admin.get(`/api/v1/appeals/${appeal}`))
  const accepted = { action: { type: 'accept', reasons: `${mark} reasons` } }
  await bodyOf(admin.post(`/api/v1/proof-requests/${idOf(proofRequest)}/actions`, accepted))
  const right = { appeal, brand, right: `${mark} right` }
  const clearance = idOf(await bodyOf(admin.post('/api/v1/clearances', right)))
  const appealDocument = idOf((read['documents'] as Body[])[0]!)
  return {
    appealLink,
    appealToken,
    appeal,
    appealDocument,
    clearance,
    proofRequest: idOf(proofRequest),
  }
}

/** Something held for counsel with a longer time asked for, and a safeguard. */
export async function safeguardOf(
  store: Store,
  admin: Browser,
  { mark, organisationId }: { mark: string; organisationId: string },
): Promise<Pick<Named, 'confidentialityHold' | 'safeguard'>> {
  const seller = { marketplace: `${mark}-bazaar`, id: `${mark}-embargoed` }
  const { id } = await bodyOf(
    admin.post('/api/v1/confidentiality-holds', {
      scope: { kind: 'seller', seller },
      wantedBy: 'counsel',
      reference: `${mark} file`,
      reason: `${mark} secret reason`,
      days: 3,
      reviewDays: 1,
    }),
  )
  const longer = { days: 9, reviewDays: 1, reason: `${mark} longer` }
  await bodyOf(admin.post(`/api/v1/confidentiality-holds/${id as string}/extensions`, longer))
  const safeguarded = randomUUID()
  await asOperator(store, (handle) =>
    sql`
      insert into safeguards (id, organisation_id, side, about, subject, warned_at,
        warned_figures, safeguarded_at, safeguarded_figures)
      select ${safeguarded}::uuid, ${organisationId}::uuid, 'own', 'signal', ${mark},
        now() - interval '8 days', f, now(), f
      from (select '{"decided":40,"succeeded":30,"upheld":9}'::json as f) given`.execute(handle),
  )
  return { confidentialityHold: id as string, safeguard: safeguarded }
}

/** Sets retention periods, makes requests about personal data and sets holds; returns the id of one. */
export async function setHold(admin: Browser, { mark }: Marked, listing: string): Promise<string> {
  const seller = (id: string) => ({ seller: { marketplace: `${mark}-bazaar`, id } })
  await bodyOf(admin.ask('PUT', '/api/v1/retention', { clearDays: 31, personalDays: 32 }))
  await bodyOf(admin.post('/api/v1/privacy/erasures', seller(`${mark}-gone`)))
  await bodyOf(admin.post('/api/v1/privacy/access-requests', seller(`${mark}-hidden-seller`)))
  const reason = `${mark} hold`
  const scope = { kind: 'seller', ...seller(`${mark}-held`) }
  await bodyOf(admin.post('/api/v1/legal-holds', { scope, reason }))
  const input = { scope: { kind: 'listing', listing }, reason }
  return (await bodyOf(admin.post('/api/v1/legal-holds', input)))['id'] as string
}

/** An approved claim with its document, and a pending one. */
export async function claimBrands(
  store: Store,
  admin: Browser,
  mark: string,
  brand: string,
): Promise<{ id: string; document: string }> {
  const content = pdf(`${mark} proof`).toString('base64')
  const claim = { office: 'EM', number: `${mark} number`, owner: `${mark} owner` }
  const document = { mediaType: 'application/pdf', content }
  const standing = await bodyOf(admin.post('/api/v1/claims', { ...claim, brand, document }))
  const id = standing['id'] as string
  await asOperator(store, (handle) =>
    approveClaim({
      handle,
      actor: operator,
      input: { id, decision: { reason: `${mark} decision` } },
    }),
  )
  const reference = { reference: `https://register.example/${mark}` }
  const spareBrand = `a-${brand}`
  await bodyOf(admin.post('/api/v1/claims', { ...claim, brand: spareBrand, document: reference }))
  return { id, document: (standing['documents'] as { id: string }[])[0]!.id }
}
