import type { ListingField } from '@touchstone/contract'
import { emptyCells, type Cells, type Row } from '../row.ts'
import type { MappedColumn, Mapping } from './fields.ts'
import { fieldOfName } from './header-names.ts'

/**
 * A layout of files that marketplaces and shop systems export or take. Headers are written as `plainHeader` leaves
 * them; of several for one field the first that the file has counts.
 */
type ExportLayout = {
  /** A file with all of these headers has this layout. */
  signs: readonly string[]
  columns: Partial<Record<ListingField, readonly string[]>>
  /** Rows that follow one another with the same value here are one listing. */
  joinedBy?: string
}

const range = (count: number, name: (number: number) => string): string[] =>
  Array.from({ length: count }, (_, at) => name(at + 1))

// Headers of the sites themselves, as of 2026. A SKU is the seller's own number of an item, and never a seller.
const exportLayouts: readonly ExportLayout[] = [
  // Amazon, reports of listings. The codes of conditions are not those of words.
  {
    signs: ['item-name', 'listing-id', 'seller-sku'],
    columns: {
      id: ['listing-id'],
      title: ['item-name'],
      description: ['item-description'],
      price: ['price'],
      quantity: ['quantity'],
      images: ['image-url'],
      attributes: ['asin1', 'product-id', 'seller-sku'],
    },
  },
  // Amazon, inventory files to fill in: the older layout, and the one with paths of attributes.
  {
    signs: ['item_sku', 'item_name', 'standard_price'],
    columns: {
      id: ['item_sku'],
      title: ['item_name'],
      description: ['product_description'],
      brand: ['brand_name'],
      category: ['item_type_name', 'item_type', 'item_type_keyword', 'feed_product_type'],
      price: ['standard_price'],
      salePrice: ['sale_price'],
      currency: ['currency'],
      quantity: ['quantity'],
      condition: ['condition_type'],
      images: ['main_image_url', ...range(8, (number) => `other_image_url${number}`)],
      attributes: ['external_product_id', 'part_number', 'color_name', 'size_name'],
    },
  },
  {
    signs: ['contribution_sku#1.value', 'item_name#1.value'],
    columns: {
      id: ['contribution_sku#1.value'],
      title: ['item_name#1.value'],
      description: ['product_description#1.value'],
      brand: ['brand#1.value'],
      category: ['item_type_name#1.value', 'item_type_keyword#1.value', 'product_type#1.value'],
      price: [
        'purchasable_offer#1.our_price#1.schedule#1.value_with_tax',
        'list_price#1.value_with_tax',
        'list_price#1.value',
      ],
      currency: ['purchasable_offer#1.currency', 'list_price#1.currency'],
      quantity: ['fulfillment_availability#1.quantity'],
      condition: ['condition_type#1.value'],
      images: [
        'main_product_image_locator#1.media_location',
        ...range(8, (number) => `other_product_image_locator_${number}#1.media_location`),
      ],
      attributes: ['amzn1.volt.ca.product_id_value', 'part_number#1.value', 'color#1.value'],
    },
  },
  // eBay, reports of active listings, and files of new ones. Conditions are numbers in the latter.
  {
    signs: ['item number', 'custom label (sku)', 'available quantity'],
    columns: {
      id: ['item number'],
      title: ['title'],
      price: ['start price'],
      salePrice: ['current price'],
      currency: ['currency'],
      quantity: ['available quantity'],
      unitsSold: ['sold quantity'],
      category: ['ebay category 1 name'],
      condition: ['condition'],
      attributes: ['custom label (sku)', 'variation details', 'p:upc', 'p:ean', 'p:isbn'],
    },
  },
  {
    signs: ['action', 'title', 'format'],
    columns: {
      id: ['item id', 'itemid', 'custom label (sku)', 'customlabel'],
      title: ['title'],
      description: ['description'],
      price: ['start price', 'startprice', 'price'],
      quantity: ['quantity'],
      images: ['item photo url', 'picurl'],
      attributes: ['upc', 'ean', 'isbn', 'p:upc', 'p:ean', 'c:brand', 'c:model', 'c:mpn'],
    },
  },
  // Shopify, products. A product has a row for each variant and each picture.
  {
    signs: ['handle', 'title', 'vendor', 'variant price'],
    columns: {
      id: ['handle'],
      title: ['title'],
      description: ['body (html)'],
      brand: ['vendor'],
      category: ['product category', 'standard product type', 'custom product type', 'type'],
      price: ['variant price'],
      quantity: ['variant inventory qty'],
      images: ['image src', 'variant image'],
      attributes: ['variant barcode', 'variant sku'],
    },
    joinedBy: 'handle',
  },
  {
    signs: ['url handle', 'title', 'vendor', 'price'],
    columns: {
      id: ['url handle'],
      title: ['title'],
      description: ['description'],
      brand: ['vendor'],
      category: ['product category', 'type'],
      price: ['price'],
      quantity: ['inventory quantity'],
      images: ['product image url', 'variant image url'],
      attributes: ['barcode', 'sku'],
    },
    joinedBy: 'url handle',
  },
  // WooCommerce, products; variants are listed as products of their own.
  {
    signs: ['id', 'type', 'sku', 'name', 'regular price'],
    columns: {
      id: ['id'],
      title: ['name'],
      description: ['description', 'short description'],
      brand: ['brands'],
      category: ['categories'],
      price: ['regular price'],
      salePrice: ['sale price'],
      quantity: ['stock'],
      images: ['images'],
      attributes: ['gtin, upc, ean, or isbn', 'sku'],
    },
  },
]

/** A header without what differs between sites: languages and marketplaces in brackets, eBay's settings, its stars. */
function plainHeader(header: string): string {
  const plain = header.slice(0, 300).toLowerCase()
  return (plain.split('(siteid=')[0] ?? '')
    .replace(/\[[^[\]]*\]/g, '')
    .replace(/^\*/, '')
    .trim()
}

/**
 * Which of the first rows names the columns, since titles and dates may stand above: the headers of a known layout, or
 * the first of which two cells are names of fields. Undefined if none says so more clearly than the first row.
 */
export function findHeader(rows: readonly (readonly string[])[]): number | undefined {
  const known = rows.findIndex((cells) => layoutOf(cells) !== undefined)
  if (known !== -1) return known
  const [first = 0, ...others] = rows.map(namedFields)
  if (first > 1) return undefined
  const found = others.findIndex((named) => named > first + 1)
  return found === -1 ? undefined : found + 1
}

const mostNameCharacters = 100

function namedFields(cells: readonly string[]): number {
  const fields = cells.flatMap((cell) => {
    const named = cell.length > mostNameCharacters ? undefined : fieldOfName(cell)
    return named?.sureness === 2 ? [named.field] : []
  })
  return new Set(fields).size
}

function layoutOf(headers: readonly string[]): ExportLayout | undefined {
  const names = new Set(headers.map(plainHeader))
  return exportLayouts.find(({ signs }) => signs.every((sign) => names.has(sign)))
}

/** The fields of a file whose headers are known; undefined for any other. */
export function layoutMapping(headers: readonly string[]): Mapping | undefined {
  const layout = layoutOf(headers)
  if (layout === undefined) return undefined
  const byName = new Map(headers.map((header) => [plainHeader(header), header]))
  const columns = Object.entries(layout.columns).flatMap(([field, names]): MappedColumn[] => {
    const found = names.flatMap((name) => byName.get(name) ?? [])
    const gathers = field === 'images' || field === 'attributes'
    return found
      .slice(0, gathers ? found.length : 1)
      .map((column) => ({ column, field: field as ListingField, by: 'name' }))
  })
  const currency = /[(|]currency=([A-Z]{3})[|)]/i.exec(headers.join('\n'))?.[1]?.toUpperCase()
  return { columns, ...(currency !== undefined && { currency }) }
}

/** Rows in which those of one listing are one: the first value of each column, and all pictures. */
export async function* joinRows(
  headers: readonly string[],
  rows: AsyncIterable<Row<Cells>>,
): AsyncGenerator<Row<Cells>> {
  const layout = layoutOf(headers)
  const key = headers.find((header) => plainHeader(header) === layout?.joinedBy)
  if (layout === undefined || key === undefined) {
    yield* rows
    return
  }
  const pictures = new Set(
    headers.filter((header) => layout.columns.images?.includes(plainHeader(header))),
  )
  let open: Extract<Row<Cells>, { value: Cells }> | undefined
  let joined = 0
  for await (const row of rows) {
    if (
      open !== undefined &&
      'value' in row &&
      row.value[key] !== undefined &&
      row.value[key] === open.value[key] &&
      joined < mostJoinedRows
    ) {
      open = { ...open, value: withRow(open.value, row.value, pictures) }
      joined++
      continue
    }
    if (open !== undefined) yield open
    open = undefined
    joined = 1
    if ('value' in row) open = row
    else yield row
  }
  if (open !== undefined) yield open
}

/** Shopify's own limit of variants, with their pictures. */
const mostJoinedRows = 2500

function withRow(first: Cells, next: Cells, pictures: ReadonlySet<string>): Cells {
  const cells = Object.assign(emptyCells(), first)
  for (const [name, cell] of Object.entries(next)) {
    const before = cells[name]
    if (before === undefined) cells[name] = cell
    else if (pictures.has(name)) cells[name] = `${before}\n${cell}`
  }
  return cells
}
