import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalIdentifier, checkEpcis, eventHashId, preHashesOf } from './index.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hashesOf = (value: unknown): string[] =>
  preHashesOf(value).map((text) => eventHashId(text, sha256))

const event = {
  type: 'ObjectEvent',
  eventTime: '2026-03-04T11:00:30.000+01:00',
  eventTimeZoneOffset: '+01:00',
  action: 'OBSERVE',
  bizStep: 'shipping',
  epcList: [
    'https://id.maker.example/01/04006381333931/21/A7',
    'urn:epc:id:sgtin:4006381.033393.B8',
  ],
  readPoint: { id: 'geo:48.86,2.35', 'example:dock': '7' },
  'example:note': { 'example:b': '2', 'example:a': ['02', '1'] },
}
const documentOf = (...eventList: unknown[]) => ({
  '@context': [
    'https://ref.gs1.org/standards/epcis/epcis-context.jsonld',
    { example: 'https://ns.maker.example/' },
  ],
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2026-03-04T12:00:00Z',
  epcisBody: { eventList },
})

test('a document without faults has a hash id for each event', () => {
  expect(checkEpcis(documentOf(event))).toEqual([])
  expect(preHashesOf(documentOf(event))).toEqual([
    'eventType=ObjectEventeventTime=2026-03-04T10:00:30.000ZeventTimeZoneOffset=+01:00' +
      'epcListepc=https://id.gs1.org/01/04006381333931/21/A7epc=https://id.gs1.org/01/04006381333931/21/B8' +
      'action=OBSERVEbizStep=https://ref.gs1.org/cbv/BizStep-shippingreadPointid=geo:48.86,2.35' +
      '{https://ns.maker.example/}dock=7{https://ns.maker.example/}note{https://ns.maker.example/}a=1' +
      '{https://ns.maker.example/}a=2{https://ns.maker.example/}b=2',
  ])
  expect(hashesOf(documentOf(event))[0]).toMatch(/^ni:\/\/\/sha-256;[\da-f]{64}\?ver=CBV2\.0$/)
})

test.each([
  [{ action: 'CREATE' }, '/action'],
  [{ eventTime: '4.3.2026' }, '/eventTime'],
  [{ eventTimeZoneOffset: 'CET' }, '/eventTimeZoneOffset'],
  [{ bizStep: 'teleporting' }, '/bizStep'],
  [{ epcList: ['A7'] }, '/epcList/0'],
  [{ epcList: [event.epcList[0], event.epcList[0]] }, '/epcList/1'],
  [{ epcList: undefined }, ''],
  [{ quantityList: [{ epcClass: event.epcList[0], quantity: '5' }] }, '/quantityList/0/quantity'],
  [{ readPoint: {} }, '/readPoint/id'],
  [{ note: 'x' }, '/note'],
  [{ 'a/b~c': 'x' }, '/a~1b~0c'],
  [{ ilmd: { colour: 'red' } }, '/ilmd/colour'],
  [{ type: 'Event' }, '/type'],
  [{ errorDeclaration: {} }, '/errorDeclaration/declarationTime'],
  [{ sensorElementList: [{ sensorReport: [] }] }, '/sensorElementList/0/sensorReport'],
  [{ persistentDisposition: {} }, '/persistentDisposition'],
])('of an event with %j the problem is at %j', (change, pointer) => {
  expect(
    checkEpcis(JSON.parse(JSON.stringify(documentOf(event, { ...event, ...change })))).map(
      (fault) => fault.pointer,
    ),
  ).toEqual([`/epcisBody/eventList/1${pointer}`])
})

test('a parameter that no query has is named', () => {
  const query = {
    '@context': 'https://ref.gs1.org/standards/epcis/2.0.0/query-schema.json',
    eventType: ['ObjectEvent'],
    GE_eventTime: '2026-01-01T00:00:00Z',
    'EQ_example:colour': ['red'],
  }
  expect(checkEpcis(query)).toEqual([])
  expect(checkEpcis({ ...query, GE_eventDate: 'x' })).toMatchObject([{ pointer: '/GE_eventDate' }])
})

test('an event means the same in any order and zone, by any name of its goods, with other records of it', () => {
  const { epcList, ...rest } = event
  const again = {
    ...Object.fromEntries(Object.entries(rest).toReversed()),
    epcList: [
      'https://id.gs1.org/01/04006381333931/10/LOT/21/B8?17=271231',
      'https://other.example/p/gtin/4006381333931/ser/A7',
    ],
    eventTime: '2026-03-04T10:00:30Z',
    recordTime: '2026-03-05T00:00:00Z',
    eventID: 'urn:uuid:1',
    bizStep: 'https://ref.gs1.org/cbv/BizStep-shipping',
    'rdfs:comment': 'again',
  }
  expect(epcList).toHaveLength(2)
  expect(hashesOf(documentOf(again))).toEqual(hashesOf(documentOf(event)))
  expect(hashesOf(documentOf({ ...event, action: 'ADD' }))).not.toEqual(hashesOf(documentOf(event)))
})

test.each([
  ['urn:epc:id:sscc:4006381.0000000111', '00/040063810000001113'],
  ['urn:epc:id:sgln:4006381.00011.0', '414/4006381000116'],
  ['urn:epc:id:sgln:4006381.00011.9', '414/4006381000116/254/9'],
  ['urn:epc:class:lgtin:4006381.033393.L:1', '01/04006381333931/10/L%3A1'],
  ['urn:epc:idpat:sgtin:4006381.033393.*', '01/04006381333931'],
  ['https://brand.example/01/4006381333931/22/V/21/A7', '01/04006381333931/21/A7'],
])('%s is %s', (uri, path) => {
  expect(canonicalIdentifier(uri)).toBe(`https://id.gs1.org/${path}`)
})

test.each([
  'urn:epc:id:sgtin:4006381.3.1',
  'https://brand.example/01/abc',
  'mailto:a@b.example',
  'no uri',
])('%s names no GS1 key', (text) => {
  expect(canonicalIdentifier(text)).toBeUndefined()
})

test('anything is checked and hashed without failing', () => {
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      fc.constantFrom(null, 1, true, '', 'ObjectEvent', 'urn:x:y', event),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom(
          'type',
          'epcisBody',
          'eventList',
          'epcList',
          'readPoint',
          '__proto__',
          'constructor',
          'example:x',
          'sensorElementList',
        ),
        tie('value'),
        { maxKeys: 4 },
      ),
    ),
  })).value
  fc.assert(
    fc.property(json, (value) => {
      for (const one of [value, documentOf(value), { ...documentOf(), epcisBody: value }]) {
        checkEpcis(one)
        preHashesOf(one)
      }
    }),
  )
})

const data = join(resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data'), 'offline')

describe.skipIf(!existsSync(join(data, 'epcis-hash')))('documents of others', () => {
  const folder = join(data, 'epcis-hash')
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => name.endsWith('.jsonld'))
    : []
  test.each(names)('%s has the hash ids that its authors computed', (name) => {
    const hashes = readFileSync(join(folder, name.replace('.jsonld', '.hashes')), 'utf8')
      .trim()
      .split('\n')
    expect(hashesOf(JSON.parse(readFileSync(join(folder, name), 'utf8')))).toEqual(hashes)
  })

  const documents = join(data, 'epcis')
  const files = existsSync(documents)
    ? readdirSync(documents, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.json'),
      )
    : []
  test.each(files)('%s is taken, or refused if it is invalid', (name) => {
    const faults = checkEpcis(JSON.parse(readFileSync(join(documents, name), 'utf8')))
    expect(faults.length > 0).toBe(name.includes('Invalid'))
  })
})
