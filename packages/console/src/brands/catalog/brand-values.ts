import type { Alias, Brand, ChannelRule, PriceBand, Right } from '@touchstone/contract'

/** Text fields of one row; `kept` is the entry it came from, whose other members stay as they are. */
export type AliasRow = { key: number; text: string; language: string; kind: string; kept?: Alias }
export type GoodsRow = {
  key: number
  type: string
  low: string
  typical: string
  currency: string
  kept?: PriceBand
}
export type ChannelRow = {
  key: number
  marketplace: string
  policy: ChannelRule['policy']
  sellers: string
  kept?: ChannelRule
}
export type RightRow = {
  key: number
  kind: Right['kind']
  office: string
  number: string
  territory: string[]
  classes: string
  validUntil: string
  kept?: Right
}

/** A brand as typed. */
export type BrandValues = {
  id: string
  name: string
  aliases: AliasRow[]
  goods: GoodsRow[]
  channels: ChannelRow[]
  rights: RightRow[]
}

export const aliasKinds = ['official', 'abbreviation', 'nickname', 'model', 'misspelling'] as const
export const policies = ['none', 'authorised-sellers', 'open'] as const
export const rightKinds = ['trademark', 'design', 'copyright', 'patent'] as const

let keys = 0
const nextKey = (): number => ++keys

export const newAlias = (): AliasRow => ({ key: nextKey(), text: '', language: '', kind: '' })
export const newGoods = (currency: string): GoodsRow => ({
  key: nextKey(),
  type: '',
  low: '',
  typical: '',
  currency,
})
export const newChannel = (): ChannelRow => ({
  key: nextKey(),
  marketplace: '',
  policy: 'authorised-sellers',
  sellers: '',
})
export const newRight = (): RightRow => ({
  key: nextKey(),
  kind: 'trademark',
  office: '',
  number: '',
  territory: [],
  classes: '',
  validUntil: '',
})

export function emptyBrand(): BrandValues {
  return {
    id: '',
    name: '',
    aliases: [newAlias()],
    goods: [newGoods('')],
    channels: [],
    rights: [newRight()],
  }
}

/** The ID that a name suggests: "Maison Ébène & Fils" → "maison-ebene-fils"; empty without Latin letters. */
export function idOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
  return plain.replace(/^-|-$/g, '').slice(0, 200)
}

export function valuesOf(brand: Brand): BrandValues {
  const bands = brand.priceBands ?? []
  const withPrice = new Set(bands.map(({ productType }) => productType))
  const others = (brand.productTypes ?? []).filter((type) => !withPrice.has(type))
  return {
    id: brand.id,
    name: brand.name,
    aliases: (brand.aliases ?? []).map((stored) => ({
      key: nextKey(),
      text: stored.text,
      language: stored.language ?? '',
      kind: stored.kind ?? '',
      kept: stored,
    })),
    goods: [
      ...bands.map((stored) => ({
        key: nextKey(),
        type: stored.productType,
        low: stored.low,
        typical: stored.typical ?? '',
        currency: stored.currency,
        kept: stored,
      })),
      ...others.map((type) => ({ ...newGoods(''), type })),
    ],
    channels: (brand.channels ?? []).map((stored) => ({
      key: nextKey(),
      marketplace: stored.marketplace,
      policy: stored.policy,
      sellers: (stored.authorisedSellers ?? []).join(', '),
      kept: stored,
    })),
    rights: (brand.rights ?? []).map((stored) => ({
      key: nextKey(),
      kind: stored.kind,
      office: stored.office ?? '',
      number: stored.number ?? '',
      territory: stored.territory,
      classes: (stored.niceClasses ?? []).join(', '),
      validUntil: stored.validUntil ?? '',
      kept: stored,
    })),
  }
}

/** What a price band says of its origin: the day, and who states it. */
export type Statement = { today: string; source: string }

/** The brand to store. Rows left empty are dropped; what the form does not show stays. */
export function brandOf(values: BrandValues, stated: Statement, stored?: Brand): Brand {
  const goods = values.goods.filter(({ type }) => type.trim() !== '')
  const brand: Brand = {
    ...stored,
    id: values.id.trim(),
    name: values.name.trim(),
    aliases: values.aliases.filter(({ text }) => text.trim() !== '').map(aliasOf),
    productTypes: [...new Set(goods.map(({ type }) => type.trim()))],
    priceBands: goods.filter(({ low }) => low.trim() !== '').map((row) => bandOf(row, stated)),
    channels: values.channels.filter(({ marketplace }) => marketplace.trim() !== '').map(channelOf),
    rights: values.rights.filter(isFilled).map(rightOf),
  }
  const lists = ['aliases', 'productTypes', 'priceBands', 'channels', 'rights'] as const
  for (const list of lists) if (brand[list]?.length === 0) delete brand[list]
  return brand
}

function aliasOf({ text, language, kind, kept }: AliasRow): Alias {
  const { language: _language, kind: _kind, ...others } = kept ?? { text }
  const known = aliasKinds.find((one) => one === kind)
  return {
    ...others,
    text: text.trim(),
    ...(language.trim() !== '' && { language: language.trim() }),
    ...(known !== undefined && { kind: known }),
  }
}

function bandOf(row: GoodsRow, { today, source }: Statement): PriceBand {
  const stated = {
    productType: row.type.trim(),
    low: plainAmount(row.low),
    currency: row.currency.trim(),
    ...(row.typical.trim() !== '' && { typical: plainAmount(row.typical) }),
  }
  const { kept } = row
  if (kept === undefined) return { ...stated, asOf: today, source }
  const { typical: _typical, ...others } = kept
  const isSame =
    kept.low === stated.low && kept.typical === stated.typical && kept.currency === stated.currency
  // Other prices are of today, and no longer what the earlier source said.
  if (isSame) return { ...others, ...stated }
  const { verified: _verified, ...unverified } = others
  return { ...unverified, ...stated, asOf: today, source }
}

function channelOf({ marketplace, policy, sellers, kept }: ChannelRow): ChannelRule {
  const { authorisedSellers: _sellers, ...others } = kept ?? {}
  const named = listIn(sellers)
  return {
    ...others,
    marketplace: marketplace.trim(),
    policy,
    ...(policy === 'authorised-sellers' && named.length > 0 && { authorisedSellers: named }),
  }
}

function isFilled({ number, territory, office }: RightRow): boolean {
  return territory.length > 0 || [number, office].some((text) => text.trim() !== '')
}

function rightOf(row: RightRow): Right {
  const { kept } = row
  const { office: _o, number: _n, niceClasses: _c, validUntil: _v, ...others } = kept ?? {}
  const classes = listIn(row.classes).map(Number)
  const { territory, office } = row
  return {
    ...others,
    kind: row.kind,
    // A right of an office is valid in its territory unless others are named.
    territory: territory.length === 0 && office !== '' ? [office] : territory,
    ...(office !== '' && { office }),
    ...(row.number.trim() !== '' && { number: row.number.trim() }),
    ...(classes.length > 0 && { niceClasses: classes }),
    ...(row.validUntil !== '' && { validUntil: row.validUntil }),
  }
}

function listIn(text: string): string[] {
  return text
    .split(/[,;\n、，]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** 1200,50 → 1200.50. */
function plainAmount(text: string): string {
  return text.trim().replace(',', '.')
}

const amount = /^\d+([.,]\d+)?$/

export const isAmount = (text: string): boolean => text.trim() === '' || amount.test(text.trim())
const isCurrency = (text: string): boolean => text === '' || /^[A-Z]{3}$/.test(text)
export const isId = (text: string): boolean => /^[a-z0-9][a-z0-9-]*$/.test(text)
export const isClasses = (text: string): boolean =>
  listIn(text).every((one) => /^\d{1,2}$/.test(one) && Number(one) >= 1 && Number(one) <= 45)

export type BrandFault = 'name' | 'id' | 'goods' | 'currency' | 'amounts' | 'right'

/** What still prevents saving. */
export function faultsIn({ name, id, goods, rights }: BrandValues): BrandFault[] {
  const named = goods.filter(({ low, typical }) => `${low}${typical}`.trim() !== '')
  const faults: Partial<Record<BrandFault, boolean>> = {
    name: name.trim() === '',
    id: !isId(id.trim()),
    goods: named.some(({ type, low }) => type.trim() === '' || low.trim() === ''),
    currency: named.some(({ currency }) => currency === '' || !isCurrency(currency)),
    amounts: goods.some(({ low, typical }) => !isAmount(low) || !isAmount(typical)),
    right: rights
      .filter(isFilled)
      .some(
        ({ office, territory, classes }) =>
          (office === '' && territory.length === 0) || !isClasses(classes),
      ),
  }
  return (Object.keys(faults) as BrandFault[]).filter((fault) => faults[fault])
}
