import type { Guard, Marker, Product, ProductType } from '#contract'
import type { BrandForm, KnownBrand } from '../catalog/index.ts'
import type { CompiledTerm } from '../vocabulary/index.ts'

/** What a form in the phrase index stands for. */
export type Meaning =
  | { is: 'brand'; brand: KnownBrand; form: BrandForm }
  /**
   * `written`: the form's letters with their tones, where tones tell words apart.
   * `gloss`: what the form means, where it is not what the term's other forms do.
   */
  | { is: 'term'; term: CompiledTerm; gloss?: string; written?: string }
  | { is: 'guard'; guard: Guard }
  | { is: 'type'; type: ProductType }
  | { is: 'marker'; marker: Marker }
  /** The name of an unprotected brand, which distinguishes other names. */
  | { is: 'other-name' }
  | { is: 'style-code'; product: Product; brand: KnownBrand }
  | { is: 'never-made'; product: Product; brand: KnownBrand }
