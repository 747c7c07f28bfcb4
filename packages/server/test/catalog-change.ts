import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@touchstone/client'
import type { Brand, Catalog } from '@touchstone/contract'
import { sql } from 'kysely'
import { importCatalog } from '../src/brands/catalog/index.ts'
import type { Store } from '../src/platform/db/index.ts'
import { asOperator, newKey, newOrganisation, operator } from './builders.ts'

export type CatalogHouse = {
  /** Keys of the rights holder whose catalog it is, and of a marketplace that sends listings. */
  keys: { house: string; market: string }
}

/** A rights holder with this catalog and a standing claim on each of its brands, and on some more. */
export async function fillCatalog(
  store: Store,
  catalog: Catalog,
  more: readonly string[] = [],
): Promise<CatalogHouse> {
  const { id } = await newOrganisation(store, 'house', { kind: 'rights-holder' })
  await newOrganisation(store, 'market')
  const source = { document: catalog }
  await importCatalog({ store, actor: operator, organisationId: id, source })
  const brands = [...catalog.brands.map((brand) => brand.id), ...more]
  const claims = brands.map(() => randomUUID())
  await asOperator(store, async (handle) => {
    await sql`
      insert into claims (id, organisation_id, brand_id, basis, office, number, owner, state,
        decided_at, approved_at)
      select claim, ${id}::uuid, brand, 'owner', 'EM', '0' || brand, 'Velmoraq Holding', 'approved',
        now(), now()
      from unnest(${claims}::uuid[], ${brands}::text[]) as given (claim, brand)`.execute(handle)
    await sql`
      insert into brand_sight (organisation_id, brand_id, claim_id, by_house)
      select organisation_id, brand_id, id, false from claims
      where organisation_id = ${id}::uuid`.execute(handle)
  })
  const house = await newKey(store, 'house', ['catalog:read', 'catalog:write'])
  const market = await newKey(store, 'market', ['listings:read', 'listings:write'])
  return { keys: { house: house.text, market: market.text } }
}

export type Change = {
  /** Milliseconds from the change's answer to that of the first listing judged by it. */
  effect: number
  /** For listings sent throughout: how long each waited, and the responses that were no assessment. */
  waits: number[]
  /** How many of them were sent since the change was. */
  meanwhile: number
  unanswered: unknown[]
}

/**
 * Writes a brand over HTTP, while listings with this name arrive one by one, and reports when one is first recognised
 * as the brand. Gives up after `mostMs`.
 */
export async function changeUnderway(
  url: string,
  { keys }: CatalogHouse,
  { brand, name, mostMs = 60_000 }: { brand: Brand; name: string; mostMs?: number },
): Promise<Change> {
  const house = createClient({ url, key: keys.house })
  const market = createClient({ url, key: keys.market })
  const waits: number[] = []
  const unanswered: unknown[] = []
  const mark = randomUUID()
  let changed = Infinity
  let effect: number | undefined
  const sendAll = async (): Promise<void> => {
    for (let n = 0; effect === undefined; n++) {
      const began = performance.now()
      const listing = { id: `${mark}-${n}`, title: `${name} handbag ${n}` }
      try {
        const { assessment } = await market.listings.take({ body: listing })
        if (assessment.complete === false) unanswered.push(assessment)
        else if (assessment.brands.some(({ id }) => id === brand.id)) {
          effect = Math.max(0, performance.now() - changed)
        }
      } catch (error) {
        unanswered.push(error)
      }
      waits.push(performance.now() - began)
      if (performance.now() - changed > mostMs) effect = Infinity
      await sleep(5)
    }
  }
  const sending = sendAll()
  await sleep(500)
  const sentBefore = waits.length
  await house.catalog.putBrand({ params: { id: brand.id }, body: brand })
  changed = performance.now()
  await sending
  return { effect: effect ?? Infinity, waits, meanwhile: waits.length - sentBefore, unanswered }
}

/** The brand under one more name. */
export function withAlias(brand: Brand | undefined, text: string): Brand {
  if (brand === undefined) throw new RangeError('there is no such brand')
  return { ...brand, aliases: [...(brand.aliases ?? []), { text, kind: 'nickname' }] }
}
