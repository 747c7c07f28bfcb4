import type { ListingField } from '@touchstone/contract'
import type { Mapping } from '../mapping/index.ts'

const fields: readonly (readonly [string, ListingField])[] = [
  ['id', 'id'],
  ['title', 'title'],
  ['description', 'description'],
  ['link', 'url'],
  ['price', 'price'],
  ['sale_price', 'salePrice'],
  ['shipping.price', 'shippingPrice'],
  ['brand', 'brand'],
  ['product_type', 'category'],
  ['google_product_category', 'category'],
  ['condition', 'condition'],
  ['external_seller_id', 'seller.id'],
  ['ships_from_country', 'shipsFrom'],
  ['image_link', 'images'],
  ['additional_image_link', 'images'],
  ['gtin', 'attributes'],
  ['mpn', 'attributes'],
  ['color', 'attributes'],
  ['size', 'attributes'],
  ['material', 'attributes'],
  ['pattern', 'attributes'],
  ['gender', 'attributes'],
  ['age_group', 'attributes'],
  ['item_group_id', 'attributes'],
]

/**
 * The mapping of Google Merchant feeds, XML and text, after the product data specification; text feeds may use spaces
 * for underscores. Prices include their currency and use a decimal point.
 */
export const merchantMapping: Mapping = {
  decimal: '.',
  columns: fields.flatMap(([column, field]) => [
    { column, field },
    ...(column.includes('_') ? [{ column: column.replaceAll('_', ' '), field }] : []),
  ]),
}

/** True if a table has the columns of a Google Merchant feed. */
export function isMerchantTable(headers: readonly string[]): boolean {
  const names = new Set(headers.map((header) => header.trim().replaceAll(' ', '_')))
  return ['id', 'title', 'link', 'image_link', 'availability'].every((name) => names.has(name))
}
