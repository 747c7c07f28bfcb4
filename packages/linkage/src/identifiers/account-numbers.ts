import { stdnum } from 'stdnum'
import type { FoundIdentifier } from './found-identifier.ts'

const iban = /(?<![a-z0-9])[a-z]{2}[0-9]{2}(?: ?[a-z0-9]){11,30}(?![a-z0-9])/g
/** Lengths of IBANs (SWIFT IBAN registry). */
const ibanLengths: Record<string, number> = Object.fromEntries(
  `ad24 ae23 al28 at20 az28 ba20 be16 bg22 bh22 br29 by28 ch21 cr22 cy28 cz24 de22 dk18 do28 ee20 eg29 es24 fi18 fo18 fr27 gb22 ge22
  gi23 gl18 gr27 gt28 hr21 hu28 ie22 il23 iq23 is26 it27 jo30 kw30 kz20 lb28 lc32 li21 lt20 lu20 lv21 mc27 md24 me22 mk19 mr27 mt31
  mu30 nl18 no15 pk24 pl28 ps29 pt25 qa29 ro24 rs22 sa24 sc31 se24 si19 sk24 sm27 tn24 tr26 ua29 va22 vg24 xk20`
    .split(/\s+/)
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
)

/** International bank accounts by length and check digits (ISO 13616). */
export function findIbans(text: string): FoundIdentifier[] {
  return [...text.matchAll(iban)].flatMap(({ 0: whole, index }): FoundIdentifier[] => {
    const length = ibanLengths[whole.slice(0, 2)]
    if (length === undefined) return []
    let end = 0
    let value = ''
    while (end < whole.length && value.length < length) {
      if (whole[end] !== ' ') value += whole[end] ?? ''
      end++
    }
    // Words may follow, which the pattern cannot tell from letters of an account.
    const next = whole[end]
    if (value.length !== length || (next !== undefined && next !== ' ') || !hasIbanCheck(value))
      return []
    return [{ type: 'bank-account', value: value.toUpperCase(), start: index, end: index + end }]
  })
}

function hasIbanCheck(value: string): boolean {
  let rest = 0
  for (const sign of value.slice(4) + value.slice(0, 4)) {
    const number = Number.parseInt(sign, 36)
    rest = (rest * (number > 9 ? 100 : 10) + number) % 97
  }
  return rest === 1
}

const bankCue =
  /(?:bca|bri|bni|mandiri|bsi|cimb|rekening|norek|(?<![a-z])rek|a\/c|acc(?:oun)?t(?: no| number)?|bank|账号|卡号|帐号|户口|转账|stk|so tai khoan|vietcombank|techcombank|mbbank|bidv|agribank|vpbank|сбербанк|тинькофф|карт[ауы]|tarjeta|kartu|card|บัญชี|ธนาคาร|กสิกร)[\s:：.=\-]{0,6}(?:no|nr|number|nomor|号)?[\s:：.=\-]{0,6}$/
const account = /(?<![0-9a-z+])[0-9](?:[ -]?[0-9]){7,18}(?![0-9])/g
const cardStart = /^(?:4|5[1-5]|2[2-7]|3[47]|35|62|60|65|81|220[0-4])/

/** Bank accounts and cards that a bank or a word for one is named before. Cards have a check digit (ISO/IEC 7812). */
export function findBankAccounts(text: string): FoundIdentifier[] {
  return [...text.matchAll(account)].flatMap(({ 0: whole, index }): FoundIdentifier[] => {
    const value = whole.replaceAll(/\D/g, '')
    const place = { start: index, end: index + whole.length }
    const before = text.slice(Math.max(0, index - 32), index)
    const isNamed = bankCue.test(before)
    const isCard = value.length >= 15 && cardStart.test(value) && hasLuhnCheck(value)
    const isWrittenAsCard =
      /^\d{4}([ -])\d{4}\1\d{4}\1\d{4}/.test(whole) && !/imei|serial|s\/n|key|code/.test(before)
    if (isCard && (isNamed || isWrittenAsCard)) return [{ type: 'card', value, ...place }]
    return isNamed && value.length >= 8 ? [{ type: 'bank-account', value, ...place }] : []
  })
}

function hasLuhnCheck(digits: string): boolean {
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits.charAt(digits.length - 1 - place))
    const counted = place % 2 === 0 ? digit : digit * 2
    sum += counted > 9 ? counted - 9 : counted
  }
  return sum % 10 === 0
}

type Registration = {
  type: 'tax-number' | 'business-licence'
  cue: RegExp
  country: string
  /** The name of its validator in stdnum; none where a number has no check digit. */
  validator?: string
  shape: RegExp
}

/** Tax and licence numbers after the word for them, each with the check of its country where there is one. */
const registrations: readonly Registration[] = [
  {
    type: 'tax-number',
    country: 'ID',
    validator: 'npwp',
    cue: /npwp/,
    shape: /\d[\d.\- ]{13,20}\d/,
  },
  {
    type: 'tax-number',
    country: 'IN',
    validator: 'gstin',
    cue: /gst(?:in)?(?: no)?/,
    shape: /\d{2}[a-z]{5}\d{4}[a-z]\w[a-z]\w/,
  },
  {
    type: 'tax-number',
    country: 'DE',
    validator: 'vat',
    cue: /ust-?id(?:-?nr)?|vat(?: id| no| number)?|umsatzsteuer-?id/,
    shape: /de ?\d{3} ?\d{3} ?\d{3}/,
  },
  {
    type: 'tax-number',
    country: 'GB',
    validator: 'vat',
    cue: /vat(?: id| no| number| reg(?: no)?)?/,
    shape: /gb ?\d{3} ?\d{4} ?\d{2}/,
  },
  {
    type: 'tax-number',
    country: 'FR',
    validator: 'tva',
    cue: /tva(?: intra(?:communautaire)?)?|vat(?: id| no)?/,
    shape: /fr ?\w{2} ?\d{3} ?\d{3} ?\d{3}/,
  },
  {
    type: 'tax-number',
    country: 'IT',
    validator: 'iva',
    cue: /p\.? ?iva|partita iva|vat(?: id| no)?/,
    shape: /(?:it ?)?\d{11}/,
  },
  { type: 'tax-number', country: 'RU', validator: 'inn', cue: /инн/, shape: /\d{10,12}/ },
  {
    type: 'tax-number',
    country: 'BR',
    validator: 'cnpj',
    cue: /cnpj/,
    shape: /\d{2}\.?\d{3}\.?\d{3}\/?\d{4}-?\d{2}/,
  },
  {
    type: 'tax-number',
    country: 'TR',
    validator: 'vkn',
    cue: /vkn|vergi (?:kimlik )?no/,
    shape: /\d{10}/,
  },
  {
    type: 'tax-number',
    country: 'ES',
    validator: 'nif',
    cue: /(?<![a-z])[cn]if/,
    shape: /[a-z]-?\d{7,8}-?\w?/,
  },
  {
    type: 'business-licence',
    country: 'CN',
    validator: 'uscc',
    cue: /统一社会信用代码|社会信用代码|营业执照(?:号|注册号)?|uscc|business licen[cs]e(?: no| number)?/,
    shape: /[0-9a-z]{18}/,
  },
  { type: 'business-licence', country: 'ID', cue: /(?<![a-z])nib/, shape: /\d{13}/ },
  {
    type: 'business-licence',
    country: 'GB',
    validator: 'crn',
    cue: /company (?:no|number|reg(?:istration)?(?: no| number)?)/,
    shape: /(?:[a-z]{2})?\d{6,8}/,
  },
]
const patterns = registrations.map((registration) => ({
  ...registration,
  pattern: new RegExp(
    `(?:${registration.cue.source})[\\s:：.=#-]{0,4}(${registration.shape.source})(?![0-9a-z])`,
    'g',
  ),
}))

export function findRegistrations(text: string): FoundIdentifier[] {
  return patterns.flatMap(({ type, country, validator, pattern }) =>
    [...text.matchAll(pattern)].flatMap(
      ({ 0: whole, 1: written = '', index }): FoundIdentifier[] => {
        const check = validator === undefined ? undefined : stdnum[country]?.[validator]
        const checked = check?.validate(written.toUpperCase())
        if (checked !== undefined && !checked.isValid) return []
        const plain =
          checked?.isValid === true ? checked.compact : written.replaceAll(/[^0-9a-z]/g, '')
        const bare = plain.toUpperCase().replace(new RegExp(`^${country}`), '')
        const end = index + whole.length
        return [{ type, value: `${country}${bare}`, start: end - written.length, end }]
      },
    ),
  )
}
