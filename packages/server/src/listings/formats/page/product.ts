import { createHash } from 'node:crypto'
import { showFound, type Fault, type Listing, type Money } from '@touchstone/contract'
import { conditionOf, readPrice } from '../mapping/index.ts'
import { firstText, nodesOf, textsOf, typesOf, valuesOf, isNode, type Node } from './node.ts'
import { addressOf, truncate, oneLine, plainText } from './text.ts'

export type PageContext = {
  pageUrl: string
  /** Base for resolving addresses. */
  base: string
  language: string | undefined
  textCharacters: number
}

/** A listing that may lack what only the page as a whole provides. */
export type Draft = Partial<Listing> & { faults: Fault[] }

const offerTypes = new Set(['Offer', 'AggregateOffer', 'OfferForPurchase', 'Demand'])

/**
 * Creates drafts from a schema.org product: one for a single seller or none, else one per seller. Offers by the same
 * seller become its variants, the cheapest one its price.
 */
export function draftsOf(product: Node, context: PageContext): Draft[] {
  const offers = nodesOf(product, 'offers')
    .flatMap((offer) => {
      const inner = nodesOf(offer, 'offers')
      return inner.length > 0 ? inner : [offer]
    })
    .filter(
      (offer) => typesOf(offer).length === 0 || typesOf(offer).some((type) => offerTypes.has(type)),
    )
  const variants = nodesOf(product, 'hasVariant').slice(0, 500)
  const bySeller = new Map<string, Node[]>()
  for (const offer of offers) {
    const key = JSON.stringify(sellerOf(offer, context) ?? null)
    bySeller.set(key, [...(bySeller.get(key) ?? []), offer])
  }
  if (bySeller.size === 0) return [draftOf(product, [], variants, context)]
  const drafts = [...bySeller.values()].map((own) => draftOf(product, own, variants, context))
  if (drafts.length === 1) return drafts
  // One product with several sellers: each offer is a listing of its own.
  return drafts.map((draft, at) => ({ ...draft, id: truncate(`${draft.id ?? ''}#${at + 1}`, 200) }))
}

function draftOf(product: Node, offers: Node[], variants: Node[], context: PageContext): Draft {
  const faults: Fault[] = []
  const priced = offers.map((offer) => ({ offer, price: priceOf(offer, faults) }))
  const cheapest = priced
    .filter(({ price }) => price !== undefined)
    .sort((one, other) => Number(one.price?.amount) - Number(other.price?.amount))[0]
  const offer = cheapest?.offer ?? offers[0]
  const url = addressIn([offer, product], context)
  const description = firstText(product, 'description')
  const condition =
    firstText(offer ?? product, 'itemCondition') ?? firstText(product, 'itemCondition')
  const seen = [
    ...(priced.length > 1 ? priced.map((each) => variantOf(each.offer, each.price)) : []),
    ...variants.map((each) => variantOf(each, priceOf(nodesOf(each, 'offers')[0] ?? each, []))),
  ]
  return dropUndefined({
    id: idOf([product, offer], url ?? context.pageUrl),
    url,
    title: title(firstText(product, 'name') ?? (offer && firstText(offer, 'name'))),
    description: description && truncate(plainText(description), context.textCharacters),
    brand: title(firstText(product, 'brand', 'manufacturer')),
    category: title(firstText(product, 'category') ?? (offer && firstText(offer, 'category'))),
    condition: condition === undefined ? undefined : conditionOf(condition).value,
    price: cheapest?.price,
    images: imagesOf(product, context),
    seller: offer && sellerOf(offer, context),
    variants: seen.length === 0 ? undefined : seen.slice(0, 500),
    attributes: attributesOf(product),
    reviews: reviewsOf(product, context),
    language: context.language,
    sources: [{ kind: 'page', url: context.pageUrl }],
    faults,
  })
}

function dropUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T
}

function title(text: string | undefined): string | undefined {
  return text === undefined ? undefined : truncate(oneLine(text), 2000)
}

/** The shop's own number, else the address; if too long for the contract, its digest. */
export function idOf(nodes: readonly (Node | undefined)[], address: string): string {
  for (const node of nodes) {
    const id = node && firstText(node, 'productID', 'sku', 'identifier')
    if (id !== undefined && id.trim().length <= 190) return oneLine(id)
  }
  const plain = address.replace(/#[^]*/, '')
  if (plain.length <= 190) return plain
  return `sha256:${createHash('sha256').update(plain).digest('hex')}`
}

function addressIn(
  nodes: readonly (Node | undefined)[],
  { base }: PageContext,
): string | undefined {
  for (const node of nodes) {
    const text = node && firstText(node, 'url')
    const url = text === undefined ? undefined : addressOf(text, base)
    if (url !== undefined) return url
  }
  return undefined
}

/** The current price; a struck-out one is only the seller's claim about an earlier price. */
function priceOf(offer: Node, faults: Fault[]): Money | undefined {
  const specified = nodesOf(offer, 'priceSpecification').filter(
    (each) => !/Strikethrough|ListPrice|SRP|MSRP/i.test(firstText(each, 'priceType') ?? ''),
  )
  for (const node of [offer, ...specified]) {
    const amount = firstText(node, 'price', 'lowPrice', 'minPrice')
    if (amount === undefined) continue
    const stated = firstText(node, 'priceCurrency') ?? firstText(offer, 'priceCurrency')
    const price = readPrice(amount, { stated, decimal: '.' })
    if (price.ok) return price.money
    const pointer = `/price/${price.field}`
    faults.push({ pointer, problem: price.problem, found: showFound(amount), remedy: price.remedy })
  }
  return undefined
}

function variantOf(node: Node, price: Money | undefined) {
  const name = title(firstText(node, 'name', 'sku', 'color', 'size'))
  return { ...(name !== undefined && { name }), ...(price !== undefined && { price }) }
}

function imagesOf(product: Node, { base }: PageContext): { url: string }[] | undefined {
  const texts = valuesOf(product, 'image').flatMap((value) => {
    if (typeof value === 'string') return [value]
    return isNode(value)
      ? textsOf(value, 'contentUrl').concat(textsOf(value, 'url')).slice(0, 1)
      : []
  })
  const urls = new Set(texts.flatMap((text) => addressOf(text, base) ?? []))
  return urls.size === 0 ? undefined : [...urls].slice(0, 50).map((url) => ({ url }))
}

function sellerOf(offer: Node, { base }: PageContext): Listing['seller'] {
  const [seller] = [...valuesOf(offer, 'seller'), ...valuesOf(offer, 'offeredBy')]
  if (typeof seller === 'string') return seller.trim() === '' ? undefined : { id: oneLine(seller) }
  if (!isNode(seller)) return undefined
  const name = title(firstText(seller, 'name'))
  const address = firstText(seller, 'url', '@id')
  const id =
    firstText(seller, 'identifier') ??
    (address === undefined ? undefined : addressOf(address, base)) ??
    name
  if (id === undefined) return undefined
  return { id: oneLine(id), ...(name !== undefined && { name }) }
}

const attributeNames =
  'gtin gtin8 gtin12 gtin13 gtin14 isbn mpn model color size material pattern'.split(' ')

function attributesOf(product: Node): Record<string, string> | undefined {
  const found: [string, string][] = attributeNames.flatMap((name) => {
    const text = firstText(product, name)
    return text === undefined ? [] : [[name, truncate(oneLine(text), 1000)]]
  })
  for (const property of nodesOf(product, 'additionalProperty').slice(0, 100)) {
    const name = firstText(property, 'name')
    const value = firstText(property, 'value')
    if (name === undefined || value === undefined || name === '__proto__') continue
    found.push([truncate(oneLine(name), 200), truncate(oneLine(value), 1000)])
  }
  return found.length === 0 ? undefined : Object.fromEntries(found)
}

// Only the text of reviews: buyers' names are not collected.
function reviewsOf(product: Node, { textCharacters }: PageContext): Listing['reviews'] {
  const reviews = [...nodesOf(product, 'review'), ...nodesOf(product, 'reviews')].slice(0, 200)
  const found = reviews.flatMap((review) => {
    const body = firstText(review, 'reviewBody', 'description')
    const [scale] = nodesOf(review, 'reviewRating')
    const rating = Number(scale && firstText(scale, 'ratingValue'))
    const isUsual =
      rating >= 0 && rating <= 5 && Number((scale && firstText(scale, 'bestRating')) ?? 5) === 5
    if (body === undefined) return []
    return [{ text: truncate(plainText(body), textCharacters), ...(isUsual && { rating }) }]
  })
  return found.length === 0 ? undefined : found
}
