import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { asOperator, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { Browser, newApi, newClock, newMember, password, type Clock } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

const hour = 3_600_000

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let clock: Clock
  let count = 0
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    clock = newClock()
    app = newApi(store, clock, {}, { sendsMail: true })
    await newOrganisation(store, 'house-a', { kind: 'rights-holder' })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })
  beforeEach(() => clock.pass(25 * hour))

  const enrolled = async () => {
    const email = `proven-${++count}@example.com`
    const browser = await newMember(app, store, 'house-a', email)
    const { body } = await browser.post('/api/v1/two-factor')
    const totp = new TOTP({ secret: Secret.fromBase32(body['secret'] as string) })
    const code = () => totp.generate({ timestamp: clock.now })
    const wrong = () => ((Number(code()) + 7) % 1_000_000).toString().padStart(6, '0')
    const confirmed = await browser.post('/api/v1/two-factor/confirmation', { code: code() })
    const recovery = confirmed.body['recoveryCodes'] as string[]
    clock.pass(60_000)
    return { email, browser, code, wrong, recovery }
  }
  type Enrolled = Awaited<ReturnType<typeof enrolled>>
  const elsewhere = () => new Browser(app, `198.51.100.${++count % 250}`)

  /** A guess with the right password, as slow as the throttles require, from its own address. */
  const guess = async ({ email, wrong }: Enrolled, at: number): Promise<number> => {
    clock.pass(61_000)
    if (at % 2 === 0) return (await elsewhere().signIn(email, password, wrong())).status
    const browser = elsewhere()
    expect((await browser.signIn(email)).body).toMatchObject({ lacks: 'code' })
    return (await browser.post('/api/v1/session/code', { code: wrong() })).status
  }
  const lockOut = async (person: Enrolled): Promise<void> => {
    for (let at = 0; at < 10; at++) expect(await guess(person, at)).not.toBe(429)
  }

  test('ten wrong codes are checked, whatever right passwords, sessions and addresses are used in between', async () => {
    const person = await enrolled()
    const statuses: number[] = []
    for (let at = 0; at < 28; at++) {
      clock.pass(61_000)
      const right = await elsewhere().signIn(person.email)
      expect([right.status, right.body['lacks']]).toEqual([200, 'code'])
      statuses.push(await guess(person, at))
    }
    expect(statuses.filter((status) => status !== 429)).toHaveLength(10)
    expect(statuses.slice(10).every((status) => status === 429)).toBe(true)
    // The right code and a recovery code are refused too, in both ways to sign in.
    clock.pass(61_000)
    for (const code of [person.code(), person.recovery[0]]) {
      const refused = await elsewhere().signIn(person.email, password, code)
      expect(refused.status).toBe(429)
      const browser = elsewhere()
      clock.pass(61_000)
      await browser.signIn(person.email)
      clock.pass(61_000)
      expect((await browser.post('/api/v1/session/code', { code })).status).toBe(429)
    }
    // An hour after the last guess one more guess is accepted, and then none for two hours.
    clock.pass(hour)
    expect(await guess(person, 0)).toBe(401)
    clock.pass(hour)
    expect((await elsewhere().signIn(person.email, password, person.code())).status).toBe(429)
    clock.pass(hour)
    const signedIn = await elsewhere().signIn(person.email, password, person.code())
    expect(signedIn.body).toMatchObject({ lacks: null })
    // A complete sign-in resets the count.
    expect(await guess(person, 0)).toBe(401)
    expect(await guess(person, 1)).toBe(422)
  })

  test('wrong recovery codes count like wrong codes', async () => {
    const person = await enrolled()
    for (let at = 0; at < 10; at++) {
      clock.pass(61_000)
      const code = 'aaaa-bbbb-cccc-dddd'
      expect((await elsewhere().signIn(person.email, password, code)).status).toBe(401)
    }
    clock.pass(61_000)
    const refused = await elsewhere().signIn(person.email, password, person.recovery[0])
    expect(refused.status).toBe(429)
  })

  test('codes that a session sends to change the second factor count as well', async () => {
    const person = await enrolled()
    for (let at = 0; at < 10; at++) {
      clock.pass(61_000)
      const sent = await person.browser.post('/api/v1/two-factor/removal', { code: person.wrong() })
      expect(sent.status).toBe(422)
    }
    clock.pass(61_000)
    const code = person.code()
    expect((await person.browser.post('/api/v1/two-factor/removal', { code })).status).toBe(429)
    expect((await elsewhere().signIn(person.email, password, code)).status).toBe(429)
  })

  test('the person is informed: by mail, in the log and at the next sign-in, once', async () => {
    const person = await enrolled()
    await lockOut(person)
    const lockedAt = new Date(clock.now).toISOString()
    const { rows: mails } = await asOperator(store, (handle) =>
      sql<{
        subject: string
        body: string
        about: string
      }>`select subject, body, about_kind as about
        from messages where recipient = ${person.email}`.execute(handle),
    )
    expect(mails).toEqual([
      {
        subject: 'Your second factor is locked',
        body: expect.stringContaining('10 times in a row'),
        about: 'person',
      },
    ])
    const { items } = (await person.browser.get('/api/v1/audit?actions=second-factor-locked')).body
    expect((items as { detail: unknown }[])[0]).toMatchObject({
      subject: { kind: 'person' },
      detail: { wrongCodes: 10, minutes: 60 },
    })
    clock.pass(hour)
    const next = elsewhere()
    const signedIn = await next.signIn(person.email, password, person.code())
    expect(signedIn.body).toMatchObject({ lacks: null, secondFactorLockedAt: lockedAt })
    expect((await next.get('/api/v1/session')).body).toMatchObject({
      secondFactorLockedAt: lockedAt,
    })
    clock.pass(60_000)
    const after = await elsewhere().signIn(person.email, password, person.code())
    expect(after.body).toMatchObject({ lacks: null, secondFactorLockedAt: null })
  })

  test('a code is good once, also after the clock was ahead and was set back', async () => {
    const person = await enrolled()
    const first = person.code()
    expect((await elsewhere().signIn(person.email, password, first)).status).toBe(200)
    expect((await elsewhere().signIn(person.email, password, first)).status).toBe(401)
    clock.pass(9 * hour)
    expect((await elsewhere().signIn(person.email, password, person.code())).status).toBe(200)
    clock.pass(-9 * hour)
    expect((await elsewhere().signIn(person.email, password, first)).status).toBe(401)
    clock.pass(61_000)
    const now = person.code()
    expect((await elsewhere().signIn(person.email, password, now)).status).toBe(200)
    expect((await elsewhere().signIn(person.email, password, now)).status).toBe(401)
  })

  test('a clock that was ahead locks no one out for longer than the lock itself', async () => {
    const person = await enrolled()
    clock.pass(9 * hour)
    await lockOut(person)
    clock.pass(-9 * hour)
    // First the account's minute has to pass.
    expect((await elsewhere().signIn(person.email, password, person.code())).status).toBe(429)
    clock.pass(61_000)
    expect((await elsewhere().signIn(person.email, password, person.code())).status).toBe(429)
    clock.pass(hour)
    expect((await elsewhere().signIn(person.email, password, person.code())).status).toBe(200)
  })
})
