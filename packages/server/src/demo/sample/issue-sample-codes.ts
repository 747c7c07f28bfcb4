import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { listAlerts, publishAlert } from '../../goods/alerts/index.ts'
import { findBatchByName, findUnit, issueBatch } from '../../goods/batches/index.ts'
import { listReports, sendReport } from '../../goods/reports/index.ts'
import { recordScan } from '../../goods/scans/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { seedOf } from './image-name.ts'
import { findSampleUser } from './repository.ts'
import { sampleContext } from './types.ts'
import type { NoticeDependencies } from './write-notices.ts'

/** Of the first rights holder's bag; numbers that begin with 2 belong to no company. */
const gtin = '02000010000012'
export const samplePrefixes = { organisation: 'sample-velmoraq', prefixes: ['2000010'] }
const batch = { kind: 'range', gtin, batch: 'OST-24-11', prefix: 'V' } as const
const first = 410_000
const copied = `V${first + 417}`
const hourMilliseconds = 3_600_000

/** A scan by a buyer: hours before the sample was loaded, a device, and where it was. */
type BuyerScan = readonly [hours: number, device: string, lat: number, lon: number, country: string]

// One code on many bags: eight devices in six cities, some hours apart.
const scansOfCopies: readonly BuyerScan[] = [
  [506, 'a', 48.86, 2.35, 'FR'],
  [431, 'b', -6.2, 106.85, 'ID'],
  [428, 'c', 52.52, 13.4, 'DE'],
  [355, 'd', 13.75, 100.5, 'TH'],
  [352, 'e', -6.9, 107.6, 'ID'],
  [238, 'a', 48.86, 2.35, 'FR'],
  [167, 'f', 41.01, 28.98, 'TR'],
  [164, 'g', 13.75, 100.5, 'TH'],
  [75, 'h', -6.2, 106.85, 'ID'],
]
const cities = [
  [48.86, 2.35, 'FR'],
  [45.46, 9.19, 'IT'],
  [1.35, 103.82, 'SG'],
  [52.52, 13.4, 'DE'],
] as const
const scannedUnits = 24

type Codes = NoticeDependencies & { store: Store; begunAt: Date }

/** Issues a batch of codes on goods, with what buyers scanned and reported, and an alert about it. */
export async function issueSampleCodes(options: Codes): Promise<void> {
  const { store } = options
  const found = await store.transact(sampleContext, async (handle) => ({
    analyst: await findSampleUser(handle, 'analyst@velmoraq.example'),
    admin: await findSampleUser(handle, 'admin@velmoraq.example'),
  }))
  const { analyst, admin } = found
  // The sample was removed meanwhile.
  if (analyst === undefined || admin === undefined) return
  await issueScannedCodes(options, analyst)
  await receiveReports(options, analyst)
  await alert(options, admin)
}

type Person = Actor & { kind: 'person' }

async function issueScannedCodes(
  { store, sealer, begunAt }: Codes,
  analyst: Person,
): Promise<void> {
  const { organisationId } = analyst
  const before = (hours: number): Date => new Date(begunAt.getTime() - hours * hourMilliseconds)
  await store.transact(contextOf(analyst), async (handle) => {
    if (await findBatchByName(handle, { organisationId, gtin }, batch.batch)) return
    const input = { ...batch, first: `${first}`, last: `${first + 1199}` }
    await issueBatch({ handle, sealer, actor: analyst, input, issuedAt: before(660) })
    const scan = async (serial: string, scans: readonly BuyerScan[]): Promise<void> => {
      const unit = await findUnit({ handle, sealer, organisationId, gtin, serial })
      if (typeof unit === 'string') throw new Error(`${serial} was not issued: ${unit}`)
      for (const [hours, device, lat, lon, country] of scans) {
        const position = { lat, lon, accuracyKm: 1, exact: false }
        const at = before(hours)
        await recordScan(handle, unit, { at, source: 'consumer', device, position, country })
      }
    }
    for (let unit = 0; unit < scannedUnits; unit += 1) {
      const serial = `V${first + unit * 47}`
      const seed = seedOf(serial)
      const [lat, lon, country] = cities[seed % cities.length] ?? cities[0]
      const hours = 5 + (seed % 480)
      // Some buyers look again.
      const again = seed % 3 === 0 ? [[hours - 4, 'a', lat, lon, country] as const] : []
      await scan(serial, [[hours, 'a', lat, lon, country], ...again])
    }
    await scan(copied, scansOfCopies)
  })
}

const code = `(01)${gtin}(21)${copied}`
const reports = [
  {
    text: 'I bought this bag at a weekend market. The lining smells of glue and the stitching on the handle came loose after two days.',
    code,
    country: 'ID',
    address: '192.0.2.17',
  },
  {
    text: 'The seller sent a picture of the same serial number that is on my friend’s bag.',
    code,
    country: 'TH',
    address: '198.51.100.4',
  },
]

async function receiveReports({ store, sealer }: Codes, analyst: Person): Promise<void> {
  const received = await store.transact(contextOf(analyst), (handle) =>
    listReports({
      handle,
      actor: analyst,
      input: { state: 'open', caseId: undefined, limit: 1 },
    }),
  )
  if (received.length > 0) return
  for (const { address, ...report } of reports) {
    const fixed = { kind: 'problem', category: 'clothing', isHurt: false } as const
    await sendReport({ store, sealer, address, input: { ...fixed, ...report, photos: [] } })
  }
}

async function alert({ store, evidence }: Codes, admin: Person): Promise<void> {
  const published = await store.transact(contextOf(admin), (handle) =>
    listAlerts({ handle, actor: admin }, { limit: 1 }),
  )
  if (published.length > 0) return
  await publishAlert({
    store,
    publisherOf: evidence.publisherOf,
    actor: admin,
    input: {
      gtin,
      batches: [],
      serials: [copied],
      title: `Bags with the serial number ${copied}`,
      text: `One bag was made with this serial number. Buyers in several countries have scanned it on different bags. If yours carries it, keep the packaging and the receipt, and ask us to look at it.`,
      isDangerous: false,
    },
  })
}
