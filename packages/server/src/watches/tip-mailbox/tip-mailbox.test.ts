import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { asOperator, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { imapUser, startImapServer, type ImapServer } from '../../../test/imap-server.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openGoodsShop, type ShopServer } from '../../../test/watched-shop.ts'
import { ListingIngest } from '../../listings/ingest/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'
import { Secret } from '../../platform/config/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { maxEmailTipsADay, readEmailTipPages, type PageReader } from '../tips/index.ts'
import { maxEmailBytes, type MailboxOptions } from './mailbox.ts'
import { receiveEmails, type EmailCounts } from './receive-emails.ts'

const mailbox = 'tips@brand.example'
const addresses = '/api/v1/tip-addresses'
type Member = { id: string; email: string }
type Tip = Record<string, unknown> & { id: string; url: string; listings: string[] }

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let shop: ShopServer
  let imap: ImapServer
  let intake: ListingIngest
  let reader: PageReader
  const people: Record<string, Browser> = {}

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    shop = await openGoodsShop({ goods: 3 })
    const port = Number(new URL(shop.origin).port)
    const outboundAllow = [{ host: '127.0.0.1', port }]
    intake = new ListingIngest({ store, screening: screenInProcess(starterEngine) })
    reader = { intake, outboundAllow }
    app = newApi(store, undefined, {}, { outboundAllow, tipsAddress: mailbox })
    await newOrganisation(store, 'house', { kind: 'rights-holder' })
    await newOrganisation(store, 'rival', { kind: 'rights-holder' })
    await newStandingClaim(store, 'house', 'prada')
    await newStandingClaim(store, 'house', 'gucci')
    for (const [who, slug, rights] of [
      ['ada', 'house', { roles: ['admin'] }],
      ['ana', 'house', { roles: ['analyst'] }],
      ['aud', 'house', { roles: ['auditor'] }],
      ['gus', 'house', { roles: ['analyst'], brands: ['gucci'] }],
      ['riv', 'rival', { roles: ['admin'] }],
    ] as const) {
      people[who] = await newMember(app, store, slug, `${who}@${slug}.example`, rights)
    }
  })
  afterAll(async () => {
    shop?.close()
    await app?.close()
    await intake?.close()
    await store?.close()
  })
  beforeEach(async () => {
    imap = await startImapServer()
    await asOperator(store, (handle) => sql`delete from tips`.execute(handle))
  })
  afterEach(() => imap?.stop())

  const addressOf = async (who: string, body: object = {}): Promise<string> =>
    String((await people[who]!.post(addresses, body)).body['address'])
  const tipsOf = async (who: string, query = ''): Promise<Tip[]> =>
    (await people[who]!.get(`/api/v1/tips${query}`)).body['items'] as Tip[]
  const options = (more: Partial<MailboxOptions> = {}): MailboxOptions => ({
    server: {
      host: '127.0.0.1',
      port: imap.port,
      tls: 'if-offered',
      user: imapUser.user,
      password: new Secret(imapUser.password),
    },
    folder: 'INBOX',
    address: mailbox,
    ...more,
  })
  const receive = (more: Partial<MailboxOptions> = {}): Promise<EmailCounts> =>
    receiveEmails({
      store,
      mailbox: options(more),
      ownOrigin: undefined,
      signal: new AbortController().signal,
      now: new Date(),
    })
  const readPages = (): Promise<number> =>
    readEmailTipPages(reader, { limit: 50, signal: new AbortController().signal })
  const page = (number: number): string => `${shop.origin}/product/${number}`
  const email = (to: string, ...lines: string[]): string =>
    [
      `From: Officer <officer@customs.example>`,
      `To: ${to}`,
      'Subject: A parcel',
      '',
      ...lines,
    ].join('\n')

  test('an email gives a tip for each page that it names; the pages are read as those of any tip', async () => {
    const to = await addressOf('ana', { brand: 'prada' })
    const received = imap.receive(
      `Authentication-Results: mx.brand.example; spf=pass\nDate: Mon, 30 Nov 2026 09:30:00 +0000\n` +
        email(to, `Twelve bags: ${page(1)} and ${page(9)}`),
      new Date('2026-11-30T09:31:00Z'),
    )
    expect(await receive()).toMatchObject({ tips: 1, 'unknown-address': 0 })
    expect([...received.flags]).toEqual([String.raw`\seen`])
    const before = await tipsOf('ada')
    expect(before.map(({ url }) => url).sort()).toEqual([page(1), page(9)])
    expect(before[0]).toMatchObject({
      source: 'email',
      brand: 'prada',
      receivedAt: '2026-11-30T09:31:00.000Z',
      readAt: null,
      failure: null,
      words: `A parcel\n\nTwelve bags: ${page(1)} and ${page(9)}`,
      email: {
        from: 'officer@customs.example',
        sentAt: '2026-11-30T09:30:00.000Z',
        checks: { spf: 'pass', dkim: null, dmarc: null },
        forgottenAt: null,
      },
    })
    expect(shop.asked).toEqual([])
    expect(await readPages()).toBe(2)
    expect(await readPages()).toBe(0)
    const after = Object.fromEntries((await tipsOf('ada')).map((tip) => [tip.url, tip]))
    expect(after[page(1)]).toMatchObject({ failure: null, listings: [expect.any(String)] })
    expect(after[page(9)]!['failure']).toMatch(/404/)
    expect(await receive()).toMatchObject({ tips: 0 })
  })

  test('wherever the connection ends, no tip is lost or given twice', async () => {
    const to = await addressOf('ana')
    const urls = [1, 2, 3].map((at) => `https://bazaar.example/o/${at}`)
    for (const url of urls) imap.receive(email(to, url))
    for (let ends = 0, isDone = false; !isDone; ends++) {
      let commands = 0
      for (const { flags } of imap.emails) flags.clear()
      await asOperator(store, (handle) => sql`delete from tips`.execute(handle))
      imap.before = async () => {
        if (commands++ === ends) throw new Error('the connection ends')
      }
      await receive().catch(() => undefined)
      isDone = commands <= ends
      imap.before = async () => undefined
      await receive()
      expect((await tipsOf('ana')).map(({ url }) => url).sort()).toEqual(urls)
      expect(imap.emails.every(({ flags }) => flags.has(String.raw`\seen`))).toBe(true)
    }
  })

  test('two processes at one mailbox give each tip once, and so does a mailbox that was moved', async () => {
    const to = await addressOf('ana')
    for (let at = 0; at < 4; at++) imap.receive(email(to, `https://bazaar.example/o/${at}`))
    await Promise.all([receive(), receive(), receive()])
    expect(await tipsOf('ana')).toHaveLength(4)
    imap.uidValidity++
    for (const moved of imap.emails) {
      moved.uid += 100
      moved.flags.clear()
    }
    await receive()
    expect(await tipsOf('ana')).toHaveLength(4)
  })

  test('what gives no tip is flagged, and not downloaded unless its address is known', async () => {
    const to = await addressOf('ana')
    const old = to
    const renewed = await addressOf('ana')
    const stranger = imap.receive(email(`tips+${'0'.repeat(30)}@brand.example`, page(1)))
    const ended = imap.receive(email(old, page(1)))
    expect(await receive()).toMatchObject({ tips: 0, 'unknown-address': 2 })
    expect(imap.commands.some((command) => command.includes('BODY.PEEK[]'))).toBe(false)
    const empty = imap.receive(email(renewed, 'Thank you!'))
    const large = imap.receive(email(renewed, page(1), 'x'.repeat(maxEmailBytes)))
    const nested = 'Content-Type: multipart/mixed; boundary=b\n\n--b\n'.repeat(50)
    const hostile = imap.receive(`To: ${renewed}\n${nested}`)
    expect(await receive()).toMatchObject({ tips: 0, 'no-page': 1, 'too-large': 1, unreadable: 1 })
    for (const { flags } of [stranger, ended, empty, large, hostile]) {
      expect([...flags].sort()).toEqual([String.raw`\flagged`, String.raw`\seen`])
    }
    expect(await tipsOf('ada')).toEqual([])
  })

  test('an address gives no more tips in a day than its limit', async () => {
    const to = await addressOf('ana')
    const emails = maxEmailTipsADay / 20 + 1
    for (let at = 0; at < emails; at++) {
      const urls = Array.from({ length: 20 }, (_, page) => `https://bazaar.example/o/${at}-${page}`)
      imap.receive(email(to, ...urls))
    }
    expect(await receive()).toMatchObject({ tips: emails - 1, 'too-many': 1 })
    expect([...imap.emails.at(-1)!.flags]).toContain(String.raw`\flagged`)
  })

  test('an address is seen by its person alone, and follows the rights of a member', async () => {
    expect((await people['aud']!.post(addresses, {})).body['code']).toBe('permission-required')
    expect((await people['gus']!.post(addresses, {})).body['code']).toBe('permission-required')
    expect((await people['riv']!.post(addresses, { brand: 'prada' })).body['code']).toBe(
      'not-found',
    )
    const { body: own } = await people['gus']!.post(addresses, { brand: 'gucci' })
    expect(own['address']).toMatch(/^tips\+[0-9a-f]{30}@brand\.example$/)
    expect((await people['gus']!.get(addresses)).body).toEqual({ items: [own], isMailRead: true })
    for (const who of ['ada', 'riv']) {
      const { body } = await people[who]!.get(addresses)
      expect(JSON.stringify(body)).not.toContain(own['id'])
      const removed = await people[who]!.ask('DELETE', `${addresses}/${String(own['id'])}`)
      expect(removed.status).toBe(404)
    }
    imap.receive(email(String(own['address']), page(1)))
    await receive()
    expect(await tipsOf('gus')).toMatchObject([{ brand: 'gucci' }])
    expect(await tipsOf('riv')).toEqual([])
    expect((await people['gus']!.ask('DELETE', `${addresses}/${String(own['id'])}`)).status).toBe(
      200,
    )
    imap.receive(email(String(own['address']), page(2)))
    expect(await receive()).toMatchObject({ 'unknown-address': 1 })
  })

  test('the store holds no tag that would be an address', async () => {
    const [, tag = ''] = /\+(.*)@/.exec(await addressOf('ana')) ?? []
    const { rows } = await asOperator(store, (handle) =>
      sql<{ text: string }>`select encode(tag, 'escape') || ' ' || a::text as text
        from tip_addresses a`.execute(handle),
    )
    expect(rows.some(({ text }) => text.includes(tag))).toBe(false)
  })

  test('tips of a person who no longer records any are told apart, and hold up no others', async () => {
    const to = await addressOf('ana')
    imap.receive(email(to, page(1)))
    await receive()
    const members = (await people['ada']!.get('/api/v1/members')).body['items'] as Member[]
    const ana = members.find(({ email: of }) => of === 'ana@house.example')
    const role = (role: string) =>
      people['ada']!.ask('PATCH', `/api/v1/members/${ana!.id}`, {
        roles: [role],
        brands: [],
        territories: [],
      })
    await role('auditor')
    imap.receive(email(to, page(2)))
    expect(await receive()).toMatchObject({ 'unknown-address': 1 })
    expect(await readPages()).toBe(1)
    expect(await tipsOf('ada')).toMatchObject([
      { failure: expect.stringMatching(/no longer records tips/), listings: [] },
    ])
    await role('analyst')
  })

  test('a sender is found by address, and removed with the words on request', async () => {
    const to = await addressOf('ana')
    imap.receive(email(to, page(1)))
    await receive()
    const [tip] = await tipsOf('ada', '?sender=Officer@Customs.example')
    expect(await tipsOf('ada', '?sender=another@customs.example')).toEqual([])
    const forget = (who: string) =>
      people[who]!.post(`/api/v1/tips/${tip!.id}/actions`, { action: { type: 'forget-sender' } })
    expect((await forget('aud')).body['code']).toBe('permission-required')
    expect((await forget('riv')).status).toBe(404)
    expect((await forget('ada')).body).toMatchObject({
      words: null,
      url: page(1),
      email: { from: null, forgottenAt: expect.any(String) },
    })
  })

  test('a mailbox that cannot be opened, or only be read, says so', async () => {
    const wrong = { ...options().server, password: new Secret('wrong') }
    await expect(receive({ server: wrong })).rejects.toThrow(
      /could not be opened: check IMAP_URL \(.*wrong credentials/,
    )
    await expect(receive({ folder: 'Elsewhere' })).rejects.toThrow(/check IMAP_URL/)
    imap.isReadOnly = true
    await expect(receive()).rejects.toThrow(/can only be read/)
    await imap.stop()
    await expect(receive()).rejects.toThrow(/ECONNREFUSED/)
  })

  test('without encryption nobody signs in where it is required', async () => {
    const server = { ...options().server, tls: 'required' as const }
    await expect(receive({ server })).rejects.toThrow(/could not be opened/)
    expect(imap.commands).not.toContain('LOGIN')
  })
})
