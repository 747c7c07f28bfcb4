import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addEvent,
  addScan,
  detectCopies,
  evidenceOf,
  isNearMiss,
  judgeItem,
  noHistory,
  wordItemState,
  type DetectInput,
  type ItemScan,
  type Position,
} from './index.ts'

const day = 86_400_000
const start = Date.UTC(2026, 0, 1)
const unit = { gtin: '04006381333931', serial: 'K7QX4M2PTR9A' }
const paris: Position = { lat: 48.86, lon: 2.35, accuracyKm: 0.05 }
const tokyo: Position = { lat: 35.68, lon: 139.69, accuracyKm: 0.05 }
const lima: Position = { lat: -12.05, lon: -77.04, accuracyKm: 0.05 }

const scanAt = (days: number, device: string, position: Position): ItemScan => ({
  at: start + days * day,
  device,
  source: 'consumer',
  position,
})
const historyOf = (scans: readonly ItemScan[]) =>
  scans.toSorted((a, b) => a.at - b.at).reduce(addScan, noHistory)
const detect = (scans: readonly ItemScan[], more: Partial<DetectInput> = {}) =>
  detectCopies({
    units: [unit],
    events: [],
    published: [],
    scans: scans.map((scan) => ({ ...unit, ...scan })),
    ...more,
  })[0]!

/** Holders in three cities, in turns. */
const copies = [
  scanAt(1, 'a', paris),
  scanAt(2, 'b', tokyo),
  scanAt(4, 'a', paris),
  scanAt(5, 'c', lima),
  scanAt(6, 'b', tokyo),
  scanAt(9, 'c', lima),
]

const position = fc.record({
  lat: fc.double({ min: -80, max: 80, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
  accuracyKm: fc.constantFrom(0.05, 25, 50, 200),
})
const anyScan = (devices: readonly string[]) =>
  fc.record({
    at: fc.integer({ min: start, max: start + 400 * day }),
    device: fc.constantFrom(...devices),
    source: fc.constantFrom('consumer' as const, 'retail' as const),
    position,
  })
const scansOf = (devices: readonly string[]) =>
  fc.array(anyScan(devices), { minLength: 1, maxLength: 40 })
const manyDevices = Array.from({ length: 60 }, (_, at) => `d${at}`)

describe('copies', () => {
  test('in use at three places in turns are suspected, from the scan that showed it, with reasons', () => {
    const found = detect(copies)
    expect(found).toMatchObject({ known: true, state: 'suspected-clone', alarmAt: start + 5 * day })
    expect(found.probability).toBeGreaterThan(0.9)
    const { state, reasons } = wordItemState(found)
    expect(state).toBe('Copies suspected')
    expect(reasons).toContain('Other devices scanned the code at 2 more places far from the first.')
    expect(wordItemState(found, 'zh').reasons).toHaveLength(reasons.length)
  })

  test.each([
    ['a household', [scanAt(1, 'a', paris), scanAt(3, 'b', paris), scanAt(4, 'a', paris)]],
    [
      'a journey and back',
      [scanAt(1, 'a', paris), scanAt(5, 'a', tokyo), scanAt(9, 'a', paris), scanAt(12, 'b', paris)],
    ],
    [
      'a display with forty visitors',
      manyDevices.slice(0, 40).map((one, at) => scanAt(at, one, paris)),
    ],
    [
      'a resale abroad by a household',
      [
        scanAt(1, 'a', paris),
        scanAt(3, 'b', paris),
        scanAt(70, 'c', tokyo),
        scanAt(80, 'c', tokyo),
      ],
    ],
    [
      'a resale by a household of four that asks again later',
      [
        ...['a', 'b', 'c', 'd'].flatMap((one, at) => [
          scanAt(at + 1, one, paris),
          scanAt(at + 20, one, paris),
        ]),
        scanAt(90, 'e', tokyo),
        scanAt(95, 'e', tokyo),
        scanAt(110, 'a', paris),
      ],
    ],
  ])('%s is not suspected', (_, scans) => {
    expect(detect(scans).state).not.toBe('suspected-clone')
  })
})

test('devices that begin one by one at two places, in turns, are no resale', () => {
  const bought = [
    [0, 'a', paris],
    [40, 'b', tokyo],
    [80, 'c', paris],
    [120, 'd', tokyo],
  ] as const
  const scans = bought.flatMap(([days, device, place]) => [
    scanAt(days, device, place),
    scanAt(days + 5, device, place),
  ])
  expect(detect(scans)).toMatchObject({ state: 'suspected-clone' })
  expect(evidenceOf(historyOf(scans)).starts).toBe(2)
})

describe('hard rules', () => {
  test('a code that was never scanned is not mentioned', () => {
    const scans = copies.map((scan) => ({ ...unit, ...scan }))
    const units = [unit, { ...unit, serial: 'NEVERSCANNED' }]
    expect(
      detectCopies({ units, events: [], published: [], scans }).map(({ serial }) => serial),
    ).toEqual([unit.serial])
  })

  test('a market far from where the unit was made and shipped raises nothing', () => {
    const holder = (at: Position) => [scanAt(30, 'a', at), scanAt(33, 'a', at), scanAt(40, 'b', at)]
    fc.assert(
      fc.property(position, position, (made, sold) => {
        const events = (['commissioned', 'shipped'] as const).map((kind, at) => ({
          ...unit,
          at: start + at,
          kind,
          position: made,
        }))
        const shop: ItemScan = { ...scanAt(2, 'shop', made), source: 'retail' }
        expect(detect([shop, ...holder(sold)], { events })).toEqual({
          ...detect(holder(sold)),
          ...unit,
        })
        expect(detect([shop, ...holder(sold)], { events }).state).toBe('plain')
      }),
    )
  })

  test('fewer than three devices of consumers are never suspected without proof', () => {
    const shops = fc.array(
      anyScan(manyDevices).map((scan) => ({ ...scan, source: 'retail' as const })),
    )
    fc.assert(
      fc.property(scansOf(['a', 'b']), shops, (scans, ofShops) => {
        expect(judgeItem(historyOf([...scans, ...ofShops]), { batchAlarms: 9 }).state).not.toBe(
          'suspected-clone',
        )
      }),
    )
  })

  test('without a position, scans show no places', () => {
    fc.assert(
      fc.property(scansOf(manyDevices), (scans) => {
        const unplaced = scans.map(({ at, device, source }) => ({ at, device, source }))
        expect(evidenceOf(historyOf(unplaced))).toMatchObject({
          places: 0,
          scattered: 0,
          holdersApart: 0,
          overlaps: 0,
          impossible: 0,
          beforeSale: 0,
          guessedPlaces: 0,
        })
      }),
    )
  })

  test('a place that the device knew is certain when it is rounded, and a guess as wide is not', () => {
    const rounded = (place: Position, isFix: boolean) => ({ ...place, accuracyKm: 14.2, isFix })
    const evidence = (isFix: boolean) =>
      evidenceOf(
        historyOf(
          [paris, tokyo, lima].map((place, at) => scanAt(at, `${at}`, rounded(place, isFix))),
        ),
      )
    expect(evidence(true)).toMatchObject({ places: 2, guessedPlaces: 0 })
    expect(evidence(false)).toMatchObject({ places: 0 })
    expect(evidence(false).guessedPlaces).toBeGreaterThan(0)
  })

  test('scans without a device are no evidence', () => {
    fc.assert(
      fc.property(scansOf(manyDevices), (scans) => {
        const consumers = scans.map((scan) => ({
          ...scan,
          source: 'consumer' as const,
          device: undefined,
        }))
        expect(detect(consumers).state).toBe('plain')
      }),
    )
  })

  test('one device weighs once, however often it scans at a place', () => {
    fc.assert(
      fc.property(
        scansOf(['a', 'b', 'c']),
        position,
        fc.integer({ min: 2, max: 50 }),
        (scans, at, times) => {
          const flood = (count: number) =>
            Array.from({ length: count }, (_, one) => ({
              ...scanAt(401 + (one * 20) / (count - 1), 'flood', at),
            }))
          expect(evidenceOf(historyOf([...scans, ...flood(times)])).crowd).toBe(
            evidenceOf(historyOf([...scans, ...flood(2)])).crowd,
          )
          expect(judgeItem(historyOf([...scans, ...flood(times)])).state).toBe(
            judgeItem(historyOf([...scans, ...flood(2)])).state,
          )
        },
      ),
    )
  })

  test('a replayed counter and a scan of a destroyed unit are proof, a reading sent twice is none', () => {
    const tap = (days: number, device: string, counter: number) => ({
      ...scanAt(days, device, paris),
      counter,
    })
    expect(detect([tap(1, 'a', 5), tap(2, 'b', 5)])).toMatchObject({
      state: 'suspected-clone',
      reasons: [{ code: 'replayed-counter' }],
    })
    expect(detect([tap(1, 'a', 5), tap(1.001, 'a', 5), tap(2, 'b', 6)]).state).toBe('plain')
    const events = [{ ...unit, at: start, kind: 'destroyed' as const }]
    expect(detect([scanAt(1, 'a', paris)], { events })).toMatchObject({
      state: 'suspected-clone',
      alarmAt: start + day,
    })
  })

  test('scans of a published code are explained, from its publication on', () => {
    const published = [{ ...unit, at: start }]
    expect(detect(copies, { published })).toMatchObject({
      state: 'public',
      reasons: [{ code: 'published' }],
    })
    expect(detect(copies, { published: [{ ...unit, at: start + 10 * day }] }).state).toBe(
      'suspected-clone',
    )
  })

  test('what is kept has a limit, and the order of the input does not matter', () => {
    fc.assert(
      fc.property(scansOf(manyDevices), fc.nat(), (scans, turn) => {
        const times = new Set(scans.map(({ at }) => at))
        fc.pre(times.size === scans.length)
        const cut = turn % scans.length
        expect(detect([...scans.slice(cut), ...scans.slice(0, cut)])).toEqual(detect(scans))
        expect(historyOf(scans).devices.length).toBeLessThanOrEqual(32)
      }),
    )
  })
})

test('a serial with one sign replaced, added, left out or swapped is a near miss of an issued one', () => {
  const sign = fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ')
  const serial = fc.array(sign, { minLength: 12, maxLength: 12 }).map((all) => all.join(''))
  fc.assert(
    fc.property(serial, serial, fc.nat(11), sign, (issued, invented, at, other) => {
      const isIssued = (one: string): boolean => one === issued
      const [before, after] = [issued.slice(0, at), issued.slice(at)]
      const mistyped = [
        before + other + after.slice(1),
        before + other + after,
        before + after.slice(1),
        before + (after[1] ?? '') + (after[0] ?? '') + after.slice(2),
      ].filter((one) => one !== issued)
      for (const one of mistyped) expect(isNearMiss(one, isIssued)).toBe(true)
      fc.pre([...invented].filter((one, place) => one !== issued[place]).length > 2)
      expect(isNearMiss(invented, isIssued)).toBe(false)
    }),
  )
})

test('an unknown code is told as such, and a mistyped one as near an issued one', () => {
  const code = (serial: string) => detect([], { scans: [{ ...unit, serial, ...copies[0]! }] })
  expect(code('AAAAAAAAAAAA')).toMatchObject({ known: false, state: 'unknown' })
  expect(code('K7QX4M2PTR9B')).toMatchObject({ known: false, state: 'near-miss' })
})

test('an event counts from its time on', () => {
  const sold = addEvent(noHistory, { at: start + 10 * day, kind: 'sold', position: tokyo })
  const before = copies.slice(0, 1).reduce(addScan, sold)
  expect(evidenceOf(before).beforeSale).toBe(1)
  expect(evidenceOf(addScan(sold, scanAt(20, 'a', paris))).beforeSale).toBe(0)

  const returned = addEvent(noHistory, { at: start + 5 * day, kind: 'returned' })
  const resold = addEvent(returned, { at: start + 10 * day, kind: 'sold', position: tokyo })
  expect(evidenceOf(copies.slice(0, 1).reduce(addScan, resold)).beforeSale).toBe(0)
})
