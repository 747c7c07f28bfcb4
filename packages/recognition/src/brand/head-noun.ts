import type { KnownBrand } from '../catalog/index.ts'
import {
  gap,
  type BrandHit,
  type Field,
  type MarkerHit,
  type Place,
  type Reading,
  type TypeHit,
} from '../listing-text/index.ts'
import type { TypeTree } from '../vocabulary/index.ts'

/** Goods that others make parts and accessories for. */
const hosts = new Set([
  'phone',
  'tablet',
  'laptop',
  'computer',
  'e-reader',
  'headphones',
  'speaker',
  'smartwatch',
  'watch',
  'camera',
  'drone',
  'console',
  'game-controller',
  'printer',
  'tv',
  'monitor',
  'router',
  'vacuum',
  'hair-dryer',
  'shaver',
  'toothbrush',
  'kitchen-appliance',
  'tool',
  'car',
  'motorcycle',
  'bicycle',
])
/** Hosts whose makers make much else, straps and cases among it: a Chanel perfume, a Cartier strap. */
const fashionHosts = new Set(['watch', 'car', 'motorcycle', 'bicycle'])
/** Goods that are named after the devices that they carry, support or show. */
const carriers = new Set([
  'bag',
  'backpack',
  'tote',
  'pouch',
  'luggage',
  'furniture',
  'book',
  'poster',
  'toy',
])
/**
 * Accessories that are of use on their host alone: the name of a host beside them says what they fit. A charger or
 * cable beside it may be its maker's own, which is copied often.
 */
const worn = new Set([
  'phone-case',
  'screen-protector',
  'watch-strap',
  'phone-part',
  'fitting',
  'filter',
  'car-part',
  'sticker',
])

/** Longest text between a word for “for” and the name that it governs. */
const MAX_PHRASE_LENGTH = 60
/** Words of model names, units and lists, which may lie between a word for “for” and the name that it governs. */
const fillers = new Set(
  (
    'pro max plus ultra mini lite air se fe xl xs xr gen series note edition inch in mm cm gps lte and or all new ' +
    'galaxy watch band جالاكسي جلاكسي گلکسی واتش ووتش باند गैलेक्सी ' +
    'مم ملم انش و او أو أي سلسلة جيل и или мм см серии và hoặc dòng máy inç serisi dan atau ve veya lub oraz ' +
    'et ou y e o und oder รุ่น และ'
  ).split(' '),
)
const words = /[\p{L}\p{M}\p{N}]+/gu
const sentenceEnd = /[.!?;|]/u
/** Longer words that hold digits are codes of something else. */
const MAX_MODEL_WORD_LENGTH = 8
/** The Arabic “for”, which is written together with its word or prolonged before it. */
const arabicFor = /(?<!\p{L})و?ل(?:ل|ـ+ ?)?$/u
/** A model number right behind a maker's name: "Samsung A51". */
const modelNumber = /^[ -]?(?=[a-z]{0,5}\d)[a-z\d]{2,10}\b(?! ?(?:mm|cm|w|v|mah|gb|pcs|x)\b)/iu

/** What adds an accessory to goods instead of naming it: "TV with mount", "phone + case". */
const adds = /[+,;|/]|\b(?:with|w|incl|including|plus|and|con|com|avec|mit|z|ile)\b/iu

/** The goods that the words of a listing name, by their place in the phrase. */
export interface GoodsNamed {
  /** Ids of the types. */
  ids: readonly string[]
  /** Where accessories are named, packaging apart, which is made to hold goods. */
  accessories: readonly TypeHit[]
  /** Where hosts are named, also within the name of an accessory ("watch strap"). */
  hosts: readonly TypeHit[]
}

/**
 * The goods that a listing names.
 * @param ids of the types that it names as a whole
 * @param named the places of those types
 */
export function goodsNamed(
  ids: readonly string[],
  named: readonly TypeHit[],
  { types }: Pick<Reading, 'types'>,
): GoodsNamed {
  return {
    ids,
    accessories: named.filter(({ type }) => type.accessory && type.id !== 'packaging'),
    hosts: types.filter(({ type }) => hosts.has(type.id)),
  }
}

/**
 * The goods without devices that only say what other goods are for: a "laptop backpack", "mochila laptop" or "camera bag"
 * is a bag. Accessories do not hide what they fit, which tells whose name is beside it.
 */
export function withoutModifiers(named: readonly TypeHit[]): readonly TypeHit[] {
  if (named.length < 2) return named
  const isModifier = (hit: TypeHit): boolean =>
    isDevice(hit.type.id) &&
    named.some(
      (other) =>
        other.field === hit.field &&
        carriers.has(other.type.id) &&
        !overlap(other, hit) &&
        gap(other, hit) <= 1 &&
        isJoint(hit, other),
    )
  return named.some(isModifier) ? named.filter((hit) => !isModifier(hit)) : named
}

function overlap(one: Place, other: Place): boolean {
  return one.start < other.end && other.start < one.end
}

/** True where nothing or a space is between two places. */
function isJoint(one: Place, other: Place): boolean {
  const [first, last] = one.start < other.start ? [one, other] : [other, one]
  return one.field.text.slice(first.end, last.start).trim() === ''
}

function isDevice(id: string): boolean {
  return hosts.has(id) && !fashionHosts.has(id)
}

/** True for makers of devices, whose names stand on the parts that others make for them. */
export function makesDevices({ productTypes }: KnownBrand): boolean {
  for (const id of productTypes) if (isDevice(id)) return true
  return false
}

/** Whether a brand makes goods of a type; a smartwatch is called a watch too. */
function makes(brand: KnownBrand, id: string, tree: TypeTree): boolean {
  if (id === 'watch' && brand.productTypes.has('smartwatch')) return true
  for (const own of brand.productTypes) if (tree.related(own, id)) return true
  return false
}

/** The Arabic word for “for” with the name that it is written together with. */
interface ForWord {
  text: string
}

/**
 * The word for “for” that governs a name over other names of the same phrase: "for phone Samsung", "for iPhone 13 Pro /
 * Samsung", "Apple Watch Ultra 49 mm için", "لساعة ابل".
 */
export function governingFor(
  hit: BrandHit,
  reading: Reading,
  goods: GoodsNamed,
  tree: TypeTree,
): MarkerHit | ForWord | undefined {
  const isOfHost = [...hit.brand.productTypes].some((id) => hosts.has(id))
  if (!isOfHost) return undefined
  for (const marker of reading.markers) {
    const { meaning } = marker.marker
    if (marker.field !== hit.field || gap(marker, hit) > MAX_PHRASE_LENGTH) continue
    if (meaning === 'compatible-before' && marker.end <= hit.start) {
      if (isOnePhrase(hit.field, marker.end, hit.start, reading)) return marker
    } else if (meaning === 'compatible-after' && marker.start >= hit.end)
      if (isOnePhrase(hit.field, hit.end, marker.start, reading)) return marker
  }
  return arabicForBefore(hit, reading, goods, tree)
}

function arabicForBefore(
  hit: BrandHit,
  reading: Reading,
  goods: GoodsNamed,
  tree: TypeTree,
): ForWord | undefined {
  for (const host of goods.hosts) {
    if (host.field !== hit.field || host.start > hit.start || gap(host, hit) > MAX_PHRASE_LENGTH)
      continue
    if (!makes(hit.brand, host.type.id, tree)) continue
    const word = arabicForAt(host, goods)
    if (word !== undefined && isOnePhrase(hit.field, host.end, hit.start, reading)) return word
  }
  const word = arabicForAt(hit, goods)
  if (word === undefined || goods.accessories.length > 0) return word
  // "عطر لشانيل" is a perfume of Chanel.
  const isOwn = goods.ids.some((id) => makes(hit.brand, id, tree))
  return makesDevices(hit.brand) && !isOwn ? word : undefined
}

/** The Arabic “for” right before a place that other goods are named before, or accessories anywhere. */
function arabicForAt({ field, start, end }: Place, goods: GoodsNamed): ForWord | undefined {
  const before = arabicFor.exec(field.text.slice(Math.max(0, start - 6), start))
  if (before === null) return undefined
  if (start === before[0].length && goods.accessories.length === 0) return undefined
  return { text: before[0].trim() + field.text.slice(start, end) }
}

/** True if the text between two places holds names of hosts, brands and models alone. */
function isOnePhrase(field: Field, from: number, to: number, reading: Reading): boolean {
  if (from >= to) return true
  let rest = field.text.slice(from, to)
  const blank = (place: Place): void => {
    if (place.field !== field || place.start >= to || place.end <= from) return
    const [start, end] = [Math.max(from, place.start) - from, Math.min(to, place.end) - from]
    rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end)
  }
  for (const hit of reading.types) if (hosts.has(hit.type.id)) blank(hit)
  reading.brands.forEach(blank)
  reading.otherNames.forEach(blank)
  if (sentenceEnd.test(rest)) return false
  return (rest.toLowerCase().match(words) ?? []).every(
    (word) => fillers.has(word) || (word.length <= MAX_MODEL_WORD_LENGTH && /\p{N}/u.test(word)),
  )
}

/**
 * The accessory whose host a name tells: the maker of the host that is named beside it ("watch strap Apple"), or a
 * maker's name with a model number ("case Samsung A51").
 */
export function accessoryToHost(
  hit: BrandHit,
  goods: GoodsNamed,
  tree: TypeTree,
): TypeHit | undefined {
  const accessory = goods.accessories.find((place) => worn.has(place.type.id) && isHead(place, hit))
  if (accessory === undefined) return undefined
  const namesHost = goods.hosts.some(
    (host) =>
      host.field === hit.field && gap(host, hit) <= 1 && makes(hit.brand, host.type.id, tree),
  )
  if (namesHost) return accessory
  const behind = hit.field.text.slice(hit.end, hit.end + 16)
  return makesDevices(hit.brand) && accessory.field === hit.field && modelNumber.test(behind)
    ? accessory
    : undefined
}

/** True where the accessory comes first, or behind the name without a word or sign that adds it: "TV + wall mount". */
function isHead(accessory: TypeHit, hit: BrandHit): boolean {
  if (accessory.field !== hit.field || accessory.start < hit.end) return true
  return !adds.test(accessory.field.text.slice(hit.end, accessory.start))
}

/**
 * The part or accessory that is named before every brand and device of its field. Languages that name the head first
 * put what it fits behind it: "dây Apple Watch", "чехол Samsung".
 */
export function partBefore(
  hit: BrandHit,
  reading: Reading,
  goods: GoodsNamed,
): MarkerHit | undefined {
  if (!makesDevices(hit.brand)) return undefined
  return reading.markers.find(
    (marker) =>
      marker.marker.meaning === 'part-before' &&
      marker.field === hit.field &&
      marker.end <= hit.start &&
      gap(marker, hit) <= marker.marker.within &&
      !reading.brands.some((other) => precedes(other, marker)) &&
      !goods.hosts.some((host) => precedes(host, marker)),
  )
}

function precedes(place: Place, other: Place): boolean {
  return place.field === other.field && place.start < other.start
}

/** True for a maker's name that is only the beginning of a model's: "Apple iPhone 13". */
export function isPartOfModel(hit: BrandHit, hits: readonly BrandHit[]): boolean {
  return (
    hit.form.kind !== 'model' &&
    hits.some(
      (model) =>
        model.form.kind === 'model' &&
        model.field === hit.field &&
        model.start >= hit.start &&
        gap(hit, model) <= 1,
    )
  )
}

/** Whether an accessory of use on its host alone is named. */
export function namesWorn({ accessories }: GoodsNamed): boolean {
  return accessories.some(({ type }) => worn.has(type.id))
}
