import type { BrandForm, KnownBrand } from '../catalog/index.ts'

/** One spelling of one brand. */
export interface NameForm {
  brand: KnownBrand
  form: BrandForm
}

/** A spelling that stands in a text, in the original's UTF-16 offsets. */
export interface NamePlace extends NameForm {
  start: number
  end: number
}
