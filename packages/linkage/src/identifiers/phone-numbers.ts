import parsePhoneNumber, { isSupportedCountry, type PhoneNumber } from 'libphonenumber-js/max'
import type { FoundIdentifier, IdentifierType, ReadingContext } from './found-identifier.ts'

const number = /(?<![0-9])(?:\+ ?|00)?\(?[0-9](?:[ ().·•\-/_~*,]{0,3}[0-9]){5,19}(?![0-9])/g

/** Words before a number that make it a contact, with the type that they say. */
const cues: [type: IdentifierType, pattern: RegExp][] = [
  ['whatsapp', /(?:whats ?app?s?|wh?ats?ap|(?<![a-z])wa|wasap|в[ао][тц]с?ап|واتس ?اب|واتس)$/],
  [
    'wechat',
    /(?:微信|薇信|威信|微芯|威芯|we ?chat|weixin|(?<![a-z])[vw]x|v信|[加+] ?[v微薇威]|[微薇威v] ?[❤♥💓💗])$/u,
  ],
  ['telegram', /(?:telegram|(?<![a-z])tg|телеграмм?|телега|电报)$/],
  [
    'payee',
    /(?:支付宝|alipay|gopay|(?<![a-z])ovo|(?<![a-z])dana|bkash|gcash|mpesa|paytm|phonepe|upi)$/,
  ],
  [
    'phone',
    /(?:phone|(?<![a-z])(?:tel|telp|telf|tlp|tfno|hp|cel|ph|mob|mobile|sms|call|cp|fon|gsm|zalo|sdt|contact|hubungi|kontak|nomor|lien he|goi|dt|viber|imo|call us|text|ring|handy|telefono?|llamar|ligue|whats)|电话|手机|联系|热线|тел|телефон|звоните|моб|โทร|เบอร์|هاتف|جوال|موبايل|फोन|मोबाइल|연락처|전화|電話|携帯)$/u,
  ],
]
/** Signs that may stand between such a word and its number. */
const signsBetween = /[^\p{L}\p{N}❤♥💓💗+]{1,40}$/u
/** Words that may. */
const wordsBetween =
  /(?:(?<![\p{L}])(?:no|number|num|nr|id|at|or|on|us|me|admin|kami|ke|di|aja|nomor)|号码|号|是)$/u

const notContacts =
  /(?:order|item|sku|ref|art|artikel|model|isbn|ean|upc|gtin|barcode|imei|serial|s\/n|track(?:ing)?|awb|resi|lot|batch|part|oem|style|code|kode|kod|артикул|заказ|код|patent|version|invoice|订单|单号|货号|款号|编号|型号|条码|快递|运单|批号|专利|备案|库存|销量|sold|views|followers|stock|stok|terjual)[\s:：#.\-=]{0,4}(?:no|nr|number|nomor|id|号码|号|码)?[\s:：#.\-=]{0,4}$/
const money = /(?:rp|idr|usd|eur|rmb|cny|vnd|php|thb|inr|rub|[$€£¥₫₹₽฿])\s*\.?$/
const units =
  /^\s*(?:mah|mm|cm|kg|gr?|ml|gb|mb|tb|w|v|hz|pcs|rb|ribu|k|usd|eur|rmb|vnd|d|đ|₫|元|円|pieces|件|个|views|sold|%)(?![a-z])/

/** Phone numbers, alone or as the name of a messenger’s account, in the form of ITU-T E.164. */
export function findPhoneNumbers(text: string, { countries }: ReadingContext): FoundIdentifier[] {
  const found: FoundIdentifier[] = []
  for (const { 0: run, index } of text.matchAll(number)) {
    const before = text.slice(Math.max(0, index - 40), index)
    const cue = cueBefore(before)
    const isInWord =
      /[\p{L}]$/u.test(before) &&
      cue === undefined &&
      !/[\p{Script=Han}\p{Script=Thai}]$/u.test(before)
    if (isInWord || (cue === undefined && notContacts.test(before))) continue
    if (cue === undefined && (money.test(before) || units.test(text.slice(index + run.length))))
      continue
    let from = 0
    for (const part of partsOf(run, countries)) {
      const at = run.indexOf(part, from)
      from = at + part.length
      const phone = readPhone(part, countries, cue !== undefined)
      if (phone === undefined) continue
      found.push({ type: cue ?? 'phone', value: phone, start: index + at, end: index + from })
    }
  }
  return found
}

function cueBefore(before: string): IdentifierType | undefined {
  let words = before.replace(signsBetween, '')
  for (let shorter = words; ; words = shorter) {
    shorter = words.replace(wordsBetween, '').replace(signsBetween, '')
    if (shorter === words || cues.some(([, pattern]) => pattern.test(words))) break
  }
  return cues.find(([, pattern]) => pattern.test(words))?.[0]
}

/** Mobile numbers that countries without a trunk prefix of 0 write in full. */
const wholeNumbers: Record<string, RegExp> = {
  CN: /^1[3-9]\d{9}$/,
  RU: /^89\d{9}$/,
  KZ: /^87\d{9}$/,
}

/** Two numbers with a slash or a comma between them are two. */
function partsOf(run: string, countries: readonly string[]): string[] {
  const parts = run
    .split(/\s*[/,]\s*|\s{2,}/)
    .filter((part) => part.replaceAll(/\D/g, '').length >= 7)
  return parts.length > 1 && readPhone(run, countries, true) === undefined ? parts : [run]
}

/**
 * The number in E.164. Without a word before it, it must be a whole international number, or a mobile one of a country
 * that is likely here.
 */
function readPhone(run: string, countries: readonly string[], hasCue: boolean): string | undefined {
  const written = run.replace(/^\+ /, '+')
  const digits = written.replaceAll(/\D/g, '')
  if (/^\+|^00/.test(written)) {
    const phone = parse(written.startsWith('+') ? `+${digits}` : `+${digits.slice(2)}`)
    if (phone?.isValid() === true) return phone.number
  }
  // A price or a date.
  const isGrouped =
    /^\d{1,3}([.,]\d{3})+$/.test(written) || /^\d{4}[-./]\d{1,2}[-./]\d{1,2}$/.test(written)
  if (isGrouped && !hasCue) return undefined
  for (const country of countries) {
    const phone = parse(digits, country)
    if (phone?.isValid() !== true) continue
    const isMobile = /MOBILE/.test(phone.getType() ?? '')
    const isWhole = digits.startsWith('0') || wholeNumbers[country]?.test(digits) === true
    if (hasCue || (isMobile && isWhole)) return phone.number
  }
  const international = hasCue && digits.length > 10 ? parse(`+${digits}`) : undefined
  return international?.isValid() === true ? international.number : undefined
}

function parse(digits: string, country?: string): PhoneNumber | undefined {
  if (country === undefined) return parsePhoneNumber(digits)
  return isSupportedCountry(country) ? parsePhoneNumber(digits, country) : undefined
}
