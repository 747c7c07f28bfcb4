import { createHash, randomUUID } from 'node:crypto'
import { shippedRules } from '@touchstone/jurisdiction'
import { sql } from 'kysely'
import { recordCounselSignature } from '../src/enforcement/proceedings/index.ts'
import { contextOf, type Actor } from '../src/access/organisations/index.ts'
import type { Store } from '../src/platform/db/index.ts'
import { asOperator, newStandingClaim, personOf } from './builders.ts'
import { openCaseFor } from './cases.ts'
import { fillWeek, lastMonday } from './audit-samples.ts'

type Person = Actor & { kind: 'person' }

/** All prerequisites of a rights holder's notice, except those that the notice itself states. */
export type Ready = {
  claim: string
  case: string
  listings: string[]
  captures: string[]
}

/** A person with a membership, under a name. */
export async function memberOf(
  store: Store,
  organisationId: string,
  name: string,
  roles: Parameters<typeof personOf>[1] = ['admin'],
): Promise<Person> {
  const person = personOf(organisationId, roles)
  const email = `${name.toLowerCase().replaceAll(' ', '.')}-${person.id.slice(0, 8)}@brand.example`
  await asOperator(store, async (handle) => {
    await sql`
      insert into people (id, email, name) values (${person.id}::uuid, ${email}, ${name})`.execute(
      handle,
    )
    await sql`
      insert into memberships (person_id, organisation_id, roles)
      values (${person.id}::uuid, ${organisationId}::uuid, ${[...person.roles]}::text[])`.execute(
      handle,
    )
  })
  return person
}

/** A sealed capture of a listing, as the installation leaves one. */
export async function sealedCaptureOf(
  store: Store,
  organisationId: string,
  { listing, url }: { listing: string | null; url: string },
): Promise<string> {
  const id = randomUUID()
  const statement = Buffer.from(`{"capture":"${id}"}`)
  const files = JSON.stringify({ 'statement.json': statement.toString('base64') })
  await asOperator(store, async (handle) => {
    await sql`
      insert into captures (id, organisation_id, listing_id, url, operator, reason, state, outcome,
        sentence, ended_at)
      values (${id}::uuid, ${organisationId}::uuid, ${listing}::uuid, ${url}, 'Dewi', 'the title',
        'sealed', 'captured', 'The page came with status 200.', now())`.execute(handle)
    await sql`
      insert into evidence_items
        (capture_id, organisation_id, name, path, title, mediatype, bytes, sha256)
      values (${id}::uuid, ${organisationId}::uuid, 'page.html', 'items/page.html', 'The page',
        'text/html', 1, ${createHash('sha256').update(id).digest()})`.execute(handle)
    await sql`
      insert into evidence_seals (capture_id, organisation_id, log_index, sealed_at, files)
      select ${id}::uuid, ${organisationId}::uuid, coalesce(max(log_index), 0) + 1, now(),
        ${files}::json from evidence_seals`.execute(handle)
  })
  return id
}

/** A rights holder with a case, captures, an approved claim and counsel’s signature. */
export async function readyToNotify(
  store: Store,
  { slug, actor, urls }: { slug: string; actor: Person; urls: readonly string[] },
): Promise<Ready> {
  const { organisationId } = actor
  const brand = `brand-${randomUUID().slice(0, 8)}`
  const { id: claim } = await newStandingClaim(store, slug, brand, { number: '018000009' })
  const pastListings = urls.map((url, place) => ({
    listing: {
      id: `item-${randomUUID().slice(0, 8)}`,
      marketplace: 'pasar',
      url,
      title: `Tote number ${place + 1}, replica 1:1`,
      seller: { id: 'toko-embun' },
    },
    verdict: 'block' as const,
    brands: [brand],
  }))
  const listings = await fillWeek(store, organisationId, lastMonday(), pastListings)
  const captures: string[] = []
  for (const [place, listing] of listings.entries()) {
    captures.push(await sealedCaptureOf(store, organisationId, { listing, url: urls[place]! }))
  }
  const { version } = shippedRules('eu-dsa').regime
  const checkedOn = new Date().toISOString().slice(0, 10)
  const input = { regime: 'eu-dsa', version, checkedOn, counsel: 'Mirela Torvund', now: new Date() }
  await store.transact(contextOf(actor), (handle) =>
    recordCounselSignature({ handle, actor, input }),
  )
  return { claim, case: await openCaseFor(store, actor, listings), listings, captures }
}
