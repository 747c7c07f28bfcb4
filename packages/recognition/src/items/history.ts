/** Where a scan says that it was made, with the uncertainty that it states. */
export interface Position {
  lat: number
  lon: number
  accuracyKm: number
  /** The device knew its place to less than 5 km, before the place was rounded to protect its holder. */
  isFix?: boolean
}

/** One look at a code. */
export interface ItemScan {
  /** Milliseconds since 1970. */
  at: number
  /** A random number that a browser keeps for this code alone; without it a scan is no evidence. */
  device?: string
  /** Shops and officers scan what passes through their hands; consumers what they hold. */
  source: 'consumer' | 'retail' | 'officer'
  /** Missing where only a country is known, or nothing. */
  position?: Position
  /** Of a tag that counts its readings. */
  counter?: number
}

/** What the maker recorded of the unit at a place. */
export interface ItemEvent {
  at: number
  kind: 'commissioned' | 'shipped' | 'sold' | 'returned' | 'destroyed' | 'other'
  position?: Position
}

type Sighting = Pick<ItemScan, 'at' | 'position'>

/** What is kept of a device: its first and last scan and the one with the most accurate position. */
export interface DeviceRecord {
  device: string
  source: ItemScan['source']
  first: Sighting
  last: Sighting
  best: Sighting
  /** Whether it scanned on one occasion or on several; more of them weigh no more. */
  visits: 1 | 2
}

export interface HardProof {
  code: 'replayed-counter' | 'destroyed'
  at: number
}

/** All that is kept of a code: its size has a limit, however often the code is scanned. */
export interface ItemHistory {
  devices: readonly DeviceRecord[]
  /** Devices beyond the limit, which say no more than that there are many. */
  furtherScans: number
  /** Shops' scans and sales: where the unit certainly was. */
  presences: readonly Sighting[]
  /** The highest reading of the tag's counter so far, and which device made it. */
  counter?: { value: number; device: string | undefined }
  returnedAt?: number
  destroyedAt?: number
  proof?: HardProof
}

const maxDevices = 32
const maxPresences = 16
const visitMs = 15 * 60_000

export const noHistory: ItemHistory = { devices: [], furtherScans: 0, presences: [] }

export function addEvent(history: ItemHistory, { at, kind, position }: ItemEvent): ItemHistory {
  if (kind === 'destroyed')
    return { ...history, destroyedAt: Math.min(at, history.destroyedAt ?? at) }
  if (kind === 'returned') return { ...history, returnedAt: at }
  return kind === 'sold' ? addPresence(history, { at, ...(position && { position }) }) : history
}

function addPresence(history: ItemHistory, presence: Sighting): ItemHistory {
  return { ...history, presences: [...history.presences, presence].slice(-maxPresences) }
}

/** Adds a scan to what is known. Scans come in the order of their time. */
export function addScan(history: ItemHistory, scan: ItemScan): ItemHistory {
  const { at, position, source, device } = scan
  const sighting = { at, ...(position && { position }) }
  const next = source === 'consumer' ? history : addPresence(history, sighting)
  if (device === undefined) return addProof(next, scan)
  return addProof({ ...next, ...withDevice(next, { device, source, sighting }) }, scan)
}

/** Adds only what a scan proves by itself: of a published code the rest is explained. */
export function addProof(history: ItemHistory, scan: ItemScan): ItemHistory {
  const proof = history.proof ?? proofOf(history, scan)
  const { counter: value, device } = scan
  const isHigher = value !== undefined && value > (history.counter?.value ?? -1)
  return { ...history, ...(isHigher && { counter: { value, device } }), ...(proof && { proof }) }
}

function proofOf(
  { counter, destroyedAt }: ItemHistory,
  { at, counter: value, device, source }: ItemScan,
): HardProof | undefined {
  // A tag counts up with every reading, so that no number comes twice, unless one device sends a reading again.
  if (value !== undefined && counter !== undefined && value <= counter.value) {
    const isSentAgain = value === counter.value && device !== undefined && device === counter.device
    if (!isSentAgain) return { code: 'replayed-counter', at }
  }
  const isGone = destroyedAt !== undefined && at > destroyedAt && source !== 'officer'
  return isGone ? { code: 'destroyed', at } : undefined
}

function withDevice(
  { devices, furtherScans }: ItemHistory,
  { device, source, sighting }: Pick<DeviceRecord, 'device' | 'source'> & { sighting: Sighting },
): Pick<ItemHistory, 'devices' | 'furtherScans'> {
  const known = devices.findIndex((one) => one.device === device)
  const record = devices[known]
  if (record === undefined) {
    if (devices.length >= maxDevices) return { devices, furtherScans: furtherScans + 1 }
    const added = {
      device,
      source,
      first: sighting,
      last: sighting,
      best: sighting,
      visits: 1 as const,
    }
    return { devices: [...devices, added], furtherScans }
  }
  const updated: DeviceRecord = {
    ...record,
    last: sighting,
    best: isMoreAccurate(sighting, record.best) ? sighting : record.best,
    visits: sighting.at - record.last.at >= visitMs ? 2 : record.visits,
  }
  return { devices: devices.with(known, updated), furtherScans }
}

function isMoreAccurate(one: Sighting, other: Sighting): boolean {
  const [isFixed, wasFixed] = [isFix(one.position), isFix(other.position)]
  if (isFixed !== wasFixed) return isFixed
  return (one.position?.accuracyKm ?? Infinity) < (other.position?.accuracyKm ?? Infinity)
}

/** Whether a position is a satellite's fix or as good as one; those known by networks alone are rougher. */
export function isFix(position: Position | undefined): boolean {
  return position !== undefined && (position.isFix ?? position.accuracyKm < 5)
}
