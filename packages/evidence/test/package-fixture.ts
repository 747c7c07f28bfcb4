import { generateKeyPairSync } from 'node:crypto'
import {
  memoryLog,
  packEvidence,
  seal,
  sha256,
  signerOf,
  certifyKey,
  withEvent,
  type CustodyEntry,
  type CustodyEvent,
  type PackedEvidence,
  type PackOptions,
  type Signer,
} from '../src/index.ts'
import { TestAuthority } from './timestamp-authority-fixture.ts'

export function newSigner(): Signer {
  const { privateKey } = generateKeyPairSync('ed25519')
  return signerOf(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
}

const custody = (at: Date): CustodyEvent[] => {
  const actor = { name: 'Dewi Lestari', role: 'Digital Evidence First Responder' }
  const events: CustodyEntry[] = [
    {
      at: at.toISOString(),
      action: 'identified',
      actor,
      reason: 'The title says "grade AAA".',
      items: [],
    },
    {
      at: at.toISOString(),
      action: 'acquired',
      actor,
      reason: 'Captured for case 17.',
      items: ['page', 'listing'],
    },
    {
      at: at.toISOString(),
      action: 'preserved',
      actor,
      reason: 'Sealed.',
      items: ['page', 'listing'],
      place: 'Jakarta',
    },
  ]
  return events.reduce<CustodyEvent[]>(withEvent, [])
}

export type Workshop = {
  authorities: TestAuthority[]
  /** The keeper of the log, who vouches for the publisher's key. */
  keeper: Signer
  publisher: Signer
  options: PackOptions
}

/** Everything that a package is made of, with two authorities and an earlier seal in the same log. */
export async function workshop(over: Partial<PackOptions> = {}): Promise<Workshop> {
  const authorities = [new TestAuthority('Lantern Time'), new TestAuthority('Harbour Time')]
  const keeper = newSigner()
  const publisher = newSigner()
  const at = new Date()
  const log = memoryLog(keeper, () => at)
  const vouched = await certifyKey(keeper, {
    key: publisher.publicKey.id,
    holder: 'Lumora Rights',
    since: at.toISOString(),
    follows: null,
  })
  for (let entry = 0; entry < 5; entry++) await log.append(Buffer.from(`entry ${entry}`), [])
  const authoritiesUsed = authorities.map((authority, index) => ({
    name: ['lantern', 'harbour'][index]!,
    roots: [authority.root],
    post: async (request: Buffer) => authority.answer(request),
  }))
  const page = Buffer.from('<title>Sepatu Lumora AAA, 高仿, نسخة</title>'.repeat(40))
  const capture = await seal({
    package: 'offer-4711',
    publisher: { name: 'Lumora Rights', signer: publisher, vouched },
    log,
    authorities: authoritiesUsed.slice(0, 1),
    files: [{ path: 'data/items/page.html', sha256: sha256(page), bytes: page.length }],
    at,
  })
  await log.append(Buffer.from('another entry'), [])
  const options: PackOptions = {
    name: 'offer-4711',
    title: 'An offer of shoes under the name Lumora',
    sources: [{ title: 'The offer', path: 'https://pasar.example/item/4711' }],
    publisher: { name: 'Lumora Rights', signer: publisher, vouched },
    contact: { email: 'evidence@lumora.example' },
    items: [
      {
        name: 'page',
        path: 'items/page.html',
        title: 'The page',
        mediatype: 'text/html',
        content: page,
      },
      {
        name: 'listing',
        path: 'items/listing.json',
        title: 'The offer as it was sent',
        mediatype: 'application/json',
        content: Buffer.from('{"title":"Sepatu Lumora AAA"}'),
      },
    ],
    custody: custody(at),
    seals: [{ name: 'capture', files: capture.files }],
    log,
    authorities: authoritiesUsed,
    report: async () => Buffer.from('%PDF-1.7 in place of a report'),
    agent: 'touchstone test',
    at,
    ...over,
  }
  return { authorities, keeper, publisher, options }
}

export async function packed(
  over: Partial<PackOptions> = {},
): Promise<Workshop & { evidence: PackedEvidence }> {
  const workshopOf = await workshop(over)
  return { ...workshopOf, evidence: await packEvidence(workshopOf.options) }
}
