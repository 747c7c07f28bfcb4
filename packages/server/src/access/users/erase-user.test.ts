import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, operator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { inviteByOperator, newApi, newMember, password, type Browser } from '../../../test/users.ts'
import { tablesWith } from '../../../test/retention.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { eraseUser } from './service/installation-users.ts'

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let admin: Browser
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    await newOrganisation(store, 'house')
    admin = await newMember(app, store, 'house', 'admin@house.example')
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const erase = (email: string): Promise<void> =>
    asOperator(store, (handle) => eraseUser({ handle, actor: operator, input: { email } }))

  test('a person whose last membership ended is erased; the log keeps the id alone', async () => {
    const email = 'qzleaver@house.example'
    const leaver = await newMember(app, store, 'house', email, { roles: ['analyst'] })
    await expect(erase(email)).rejects.toThrow(`${email} is a member of house; end that first`)
    const { body } = await admin.get('/api/v1/members')
    const { id } = (body['items'] as { id: string; email: string }[]).find(
      (member) => member.email === email,
    )!
    expect((await admin.ask('DELETE', `/api/v1/members/${id}`)).status).toBe(200)
    const token = await inviteByOperator(store, 'house', email, { roles: ['reviewer'] })
    expect(await tablesWith(store, 'qzleaver')).toEqual(['invitations', 'people'])
    await erase(email)
    expect(await tablesWith(store, 'qzleaver')).toEqual([])
    expect((await leaver.get('/api/v1/session')).status).toBe(401)
    expect((await leaver.signIn(email)).status).toBe(401)
    expect(await tablesWith(store, id)).toEqual(expect.arrayContaining(['audit_events', 'people']))
    await expect(erase(email)).rejects.toThrow('there is no user with the address')
    const acceptance = { token, name: 'Qz', password }
    const accepted = await admin.post('/api/v1/invitation-acceptances', acceptance)
    expect(accepted.status).toBeGreaterThanOrEqual(400)
    // The address is free for another user.
    await newMember(app, store, 'house', email)
  })
})
