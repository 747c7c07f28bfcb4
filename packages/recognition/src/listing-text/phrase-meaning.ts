import type { Guard, Marker, Product, ProductType } from '#contract'
import type { BrandForm, KnownBrand } from '../catalog/index.ts'
import type { CompiledTerm } from '../vocabulary/index.ts'

interface PhraseText {
  /** The form's letters with their tones, in languages whose tones distinguish words. */
  written?: string
}

/** The meaning of a form in the phrase index. */
export type Meaning =
  | { is: 'brand'; brand: KnownBrand; form: BrandForm }
  /** `gloss`: the form's meaning, if it differs from that of the term's other forms. */
  | ({ is: 'term'; term: CompiledTerm; gloss?: string } & PhraseText)
  | { is: 'guard'; guard: Guard }
  | ({ is: 'type'; type: ProductType } & PhraseText)
  | ({ is: 'marker'; marker: Marker } & PhraseText)
  /** The name of an unprotected brand, which distinguishes other names. */
  | { is: 'other-name' }
  | { is: 'style-code'; product: Product; brand: KnownBrand }
  | { is: 'never-made'; product: Product; brand: KnownBrand }
