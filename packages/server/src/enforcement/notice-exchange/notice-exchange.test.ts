import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, personOf } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { pdf } from '../../../test/document-files.ts'
import { newEvidence } from '../../../test/evidence.ts'
import { readyToNotify } from '../../../test/notices.ts'
import { pngOf } from '../../../test/image-host.ts'
import { addToCapture } from '../../../test/received-images.ts'
import { Browser, newApi, newClock, newMember, type Answer } from '../../../test/users.ts'
import type { FastifyInstance } from 'fastify'
import type { EvidenceDependencies } from '../../investigation/evidence/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

type Body = Record<string, unknown>
type ItemResponse = {
  state: string
  restriction: string | null
  complaint: { state: string; decision: string | null } | null
  answers: { outcome: string; summary: string }[]
}

const pdfText = (text: string) => pdf(text).toString('base64')
const secret = 'Norvik Trading, 12.40 apiece'

async function bodyOf(answer: Promise<Answer>): Promise<Body> {
  const { status, body } = await answer
  if (status >= 300) throw new Error(JSON.stringify(body))
  return body
}

onOneEngine((engine) => {
  const clock = newClock()
  let store: Store
  let app: FastifyInstance
  let [ada, otto, rhea] = [] as unknown as [Browser, Browser, Browser]
  let outsider: Browser
  let notice: string
  let received: string
  let house: string
  let captured: string[]
  let evidence: EvidenceDependencies
  let digests: Record<'plain' | 'original' | 'redacted', string>
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-notice-rooms-'))

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    evidence = newEvidence(store, dataDir)
    app = newApi(store, clock, {}, { evidence })
    house = (await newOrganisation(store, 'house-a', { kind: 'rights-holder' })).id
    await newOrganisation(store, 'house-b', { kind: 'rights-holder' })
    await newOrganisation(store, 'market-a')
    ada = await newMember(app, store, 'house-a', 'ada@house-a.example')
    otto = await newMember(app, store, 'market-a', 'otto@market-a.example')
    rhea = await newMember(app, store, 'market-a', 'rhea@market-a.example', { roles: ['reviewer'] })
    outsider = await newMember(app, store, 'house-b', 'ben@house-b.example')
    const { id: signatory } = (await bodyOf(ada.get('/api/v1/session')))['person'] as { id: string }
    const actor = { ...personOf(house), id: signatory }
    const urls = ['https://market-a.example/item/1', 'https://market-a.example/item/2']
    const {
      claim,
      case: of,
      listings,
      captures,
    } = await readyToNotify(store, {
      slug: 'house-a',
      actor,
      urls,
    })
    captured = captures
    const kept = { store, blobs: evidence.blobs }
    const [first, second] = captures as [string, string]
    const name = 'page-1.png'
    const redacted = { name: 'page-1.redacted-1.png', derivedFrom: name, bytes: pngOf(22, 9) }
    digests = {
      plain: await addToCapture(kept, { capture: first, name, bytes: pngOf(20, 9) }),
      original: await addToCapture(kept, { capture: second, name, bytes: pngOf(21, 9) }),
      redacted: await addToCapture(kept, { capture: second, ...redacted }),
    }
    const today = new Date(clock.now).toISOString().slice(0, 10)
    const right = { name: 'VELMORAQ', kind: 'trade-mark', territory: ['EM'], classes: [18] }
    await bodyOf(
      ada.post('/api/v1/register-extracts', {
        ...right,
        claim,
        validFrom: '2019-03-01',
        on: today,
        mediaType: 'application/pdf',
        content: pdfText('Extract'),
      }),
    )
    await bodyOf(ada.ask('PUT', `/api/v1/notice-signatories/${signatory}`, { authorised: true }))
    const drafted = await bodyOf(
      ada.post('/api/v1/notices', {
        case: of,
        ground: 'counterfeit',
        claim,
        territory: ['DE'],
        classes: [18],
        signatory,
        contact: 'rights@house-a.example',
        goodFaith: true,
        items: listings.map((listing, place) => ({
          listing,
          capture: captures[place],
          reasons: 'The title says “replica 1:1”.',
          evidence: [
            {
              kind: 'never-made',
              statement: 'No such model stands in the catalog.',
              // Evidence for comparison, which shows another seller's page.
              ...(place === 1 && { capture: first }),
            },
          ],
        })),
        recipients: [{ by: 'inside', organisation: 'market-a' }],
      }),
    )
    notice = drafted['id'] as string
    const sent = await bodyOf(
      ada.post(`/api/v1/notices/${notice}/actions`, { action: { type: 'send' } }),
    )
    received = (sent['recipients'] as { received: string }[])[0]!.received
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
    rmSync(dataDir, { recursive: true })
  })

  const act = (position: number, body: Body, by = otto): Promise<Body> =>
    bodyOf(
      by.post(`/api/v1/moderation/notices/${received}/items/${position}/actions`, { action: body }),
    )
  const pursue = (body: Body, by = ada): Promise<Answer> =>
    by.post(`/api/v1/notices/${notice}/actions`, body)
  const seen = (body: Body, position: number): ItemResponse => {
    const [first] = body['recipients'] as { response: { items: ItemResponse[] } }[]
    return first!.response.items[position]!
  }
  const kinds = async (): Promise<unknown[]> => {
    const { items } = await bodyOf(ada.get(`/api/v1/notices/${notice}/record`))
    return (items as { kind: string }[]).map(({ kind }) => kind)
  }
  const instance = async (position: number, workflow: string): Promise<string> => {
    const { items } = await bodyOf(rhea.get(`/api/v1/moderation/notices/${received}`))
    const { instances } = (items as { instances: { id: string; workflow: string }[] }[])[position]!
    return instances.find((one) => one.workflow === workflow)!.id
  }

  const custody = async (capture: string): Promise<unknown[]> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ event: { action: string; actor: { name: string }; details: string } }>`
        select event from custody_events where capture_id = ${capture}::uuid
        order by sequence`.execute(handle),
    )
    return rows.map(({ event: { action, actor, details } }) => [action, actor.name, details])
  }
  /** Like a browser loading a picture: returns bytes, or an error text. */
  const look = (by: Browser, url: string, from = 'same-origin') =>
    app.inject({
      url,
      headers: {
        'sec-fetch-site': from,
        cookie: [...by.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    })
  const evidenceOf = (digest: string): string =>
    `/api/v1/moderation/notices/${received}/evidence/${digest}`

  test('a marketplace views the capture, redacted if the sender did so, and custody records it', async () => {
    const { items } = await bodyOf(otto.get(`/api/v1/moderation/notices/${received}`))
    const shown = (items as { pictures: { sha256: string; sealedAt: string }[] }[]).map(
      ({ pictures }) => pictures,
    )
    const sealedAt = expect.any(String) as string
    expect(shown).toEqual([
      [{ sha256: digests.plain, mediatype: 'image/png', bytes: pngOf(20, 9).length, sealedAt }],
      [{ sha256: digests.redacted, mediatype: 'image/png', bytes: pngOf(22, 9).length, sealedAt }],
    ])
    const before = await custody(captured[1]!)
    const picture = await look(rhea, evidenceOf(digests.redacted))
    expect(picture.rawPayload).toEqual(pngOf(22, 9))
    expect(picture.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'no-store',
    })
    const copied = `A copy of page-1.redacted-1.png (SHA-256 ${digests.redacted}) was shown.`
    expect((await custody(captured[1]!)).slice(before.length)).toEqual([
      ['transferred', 'MARKET-A', copied],
    ])
    const { items: log } = await bodyOf(otto.get('/api/v1/audit'))
    expect(log).toContainEqual(
      expect.objectContaining({
        action: 'notice-picture-read',
        detail: { sha256: digests.redacted },
      }),
    )
    // Redacted parts are not included, and neither others' cookies nor other sites can load the pictures.
    expect((await look(rhea, evidenceOf(digests.original))).statusCode).toBe(404)
    expect((await look(outsider, evidenceOf(digests.redacted))).statusCode).toBe(404)
    expect((await look(ada, evidenceOf(digests.redacted))).statusCode).toBe(404)
    expect((await look(rhea, evidenceOf(digests.redacted), 'cross-site')).statusCode).toBe(403)
    expect(await custody(captured[1]!)).toHaveLength(before.length + 1)
  })

  test('the marketplace’s deadlines name the notifier', async () => {
    const { items: deadlines } = await bodyOf(otto.get('/api/v1/deadlines'))
    const notifiers = new Set(
      (deadlines as { notifier: string | null }[]).map(({ notifier }) => notifier),
    )
    const { organisation } = (await ada.get('/api/v1/session')).body as {
      organisation: { name: string }
    }
    expect([...notifiers]).toEqual([organisation.name])
  })

  test('a sender answers the marketplace’s questions, complains of its decision, and turns to a body', async () => {
    const answer = { type: 'respond', position: 1, text: 'VELMORAQ, on the clasp.' }
    expect((await pursue({ organisation: 'market-c', action: answer })).status).toBe(409)
    expect((await pursue({ action: answer }, outsider)).status).toBe(404)
    // No question has been asked yet.
    expect((await pursue({ action: answer })).status).toBe(409)
    for (const position of [0, 1]) {
      const triage = { knowledge: 'yes', knowledgeReason: 'The title says so.', lifeSafety: false }
      await act(position, { type: 'triage', ...triage })
      await act(position, { type: 'start-review' })
    }
    await act(1, { type: 'request-information', question: 'Which name?' })
    const answered = await bodyOf(pursue({ organisation: 'market-a', action: answer }))
    expect(seen(answered, 1).state).toBe('in-review')
    await act(1, { type: 'decide', outcome: 'no-action', reasons: 'No name is to be seen.' })
    const complain = { type: 'complain', position: 1, grounds: 'The clasp bears the name.' }
    const complained = await bodyOf(pursue({ action: complain }))
    expect(seen(complained, 1).complaint).toMatchObject({ state: 'lodged', decision: null })
    const complaint = await instance(1, 'complaint')
    await act(
      1,
      { type: 'start-complaint-review', instance: complaint, qualification: 'Lawyer' },
      rhea,
    )
    const complaintReasons = 'The clasp bears another name.'
    await act(1, { type: 'reject-complaint', instance: complaint, complaintReasons }, rhea)
    const refer = { type: 'refer', position: 1, body: 'A certified body' }
    const referred = await bodyOf(pursue({ action: refer }))
    expect(seen(referred, 1).complaint).toMatchObject({ decision: complaintReasons })
    expect(await kinds()).toEqual([
      'drafted',
      'sent',
      'handed-over',
      'acknowledged',
      'pursued',
      'pursued',
      'complaint-decided',
      'pursued',
    ])
    const { items: log } = await bodyOf(ada.get('/api/v1/audit'))
    const pursued = (log as { action: string }[]).filter(
      ({ action }) => action === 'notice-pursued',
    )
    expect(pursued).toHaveLength(3)
  })

  test('of a seller’s appeal the sender learns the decision and its summary, and nothing else', async () => {
    const decided = 'The title says that it is a replica.'
    await act(0, { type: 'decide', outcome: 'restrict', reasons: decided })
    const proposed = await instance(0, 'restriction')
    const { draft } = await bodyOf(
      otto.get(`/api/v1/moderation/notices/${received}/items/0/statement`),
    )
    const { ground, ...rest } = draft as { ground: object }
    const acted = await act(0, {
      type: 'restrict',
      instance: proposed,
      statement: {
        ...rest,
        ground: { ...ground, why: 'The holder of the mark never made it.' },
        measures: [{ measure: 'disable' }],
        facts: 'The title of the listing says “replica 1:1”. We saw it on Monday.',
      },
      deliver: { by: 'own-channel', to: 'message 7' },
    })
    const restricted = await bodyOf(ada.get(`/api/v1/notices/${notice}`))
    expect([restricted['outcome'], seen(restricted, 0).restriction]).toEqual([
      'restricted',
      'in-force',
    ])
    // The listing is unknown at the marketplace, so its seller is too.
    expect(acted['sellerLink']).toBeNull()
    const made = await bodyOf(
      otto.post('/api/v1/appeal-links', {
        proceeding: proceedingOf(acted),
        seller: { marketplace: 'market-a', id: 's-1' },
        ownChannel: 'Messages',
      }),
    )
    const seller = new Browser(app)
    const token = (made['url'] as string).split('#')[1]
    const { link } = await bodyOf(seller.post('/api/v1/seller/session', { token }))
    // What a draft stated is in the seller’s language, and what people wrote stays.
    const german = {
      origin: 'https://touchstone.example.com',
      'accept-language': 'xx, de-AT;q=0.9, en;q=0.5',
    }
    const path = `/api/v1/seller/appeal-links/${link as string}`
    expect(await bodyOf(seller.ask('GET', path, undefined, german))).toMatchObject({
      facts: 'Im Titel des Angebots steht „replica 1:1“. We saw it on Monday.',
    })
    const documents = [{ name: 'invoice.pdf', content: pdfText(secret) }]
    await bodyOf(
      seller.post(`/api/v1/seller/appeal-links/${link as string}/submissions`, {
        words: secret,
        locale: 'en',
        documents,
      }),
    )
    const { items } = await bodyOf(rhea.get('/api/v1/appeals'))
    const [{ id }] = items as [{ id: string }]
    // Whoever restricted it does not decide on the appeal, and is told who can.
    const { person: reviewer } = await bodyOf(rhea.get('/api/v1/session'))
    const { deciders } = await bodyOf(otto.get(`/api/v1/appeals/${id}`))
    expect(deciders).toEqual([(reviewer as { id: string }).id])
    const summary = 'Proof of purchase in the trade was shown.'
    await bodyOf(
      rhea.post(`/api/v1/appeals/${id}/decision`, {
        outcome: 'upheld',
        reasons: 'The invoice names the goods.',
        summary,
        qualification: 'Lawyer',
      }),
    )
    // What was done to the listing is still told to the seller, and that it is over.
    const page = await bodyOf(seller.get(`/api/v1/seller/appeal-links/${link as string}`))
    expect(page).toMatchObject({
      state: 'upheld',
      measures: ['disable'],
      until: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
    })
    // What was restricted no longer is, in each copy that the sender reads.
    const overturned = await bodyOf(ada.get(`/api/v1/notices/${notice}`))
    expect([overturned['outcome'], seen(overturned, 0).restriction]).toEqual([
      'overturned',
      'overturned',
    ])
    expect(seen(overturned, 1).restriction).toBeNull()
    // The inbox of the sender says for whom it was decided, and who the seller is.
    const { items: waiting } = await bodyOf(ada.get('/api/v1/inbox'))
    expect(waiting).toContainEqual(
      expect.objectContaining({
        kind: 'marketplace-response',
        id: notice,
        detail: 'appeal-upheld',
        seller: 'toko-embun',
      }),
    )
    const { items: found } = await bodyOf(ada.get('/api/v1/notices?outcome=overturned'))
    expect((found as { id: string }[]).map(({ id: one }) => one)).toEqual([notice])
    const refer = { type: 'refer', position: 0, body: 'Another certified body' }
    const referral = await bodyOf(pursue({ action: refer }))
    expect(seen(referral, 0).answers).toMatchObject([{ outcome: 'upheld', summary }])
    // No appeal concerns the notice's other listing.
    expect(seen(referral, 1).answers).toEqual([])
    expect((await kinds()).filter((kind) => kind === 'seller-answer-decided')).toHaveLength(1)
    expect((await kinds()).filter((kind) => kind === 'outcome-changed')).toHaveLength(1)
    const { items: record } = await bodyOf(ada.get(`/api/v1/notices/${notice}/record`))
    const all = JSON.stringify([referral, record])
    expect(all).toContain(summary)
    for (const word of ['Norvik', '12.40', 'invoice', token!]) expect(all).not.toContain(word)
  })

  test('a seller sees the picture of his own page, and no other’s', async () => {
    const { items } = await bodyOf(otto.get(`/api/v1/moderation/notices/${received}`))
    const pages = (items as { proceeding: string }[]).map(({ proceeding }) => proceeding)
    const open = async (proceeding: string): Promise<{ browser: Browser; path: string }> => {
      const seller = { marketplace: 'market-a', id: `s-${proceeding.slice(0, 8)}` }
      const made = await bodyOf(
        otto.post('/api/v1/appeal-links', { proceeding, seller, ownChannel: 'Messages' }),
      )
      const browser = new Browser(app)
      const token = (made['url'] as string).split('#')[1]
      const { link } = await bodyOf(browser.post('/api/v1/seller/session', { token }))
      return { browser, path: `/api/v1/seller/appeal-links/${link as string}` }
    }
    const [own, other] = [await open(pages[0]!), await open(pages[1]!)]
    const picture = `${own.path}/evidence/${digests.plain}`
    const page = await bodyOf(own.browser.get(own.path))
    expect(page['pictures']).toMatchObject([{ sha256: digests.plain, mediatype: 'image/png' }])
    const before = (await custody(captured[0]!)).length
    expect((await look(own.browser, picture)).rawPayload).toEqual(pngOf(20, 9))
    expect((await custody(captured[0]!)).slice(before)).toEqual([
      ['transferred', 'MARKET-A', `A copy of page-1.png (SHA-256 ${digests.plain}) was shown.`],
    ])
    const { items: log } = await bodyOf(otto.get('/api/v1/audit'))
    expect(log).toContainEqual(expect.objectContaining({ action: 'seller-page-picture-read' }))
    for (const [browser, path] of [
      [own.browser, `${own.path}/evidence/${digests.redacted}`],
      [own.browser, evidenceOf(digests.plain)],
      [other.browser, `${other.path}/evidence/${digests.plain}`],
      [other.browser, picture],
      [ada, picture],
    ] as const) {
      expect([path, [401, 404].includes((await look(browser, path)).statusCode)]).toEqual([
        path,
        true,
      ])
    }
    // Held by the sender's organisation: nothing goes to the seller, and the reason is not revealed.
    const { listing } = (await bodyOf(ada.get(`/api/v1/captures/${captured[0]!}/state`))) as {
      listing: string
    }
    const confidentialityHold = await bodyOf(
      ada.post('/api/v1/confidentiality-holds', {
        scope: { kind: 'listing', listing },
        wantedBy: 'counsel',
        reference: 'File 7',
        reason: 'A search is prepared.',
        days: 3,
        reviewDays: 1,
      }),
    )
    expect(confidentialityHold['id']).toEqual(expect.any(String))
    expect((await look(own.browser, picture)).statusCode).toBe(404)
    expect((await look(otto, evidenceOf(digests.plain))).statusCode).toBe(200)
    await bodyOf(
      ada.post(`/api/v1/confidentiality-holds/${confidentialityHold['id'] as string}/actions`, {
        action: { type: 'lift', reason: 'The search is over.' },
      }),
    )
    // The marketplace still sees its decisions after the withdrawal.
    const withdrawal = { cause: 'settled', reason: 'The matter is settled.' }
    await bodyOf(
      ada.post(`/api/v1/notices/${notice}/actions`, {
        action: { type: 'withdraw', ...withdrawal },
      }),
    )
    const { withdrawnAt } = await bodyOf(otto.get(`/api/v1/moderation/notices/${received}`))
    expect(withdrawnAt).toEqual(expect.any(String))
    expect((await look(otto, evidenceOf(digests.plain))).statusCode).toBe(200)
  })

  function proceedingOf(acted: Body): string {
    return (acted['items'] as { proceeding: string }[])[0]!.proceeding
  }
})
