import type { Catalog, Listing, Product } from '#contract'
import { gtinOf, wholeGtin } from './barcode-content/index.ts'
import type { KnownBrand, KnownBrands } from './catalog/index.ts'
import { placeIn, type Meaning } from './listing-text/index.ts'
import type { CodedProduct } from './signals/index.ts'
import { foldToString, type PhraseIndex } from './text/index.ts'

/** The products of a catalog, by brand and by the number in their barcode. */
export class ProductIndex {
  readonly ofBrand = new Map<KnownBrand, Product[]>()
  private readonly byGtin = new Map<string, { product: Product; brand: KnownBrand }>()

  /** Adds their style codes, and the names of what was never made, to `phrases`. */
  constructor(catalog: Catalog, brands: KnownBrands, phrases: PhraseIndex<Meaning>) {
    for (const product of catalog.products ?? []) {
      const brand = brands.get(product.brand)
      if (brand === undefined) continue
      const list = this.ofBrand.get(brand)
      if (list === undefined) this.ofBrand.set(brand, [product])
      else list.push(product)
      const gtin = product.gtin === undefined ? undefined : wholeGtin(product.gtin)
      if (gtin !== undefined) this.byGtin.set(gtin, { product, brand })
      const never = product.status === 'never-made'
      for (const code of product.styleCodes ?? [])
        if (isTelling(code))
          phrases.add(code, { is: never ? 'never-made' : 'style-code', product, brand })
      if (never) {
        const name = withoutBrand(product.name, brand)
        if (foldToString(name).length >= 6) phrases.add(name, { is: 'never-made', product, brand })
      }
    }
  }

  /** The products whose barcodes the pictures of a listing show. */
  codedIn(listing: Listing): CodedProduct[] {
    if (this.byGtin.size === 0) return []
    const products: CodedProduct[] = []
    listing.images?.forEach(({ reading }, image) => {
      for (const code of reading?.codes ?? []) {
        const gtin = gtinOf(code)
        const product = gtin === undefined ? undefined : this.byGtin.get(gtin)
        if (reading === undefined || gtin === undefined || product === undefined) continue
        products.push({ ...product, gtin, place: placeIn(image, reading, code.box) })
      }
    })
    return products
  }
}

/** A style code short or plain enough to be a size or a year is no evidence. */
function isTelling(code: string): boolean {
  const bare = code.replace(/[^\p{L}\p{N}]/gu, '')
  return bare.length >= 6 || (bare.length >= 5 && /\p{L}/u.test(bare) && /\p{N}/u.test(bare))
}

function withoutBrand(name: string, brand: KnownBrand): string {
  const folded = foldToString(name)
  const own = foldToString(brand.name)
  return folded.startsWith(`${own} `) ? folded.slice(own.length + 1) : folded
}
