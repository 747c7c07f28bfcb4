import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { custodyFault } from '@touchstone/evidence'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  asOperator,
  newOrganisation,
  operator,
  operatorContext,
  personOf,
} from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newEvidence } from '../../../test/evidence.ts'
import { planOf } from '../../../test/explain.ts'
import { planted } from '../../../test/retention.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import {
  listDueCaptures,
  disposeCaptures,
  exportPackage,
  setCaptureHold,
  readCapture,
  requestCapture,
  runCapture,
  type EvidenceDependencies,
} from '../../investigation/evidence/index.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { ListingIngest, ingestListing } from '../../listings/ingest/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'
import { eraseSellerData, readSellerData, purgeOrganisation, setLegalHold } from './index.ts'
import { deleteListings } from '../../listings/ingest/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-kept-captures-'))
afterAll(() => rmSync(folder, { recursive: true }))
const screening = screenInProcess(starterEngine)
const long = Date.now() + 1826 * 86_400_000
let count = 0

onOneEngine((engine) => {
  let store: Store
  let intake: ListingIngest
  let evidence: EvidenceDependencies
  let organisationId: string
  let admin: Actor & { kind: 'person' }
  const dir = join(folder, engine.name)
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    intake = new ListingIngest({ store, screening })
    evidence = newEvidence(store, dir)
    mkdirSync(join(dir, 'blobs'), { recursive: true })
  })
  beforeEach(async () => {
    organisationId = (await newOrganisation(store, `market-${++count}`)).id
    admin = personOf(organisationId)
  })
  afterAll(async () => {
    await intake?.close()
    await store?.close()
  })

  const of = (seller: string) => ({ marketplace: 'bazaar', id: seller })
  const newListing = async (seller: string): Promise<string> => {
    const input = planted(`offer-${++count}`, { marketplace: 'bazaar', seller: { id: seller } })
    return (await ingestListing({ intake, actor: feedOf(organisationId), input })).id
  }
  const requested = (listingId?: string): Promise<string> =>
    store.transact(contextOf(admin), async (handle) => {
      const url = 'https://bazaar.example/seller/ayu?item=4711'
      const input = { url, reason: 'The title says “KW”.', ...(listingId && { listingId }) }
      return (await requestCapture({ handle, actor: admin, input })).id
    })
  const captured = async (listingId?: string): Promise<string> => {
    const id = await requested(listingId)
    await runCapture(evidence, id)
    return id
  }
  const setHold = (id: string, release = false) =>
    store.transact(contextOf(admin), (handle) =>
      setCaptureHold({ handle, actor: admin, input: { id, reason: 'Order 7/26.', release } }),
    )
  const read = (id: string) =>
    store.transact(contextOf(admin), (handle) =>
      readCapture({ handle, actor: admin, input: { id } }),
    )
  const purge = (now = long) => {
    const { blobs } = evidence
    return purgeOrganisation({ store, blobs, context: operatorContext, now }, organisationId)
  }
  const blobs = (): number =>
    readdirSync(join(dir, 'blobs'), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    ).length

  test('expired captures are disposed of, with an event, and can neither be read nor held', async () => {
    const before = blobs()
    const id = await captured()
    expect((await purge(long - 2 * 86_400_000)).captures).toBe(0)
    expect(blobs()).toBe(before + 1)
    expect((await purge()).captures).toBe(1)
    expect((await purge()).captures).toBe(0)
    expect(blobs()).toBe(before)
    const { custody, url, disposedFor, items } = await read(id)
    const last = custody.findLast(({ action }) => action !== 'accessed')
    expect(last).toMatchObject({ action: 'disposed', items: ['capture.json'] })
    expect(last?.details).toContain(items[0]!.sha256)
    expect(custodyFault(custody)).toBeUndefined()
    expect([url, disposedFor]).toEqual([
      'https://bazaar.example/',
      'The retention period of 1825 days for captures has ended.',
    ])
    await expect(setHold(id)).rejects.toThrow(/was disposed of at/)
    const input = { id, reason: 'x', target: join(folder, 'none.zip'), agent: 'a test' }
    await expect(exportPackage(evidence, { actor: admin, input })).rejects.toThrow(/disposed of/)
  })

  test('the bytes stay for as long as another capture contains the same', async () => {
    const same: EvidenceDependencies = {
      ...evidence,
      capture: async (request) => {
        const result = await evidence.capture(request)
        await writeFile(result.files[0]!.path, 'the same bytes')
        return result
      },
    }
    const before = blobs()
    const [one, other] = [await requested(), await requested()]
    await runCapture(same, one)
    await runCapture(same, other)
    expect(blobs()).toBe(before + 1)
    await setHold(other)
    expect((await purge()).captures).toBe(1)
    expect(blobs()).toBe(before + 1)
    await setHold(other, true)
    expect((await purge()).captures).toBe(1)
    expect(blobs()).toBe(before)
  })

  test('for any holds, the items under them stay and the rest is deleted', async () => {
    const kinds = ['none', 'capture', 'listing', 'seller', 'case'] as const
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...kinds), { maxLength: 6 }), async (drawn) => {
        organisationId = (await newOrganisation(store, `market-${++count}`)).id
        admin = personOf(organisationId)
        const created: { id: string; stays: boolean }[] = []
        for (const kind of drawn) {
          const seller = `seller-${++count}`
          const listing = await newListing(seller)
          const id = await captured(listing)
          if (kind === 'capture') await setHold(id)
          if (kind === 'listing') await legalHold({ kind, listing })
          if (kind === 'seller') await legalHold({ kind, seller: of(seller) })
          if (kind === 'case') await openCase(listing)
          created.push({ id, stays: kind !== 'none' })
        }
        const { captures } = await purge()
        expect(captures).toBe(created.filter(({ stays }) => !stays).length)
        for (const { id, stays } of created)
          expect((await read(id)).disposedAt === null).toBe(stays)
      }),
      { numRuns: 4 },
    )
  })

  const legalHold = (scope: Parameters<typeof setLegalHold>[0]['input']['scope']) =>
    asOperator(store, (handle) =>
      setLegalHold({
        handle,
        actor: operator,
        organisationId,
        input: { scope, reason: 'file 12' },
      }),
    )
  const openCase = (listing: string) =>
    asOperator(store, async (handle) => {
      const { rows } = await sql<{ id: string }>`
        insert into cases (id, organisation_id, events, title, about, urgency, rest)
        values (gen_random_uuid(), ${organisationId}::uuid, 1, 'x', 'seller', 1, '{}')
        returning id`.execute(handle)
      await sql`
        insert into case_listings (case_id, listing_id, organisation_id, marketplace, external_id)
        values (${rows[0]!.id}::uuid, ${listing}::uuid, ${organisationId}::uuid, 'bazaar', 'x')`.execute(
        handle,
      )
    })

  test('access returns captures after the listings, even of deleted listings', async () => {
    const listing = await newListing('ayu')
    const ids = []
    for (let at = 0; at < 21; at++) ids.push(await captured(listing))
    await captured(await newListing('another'))
    await asOperator(store, (handle) => deleteListings(handle, [listing]))
    const listed: string[] = []
    let after: string | undefined
    do {
      const input = { seller: of('ayu'), ...(after !== undefined && { after }) }
      const heldPage = await store.transact(contextOf(admin), (handle) =>
        readSellerData({ handle, actor: admin, organisationId, input }),
      )
      listed.push(...heldPage.captures.map(({ id, items }) => `${id} ${items.length}`))
      after = heldPage.next
    } while (after !== undefined)
    expect(listed.sort()).toEqual(ids.map((id) => `${id} 1`).sort())
  })

  test('erasure disposes of captures, keeps those under a hold with its reason, and continues once they are released', async () => {
    const listing = await newListing('ayu')
    const [free, onHold] = [await captured(listing), await captured(listing)]
    const waiting = await requested(listing)
    const other = await captured(await newListing('another'))
    await setHold(onHold)
    const input = { seller: of('ayu') }
    const erased = await eraseSellerData({
      store,
      blobs: evidence.blobs,
      actor: operator,
      organisationId,
      input,
    })
    expect(erased).toMatchObject({
      captures: 1,
      kept: [{ capture: onHold, heldFor: 'Order 7/26.' }],
    })
    const { custody, url } = await read(free)
    expect([url, custody.find(({ action }) => action === 'disposed')?.reason]).toEqual([
      'https://bazaar.example/',
      'The seller asked for erasure.',
    ])
    await runCapture(evidence, waiting)
    await setHold(onHold, true)
    const soon = Date.now()
    expect((await purge(soon)).captures).toBe(2)
    expect((await read(other)).disposedAt).toBeNull()
  })

  test('nothing under hold is deleted, and no deletion is reversed', async () => {
    const id = await captured()
    await setHold(id)
    const disposal = await asOperator(store, (handle) =>
      disposeCaptures(handle, { ids: [id], reason: 'x', actor: { name: 'x' } }),
    )
    expect(disposal).toEqual({ captures: [], digests: [] })
    const force = sql`
      update captures set disposed_at = now(), disposed_for = 'x' where id = ${id}::uuid`
    await expect(asOperator(store, (handle) => force.execute(handle))).rejects.toThrow(
      /captures_held_are_kept/,
    )
  })

  test('expired captures are read from an index that contains nothing else', async () => {
    await captured()
    const plan = await asOperator(store, (handle) =>
      planOf(handle, (planned) =>
        listDueCaptures(planned, {
          organisationId,
          before: new Date(long),
          heldSellers: [],
          limit: 20,
        }),
      ),
    )
    expect(plan).toContain('captures_to_dispose')
  })
})

function feedOf(organisationId: string): Actor {
  return { kind: 'key', id: randomUUID(), organisationId, scopes: ['listings:write'] }
}
