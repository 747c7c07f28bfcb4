import type { Listing } from '@touchstone/contract'

const ofCurrency: Record<string, string> = {
  IDR: 'ID',
  CNY: 'CN',
  VND: 'VN',
  THB: 'TH',
  MYR: 'MY',
  PHP: 'PH',
  SGD: 'SG',
  TWD: 'TW',
  HKD: 'HK',
  RUB: 'RU',
  TRY: 'TR',
  INR: 'IN',
  PKR: 'PK',
  BDT: 'BD',
  BRL: 'BR',
  MXN: 'MX',
  GBP: 'GB',
  USD: 'US',
  JPY: 'JP',
  KRW: 'KR',
  EGP: 'EG',
  AED: 'AE',
  SAR: 'SA',
  PLN: 'PL',
  UAH: 'UA',
  KZT: 'KZ',
  COP: 'CO',
  ARS: 'AR',
  ZAR: 'ZA',
  NGN: 'NG',
  AUD: 'AU',
  CAD: 'CA',
  CHF: 'CH',
}
const ofMarketplace: [pattern: RegExp, country: string][] = [
  [/tokopedia|bukalapak|blibli|\bid\b|\.co\.id/, 'ID'],
  [/taobao|1688|tmall|weidian|xianyu|jd|pinduoduo/, 'CN'],
  [/tiki|sendo|\.vn|-vn/, 'VN'],
  [/avito|ozon|wildberries/, 'RU'],
  [/trendyol|hepsiburada|sahibinden/, 'TR'],
  [/flipkart|indiamart/, 'IN'],
  [/-tw|\.tw/, 'TW'],
]
/** Words and scripts that hardly occur outside one country. */
const ofText: [pattern: RegExp, country: string][] = [
  [
    /\b(?:hubungi|nomor|barang|harga|kirim|ready stok|minat|pesan|admin wa|bisa|ori|untuk)\b/i,
    'ID',
  ],
  [/[ăđơưạảấầẩậắằẵặẹẻẽếềểệỉịọỏốồổỗộớờởợụủứừửữựỳỵỷỹ]|\b(?:lien he|zalo|sdt)\b/i, 'VN'],
  [/\p{Script=Thai}/u, 'TH'],
  [/\p{Script=Hangul}/u, 'KR'],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'JP'],
  [/\p{Script=Han}|wechat|weixin/iu, 'CN'],
  [/[їєі]/i, 'UA'],
  [/\p{Script=Cyrillic}/u, 'RU'],
  [/[ğşı]|\b(?:telefon|ürün|fiyat)\b/i, 'TR'],
  [/\p{Script=Devanagari}/u, 'IN'],
  [/\b(?:und|für|nur|anrufen|Telefon|versand)\b/, 'DE'],
  [/\b(?:appelez|vente|pour|livraison|vendeur)\b/i, 'FR'],
  [/\b(?:llamar|envio|consultas|pedidos)\b/i, 'ES'],
  [/\b(?:ligue|frete|entrega|você)\b/i, 'BR'],
]

/** Countries whose numbers a seller may write without a prefix: of the account first, then of the listing, then of its words. */
export function likelyCountries(
  {
    seller,
    shipsFrom,
    price,
    marketplace,
  }: Pick<Listing, 'seller' | 'shipsFrom' | 'price' | 'marketplace'>,
  text: string,
): string[] {
  const bySite = ofMarketplace.find(([pattern]) => pattern.test(marketplace ?? ''))?.[1]
  const byWords = ofText.filter(([pattern]) => pattern.test(text)).map(([, country]) => country)
  const stated = [seller?.country, shipsFrom, bySite, ofCurrency[price?.currency ?? '']]
  return [...new Set([...stated, ...byWords].filter((country) => country !== undefined))]
}
