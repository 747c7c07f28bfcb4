import type { Listing, Money } from '@touchstone/contract'

/** One text of a listing, and the path by which evidence refers to it. */
export type Field = {
  path: string
  kind: 'title' | 'description' | 'category' | 'brand' | 'attribute' | 'variant' | 'review'
  /** Name of an attribute. */
  name?: string
  text: string
  price?: Money
  rating?: number
}

/** All texts of a listing, in reading order. */
export function fieldsOf(listing: Listing): Field[] {
  const { title, description, category, brand, attributes = {}, variants, reviews } = listing
  return [
    { path: 'title', kind: 'title', text: title },
    ...plain('description', description),
    ...plain('category', category),
    ...plain('brand', brand),
    ...Object.entries(attributes).map(([name, text]): Field => {
      return { path: `attributes/${name}`, kind: 'attribute', name, text }
    }),
    ...(variants ?? []).map(({ name = '', price }, index): Field => {
      return {
        path: `variants/${index}/name`,
        kind: 'variant',
        text: name,
        ...(price && { price }),
      }
    }),
    ...(reviews ?? []).map(({ text = '', rating }, index): Field => {
      const rated = rating === undefined ? {} : { rating }
      return { path: `reviews/${index}/text`, kind: 'review', text, ...rated }
    }),
  ]
}

function plain(kind: 'description' | 'category' | 'brand', text: string | undefined): Field[] {
  return text === undefined || text === '' ? [] : [{ path: kind, kind, text }]
}
