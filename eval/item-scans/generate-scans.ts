import { pick as pickOrNone, sample, seededRandom, type Random } from '../random.ts'
import { cities } from './cities.ts'

/**
 * Units, what is recorded of them, and scans of their codes, with the truth, in the form of the files that `codes
 * detect` reads. It shares no code with the detector. The shares are assumptions: most units are never scanned by a
 * consumer, one in sixteen is sold in another market, network positions miss by 20 or 190 km in the middle and one in
 * eighty is wrong altogether.
 */
export interface GeneratedScans {
  units: Unit[]
  events: UnitEvent[]
  published: { code: string; at: string }[]
  scans: Scan[]
  truth: Truth[]
}
export interface Unit {
  gtin: string
  serial: string
  batch: string
  market: string
  commissionedAt: string
}
export interface UnitEvent {
  serial: string
  bizStep: 'commissioning' | 'shipping' | 'retail_selling' | 'destroying'
  at: number
  city: City
}
export interface Scan {
  at: string
  code: string
  lat: number
  lon: number
  accuracyKm: number
  country: string
  source: 'consumer' | 'retail' | 'officer'
  device: string
}
export interface Truth {
  serial: string
  kind: 'issued' | 'invented' | 'mistyped'
  isCloned: boolean
  /** Copies that were scanned. */
  scannedCopies: number
  tags: readonly string[]
}
type City = (typeof cities)[number]

function pick<T>(random: Random, values: readonly T[]): T {
  const value = pickOrNone(random, values)
  if (value === undefined) throw new Error('nothing to pick from')
  return value
}

const day = 86_400_000
const start = Date.UTC(2026, 0, 1)
const end = start + 365 * day
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

function codeOf(gtin: string, serial: string): string {
  return `https://id.maker.example/01/${gtin}/21/${serial}`
}

export function generateScans(
  seed: number,
  { batches, campaigns }: { batches: number; campaigns: number },
): GeneratedScans {
  const random = seededRandom(seed)
  const world: World = {
    random,
    data: { units: [], events: [], published: [], scans: [], truth: [] },
    truths: new Map(),
    devices: 0,
  }
  const gtins = Array.from({ length: Math.max(2, Math.round(batches / 10)) }, () =>
    gtinFrom(random),
  )
  for (let batch = 0; batch < batches; batch++)
    makeBatch(world, gtins[batch % gtins.length] ?? '', `B${batch}`)
  for (let campaign = 0; campaign < campaigns; campaign++) runCampaign(world)
  inventCodes(world)
  world.data.scans = world.data.scans
    .filter(({ at }) => at < new Date(end).toISOString())
    .sort((a, b) => (a.at < b.at ? -1 : 1))
  return world.data
}

interface World {
  random: Random
  data: GeneratedScans
  truths: Map<string, Truth>
  devices: number
}

const gtinFrom = (random: Random): string => {
  const body = `0952${String(Math.floor(random() * 1e9)).padStart(9, '0')}`
  const sum = [...body].reduce(
    (total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1),
    0,
  )
  return `${body}${(10 - (sum % 10)) % 10}`
}
const serialFrom = (random: Random): string =>
  Array.from({ length: 12 }, () => pick(random, [...alphabet])).join('')
/** Days after an event: mostly few, now and then many. */
const after = (random: Random, mean: number): number => -Math.log(1 - random()) * mean * day
/** A count of at least 1 with this chance of each further one. */
function countFrom(random: Random, more: number): number {
  let count = 1
  while (count < 12 && random() < more) count++
  return count
}
/** A normal deviate. */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

function cityIn(random: Random, country: string): City {
  return pick(
    random,
    cities.filter(([, one]) => one === country),
  )
}

function cityBut(random: Random, country: string): City {
  return pick(
    random,
    cities.filter(([, one]) => one !== country),
  )
}

/** A home or shop somewhere in a city. */
interface Spot {
  city: City
  lat: number
  lon: number
}
function spotIn(random: Random, city: City): Spot {
  return { city, lat: city[2] + normal(random) * 0.1, lon: city[3] + normal(random) * 0.1 }
}

function record(
  world: World,
  unit: Unit,
  {
    at,
    spot,
    device,
    source = 'consumer',
  }: { at: number; spot: Spot; device: string; source?: Scan['source'] },
): void {
  const { random } = world
  const kind = source === 'consumer' ? random() : 0
  let { city, lat, lon } = spot
  // A third lets the device tell where it is; the others are placed by their network.
  const accuracyKm = kind < 0.33 ? 0.05 : kind < 0.58 ? 25 : 200
  if (accuracyKm > 1 && random() < 0.0125) {
    city = pick(random, cities)
    ;[lat, lon] = [city[2], city[3]]
  }
  const error =
    accuracyKm < 1
      ? accuracyKm
      : accuracyKm * 0.95 * Math.exp(normal(random) * (accuracyKm < 100 ? 0.5 : 0.9))
  const angle = random() * 2 * Math.PI
  world.data.scans.push({
    at: new Date(at).toISOString(),
    code: codeOf(unit.gtin, unit.serial),
    lat: round(lat + (error * Math.cos(angle)) / 111),
    lon: round(
      lon + (error * Math.sin(angle)) / (111 * Math.max(0.2, Math.cos((lat * Math.PI) / 180))),
    ),
    accuracyKm,
    country: city[1],
    source,
    device,
  })
}
const round = (value: number): number => Math.round(value * 1000) / 1000

function newDevice(world: World): string {
  world.devices++
  return `c${world.devices}`
}

/** A holder looks at a code several times in the first weeks. */
function hold(
  world: World,
  unit: Unit,
  { spot, from, device = newDevice(world) }: { spot: Spot; from: number; device?: string },
): number {
  const scans = countFrom(world.random, 0.55)
  let at = from
  for (let scan = 0; scan < scans; scan++) {
    at += after(world.random, scan === 0 ? 10 : 15)
    record(world, unit, { at, spot, device })
  }
  return scans
}

function makeBatch(world: World, gtin: string, batch: string): void {
  const { random, data } = world
  const market = pick(random, cities)[1]
  const commissionedAt = start + random() * 300 * day
  const origin = cityIn(random, market)
  const eventsOfBatch = random() < 0.55
  for (let count = 0; count < 10; count++) {
    const unit = {
      gtin,
      serial: serialFrom(random),
      batch,
      market,
      commissionedAt: new Date(commissionedAt).toISOString(),
    }
    data.units.push(unit)
    if (eventsOfBatch)
      data.events.push({
        serial: unit.serial,
        bizStep: 'commissioning',
        at: commissionedAt,
        city: origin,
      })
    liveOf(world, unit, { commissionedAt, origin, eventsOfBatch })
  }
}

/** What happens to a genuine unit. */
function liveOf(
  world: World,
  unit: Unit,
  {
    commissionedAt,
    origin,
    eventsOfBatch,
  }: { commissionedAt: number; origin: City; eventsOfBatch: boolean },
): void {
  const { random, data } = world
  const { serial, market } = unit
  const tags: string[] = []
  const shippedAt = commissionedAt + (3 + random() * 25) * day
  if (eventsOfBatch && random() < 0.75)
    data.events.push({ serial, bizStep: 'shipping', at: shippedAt, city: origin })
  const shop = spotIn(random, cityIn(random, market))
  const arrivedAt = shippedAt + random() * 5 * day
  if (random() < 0.4)
    record(world, unit, {
      at: arrivedAt,
      spot: shop,
      device: `retail-${shop.city[0]}`,
      source: 'retail',
    })
  const isElsewhere = random() < 0.06
  if (isElsewhere) tags.push('parallel-import')
  const seller = isElsewhere ? spotIn(random, cityBut(random, market)) : shop
  const soldAt = arrivedAt + (isElsewhere ? 20 * day : 0) + after(random, 25)
  if (!isElsewhere && eventsOfBatch && random() < 0.35)
    data.events.push({ serial, bizStep: 'retail_selling', at: soldAt, city: shop.city })
  if (random() < 0.01) {
    tags.push('display')
    const visitors = 4 + Math.floor(random() * 45)
    for (let visitor = 0; visitor < visitors; visitor++)
      record(world, unit, {
        at: arrivedAt + (isElsewhere ? 20 * day : 0) + random() * 100 * day,
        spot: seller,
        device: newDevice(world),
      })
  } else if (random() < 0.1) own(world, unit, { seller, soldAt, tags })
  if (random() < 0.002) {
    tags.push('photographed')
    const at = soldAt + after(random, 30)
    data.published.push({ code: codeOf(unit.gtin, serial), at: new Date(at).toISOString() })
    const viewers = 3 + Math.floor(random() * 20)
    for (let viewer = 0; viewer < viewers; viewer++)
      record(world, unit, {
        at: at + after(random, 20),
        spot: spotIn(random, pick(random, cities)),
        device: newDevice(world),
      })
  }
  remember(world, serial, tags)
}

function own(
  world: World,
  unit: Unit,
  { seller, soldAt, tags }: { seller: Spot; soldAt: number; tags: string[] },
): void {
  const { random } = world
  const home =
    random() < 0.85 ? spotIn(random, seller.city) : spotIn(random, cityIn(random, seller.city[1]))
  const device = newDevice(world)
  hold(world, unit, { spot: home, from: soldAt, device })
  if (random() < 0.2) {
    tags.push('household')
    const others = countFrom(random, 0.12)
    for (let other = 0; other < others; other++) hold(world, unit, { spot: home, from: soldAt })
  }
  if (random() < 0.06) {
    tags.push('traveller')
    const abroad = spotIn(random, cityBut(random, home.city[1]))
    record(world, unit, { at: soldAt + after(random, 40), spot: abroad, device })
  }
  if (random() < 0.04) {
    tags.push('resold')
    const buyer = spotIn(
      random,
      random() < 0.6 ? cityIn(random, home.city[1]) : cityBut(random, home.city[1]),
    )
    hold(world, unit, { spot: buyer, from: soldAt + (40 + random() * 120) * day })
  }
}

function remember(world: World, serial: string, tags: string[]): void {
  const truth: Truth = { serial, kind: 'issued', isCloned: false, scannedCopies: 0, tags }
  world.truths.set(serial, truth)
  world.data.truth.push(truth)
}

/** Somebody prints the codes of some units on copies and sells these for months. */
function runCampaign(world: World): void {
  const { random, data } = world
  const ofOneBatch = random() < 0.3
  const seed = pick(random, data.units)
  const pool = ofOneBatch ? data.units.filter(({ batch }) => batch === seed.batch) : data.units
  const copied = sample(random, pool, countFrom(random, 0.7))
  const copies = pick(random, [1, 3, 10, 30, 100, 300])
  const countries = sample(
    random,
    [...new Set(cities.map(([, country]) => country))],
    countFrom(random, 0.4),
  )
  const rate = 0.05 + random() * 0.15
  const from = start + (60 + random() * 250) * day
  for (const unit of copied) {
    const truth = world.truths.get(unit.serial)
    if (truth === undefined) continue
    let scannedCopies = 0
    for (let copy = 0; copy < copies; copy++) {
      if (random() > rate) continue
      const spot = spotIn(random, cityIn(random, pick(random, countries)))
      scannedCopies++
      hold(world, unit, { spot, from: from + random() * 90 * day })
    }
    truth.isCloned = true
    truth.scannedCopies += scannedCopies
  }
}

/** Codes that were never issued, and issued ones with a sign mistyped. */
function inventCodes(world: World): void {
  const { random, data } = world
  const add = (
    gtin: string,
    serial: string,
    kind: 'invented' | 'mistyped',
    devices: number,
  ): void => {
    const unit = { gtin, serial, batch: '', market: '', commissionedAt: '' }
    for (let device = 0; device < devices; device++)
      hold(world, unit, {
        spot: spotIn(random, pick(random, cities)),
        from: start + random() * 300 * day,
      })
    data.truth.push({ serial, kind, isCloned: kind === 'invented', scannedCopies: 0, tags: [] })
  }
  for (const { gtin, serial } of sample(random, data.units, Math.round(data.units.length / 40))) {
    add(gtin, serialFrom(random), 'invented', countFrom(random, 0.5))
    const at = Math.floor(random() * serial.length)
    const signs = [...alphabet].filter((sign) => sign !== serial[at])
    add(gtin, serial.slice(0, at) + pick(random, signs) + serial.slice(at + 1), 'mistyped', 1)
  }
}
