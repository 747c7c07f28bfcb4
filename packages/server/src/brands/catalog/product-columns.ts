import { showFound, type Fault } from '@touchstone/contract'
import {
  addressesIn,
  decimalText,
  nameKey,
  readPrice,
  type Cell,
  type Cells,
} from '../../listings/formats/index.ts'
import { normaliseName } from './types.ts'

/** Fields of a product that a column can fill. */
type ProductField =
  | 'id'
  | 'brand'
  | 'name'
  | 'styleCodes'
  | 'gtin'
  | 'amount'
  | 'currency'
  | 'market'
  | 'validFrom'
  | 'source'
  | 'productType'
  | 'status'
  | 'images'

const fieldNames: Record<ProductField, string> = {
  id: `id productid productcode sku skuid skucode itemid itemno itemnumber articlenumber artikelnummer
    artikelnr artnr 商品编号 商品id 产品编号 reference référence artículo артикул 品番 상품코드`,
  brand: 'brand brandid brandname marke marca marque merk бренд марка 品牌 ブランド 브랜드',
  name: `name productname title producttitle articlename bezeichnung produktname artikelbezeichnung
    nombre nombredelproducto nom nomduproduit nome namaproduk 名称 商品名称 产品名称 品名 商品名 商品名稱
    название наименование 상품명`,
  styleCodes: `stylecode stylecodes style styles stylenumber styleno stylenumbers mpn model modelnumber
    modelcode manufacturerpartnumber partnumber referencenumber modellnummer stilnummer 款号 型号 款式编号
    型番 модель`,
  gtin: 'gtin gtin8 gtin12 gtin13 gtin14 ean ean13 upc barcode strichcode isbn 条形码 条码 商品条码 штрихкод',
  amount: `msrp rrp srp price amount msrpamount rrpamount retailprice recommendedretailprice listprice
    suggestedretailprice uvp preis listenpreis pvp pvpr precio prix prixpublic prezzo preço harga 价格
    零售价 建议零售价 定价 吊牌价 цена 定価 希望小売価格 가격`,
  currency:
    'currency currencycode msrpcurrency pricecurrency währung waehrung moneda devise valuta 货币 币种 валюта 通貨 통화',
  market:
    'market markets country countrycode territory region markt land país pais pays mercado 市场 国家 страна рынок',
  validFrom:
    'validfrom pricevalidfrom pricefrom msrpvalidfrom effectivefrom effectivedate gültigab',
  source: 'source pricesource quelle fuente 来源',
  productType: `producttype type category productcategory googleproductcategory produktart produkttyp
    warengruppe kategorie categoría categoria catégorie 类别 品类 类目 产品类别 категория`,
  status: 'status productstatus state lifecycle lifecyclestatus estado statut 状态 статус',
  images: `image images imagelink imagelinks imageurl imageurls additionalimagelink additionalimagelinks
    photo photos photourl picture pictures pictureurl bild bilder bildurl imagen imagenes 图片 图片链接 фото`,
}

const fieldsByName = new Map<string, ProductField>()
for (const [field, names] of Object.entries(fieldNames)) {
  for (const name of names.split(/\s+/)) fieldsByName.set(nameKey(name), field as ProductField)
}

const statusWords: Record<string, string> = {}
for (const [status, words] of Object.entries({
  made: 'made active current available inproduction live onsale permanent carryover 在售 在产',
  discontinued: 'discontinued retired ended archived inactive endoflife eol obsolete 停产 下架',
  announced: 'announced upcoming planned comingsoon future preorder 即将上市',
  'never-made': 'nevermade neverproduced notmade fictitious doesnotexist 从未生产',
})) {
  for (const word of words.split(' ')) statusWords[nameKey(word)] = status
}

/** The meaning of a header: a field, and its currency ("MSRP EUR"). */
export type ProductColumn = { column: string; field: ProductField; currency?: string }

/** The meaning of a column by its header alone; undefined if unused. */
export function productColumn(header: string): ProductColumn | undefined {
  const exact = fieldsByName.get(nameKey(header))
  if (exact !== undefined) return { column: header, field: exact }
  const words = header.split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => word !== '')
  const currency = words.find(
    (word) => /^[A-Z]{3}$/.test(word) && fieldsByName.get(nameKey(word)) === undefined,
  )
  const others = words.filter((word) => word !== currency && !/^(g|product|item)$/i.test(word))
  const field = fieldsByName.get(nameKey(others.join('')))
  if (field === undefined || (currency !== undefined && field !== 'amount')) return undefined
  return { column: header, field, ...(currency !== undefined && { currency }) }
}

/** Options for reading rows of products, besides the columns. */
export type ProductReadOptions = {
  /** Brand id for rows that name none. */
  brand?: string
  currency?: string
  decimal?: '.' | ','
  /** The brand id for an id or name in a row; undefined if unknown. */
  brandOf: (named: string) => string | undefined
}

/** Fields of a product in a row; those without a cell are absent. */
export type ProductFields = { id: string; value: Record<string, unknown> }

const spreadsheetError = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)$/

/** Parses the cells of one row as a product. Reports all faults of the row. */
export function parseProduct(
  columns: readonly ProductColumn[],
  cells: Cells,
  wishes: ProductReadOptions,
): { product: ProductFields } | { faults: [Fault, ...Fault[]] } {
  const faults: Fault[] = []
  const addFault = (field: string, problem: string, found: unknown, remedy: string): undefined => {
    faults.push({ pointer: `/${field}`, problem, found: showFound(found), remedy })
    return undefined
  }
  const filled = (field: ProductField): { cell: Cell; currency?: string }[] =>
    columns.flatMap(({ column, field: of, currency }) => {
      const cell = of === field && Object.hasOwn(cells, column) ? cells[column] : undefined
      if (cell === undefined || String(cell).trim() === '') return []
      if (spreadsheetError.test(String(cell))) {
        const remedy = 'correct the formula in the spreadsheet, or leave the cell empty'
        addFault(field, 'is a spreadsheet error', cell, remedy)
        return []
      }
      return [{ cell, ...(currency !== undefined && { currency }) }]
    })
  const text = (field: ProductField): string | undefined => {
    const [first] = filled(field)
    if (first === undefined) return undefined
    if (isRounded(first.cell) && (field === 'id' || field === 'gtin')) {
      const remedy = 'format the column as text and enter it again'
      return addFault(field, 'was rounded by a spreadsheet', first.cell, remedy)
    }
    return textOf(first.cell)
  }
  const id = text('id')
  if (id === undefined && faults.length === 0) {
    addFault('id', 'is missing', undefined, 'write an id that is unique in the catalog: the SKU')
  }
  const value: Record<string, unknown> = {
    id,
    brand: brandOf(text('brand'), wishes, addFault),
    name: text('name'),
    status: statusOf(text('status'), addFault),
    styleCodes: listOf(filled('styleCodes')),
    gtin: text('gtin')?.normalize('NFKC').replace(/[\s-]/g, ''),
    productType: typeOf(filled('productType')),
    msrp: pricesOf(filled('amount'), text, wishes, addFault),
    images: imagesOf(filled('images')),
  }
  const [fault, ...more] = faults
  if (fault !== undefined || id === undefined) {
    return {
      faults: [
        fault ?? { pointer: '/id', problem: 'is missing', found: 'nothing', remedy: 'write it' },
        ...more,
      ],
    }
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return { product: { id, value: Object.fromEntries(members) } }
}

type Say = (field: string, problem: string, found: unknown, remedy: string) => undefined

function brandOf(
  named: string | undefined,
  wishes: ProductReadOptions,
  say: Say,
): string | undefined {
  if (named === undefined) return wishes.brand
  const remedy = 'write the id or name of an existing brand, or add the brand first'
  return wishes.brandOf(named) ?? say('brand', 'is not a brand in this catalog', named, remedy)
}

function statusOf(value: string | undefined, say: Say): string | undefined {
  if (value === undefined) return undefined
  const key = nameKey(value)
  if (Object.hasOwn(statusWords, key)) return statusWords[key]
  return say('status', 'is no status', value, 'write made, discontinued, announced or never-made')
}

function listOf(filled: readonly { cell: Cell }[]): string[] | undefined {
  const codes = filled.flatMap(({ cell }) =>
    textOf(cell)
      .split(/[,;|\n]/)
      .map((code) => code.trim())
      .filter((code) => code !== ''),
  )
  return codes.length === 0 ? undefined : [...new Set(codes)]
}

/** The narrowest of "Bags > Totes"; numbers of Google’s taxonomy are ignored. */
function typeOf(filled: readonly { cell: Cell }[]): string | undefined {
  const values = filled.map(({ cell }) => textOf(cell).split('>').at(-1)?.trim() ?? '')
  return values.find((type) => type !== '' && !/^\d+$/.test(type))
}

function pricesOf(
  filled: readonly { cell: Cell; currency?: string }[],
  text: (field: ProductField) => string | undefined,
  wishes: ProductReadOptions,
  say: Say,
): object[] | undefined {
  if (filled.length === 0) return undefined
  const beside = { market: text('market'), validFrom: text('validFrom'), source: text('source') }
  const said = Object.fromEntries(
    Object.entries(beside).filter(([, member]) => member !== undefined),
  )
  const prices = filled.flatMap(({ cell, currency }) => {
    const stated = currency ?? text('currency')
    const { currency: fallback, decimal } = wishes
    const read = readPrice(cell, {
      ...(stated !== undefined && { stated }),
      ...(fallback !== undefined && { currency: fallback }),
      ...(decimal !== undefined && { decimal }),
    })
    if (read.ok) return [{ ...read.money, ...said }]
    say(`msrp/0/${read.field}`, read.problem, cell, read.remedy)
    return []
  })
  return prices.length === 0 ? undefined : prices
}

function imagesOf(
  filled: readonly { cell: Cell }[],
): { url?: string; path?: string }[] | undefined {
  const addresses = filled.flatMap(({ cell }) => addressesIn(textOf(cell)))
  if (addresses.length === 0) return undefined
  return [...new Set(addresses)].map((address) =>
    /^(https?:)?\/\//i.test(address) ? { url: address } : { path: address },
  )
}

function textOf(cell: Cell): string {
  return (typeof cell === 'number' ? decimalText(cell) : cell.replace(/\r\n?/g, '\n')).trim()
}

/** Spreadsheets round beyond 15 digits, and show such numbers with an exponent. */
function isRounded(cell: Cell): boolean {
  if (typeof cell === 'number') return Number.isInteger(cell) && Math.abs(cell) >= 1e15
  return /^\d(?:[.,]\d+)?E\+\d+$/i.test(cell.trim())
}

/** Finds brands by id, or by a name that only one of them has. */
export function brandFinder(
  brands: readonly { id: string; name: string }[],
): (named: string) => string | undefined {
  const ids = new Set(brands.map(({ id }) => id))
  const byName = new Map<string, string | undefined>()
  for (const { id, name } of brands) {
    const key = normaliseName(name)
    byName.set(key, byName.has(key) ? undefined : id)
  }
  return (named) => (ids.has(named) ? named : byName.get(normaliseName(named)))
}
