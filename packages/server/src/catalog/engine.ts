import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Brand, Product } from '@touchstone/contract'
import type { Handle } from '../platform/db/index.ts'
import type { ApprovedBrand, EngineCatalog } from './model.ts'
import { approvedBrands, pageOfProducts } from './store.ts'

const productsAtOnce = 1000

/**
 * The catalog that the engine runs with: of every organisation the brands to which it has proven its
 * right, with their products. Of two that define one brand the first counts. The order is that of
 * `approved`, so that equal stores give equal catalogs. Needs the operator's context, since it reads
 * across organisations; what it returns stays inside the server. With each brand go the keys of the one
 * from whose catalog it is.
 */
export async function engineCatalog(asked: {
  handle: Handle
  approved: readonly ApprovedBrand[]
}): Promise<EngineCatalog> {
  const { handle, approved } = asked
  const brands: Brand[] = []
  const products: Product[] = []
  const keys: Record<string, readonly string[]> = {}
  const productIds = new Set<string>()
  for (const { organisationId, content, place } of await approvedBrands(handle, approved)) {
    if (Object.hasOwn(keys, content.id)) continue
    keys[content.id] = approved[place]?.keys ?? []
    brands.push(content)
    for (let after: string | undefined; ;) {
      // The embedded store answers without a turn of the event loop: offers would wait for the end.
      await nextTurn()
      const page = await pageOfProducts(handle, {
        organisationId,
        limit: productsAtOnce,
        brands: [content.id],
        ...(after !== undefined && { after }),
      })
      for (const { content: product } of page) {
        // Two organisations may number their products alike; a verdict names the product by its id.
        const id = productIds.has(product.id) ? `${product.brand}/${product.id}` : product.id
        productIds.add(id)
        products.push({ ...product, id })
      }
      after = page.at(-1)?.id
      if (page.length < productsAtOnce) break
    }
  }
  return { brands, products, keys }
}
