import type { BrandForm, KnownBrand } from '../catalog/index.ts'

/** One spelling of one brand. */
export interface BrandSpelling {
  brand: KnownBrand
  form: BrandForm
}

/** A spelling found in a text, in the original's UTF-16 offsets. */
export interface NamePlace extends BrandSpelling {
  start: number
  end: number
}
