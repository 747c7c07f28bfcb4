import { productTypes } from '@touchstone/recognition'
import { pick, type Random } from '../random.ts'

/** A language’s ordinary titles, with `{name}` and `{product}` to be filled, and its words. */
interface Carrier {
  language: string
  titles: readonly string[]
  products: Record<Goods, string>
}

const goods = [
  'bag',
  'shoes',
  'clothing',
  't-shirt',
  'watch',
  'jewellery',
  'eyewear',
  'perfume',
  'skincare',
  'phone',
  'food',
  'toy',
  'tool',
  'gift',
] as const
type Goods = (typeof goods)[number]

function carrier(language: string, titles: readonly string[], words: string): Carrier {
  const list = words.split(', ')
  const products = Object.fromEntries(goods.map((one, at) => [one, list[at] ?? '']))
  return { language, titles, products: products as Record<Goods, string> }
}

const carriers: readonly Carrier[] = [
  carrier(
    'en',
    ['{name} {product} black size M', 'Nice {product} by {name}, fast delivery'],
    'bag, shoes, jacket, tee, watch, necklace, sunglasses, perfume, cream, phone, chocolate, toy, drill, gift',
  ),
  carrier(
    'de',
    [
      '{name} {product} schwarz, wie auf dem Foto',
      '{product} von {name} abzugeben, schneller Versand',
    ],
    'Tasche, Schuhe, Jacke, Shirt, Armbanduhr, Halskette, Sonnenbrille, Duft, Creme, Handy, Schokolade, Spielzeug, Bohrer, Geschenk',
  ),
  carrier(
    'fr',
    ['{name} {product} noir avec boîte', 'Vends {product} {name}, envoi rapide'],
    'sac, chaussures, veste, maillot, montre, collier, lunettes, parfum, crème, téléphone, chocolat, jouet, perceuse, cadeau',
  ),
  carrier(
    'es',
    ['{product} {name} color negro', '{name} {product} para mujer y hombre'],
    'bolso, zapatos, chaqueta, camiseta, reloj, collar, gafas, perfume, crema, móvil, chocolate, juguete, taladro, regalo',
  ),
  carrier(
    'it',
    ['{product} {name} nero taglia M', 'Vendo {product} {name} con scatola'],
    'borsa, scarpe, giacca, maglietta, orologio, collana, occhiali, profumo, crema, telefono, cioccolato, giocattolo, trapano, regalo',
  ),
  carrier(
    'pt',
    ['{product} {name} preto, entrega rápida', '{name} {product} tamanho M'],
    'bolsa, sapatos, jaqueta, camiseta, relógio, colar, óculos, perfume, creme, celular, chocolate, brinquedo, furadeira, presente',
  ),
  carrier(
    'tr',
    ['{name} {product} siyah', 'Kutulu {name} {product} hızlı kargo'],
    'çanta, ayakkabı, ceket, tişört, saat, kolye, gözlük, parfüm, krem, telefon, çikolata, oyuncak, matkap, hediye',
  ),
  carrier(
    'id',
    ['{product} {name} warna hitam', '{product} pria wanita {name} kirim cepat'],
    'tas, sepatu, jaket, kaos, arloji, kalung, kacamata, parfum, krim, ponsel, cokelat, mainan, bor, kado',
  ),
  carrier(
    'pl',
    ['{product} {name} czarne, wysyłka dziś', '{name} {product} rozmiar M'],
    'torebka, buty, kurtka, koszulka, zegarek, naszyjnik, okulary, perfumy, krem, telefon, czekolada, zabawka, wiertarka, prezent',
  ),
  carrier(
    'vi',
    ['{product} {name} màu đen', '{product} nam nữ {name} giao nhanh'],
    'túi, giày, áo khoác, áo thun, đồng hồ, vòng cổ, kính, nước hoa, kem, điện thoại, sô cô la, đồ chơi, máy khoan, quà',
  ),
  carrier(
    'ru',
    ['{product} {name} чёрный цвет', 'Продаю: {product} {name}, отправка сегодня'],
    'сумка, обувь, куртка, футболка, часы, колье, очки, духи, крем, телефон, шоколад, игрушка, дрель, подарок',
  ),
  carrier(
    'ar',
    ['{product} {name} لون أسود', '{product} من {name} توصيل سريع'],
    'حقيبة, حذاء, سترة, قميص, ساعة, قلادة, نظارة, عطر, كريم, هاتف, شوكولاتة, لعبة, مثقاب, هدية',
  ),
  carrier(
    'zh',
    ['{name} {product} 黑色 现货', '新款 {name} {product} 包邮'],
    '包包, 鞋子, 外套, T恤, 手表, 项链, 眼镜, 香水, 面霜, 手机, 巧克力, 玩具, 电钻, 礼物',
  ),
  carrier(
    'ja',
    ['{name} {product} ブラック', '{name} の {product} 箱付き'],
    'バッグ, 靴, ジャケット, Tシャツ, 腕時計, ネックレス, メガネ, 香水, クリーム, スマホ, チョコ, おもちゃ, ドリル, ギフト',
  ),
  carrier(
    'ko',
    ['{name} {product} 블랙', '{name} {product} 박스 포함 빠른배송'],
    '가방, 신발, 자켓, 티셔츠, 시계, 목걸이, 안경, 향수, 크림, 휴대폰, 초콜릿, 장난감, 드릴, 선물',
  ),
]

const byId = new Map(productTypes.types.map((type) => [type.id, type]))

/** The goods in a title: some that every carrier has a word for, or a type of the vocabulary. */
export type OfferedGoods = Goods | { type: string }

/** The goods for a brand’s first product type; a gift if the vocabulary lacks it. */
export function goodsOf(types: readonly string[]): OfferedGoods {
  const [first] = types
  for (let type = first; type !== undefined; type = byId.get(type)?.parent) {
    const fitting = goods.find((one) => one === type)
    if (fitting !== undefined) return fitting
  }
  return first !== undefined && byId.has(first) ? { type: first } : 'gift'
}

function productWord({ language, products }: Carrier, what: OfferedGoods): string {
  if (typeof what === 'string') return products[what]
  const words = byId.get(what.type)?.words
  return words?.[language]?.[0] ?? words?.['en']?.[0] ?? products.gift
}

/** Words for the goods in languages of Latin letters, as they are fused with a name. */
export function latinProductWords(what: OfferedGoods): string[] {
  return carriers
    .map((one) => productWord(one, what).replaceAll(' ', ''))
    .filter((word) => /^[a-z]+$/i.test(word))
}

/** An ordinary title that names the brand as written and the goods. */
export function carrierTitle(
  random: Random,
  what: OfferedGoods,
  name: string,
): { language: string; title: string } {
  const chosen = pick(random, carriers)
  const title = chosen && pick(random, chosen.titles)
  if (chosen === undefined || title === undefined) return { language: 'und', title: name }
  // A function, because a name may contain a replacement pattern of replaceAll ($&).
  return {
    language: chosen.language,
    title: title
      .replaceAll('{product}', () => productWord(chosen, what))
      .replaceAll('{name}', () => name),
  }
}
