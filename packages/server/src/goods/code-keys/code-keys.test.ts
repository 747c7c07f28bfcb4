import { createPublicKey } from 'node:crypto'
import {
  isSignedBy,
  readPublicKey,
  signerOf,
  verifyCodeKeyList,
  type SignedCodeKeyList,
} from '@touchstone/evidence'
import { readCodeText, signatureIn, signedBytesOf } from '@touchstone/recognition/codes'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, operator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { Browser, newApi, newMember } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { bindGtinPrefixes } from '../gtin-prefixes/index.ts'

const gtin = '09521234000013'

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let admin: Browser
  let analyst: Browser
  let rival: Browser
  const batches = new Map<string, string>()

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    await newOrganisation(store, 'maker', { kind: 'rights-holder', name: 'Maker & Sons' })
    await newOrganisation(store, 'rival', { kind: 'rights-holder' })
    const input = { organisation: 'maker', prefixes: ['9521234'] }
    await asOperator(store, (handle) => bindGtinPrefixes({ handle, actor: operator, input }))
    admin = await newMember(app, store, 'maker', 'ana@maker.example', { roles: ['admin'] })
    analyst = await newMember(app, store, 'maker', 'ann@maker.example', { roles: ['analyst'] })
    rival = await newMember(app, store, 'rival', 'riv@rival.example', { roles: ['admin'] })
    for (const batch of [
      { kind: 'derived', gtin, batch: 'NEW', units: 5 },
      { kind: 'list', gtin, batch: 'OLD', serials: ['A(1', 'B-2'] },
    ]) {
      const { body } = await admin.post('/api/v1/codes', batch)
      batches.set(batch.batch, body['id'] as string)
    }
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const create = async (heldBy = 'server') => {
    const { status, body } = await admin.post('/api/v1/code-keys', { heldBy })
    expect([status, body]).toMatchObject([201, { state: 'in-use' }])
    return body as { id: string; publicKey: string; privateKey: string | null }
  }
  const sign = (batch: string, body: object, by = analyst) =>
    by.post(`/api/v1/code-batches/${batches.get(batch)}/signed-codes`, body)
  const published = async () => {
    const { body } = await new Browser(app).get('/api/v1/published-code-keys')
    const verdict = verifyCodeKeyList(body as SignedCodeKeyList)
    return verdict.ok ? verdict.list.keys : []
  }
  const signerNamed = (link: string, publicKey: string): boolean => {
    const key = readPublicKey(publicKey)
    const read = readCodeText(link)
    const given = signatureIn(link)
    return read.ok && isSignedBy(key, signedBytesOf(read.elements, key.id), given!.signature)
  }

  test('codes of a batch are signed with the key in use, of new serials and of listed ones', async () => {
    expect(await sign('NEW', {})).toMatchObject({ status: 409, body: { code: 'code-key-missing' } })
    const { id, publicKey, privateKey } = await create()
    expect(privateKey).toBeNull()
    const { status, body } = await sign('NEW', { limit: 3 })
    expect([status, body]).toMatchObject([201, { key: id, next: 3 }])
    const listed = await sign('OLD', { serials: ['A(1', 'B-2'] })
    const codes = [body, listed.body].flatMap((one) => one['codes'] as { link: string }[])
    expect(codes).toHaveLength(5)
    for (const { link } of codes) expect(signerNamed(link, publicKey)).toBe(true)
    expect(await sign('OLD', { serials: ['C-3'] })).toMatchObject({ status: 404 })
    expect(await sign('OLD', {})).toMatchObject({ status: 422 })
  })

  test('the private key is stored sealed, and no request of the organisation can read it', async () => {
    const { id } = await create()
    const { rows } = await asOperator(store, (handle) =>
      sql<{ sealed: Buffer }>`select sealed from code_keys where id = ${id}`.execute(handle),
    )
    expect(rows[0]?.sealed.toString('latin1')).not.toContain('PRIVATE KEY')
    const { rows: found } = await asOperator(store, (handle) =>
      sql<{ may: boolean }>`
        select has_column_privilege('touchstone_app', 'code_keys', 'sealed', 'select') as may`.execute(
        handle,
      ),
    )
    expect(found).toEqual([{ may: false }])
  })

  test('a replaced key keeps its signatures, and the list says whose it is and what became of it', async () => {
    const first = await create()
    const { body } = await sign('NEW', { limit: 1 })
    const second = await create()
    const keys = await published()
    const known = keys.find(({ key }) => key === first.id)
    expect(known).toMatchObject({ holder: 'Maker & Sons', prefixes: ['9521234'], revokedAt: null })
    expect(known?.retiredAt).not.toBeNull()
    expect(keys.find(({ key }) => key === second.id)).toMatchObject({ retiredAt: null })
    const [{ link } = { link: '' }] = body['codes'] as { link: string }[]
    expect(signerNamed(link, first.publicKey)).toBe(true)
    const der = Buffer.from(known!.publicKey, 'base64')
    const { pem } = readPublicKey(
      createPublicKey({ key: der, format: 'der', type: 'spki' })
        .export({ type: 'spki', format: 'pem' })
        .toString(),
    )
    expect(pem).toBe(first.publicKey)
    const { rows } = await asOperator(store, (handle) =>
      sql<{ sealed: null }>`select sealed from code_keys where id = ${first.id}`.execute(handle),
    )
    expect(rows).toEqual([{ sealed: null }])
  })

  test('a revoked key signs no more, and the list says since when its signatures prove nothing', async () => {
    const { id } = await create()
    const act = (by: Browser) =>
      by.post(`/api/v1/code-keys/${id}/actions`, { action: { type: 'revoke' } })
    expect(await act(analyst)).toMatchObject({ status: 403 })
    expect(await act(rival)).toMatchObject({ status: 404 })
    expect(await act(admin)).toMatchObject({ status: 200, body: { id, state: 'revoked' } })
    expect(await act(admin)).toMatchObject({ status: 200, body: { id, state: 'revoked' } })
    expect((await published()).find(({ key }) => key === id)?.revokedAt).not.toBeNull()
    expect(await sign('NEW', {})).toMatchObject({ status: 409 })
  })

  test('a key that the maker holds is shown once, and the server cannot sign with it', async () => {
    const { id, publicKey, privateKey } = await create('maker')
    expect(signerOf(privateKey!).publicKey.pem).toBe(publicKey)
    const { body } = await admin.get('/api/v1/code-keys')
    expect(JSON.stringify(body)).not.toContain('PRIVATE')
    expect(body['items']).toMatchObject([{ id, state: 'in-use' }, {}, {}, {}, {}, {}])
    expect(await sign('NEW', {})).toMatchObject({ status: 409 })
  })

  test('who may not make keys or sign is refused, and other organisations know of none', async () => {
    expect((await analyst.post('/api/v1/code-keys', {})).status).toBe(403)
    expect((await rival.get('/api/v1/code-keys')).body['items']).toEqual([])
    expect((await sign('NEW', {}, rival)).status).toBe(409)
    const key = await newKey(store, 'maker', ['codes:read'])
    const response = await app.inject({
      method: 'POST',
      url: `/api/v1/code-batches/${batches.get('NEW')}/signed-codes`,
      headers: { authorization: `Bearer ${key.text}` },
      payload: {},
    })
    expect(response.statusCode).toBe(403)
  })
})
