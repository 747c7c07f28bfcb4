import { setTimeout as sleep } from 'node:timers/promises'
import type { ConsoleFixture } from './console-fixture.ts'
import type { OperatorFixture } from './operator-fixture.ts'
import type { Visitors } from './signed-in-users.ts'

/** A rights holder before its first notice: with a listing, a case and a sealed capture. */
export type RightsHolderFixture = {
  listing: string
  kase: string
  signatory: string
}

export type BrandHouseOptions = {
  slug: string
  admin: string
  /** A second person, who may send what the first has prepared. */
  analyst: string
  /** Address of the listing's page, on the tests' shop. */
  url: string
}

const brand = 'velmoraq'
const mostMilliseconds = 90_000

/** A rights holder with a granted claim on its brand. */
export async function claimVelmoraq(operator: OperatorFixture, slug: string): Promise<void> {
  await operator.addOrganisation(slug, 'House of Velmoraq', 'rights-holder')
  const document = { reference: 'EUIPO eSearch' }
  const claim = { brand, office: 'EM', number: '018000009', owner: 'Velmoraq Holding', document }
  const { id } = await operator.operate('claims.submit', { organisation: slug, claim })
  await operator.operate('claims.approve', { id, decision: {} })
}

/** A rights holder ready for notices except for counsel's approval, register extract and signatory. */
export async function openRightsHolder(
  server: ConsoleFixture,
  visitors: Visitors,
  { slug, admin, analyst, url }: BrandHouseOptions,
): Promise<RightsHolderFixture> {
  await server.addMember(slug, admin, ['admin'])
  await server.addMember(slug, analyst, ['analyst'])
  const client = await server.clientOf(slug)
  const { id: listing } = await client.listings.take({
    body: {
      id: 'toko-18',
      marketplace: 'toko',
      title: 'Tas Velmoraq replica 1:1',
      url,
      brand: 'Velmoraq',
      price: { amount: '90000', currency: 'IDR' },
      seller: { id: 's-7' },
    },
  })
  const calls = await visitors.calls(admin)
  const kase = await calls.post('/api/v1/cases', {
    title: 'Bags of seller 7',
    about: 'seller',
    brands: [brand],
    listings: [listing],
  })
  const capture = await calls.post('/api/v1/captures', {
    url,
    listing,
    reason: 'The title says “replica 1:1”.',
  })
  const { items } = (await calls.get('/api/v1/members')) as { items: MemberEmail[] }
  const signatory = items.find(({ email }) => email === admin)?.id ?? ''
  await calls.put(`/api/v1/notice-signatories/${signatory}`, { authorised: true })
  await calls.put('/api/v1/notice-settings', { secondPerson: true, remindDays: 7, reminders: 2 })
  const late = Date.now() + mostMilliseconds
  for (let state: unknown; state !== 'sealed'; await sleep(200)) {
    state = (await calls.get(`/api/v1/captures/${String(capture['id'])}/state`))['state']
    if (state === 'failed' || Date.now() > late) throw new Error(`the capture is ${String(state)}`)
  }
  return { listing, kase: String(kase['id']), signatory }
}

type MemberEmail = { id: string; email: string }
