import { createHash } from 'node:crypto'
import {
  householdMotifOf,
  householdMotifs,
  motifIn,
  plainTitle,
  type HouseholdMotif,
} from './household-goods.ts'
import { sampleImageFolder } from '../../images/pipeline/index.ts'

/** Motifs of branded goods; what has none is drawn as a parcel. */
const brandedMotifs = [
  'bag',
  'wallet',
  'belt',
  'shoe',
  'shirt',
  'jacket',
  'scarf',
  'glasses',
  'watch',
  'pendant',
  'figurine',
  'phone',
  'tablet',
  'headphones',
  'speaker',
  'appliance',
  'bottle',
  'sweets',
  'bricks',
  'doll',
  'book',
  'parcel',
] as const
export type Motif = (typeof brandedMotifs)[number] | HouseholdMotif

const motifs: readonly Motif[] = [...brandedMotifs, ...householdMotifs]

/** All parameters of a picture: motif, goods (colours and proportions), deviation from the original, and scene. */
export type ImageName = { motif: Motif; goods: number; deviation: number; scene: number }

const form = /^([a-z]+)-([0-9a-f]{6})([0-9a-f]{2})-([0-9a-f]{4})\.svg$/

/**
 * The path of a picture on this server: independent of the server's address, and enough to draw the picture again.
 */
export function sampleImageUrl({ motif, goods, deviation, scene }: ImageName): string {
  const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')
  return `${sampleImageFolder}${motif}-${hex(goods, 6)}${hex(deviation, 2)}-${hex(scene, 4)}.svg`
}

/** Parses the last part of such a path; undefined if it is not a picture. */
export function parseImageName(file: string): ImageName | undefined {
  const [, word, goods = '', deviation = '', scene = ''] = form.exec(file) ?? []
  const motif = motifs.find((one) => one === word)
  if (motif === undefined) return undefined
  const number = (digits: string): number => Number.parseInt(digits, 16)
  return { motif, goods: number(goods), deviation: number(deviation), scene: number(scene) }
}

/** A number below 2^24 derived from a text. */
export function seedOf(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 3)
}

const figures: Readonly<Record<string, Motif>> = {
  ...of('bag', ['bag', 'handbag', 'tote', 'backpack', 'luggage', 'pouch']),
  ...of('wallet', ['wallet', 'card-holder', 'keyring', 'gloves']),
  ...of('belt', ['belt', 'watch-strap']),
  ...of('shoe', ['shoes', 'sneakers', 'boots', 'sandals', 'heels', 'loafers', 'football-boots']),
  ...of('shirt', ['t-shirt', 'shirt', 'jersey', 'sweater', 'clothing', 'sportswear', 'dress']),
  ...of('jacket', ['jacket', 'coat', 'hoodie', 'suit', 'trousers', 'jeans', 'shorts']),
  ...of('scarf', ['scarf', 'tie', 'home-textile', 'socks']),
  ...of('glasses', ['sunglasses', 'eyewear']),
  ...of('watch', ['watch', 'smartwatch']),
  ...of('pendant', ['necklace', 'earrings', 'bracelet', 'ring', 'jewellery', 'brooch']),
  ...of('figurine', ['crystal-figurine', 'figurine']),
  ...of('phone', ['phone', 'phone-case', 'screen-protector', 'phone-part', 'power-bank']),
  ...of('tablet', ['tablet', 'laptop', 'monitor', 'tv', 'e-reader', 'computer']),
  ...of('headphones', ['headphones']),
  ...of('speaker', ['speaker', 'router', 'charger', 'battery']),
  ...of('appliance', ['hair-dryer', 'vacuum', 'filter', 'kitchen-appliance', 'tool']),
  ...of('bottle', ['perfume', 'makeup', 'skincare', 'haircare', 'drink']),
  ...of('sweets', ['chocolate', 'candy', 'chewing-gum', 'biscuit', 'food', 'coffee', 'pet-food']),
  ...of('bricks', ['building-bricks', 'toy', 'board-game', 'car']),
  ...of('doll', ['doll']),
  ...of('book', ['book', 'poster', 'sticker']),
}

function of(motif: Motif, types: readonly string[]): Record<string, Motif> {
  return Object.fromEntries(types.map((type) => [type, motif]))
}

const titleWords: readonly { motif: Motif; stems: readonly string[] }[] = [
  {
    motif: 'parcel',
    stems: ['gift box', 'boîte seule', 'leerkarton', 'boş kutu', 'пустая коробка'],
  },
  {
    motif: 'shoe',
    stems: ['baskets', 'кроссовки', 'tênis', 'zapatillas', 'slipper', 'ローファー'],
  },
  { motif: 'wallet', stems: ['cartera', 'кошелёк'] },
  { motif: 'headphones', stems: ['наушник', 'headphone'] },
  { motif: 'speaker', stems: ['speaker', 'enceinte', 'مكبر صوت'] },
  { motif: 'appliance', stems: ['пылесос', 'مكنسة'] },
  { motif: 'doll', stems: ['muñeca', 'puppe', '人形'] },
  { motif: 'shirt', stems: ['camiseta', 'disfraz', 'fantasia'] },
  { motif: 'jacket', stems: ['costume'] },
  { motif: 'watch', stems: ['jam tangan'] },
  { motif: 'phone', stems: ['lcd'] },
  { motif: 'bricks', stems: ['juego de construcción'] },
  { motif: 'bottle', stems: ['son môi'] },
  { motif: 'sweets', stems: ['pienso'] },
  {
    motif: 'bag',
    stems: ['حقيبة', '包中包', 'túi', 'dust bag', 'paper bag', '手提纸袋', '防尘袋'],
  },
]

/** The motif for a product type, or else for what the title names. */
export function motifOf(productType: string | undefined, title = ''): Motif {
  const ofType = figures[productType ?? '']
  if (ofType !== undefined) return ofType
  return motifIn(plainTitle(title), titleWords) ?? householdMotifOf(title) ?? 'parcel'
}
