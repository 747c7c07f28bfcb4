import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asOperator, newOrganisation, personOf } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { planOf } from '../../../test/explain.ts'
import { killAmidMail } from '../../../test/kill-email.ts'
import { idOf, refusal, startMailServer, type MailServer } from '../../../test/mail-server.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { Secret, type MailServerConfig } from '../../platform/config/index.ts'
import { openStore, type Transaction, type Store } from '../../platform/db/index.ts'
import type { NewEmail } from './types.ts'
import { sendDueEmails, startEmailSender } from './send-emails.ts'
import { listEmails, queueEmail, readEmail, resendEmail, withdrawEmail } from './manage-emails.ts'
import type { Mailer } from './smtp.ts'
import {
  claimDueEmail,
  countOpenEmails,
  markStaleEmailsUncertain,
  pageOfEmails,
} from './repository.ts'

const from = 'notices@brand.example'
const plain = { user: undefined, password: undefined, tls: 'off', host: '127.0.0.1' } as const

onBothEngines((engine, onOne) => {
  let store: Store
  let admin: Actor & { kind: 'person' }
  let outsider: Actor & { kind: 'person' }
  let server: MailServer
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    admin = personOf((await newOrganisation(store, 'brand-a')).id)
    outsider = personOf((await newOrganisation(store, 'brand-b')).id)
  })
  afterAll(() => store?.close())
  beforeEach(async () => {
    server = await startMailServer()
    await asOperator(store, (handle) =>
      sql`update messages set state = 'cancelled' where state in ('queued', 'sending')`.execute(
        handle,
      ),
    )
  })
  afterEach(() => server.stop())

  const as = <T>(actor: Actor, work: (handle: Transaction) => Promise<T>): Promise<T> =>
    store.transact(contextOf(actor), work)
  const queue = (more: Partial<NewEmail> = {}): Promise<{ id: string }> =>
    as(admin, (handle) =>
      queueEmail(handle, {
        organisationId: admin.organisationId,
        key: randomUUID(),
        by: 'email',
        to: 'rights@market.example',
        subject: 'A notice',
        text: 'The title says “replica”.',
        about: { kind: 'notice', id: randomUUID() },
        ...more,
      }),
    )
  const mailer = (more: Partial<MailServerConfig> = {}, rest: Partial<Mailer> = {}): Mailer => ({
    from,
    server: { ...plain, port: server.port, ...more },
    ...rest,
  })
  const deliver = (over: Partial<Parameters<typeof sendDueEmails>[0]> = {}): Promise<number> => {
    const onFault = (error: unknown): never => {
      throw error
    }
    return sendDueEmails({ store, mailer: mailer(), onFault, ...over })
  }
  const read = (id: string) =>
    as(admin, (handle) => readEmail({ handle, actor: admin, input: { id } }))

  onOne(
    'what opens a page for its reader arrives with him, and is left out for members',
    async () => {
      const address = `https://touchstone.example.com/appeal#${'a-_9'.repeat(11).slice(0, 43)}`
      const { id } = await queue({ text: `Answer here:\n${address}\nEnds in May.` })
      await deliver()
      expect(server.mails[0]!.text.replace(/=\r\n/g, '')).toContain(address)
      expect((await read(id)).text).toBe(
        'Answer here:\nhttps://touchstone.example.com/appeal#…\nEnds in May.',
      )
    },
  )

  onOne('a message arrives whole, once, under a unique id', async () => {
    const key = randomUUID()
    const bytes = Buffer.from('%PDF-1.7 an extract')
    const { id } = await queue({
      key,
      replyTo: 'rights@brand.example',
      subject: 'Notice\r\nBcc: all@market.example',
      text: 'Título: “réplica”\n.\nend',
      attachments: [{ name: 'extract.pdf', type: 'application/pdf', bytes }],
    })
    expect(await queue({ key, to: 'another@market.example' })).toEqual({ id })
    expect(await deliver()).toBe(1)
    expect(await deliver()).toBe(0)
    expect(server.mails).toHaveLength(1)
    const [mail] = server.mails
    expect([mail!.from, mail!.to]).toEqual([from, ['rights@market.example']])
    expect(idOf(mail!)).toBe(`<${id}@brand.example>`)
    expect(mail!.text).toContain(bytes.toString('base64'))
    expect(mail!.text).not.toMatch(/^bcc:/im)
    expect(mail!.text).toMatch(/^Reply-To: rights@brand\.example\r?$/m)
    expect(await read(id)).toMatchObject({
      state: 'sent',
      tries: 1,
      answer: expect.stringMatching(/^250/),
      dueAt: null,
      attachments: [{ name: 'extract.pdf', bytes: bytes.length }],
    })
  })

  onOne('a refusal for now is tried again, later each time, and given up in the end', async () => {
    const { id } = await queue()
    server.answer = () => refusal(451, 'try again later')
    const waitMilliseconds = [60_000, 0]
    await deliver({ waitMilliseconds })
    const waiting = await read(id)
    expect(waiting).toMatchObject({ state: 'queued', answer: expect.stringMatching(/try again/) })
    expect(new Date(waiting.dueAt!).getTime()).toBeGreaterThan(Date.now() + 30_000)
    // Its next attempt lies ahead, and yet it waits.
    const open = await asOperator(store, countOpenEmails)
    expect(open).toMatchObject({ queued: 1, oldestSeconds: expect.any(Number) as number })
    expect(open.oldestSeconds).toBeGreaterThan(0)
    expect(await deliver({ waitMilliseconds })).toBe(0)
    const due = sql`update messages set due_at = now() - interval '1 second' where id = ${id}::uuid`
    await asOperator(store, (handle) => due.execute(handle))
    server.answer = () => undefined
    expect(await deliver({ waitMilliseconds })).toBe(1)
    expect([(await read(id)).state, server.mails.length]).toEqual(['sent', 1])
    const other = await queue()
    server.answer = () => refusal(451, 'never')
    await deliver({ waitMilliseconds: [] })
    expect(await read(other.id)).toMatchObject({ state: 'failed', tries: 1 })
  })

  onOne('a refusal for good ends it with the server’s word; a person sends it again', async () => {
    const { id } = await queue()
    server.answer = () => refusal(550, 'no such mailbox')
    await deliver()
    expect(await read(id)).toMatchObject({
      state: 'failed',
      answer: expect.stringMatching(/no such mailbox/),
    })
    expect(await deliver()).toBe(0)
    server.answer = () => undefined
    await as(admin, (handle) => resendEmail({ handle, actor: admin, input: { id } }))
    await deliver()
    expect((await read(id)).state).toBe('sent')
    expect(server.mails.map(idOf)).toEqual([`<${id}@brand.example>`])
  })

  onOne('a reader who is refused is refused before any word of the message', async () => {
    await server.stop()
    server = await startMailServer({
      onRcptTo: (_address, _session, done) => done(refusal(550, 'unknown here')),
    })
    const { id } = await queue()
    await deliver()
    expect(await read(id)).toMatchObject({
      state: 'failed',
      answer: expect.stringMatching(/^550 .*unknown here/),
    })
    expect(server.mails).toEqual([])
  })

  onOne('a server that is away keeps messages waiting', async () => {
    const { id } = await queue()
    const { port } = server
    await server.stop()
    await deliver({ mailer: { from, server: { ...plain, port } } })
    expect(await read(id)).toMatchObject({
      state: 'queued',
      answer: expect.stringMatching(/^The mail server could not be reached .*ECONNREFUSED/),
    })
    server = await startMailServer()
  })

  onOne(
    'a server that falls silent after the message leaves it uncertain, and nothing sends it again',
    async () => {
      const { id } = await queue()
      server.answer = () => new Promise(() => undefined)
      await deliver({ mailer: mailer({}, { silenceMilliseconds: 5000 }) })
      expect((await read(id)).state).toBe('uncertain')
      server.answer = () => undefined
      expect(await deliver()).toBe(0)
      await as(admin, (handle) => resendEmail({ handle, actor: admin, input: { id } }))
      await deliver()
      expect([(await read(id)).state, server.mails.length]).toEqual(['sent', 1])
    },
  )

  onOne('a line that breaks amid the message leaves it uncertain', async () => {
    const wire = createServer((client) => {
      const on = connect(server.port, '127.0.0.1')
      let bytes = 0
      for (const stream of [client, on]) stream.on('error', () => undefined)
      client.on('close', () => on.destroy())
      on.pipe(client)
      client.on('data', (part) => {
        bytes += part.length
        on.write(part)
        if (bytes > 2000) client.destroy()
      })
    }).listen(0, '127.0.0.1')
    await once(wire, 'listening')
    const { port } = wire.address() as AddressInfo
    const { id } = await queue({ text: 'The title says so.\n'.repeat(5000) })
    await deliver({ mailer: mailer({ port }) })
    expect((await read(id)).state).toBe('uncertain')
    expect(server.mails).toEqual([])
    await new Promise((resolve) => wire.close(resolve))
  })

  test('a message that was cancelled, or that another process has taken over, is not sent', async () => {
    const { id } = await queue()
    await as(admin, (handle) => withdrawEmail({ handle, actor: admin, input: { id } }))
    expect(await deliver()).toBe(0)
    const other = await queue()
    await server.stop()
    server = await startMailServer({
      // Cancelled between polling and claiming the message.
      onMailFrom: (_address, _session, done) => {
        void as(admin, (handle) =>
          withdrawEmail({ handle, actor: admin, input: { id: other.id } }),
        ).then(() => done())
      },
    })
    await deliver()
    expect([(await read(other.id)).state, server.mails]).toEqual(['cancelled', []])
    const again = as(admin, (handle) =>
      withdrawEmail({ handle, actor: admin, input: { id: other.id } }),
    )
    await expect(again).rejects.toThrow('the message is cancelled; only a queued message')
  })

  onOne('an invalid address, or an oversized message, is refused before it is queued', async () => {
    for (const to of ['market', 'a@b\r\nRCPT TO:<c@d.example>', 'a b@c.example', '<a@b.example>'])
      await expect(queue({ to })).rejects.toThrow('is not an email address')
    const bytes = Buffer.alloc(9 * 1024 * 1024)
    const attachments = [{ name: 'x', type: 'application/pdf', bytes }]
    await expect(queue({ attachments })).rejects.toThrow('the maximum is')
  })

  test('two that send at once send each message once', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => queue()))
    await Promise.all([deliver(), deliver(), deliver()])
    expect(server.mails.map(idOf).sort()).toEqual(
      ids.map(({ id }) => `<${id}@brand.example>`).sort(),
    )
  })

  test('a running one looks again and again, and ends at once when it is stopped', async () => {
    const faults: unknown[] = []
    const onFault = (error: unknown): void => void faults.push(error)
    const mailing = startEmailSender({ store, mailer: mailer(), onFault, pollMilliseconds: 20 })
    const { id } = await queue()
    await expect.poll(async () => (await read(id)).state).toBe('sent')
    await mailing.stop()
    expect(faults).toEqual([])
  })

  test('another organisation sees none of it', async () => {
    const { id } = await queue()
    const asOther = (work: typeof readEmail | typeof resendEmail): Promise<unknown> =>
      as(outsider, (handle) => work({ handle, actor: outsider, input: { id } }) as Promise<unknown>)
    await expect(asOther(readEmail)).rejects.toThrow('there is no message')
    await expect(asOther(resendEmail)).rejects.toThrow('there is no message')
    const input = { limit: 10 }
    const listed = await as(outsider, (handle) => listEmails({ handle, actor: outsider, input }))
    expect(listed).toEqual([])
    const claimed = sql`update messages set state = 'sent'`
    await expect(as(admin, (handle) => claimed.execute(handle))).rejects.toThrow(/row-level|denied/)
  })

  test('the lists and the look for work read no more than they must', async () => {
    const { organisationId } = outsider
    await asOperator(store, (handle) =>
      sql`insert into messages (id, organisation_id, key, by, recipient, subject, body, about_kind,
          about_id, state)
        select gen_random_uuid(), ${organisationId}::uuid, 'old ' || n, 'email', 'a@b.example', 'x',
          'x', 'notice', n::text, 'sent' from generate_series(1, 5000) n`.execute(handle),
    )
    const plan = (work: (handle: Transaction) => Promise<unknown>): Promise<string> =>
      asOperator(store, (handle) => planOf(handle, work))
    const after = { at: new Date(), id: randomUUID() }
    const plans = [
      await plan((handle) => claimDueEmail(handle, 1)),
      await plan((handle) => markStaleEmailsUncertain(handle, 1)),
      await plan((handle) => pageOfEmails(handle, { organisationId, limit: 10, after })),
      await plan((handle) =>
        pageOfEmails(handle, { organisationId, limit: 10, about: { kind: 'notice', id: '7' } }),
      ),
    ]
    expect(plans.map((text) => /messages_(due|begun|newest|about)/.exec(text)?.[0])).toEqual([
      'messages_due',
      'messages_begun',
      'messages_newest',
      'messages_about',
    ])
  })

  // On the embedded store each process takes seconds to open it; `npm run test:endurance` includes it.
  test.skipIf(engine.name === 'embedded')(
    'a sender killed amid sending, three times in a row, loses nothing and sends nothing twice',
    async () => {
      const result = await killAmidMail(await engine.newStore(), 3)
      expect(result).toMatchObject({ queued: 36, twice: 0, lost: 0, sentAndNotArrived: 0 })
      // All except those a kill may have interrupted, one per kill.
      expect(result.uncertain).toBeLessThanOrEqual(3)
      expect(result.arrived).toBeGreaterThanOrEqual(33)
    },
  )
})

describe('encryption and sign-in', () => {
  // Without a store: the mail protocol is the same on both engines.
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-mail-'))
  const file = (name: string): string => join(folder, name)
  let tls: { key: string; cert: string }
  beforeAll(() => {
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-keyout',
        file('key.pem'),
        '-out',
        file('cert.pem'),
        '-days',
        '2',
        '-subj',
        '/CN=localhost',
        '-addext',
        'subjectAltName=DNS:localhost,IP:127.0.0.1',
      ],
      { stdio: 'ignore' },
    )
    tls = {
      key: readFileSync(file('key.pem'), 'utf8'),
      cert: readFileSync(file('cert.pem'), 'utf8'),
    }
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const message = {
    id: 'one',
    to: 'rights@market.example',
    replyTo: null,
    subject: 'A notice',
    text: 'x',
    attachments: [],
    createdAt: new Date('2026-03-02T09:00:00Z'),
    organisation: 'Brand A',
  }
  const bring = async (
    options: Parameters<typeof startMailServer>[0],
    config: Partial<MailServerConfig>,
    rest: Partial<Mailer> = {},
  ) => {
    const { submitEmail: brought } = await import('./smtp.ts')
    const server = await startMailServer(options)
    try {
      const mailer = { from, server: { ...plain, port: server.port, ...config }, ...rest }
      const ended = await brought(mailer, message, async () => undefined)
      return { ...ended, mails: server.mails }
    } finally {
      await server.stop()
    }
  }

  test('by STARTTLS, under a certificate that is trusted', async () => {
    const { state, mails } = await bring(tls, { tls: 'required' }, { ca: tls.cert })
    expect([state, mails[0]?.secure]).toEqual(['sent', true])
  })

  test('from the start', async () => {
    const serverOptions = { ...tls, secure: true }
    const { state, mails } = await bring(serverOptions, { tls: 'from-the-start' }, { ca: tls.cert })
    expect([state, mails[0]?.secure]).toEqual(['sent', true])
  })

  test('an unverified certificate gets nothing', async () => {
    const { state, answer, mails } = await bring(tls, { tls: 'required' })
    expect([state, mails]).toEqual(['queued', []])
    expect(answer).toMatch(/self-signed/)
  })

  test('a server that offers no encryption gets nothing if it is required', async () => {
    const { state, mails } = await bring({}, { tls: 'required' })
    expect([state, mails]).toEqual(['queued', []])
  })

  test('with user and password; a wrong one is no fault of the message', async () => {
    const options: Parameters<typeof startMailServer>[0] = {
      ...tls,
      authOptional: false,
      onAuth: ({ username, password }, _session, done) =>
        password === 'right' ? done(null, { user: username }) : done(new Error('Invalid login')),
    }
    const login = (password: string) =>
      bring(
        options,
        { tls: 'required', user: 'brand', password: new Secret(password) },
        { ca: tls.cert },
      )
    const { state, mails } = await login('right')
    expect([state, mails[0]?.user]).toEqual(['sent', 'brand'])
    expect(await login('wrong')).toMatchObject({ state: 'queued', mails: [] })
  })
})
