import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Assessment } from '@touchstone/contract'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'
import { asOperator, operator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { bindGtinPrefixes } from '../../goods/gtin-prefixes/index.ts'
import { reassessPicturedCodes } from '../../goods/pictured-codes/index.ts'
import { ImageFixture } from './test/image-fixture.ts'

const gtin = '09521234000013'
const codeOf = (serial: string): string => `(01)${gtin}(21)${serial}`
const itemSignals = ({ signals }: Assessment) =>
  signals.filter(({ family }) => family === 'item').map(({ code }) => code)

onOneEngine((engine) => {
  const gallery = ImageFixture.on(engine)
  const { serve, send, completed } = gallery

  beforeAll(async () => {
    const wasm = fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm'))
    const wasmBinary = new Uint8Array(readFileSync(wasm)).buffer
    await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
    const input = { organisation: 'house', prefixes: ['9521234'] }
    await asOperator(gallery.store, (handle) =>
      bindGtinPrefixes({ handle, actor: operator, input }),
    )
    const range = { kind: 'range', gtin, batch: 'LOT', prefix: 'S', first: '1000', last: '1999' }
    expect((await gallery.holder.post('/api/v1/codes', range)).status).toBe(201)
  })

  async function labelled(serial: string, format: 'DataMatrix' | 'QRCode'): Promise<Buffer> {
    const isLink = format === 'QRCode'
    const text = isLink ? `https://id.example/01/${gtin}/21/${serial}` : codeOf(serial)
    const { svg } = await writeBarcode(text, { format, scale: 6, options: isLink ? '' : 'gs1' })
    return sharp({ create: { width: 600, height: 500, channels: 3, background: '#fff' } })
      .composite([{ input: await sharp(Buffer.from(svg)).png().toBuffer(), left: 60, top: 60 }])
      .jpeg()
      .toBuffer()
  }
  const record = (serial: string, kind: string) =>
    gallery.holder.post('/api/v1/unit-events', {
      events: [{ code: codeOf(serial), kind, at: new Date(Date.now() - 1000) }],
    })
  const stateOf = async (serial: string) =>
    (await gallery.holder.get(`/api/v1/codes/${encodeURIComponent(codeOf(serial))}`)).body['state']

  const reassess = () => reassessPicturedCodes({ store: gallery.store, onDue: () => undefined })

  test.each(['DataMatrix', 'QRCode'] as const)(
    'a %s that a picture shows is public, which counts for nothing',
    async (format) => {
      const serial = format === 'QRCode' ? 'S1001' : 'S1002'
      const url = serve(`/${format}.jpg`, await labelled(serial, format))
      const { id } = await send(format, [url], { title: 'Leather bag' })
      const assessment = await completed(id)
      expect(await stateOf(serial)).toBe('public')
      expect(itemSignals(assessment)).toEqual(['item.public'])
      expect(assessment.verdict).toBe('clear')
      expect(gallery.faults).toEqual([])
    },
  )

  test('a unit recorded as destroyed is found in a picture read later', async () => {
    expect((await record('S1003', 'destroyed')).status).toBe(201)
    const url = serve('/destroyed.jpg', await labelled('S1003', 'DataMatrix'))
    const { id, assessment } = await send('destroyed', [url], { title: 'Leather bag' })
    expect(itemSignals(assessment)).toEqual([])
    const later = await completed(id)
    expect(itemSignals(later)).toEqual(['item.withdrawn'])
    expect(later.verdict).toBe('ask-proof')
  })

  test.each([
    ['stolen', 'item.withdrawn'],
    ['recalled', 'item.recalled'],
  ])(
    'once a unit is recorded as %s, listings that show its code are assessed again',
    async (kind, signal) => {
      const serial = kind === 'stolen' ? 'S1011' : 'S1012'
      const url = serve(`/${kind}-later.jpg`, await labelled(serial, 'DataMatrix'))
      const { id } = await send(`${kind}-later`, [url], { title: 'Leather bag' })
      expect(itemSignals(await completed(id))).toEqual(['item.public'])
      await reassess()
      expect((await record(serial, kind)).status).toBe(201)
      await reassess()
      await expect.poll(async () => itemSignals(await gallery.read(id))).toEqual([signal])
      await record(serial, 'issued')
      await reassess()
      await expect.poll(async () => itemSignals(await gallery.read(id))).toEqual(['item.public'])
    },
  )

  test('a code that was unknown when its picture was read is known once it is issued', async () => {
    const url = serve('/early.jpg', await labelled('T2001', 'DataMatrix'))
    const { id } = await send('early', [url], { title: 'Leather bag' })
    expect(itemSignals(await completed(id))).toEqual(['item.not-issued'])
    const range = { kind: 'range', gtin, batch: 'LATER', prefix: 'T', first: '2000', last: '2009' }
    expect((await gallery.holder.post('/api/v1/codes', range)).status).toBe(201)
    await reassess()
    await expect.poll(async () => itemSignals(await gallery.read(id))).toEqual([])
  })

  test('a listing sent again is assessed by what is known by now', async () => {
    const more = { title: 'Leather bag', description: `With code ${codeOf('S1004')} on it` }
    const { id, assessment } = await send('again', [], more)
    expect(itemSignals(assessment)).toEqual([])
    await record('S1004', 'stolen')
    await send('again', [], more)
    await expect.poll(async () => itemSignals(await gallery.read(id))).toEqual(['item.withdrawn'])
  })
})
