import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { EpcisCaptureView } from '@touchstone/contract'
import { checkEpcis } from '@touchstone/recognition/epcis'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, operator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { bindGtinPrefixes } from '../gtin-prefixes/index.ts'

const gtin = '09521234000013'
const foreign = '09528765000017'
const examples = join(resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data'), 'offline/epcis')

type Event = Record<string, unknown>

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let maker: Browser
  let rival: Browser
  let key: string

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    await newOrganisation(store, 'maker', { kind: 'rights-holder' })
    await newOrganisation(store, 'rival', { kind: 'rights-holder' })
    const input = { organisation: 'maker', prefixes: ['9521234'] }
    await asOperator(store, (handle) => bindGtinPrefixes({ handle, actor: operator, input }))
    maker = await newMember(app, store, 'maker', 'ana@maker.example')
    rival = await newMember(app, store, 'rival', 'riv@rival.example')
    key = (await newKey(store, 'maker', ['codes:write', 'codes:read'])).text
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const linkOf = (serial: string, number = gtin): string =>
    `https://id.gs1.org/01/${number}/21/${serial}`
  const eventOf = (serials: readonly string[], more: Event = {}): Event => ({
    type: 'ObjectEvent',
    eventTime: '2026-11-25T08:00:00.000Z',
    eventTimeZoneOffset: '+01:00',
    epcList: serials.map((serial) => linkOf(serial)),
    action: 'OBSERVE',
    ...more,
  })
  const commissioning = { action: 'ADD', bizStep: 'commissioning' }
  const documentOf = (events: readonly Event[]): Event => ({
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-11-25T09:00:00Z',
    epcisBody: { eventList: events },
  })
  const send = async (
    payload: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; location: string; body: EpcisCaptureView & { code?: string } }> => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/epcis/capture',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/ld+json',
        ...headers,
      },
      payload,
    })
    const location = String(answer.headers['location'])
    return { status: answer.statusCode, location, body: answer.json() }
  }
  const capture = async (events: readonly Event[], headers = {}): Promise<EpcisCaptureView> => {
    const { status, body } = await send(JSON.stringify(documentOf(events)), headers)
    expect([status, body]).toMatchObject([202, {}])
    return body
  }
  const known = async (serial: string): Promise<Record<string, unknown>> =>
    (await maker.get(`/api/v1/codes/${encodeURIComponent(linkOf(serial))}`)).body
  const query = async (
    parameters: string,
    by = maker,
  ): Promise<{ events: Event[]; link: unknown }> => {
    const { status, body, headers } = await by.get(`/api/v1/epcis/events?${parameters}`)
    expect([status, body]).toMatchObject([200, {}])
    expect(checkEpcis(body)).toEqual([])
    const { eventList } = (
      body['epcisBody'] as { queryResults: { resultsBody: { eventList: Event[] } } }
    ).queryResults.resultsBody
    return { events: eventList, link: headers['link'] }
  }

  test('commissioned units are issued, and what becomes of them is known', async () => {
    const ilmd = { ilmd: { 'cbvmda:lotNumber': 'LOT-E' } }
    const first = eventOf(['E-1', 'E-2'], { ...commissioning, ...ilmd })
    const second = eventOf(['E-3'], { ...commissioning, ...ilmd })
    expect(await capture([first, second])).toMatchObject({ success: true, received: 2, stored: 2 })
    expect(await known('E-3')).toMatchObject({
      state: 'plain',
      batch: { batch: 'LOT-E', units: 3 },
    })
    const epc = 'urn:epc:id:sgtin:9521234.000001.E-1'
    const sold = { bizStep: 'retail_selling', readPoint: { id: 'geo:50.85,4.35' } }
    await capture([{ ...eventOf([], sold), epcList: [epc] }])
    expect(await known('E-1')).toMatchObject({ unitState: 'sold' })
    expect(await known('E-2')).toMatchObject({ unitState: 'issued' })
    const quantityList = [{ epcClass: `https://id.gs1.org/01/${gtin}/10/LOT-E` }]
    await capture([{ ...eventOf([]), disposition: 'recalled', quantityList }])
    const { body } = await maker.post('/api/v1/checks', { code: linkOf('E-2') })
    expect(body['answer']).toBe('recalled')
  })

  test('a list that grows event by event stays searchable', async () => {
    const serials = Array.from({ length: 600 }, (_, at) => `G${1000 + at}`)
    for (let from = 0; from < serials.length; from += 200)
      await capture([eventOf(serials.slice(from, from + 200), commissioning)])
    for (const serial of serials.filter((_, at) => at % 37 === 0))
      expect([serial, (await known(serial))['state']]).toEqual([serial, 'plain'])
  })

  test('an event is stored once, however it is written', async () => {
    const event = eventOf(['D-1'], commissioning)
    expect(await capture([event])).toMatchObject({ stored: 1 })
    const again = {
      ...event,
      eventTime: '2026-11-25T09:00:00+01:00',
      epcList: ['urn:epc:id:sgtin:9521234.000001.D-1'],
      bizStep: 'https://ref.gs1.org/cbv/BizStep-commissioning',
    }
    expect(await capture([again, again])).toMatchObject({ success: true, received: 2, stored: 0 })
    const { events } = await query(`MATCH_anyEPC=${encodeURIComponent(linkOf('D-1'))}`)
    expect(events).toMatchObject([{ eventID: expect.stringMatching(/^ni:\/\/\/sha-256;/) }])
  })

  test('an event about others’ numbers is refused with its pointer, and with it all, or it alone', async () => {
    const events = [
      eventOf(['P-1'], commissioning),
      { ...eventOf([]), epcList: [linkOf('P-2'), linkOf('X', foreign)] },
      eventOf(['P-3'], { eventTime: '2036-01-01T00:00:00Z' }),
    ]
    const errors = [
      { pointer: '/epcisBody/eventList/1/epcList/1' },
      { pointer: '/epcisBody/eventList/2/eventTime' },
    ]
    expect(await capture(events)).toMatchObject({ success: false, stored: 0, errors })
    expect((await known('P-1'))['state']).not.toBe('plain')
    const proceeding = { 'gs1-capture-error-behaviour': 'proceed' }
    expect(await capture(events, proceeding)).toMatchObject({ success: false, stored: 1, errors })
    expect((await known('P-1'))['state']).toBe('plain')
  })

  test('a declared error withdraws what an event said', async () => {
    await capture([eventOf(['R-1'], commissioning)])
    const destroyed = eventOf(['R-1'], { bizStep: 'destroying', disposition: 'destroyed' })
    await capture([destroyed])
    expect(await known('R-1')).toMatchObject({ unitState: 'destroyed' })
    const errorDeclaration = {
      declarationTime: '2026-11-26T08:00:00Z',
      reason: 'did_not_occur',
    }
    expect(await capture([{ ...destroyed, errorDeclaration }])).toMatchObject({ stored: 0 })
    expect(await known('R-1')).toMatchObject({ unitState: 'issued' })
    const declared = await query('EXISTS_errorDeclaration=true')
    expect(declared.events).toMatchObject([{ errorDeclaration }])
    expect((await query('EXISTS_errorDeclaration=false&EQ_disposition=destroyed')).events).toEqual(
      [],
    )
  })

  test('events are found by their values, page by page, in the order of their time', async () => {
    const days = ['03', '01', '02']
    for (const day of days) {
      const at = { eventTime: `2026-10-${day}T08:00:00Z`, bizStep: 'inspecting' }
      await capture([eventOf([`Q-${day}`], at)])
    }
    const first = await query('EQ_bizStep=inspecting&perPage=2')
    expect(first.events.map(({ eventTime }) => eventTime)).toEqual([
      '2026-10-01T08:00:00Z',
      '2026-10-02T08:00:00Z',
    ])
    const [, rest = ''] = /\?(.*)>; rel="next"/.exec(String(first.link)) ?? []
    const second = await query(rest)
    expect(second.events).toMatchObject([{ eventTime: '2026-10-03T08:00:00Z' }])
    expect(second.link).toBeUndefined()
    const range = 'GE_eventTime=2026-10-02T00:00:00Z&LT_eventTime=2026-10-03T00:00:00Z'
    expect((await query(range)).events).toHaveLength(1)
    expect((await maker.get('/api/v1/epcis/events?EQ_transformationID=x')).status).toBe(422)
  })

  test('XML is refused with 415 and what to send', async () => {
    for (const type of ['application/xml', 'text/xml; charset=utf-8']) {
      const { status, body } = await send('<epcis:EPCISDocument/>', { 'content-type': type })
      expect([status, body]).toMatchObject([415, { code: 'epcis-xml-unsupported' }])
    }
  })

  test.each([
    ['no events', documentOf([]), '/epcisBody/eventList'],
    ['another document', { type: 'Invoice' }, '/@context'],
    ['an event without a time', documentOf([{ type: 'ObjectEvent' }]), '/epcisBody/eventList/0'],
  ])('%s is told by its pointer', async (_what, document, pointer) => {
    const { body } = await send(JSON.stringify(document), {
      'gs1-capture-error-behaviour': 'proceed',
    })
    expect(body).toMatchObject({ success: false, stored: 0 })
    expect(body.errors[0]!.pointer.startsWith(pointer)).toBe(true)
  })

  test('captures and events of another organisation are unknown', async () => {
    const { body, location } = await send(JSON.stringify(documentOf([eventOf(['T-1'])])))
    expect((await maker.get(location)).body).toEqual(body)
    expect((await rival.get(location)).status).toBe(404)
    expect((await query('', rival)).events).toEqual([])
  })

  test.skipIf(!existsSync(examples))(
    'documents of others are answered, whatever they hold',
    async () => {
      const files = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter((name) =>
        /\.json(ld)?$/.test(name),
      )
      expect(files.length).toBeGreaterThan(30)
      for (const file of files) {
        const text = readFileSync(join(examples, file), 'utf8')
        const { status, body } = await send(text)
        expect([202, 422], `${file}: ${JSON.stringify(body)}`).toContain(status)
        // None of them is about the goods of this maker.
        if (status === 202 && !body.success)
          expect(body.errors[0]!.pointer, file).toMatch(/^(\/|$)/)
      }
    },
  )
})
