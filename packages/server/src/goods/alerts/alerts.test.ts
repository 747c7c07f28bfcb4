import { isSignedBy, readPublicKey } from '@touchstone/evidence'
import type { AlertView, CheckView } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, operator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { Browser, newApi, newMember } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { bindGtinPrefixes } from '../gtin-prefixes/index.ts'

const gtin = '09521234000013'
const other = '09521234000020'

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let maker: Browser
  let reviewer: Browser
  let rival: Browser

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    await newOrganisation(store, 'maker', { kind: 'rights-holder', name: 'Maker & Sons' })
    await newOrganisation(store, 'rival', { kind: 'rights-holder' })
    const input = { organisation: 'maker', prefixes: ['9521234'] }
    await asOperator(store, (handle) => bindGtinPrefixes({ handle, actor: operator, input }))
    maker = await newMember(app, store, 'maker', 'ana@maker.example')
    reviewer = await newMember(app, store, 'maker', 'rev@maker.example', { roles: ['reviewer'] })
    rival = await newMember(app, store, 'rival', 'riv@rival.example')
    for (const [of, batch] of [
      [gtin, 'LOT-1'],
      [gtin, 'LOT-2'],
      [other, 'LOT-1'],
    ] as const) {
      const first = batch === 'LOT-1' ? '1000' : '2000'
      await maker.post('/api/v1/codes', {
        kind: 'range',
        gtin: of,
        batch,
        prefix: 'S',
        first,
        last: first.replace('000', '999'),
      })
    }
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const about = {
    gtin,
    title: 'A serum that burns',
    text: 'Do not use <it> & ask.',
    isDangerous: true,
  }
  const publish = async (more: object = {}): Promise<AlertView> => {
    const { status, body } = await maker.post('/api/v1/alerts', { ...about, ...more })
    expect([status, body]).toMatchObject([201, {}])
    return body as AlertView
  }
  const withdraw = (id: string, by = maker) =>
    by.post(`/api/v1/alerts/${id}/actions`, {
      action: { type: 'withdraw', reason: 'It was a mistake.' },
    })
  const alertsFor = async (code: string): Promise<string[]> => {
    const { body } = await new Browser(app).post('/api/v1/checks', { code })
    return (body as CheckView).alerts.map(({ title }) => title)
  }
  const feed = async () => {
    const { body } = await new Browser(app).get('/api/v1/published-alerts')
    return body['items'] as { id: string; title: string; _alert: AlertView }[]
  }

  test('an alert is signed, in both feeds, and told to whoever checks such goods', async () => {
    const { id, signed } = await publish({ batches: ['LOT-1'], title: 'Batch one burns' })
    const key = readPublicKey(signed.publicKey)
    const bytes = Buffer.from(signed.statement)
    expect(isSignedBy(key, bytes, Buffer.from(signed.signature, 'base64'))).toBe(true)
    expect(JSON.parse(signed.statement)).toMatchObject({
      type: 'touchstone.alert.1',
      id,
      maker: 'Maker & Sons',
      gtin,
      batches: ['LOT-1'],
    })
    expect(await feed()).toContainEqual(
      expect.objectContaining({ id: `urn:uuid:${id}`, title: 'Batch one burns' }),
    )
    const { body, headers } = await app.inject({ url: '/api/v1/published-alerts/atom' })
    expect(headers['content-type']).toContain('application/atom+xml')
    expect(body).toContain(`<id>urn:uuid:${id}</id>`)
    expect(body).toContain('Do not use &lt;it&gt; &amp; ask.')
    expect(body).toContain(`(01)${gtin}(10)LOT-1`)
    expect(await alertsFor(`(01)${gtin}(21)S1001`)).toEqual(['Batch one burns'])
    expect(await alertsFor(`(01)${gtin}(10)LOT-1`)).toEqual(['Batch one burns'])
    expect(await alertsFor(`(01)${gtin}(21)S2001`)).toEqual([])
    expect(await alertsFor(`(01)${other}(21)S1001`)).toEqual([])
    await withdraw(id)
  })

  test('a withdrawn alert stays in the feeds with the reason, and no check tells it', async () => {
    const { id } = await publish()
    expect(await alertsFor(`(01)${gtin}(21)S2001`)).toEqual(['A serum that burns'])
    const first = await withdraw(id)
    expect([first.status, first.body]).toMatchObject([
      200,
      { withdrawalReason: 'It was a mistake.' },
    ])
    const again = await withdraw(id)
    expect(again.body).toEqual(first.body)
    expect(await alertsFor(`(01)${gtin}(21)S2001`)).toEqual([])
    const [item] = await feed()
    expect(item).toMatchObject({ title: 'Withdrawn: A serum that burns', _alert: { id } })
    const { signedWithdrawal } = item!._alert
    expect(JSON.parse(signedWithdrawal!.statement)).toMatchObject({ alert: id })
  })

  test.each(['https://shop.example/1', 'www.shop.example', 'seller@mail.example'])(
    'an alert that names %s is refused: it is about goods, not about sellers',
    async (address) => {
      expect(
        await maker.post('/api/v1/alerts', { ...about, text: `Sold at ${address}` }),
      ).toMatchObject({ status: 422, body: { code: 'alert-names-address', pointer: '/text' } })
    },
  )

  test('who may not publish is refused, and others neither withdraw nor list', async () => {
    const { id } = await publish()
    expect((await reviewer.post('/api/v1/alerts', about)).status).toBe(403)
    expect((await rival.post('/api/v1/alerts', about)).status).toBe(422)
    expect((await withdraw(id, rival)).status).toBe(404)
    expect((await rival.get('/api/v1/alerts')).body['items']).toEqual([])
    expect((await maker.get('/api/v1/alerts')).body['items']).toMatchObject([{ id }, {}, {}])
    await withdraw(id)
  })
})
