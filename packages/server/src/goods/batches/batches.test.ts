import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, operator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { bindGtinPrefixes } from '../gtin-prefixes/index.ts'
import { DigestSorter } from './digest-sorter.ts'
import { readSerials } from './read-serials.ts'

const gtin = '09521234000013'
const other = '09528765000017'

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let maker: Browser
  let rival: Browser

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    for (const [slug, prefix] of [
      ['maker', '9521234'],
      ['rival', '9528765'],
    ] as const) {
      await newOrganisation(store, slug, { kind: 'rights-holder' })
      const input = { organisation: slug, prefixes: [prefix] }
      await asOperator(store, (handle) => bindGtinPrefixes({ handle, actor: operator, input }))
    }
    maker = await newMember(app, store, 'maker', 'ana@maker.example')
    rival = await newMember(app, store, 'rival', 'riv@rival.example')
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const issue = (body: object, by = maker) => by.post('/api/v1/codes', body)
  const stateOf = async (serial: string, by = maker): Promise<unknown> => {
    const code = encodeURIComponent(`(01)${gtin}(21)${serial}`)
    return (await by.get(`/api/v1/codes/${code}`)).body['state']
  }
  const sendFile = async (text: string, query: { batch: string; units: number }) => {
    const { text: key } = await newKey(store, 'maker', ['codes:write'])
    const { batch, units } = query
    const answer = await app.inject({
      method: 'POST',
      url: `/api/v1/codes/file?gtin=${gtin}&batch=${batch}&units=${units}`,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
      payload: text,
    })
    return { status: answer.statusCode, body: answer.json<{ code: string; detail: string }>() }
  }
  const rowsLeft = async (batch: string): Promise<number> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ count: number }>`
        select count(*)::int as count from code_batches where name = ${batch}`.execute(handle),
    )
    return rows[0]!.count
  }

  test('a listed serial is known, one mistyped is near it, and any other is not', async () => {
    const serials = ['LX-104', 'LX-205', 'LX-306']
    const { status, body } = await issue({ kind: 'list', gtin, batch: 'L1', serials })
    expect([status, body]).toMatchObject([201, { units: 3, state: 'issued', kind: 'list' }])
    expect(await stateOf('LX-205')).toBe('plain')
    expect(await stateOf('lx-205')).toBe('plain')
    expect(await stateOf('LX-2O5')).toBe('near-miss')
    expect(await stateOf('XL-205')).toBe('near-miss')
    expect(await stateOf('LX-999')).toBe('unknown')
  })

  test('a range needs no row for its units', async () => {
    const range = { kind: 'range', gtin, batch: 'R1', prefix: 'R', first: '0010', last: '0999' }
    expect(await issue(range)).toMatchObject({ status: 201, body: { units: 990 } })
    expect(await stateOf('R0010')).toBe('plain')
    expect(await stateOf('R0999')).toBe('plain')
    expect(await stateOf('R0A99')).toBe('near-miss')
    expect(await stateOf('R5999')).toBe('near-miss')
    const within = { ...range, batch: 'R2', first: '0500', last: '0501' }
    expect(await issue(within)).toMatchObject({ status: 409, body: { code: 'code-exists' } })
  })

  test('derived serials follow from a key, batch after batch, and nothing of a unit is stored', async () => {
    const first = await issue({ kind: 'derived', gtin, batch: 'D1', units: 2000 })
    const second = await issue({ kind: 'derived', gtin, batch: 'D2', units: 1000 })
    const serialsOf = async (id: unknown): Promise<string[]> => {
      const path = `/api/v1/code-batches/${String(id)}/serials?from=990&limit=20`
      const { serials } = (await maker.get(path)).body as { serials: { serial: string }[] }
      return serials.map(({ serial }) => serial)
    }
    const [of1, of2] = [await serialsOf(first.body['id']), await serialsOf(second.body['id'])]
    expect([of1.length, of2.length, new Set([...of1, ...of2]).size]).toEqual([20, 10, 30])
    const code = encodeURIComponent(`(01)${gtin}(21)${of2[0]}`)
    const { body } = await maker.get(`/api/v1/codes/${code}`)
    expect(body).toMatchObject({ state: 'plain', batch: { batch: 'D2' } })
    const wrong = (of1[3]![4] === '7' ? '8' : '7') + of1[3]!.slice(5)
    expect(await stateOf(of1[3]!.slice(0, 4) + wrong)).toBe('near-miss')
    expect(await stateOf('0123456789ABCDEFG')).toBe('unknown')
  })

  test('a batch with a serial twice, or of another batch, is taken not at all', async () => {
    const twice = { kind: 'list', gtin, batch: 'T1', serials: ['T-10', 'T-20', 'T-10'] }
    expect(await issue(twice)).toMatchObject({
      status: 422,
      body: { code: 'codes-duplicate', pointer: '/serials/2' },
    })
    await issue({ ...twice, batch: 'T2', serials: ['T-30'] })
    expect(await issue({ ...twice, batch: 'T3', serials: ['T-40', 'T-30'] })).toMatchObject({
      status: 409,
      body: { code: 'code-exists', pointer: '/serials/1' },
    })
    expect(await stateOf('T-10')).not.toBe('plain')
    expect(await stateOf('T-40')).not.toBe('plain')
  })

  test.each([
    ['a serial', { serials: ['A B'] }, 'code-invalid', '/serials/0'],
    ['a GTIN with a wrong check digit', { gtin: '09521234000014' }, 'code-invalid', '/gtin'],
    ['the GTIN of another organisation', { gtin: other }, 'code-not-own', '/gtin'],
  ])('%s that cannot be is refused', async (_what, more, code, pointer) => {
    const input = { kind: 'list', gtin, batch: 'W', serials: ['W1'], ...more }
    expect(await issue(input)).toMatchObject({ status: 422, body: { code, pointer } })
  })

  test('a file is taken whole', async () => {
    const lines = Array.from({ length: 900 }, (_, at) => `F${1000 + at};x`)
    const { status, body } = await sendFile(`Serial;note\n${lines.join('\n')}\n`, {
      batch: 'F1',
      units: 900,
    })
    expect([status, body]).toMatchObject([201, { units: 900 }])
    expect([await stateOf('F1000'), await stateOf('F1899')]).toEqual(['plain', 'plain'])
    const { rows } = await asOperator(store, (handle) =>
      sql<{ bytes: number }>`
        select sum(length(digests))::int as bytes from code_chunks c
        join code_batches b on b.id = c.batch_id where b.name = 'F1'`.execute(handle),
    )
    expect(rows[0]!.bytes).toBe(900 * 8)
  })

  test.each([
    ['names a serial twice', 'N1\nN2\nN1\n', 3, 'codes-duplicate', 'lines 1, 3'],
    ['was cut short', 'N1\nN2\n', 3, 'codes-incomplete', '2 codes'],
    ['ends within a line of JSON', '{"serial":"N1"}\n{"seri', 2, 'file-rows-faulty', 'line 2'],
    ['has a line that is no serial', 'N1\nN 2\n', 2, 'file-rows-faulty', 'line 2'],
    ['has a serial of another batch', 'N1\nFO-1\n', 2, 'code-exists', 'lines 2'],
  ])('a file that %s is told with its lines, and nothing is taken', async (_what, ...rest) => {
    const [text, units, code, words] = rest
    await issue({ kind: 'list', gtin, batch: 'FO', serials: ['FO-1'] })
    const { body } = await sendFile(text, { batch: 'N', units })
    expect([body.code, body.detail]).toEqual([code, expect.stringContaining(words)])
    expect(await rowsLeft('N')).toBe(0)
    expect(await stateOf('N1')).not.toBe('plain')
  })

  test('a list that a dead server left unfinished is unknown, and gives way to the next', async () => {
    await issue({ kind: 'list', gtin, batch: 'K1', serials: ['K-11'] })
    await asOperator(store, (handle) =>
      sql`update code_batches set state = 'receiving' where name = 'K1'`.execute(handle),
    )
    expect(await stateOf('K-11')).toBe('unknown')
    const again = { kind: 'list', gtin, batch: 'K1', serials: ['K-11'] }
    expect(await issue(again)).toMatchObject({ status: 409, body: { code: 'code-batch-exists' } })
    await asOperator(store, (handle) =>
      sql`update code_batches set progressed_at = now() - interval '11 minutes'
        where name = 'K1'`.execute(handle),
    )
    expect(await issue(again)).toMatchObject({ status: 201 })
    expect(await stateOf('K-11')).toBe('plain')
  })

  test('another organisation sees nothing of batches and codes', async () => {
    const { body } = await issue({ kind: 'range', gtin, batch: 'S1', first: '100', last: '199' })
    const code = encodeURIComponent(`(01)${gtin}(21)100`)
    const foreign = await rival.get(`/api/v1/codes/${code}`)
    const unissued = await rival.get(`/api/v1/codes/${code.replace('100', '999')}`)
    expect([foreign.status, unissued.status]).toEqual([404, 404])
    expect(foreign.body['detail']).toBe(unissued.body['detail'])
    const serials = await rival.get(`/api/v1/code-batches/${String(body['id'])}/serials`)
    expect(serials.status).toBe(404)
    expect((await rival.get('/api/v1/code-batches')).body['items']).toEqual([])
    expect((await rival.get('/api/v1/gtin-prefixes')).body['prefixes']).toEqual(['9528765'])
  })

  test('no prefix of one organisation begins with one of another', async () => {
    for (const prefixes of [['95212'], ['95212345'], ['9521234']]) {
      const input = { organisation: 'rival', prefixes }
      const binding = asOperator(store, (handle) =>
        bindGtinPrefixes({ handle, actor: operator, input }),
      )
      await expect(binding).rejects.toMatchObject({ code: 'gtin-prefix-taken' })
    }
  })
})

test('a long list is sorted in files, with the line of each digest', async () => {
  const sorter = await DigestSorter.create(250_000)
  const count = 20_000
  for (let line = 1; line <= count; line++) {
    sorter.add(BigInt.asUintN(64, BigInt(line % 9999) * 0x9e3779b97f4a7c15n), line)
    if (line % 5000 === 0) await sorter.flush()
  }
  let last = -1n
  let sorted = 0
  const repeated: bigint[] = []
  for await (const part of sorter.sorted())
    for (const digest of part) {
      expect(digest >= last).toBe(true)
      if (digest === last) repeated.push(digest)
      last = digest
      sorted++
    }
  expect([sorted, repeated.length > 9000]).toEqual([count, true])
  const ofThree = BigInt.asUintN(64, 3n * 0x9e3779b97f4a7c15n)
  expect(await sorter.linesOf(new Set([ofThree]))).toEqual([3, 10_002])
  await sorter.dispose()
})

test.each([
  ['A1\n\nB2\r\nC3', ['A1', 'B2', 'C3'], [1, 3, 4]],
  ['id,serial\n1,A1\n2,"B""2"\n', ['A1', 'B"2'], [2, 3]],
  ['"A1"\n{"serial":"B2","gtin":"1"}\n', ['A1', 'B2'], [1, 2]],
  ['lot\tSerial\nx\tA1\n', ['A1'], [2]],
])('%j holds its serials, wherever it is divided', async (text, serials, lines) => {
  for (let at = 0; at <= text.length; at++) {
    const read = []
    const bytes = Readable.from([Buffer.from(text.slice(0, at)), Buffer.from(text.slice(at))])
    for await (const part of readSerials(bytes)) read.push(...part)
    expect(read.map((one) => ('serial' in one ? one.serial : undefined))).toEqual(serials)
    expect(read.map(({ line }) => line)).toEqual(lines)
  }
})
