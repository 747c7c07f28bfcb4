import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Brand, Product } from '@touchstone/contract'
import type { ReadInTransaction } from '../../platform/db/index.ts'
import { changeDatesOf, type ApprovedBrand, type EngineCatalog } from './types.ts'
import { approvedBrands, firstProducts, pageOfProducts } from './repository.ts'

/** A day before anything was in force. */
const beforeAll = '0001-01-01'

// Each read blocks the embedded store, and all requests with it, for some milliseconds.
const brandsAtOnce = 250
const productsOfEach = 10
const productsAtOnce = 1000

/**
 * The engine's catalog: each organisation's brands with a proven right, and their products. If two define the same
 * brand, the first counts. The order follows `approved`, so that equal stores give equal catalogs. Needs the
 * operator's context, since it reads across organisations; the result stays inside the server. Each brand carries the
 * keys of the organisation whose catalog it comes from.
 * Reads in many short transactions: concurrent changes may or may not be included.
 */
export async function engineCatalog(options: {
  read: ReadInTransaction
  approved: readonly ApprovedBrand[]
  /** ISO 8601. */
  today: string
}): Promise<EngineCatalog> {
  const { read, approved, today } = options
  const brands: Brand[] = []
  const keys: Record<string, readonly string[]> = {}
  const products: Product[] = []
  const productIds = new Set<string>()
  let inForceOn: string | undefined
  const pass = (days: readonly string[]): void => {
    for (const day of days) {
      inForceOn ??= beforeAll
      if (day <= today && inForceOn < day) inForceOn = day
    }
  }
  const addProduct = (product: Product): void => {
    // Two organisations may use the same product ids, and a verdict names the product by id.
    const id = productIds.has(product.id) ? `${product.brand}/${product.id}` : product.id
    productIds.add(id)
    products.push({ ...product, id })
    pass(changeDatesOf({ msrp: product.msrp }))
  }

  for (let from = 0; from < approved.length; from += brandsAtOnce) {
    // The embedded store responds within the same turn of the event loop, so listings would wait for the end.
    await nextTurn()
    const part = approved.slice(from, from + brandsAtOnce)
    const { first, own } = await read(async (handle) => {
      const ownBrands: { organisationId: string; brandId: string }[] = []
      for (const { organisationId, content, place } of await approvedBrands(handle, part)) {
        if (Object.hasOwn(keys, content.id)) continue
        keys[content.id] = part[place]?.keys ?? []
        brands.push(content)
        pass(changeDatesOf({ channels: content.channels }))
        ownBrands.push({ organisationId, brandId: content.id })
      }
      return { own: ownBrands, first: await firstProducts(handle, ownBrands, productsOfEach) }
    })
    const ofBrand = Map.groupBy(first, ({ place }) => place)
    for (const [place, brand] of own.entries()) {
      const rows = ofBrand.get(place) ?? []
      for (const { content } of rows) addProduct(content)
      if (rows.length === productsOfEach)
        await addOtherProducts(read, brand, rows.at(-1)?.id, addProduct)
    }
  }
  return { brands, products, keys, ...(inForceOn !== undefined && { inForceOn }) }
}

async function addOtherProducts(
  read: ReadInTransaction,
  { organisationId, brandId }: { organisationId: string; brandId: string },
  first: string | undefined,
  take: (product: Product) => void,
): Promise<void> {
  for (let after = first; ;) {
    await nextTurn()
    const page = await read((handle) =>
      pageOfProducts(handle, {
        organisationId,
        limit: productsAtOnce,
        brands: [brandId],
        ...(after !== undefined && { after }),
      }),
    )
    for (const { content } of page) take(content)
    after = page.at(-1)?.id
    if (page.length < productsAtOnce) return
  }
}
