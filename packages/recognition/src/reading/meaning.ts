import type { Guard, Marker, Product, ProductType } from '#contract'
import type { BrandForm, KnownBrand } from '../catalog/index.ts'
import type { CompiledTerm } from '../vocabulary/index.ts'

/** What a form in the phrase index stands for. */
export type Meaning =
  | { is: 'brand'; brand: KnownBrand; form: BrandForm }
  | { is: 'term'; term: CompiledTerm }
  | { is: 'guard'; guard: Guard }
  | { is: 'type'; type: ProductType }
  | { is: 'marker'; marker: Marker }
  | { is: 'style-code'; product: Product; brand: KnownBrand }
  | { is: 'never-made'; product: Product; brand: KnownBrand }
