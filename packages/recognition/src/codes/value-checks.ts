import {
  countryLetters,
  countryNumbers,
  currencyNumbers,
  packageTypes,
  type Component,
} from './application-identifiers.ts'
import { couponFault, positiveCouponFault } from './coupons.ts'
import type { CodeProblemCode } from './problem.ts'

/** What is wrong within a value: why, from where and for how many characters. */
export type ValueFault = readonly [code: CodeProblemCode, at: number, length: number]
export type ValueCheck = (text: string) => ValueFault | undefined

const set82 = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'
const notIn82 = /[^!"%-/0-9:-?A-Z_a-z]/
const notIn39 = /[^#\-/0-9A-Z]/
const notBase64 = /[^-\w]/

/** The characters of a component by its type. */
export const characterChecks: Readonly<Record<Component['type'], ValueCheck>> = {
  N: (text) => firstOf('digits', text, /\D/),
  X: (text) => firstOf('characters', text, notIn82),
  Y: (text) => firstOf('characters', text, notIn39),
  Z: (text) => {
    const letters = text.replace(/={1,2}$/, '')
    const isPadded = letters.length < text.length
    if (isPadded && text.length % 3 !== 0)
      return ['padding', letters.length, text.length - letters.length]
    return firstOf('characters', letters, notBase64)
  },
}

function firstOf(code: CodeProblemCode, text: string, pattern: RegExp): ValueFault | undefined {
  const at = text.search(pattern)
  return at === -1 ? undefined : [code, at, 1]
}

const whole = (code: CodeProblemCode, text: string): ValueFault => [code, 0, text.length]

/** A check of the whole component. */
function must(code: CodeProblemCode, isGood: (text: string) => boolean): ValueCheck {
  return (text) => (isGood(text) ? undefined : whole(code, text))
}

function shifted(fault: ValueFault | undefined, by: number): ValueFault | undefined {
  return fault && [fault[0], fault[1] + by, fault[2]]
}

/** The digit that completes a number by the weights 3 and 1, counted from the end. */
export function checkDigitOf(body: string): number {
  const sum = [...body].reduce(
    (total, digit, at) => total + Number(digit) * ((body.length - at) % 2 === 1 ? 3 : 1),
    0,
  )
  return (10 - (sum % 10)) % 10
}

const primes = Array.from({ length: 600 }, (_, at) => at).filter(
  (number) =>
    number > 1 &&
    !Array.from({ length: 24 }, (_, at) => at + 2).some(
      (one) => number > one && number % one === 0,
    ),
)
const pairCharacters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** The two characters that complete a text (GS1 General Specifications, 7.9.5). */
export function checkPair(body: string): string {
  const sum = [...body].reduce(
    (total, character, at) =>
      total + set82.indexOf(character) * (primes[body.length - 1 - at] ?? 0),
    0,
  )
  const number = sum % 1021
  return `${pairCharacters[number >> 5]}${pairCharacters[number & 31]}`
}

/** Every company prefix begins with four digits. */
const companyPrefix: ValueCheck = (text) => {
  const digits = /^\d*/.exec(text)?.[0].length ?? 0
  if (digits >= 4) return undefined
  return text.length < 4 ? whole('company-prefix', text) : ['company-prefix', digits, 1]
}

const daysIn = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate()

/** A day of four digits' year; day 00 stands for the month's last where that is allowed. */
function dayFault(text: string, mayBeWholeMonth: boolean): ValueFault | undefined {
  const [year, month, day] = [
    Number(text.slice(0, 4)),
    Number(text.slice(4, 6)),
    Number(text.slice(6)),
  ]
  if (month < 1 || month > 12) return ['month', 4, 2]
  return day > daysIn(year, month) || (day === 0 && !mayBeWholeMonth) ? ['day', 6, 2] : undefined
}

/** The century by the rule of the General Specifications, 7.12, seen from the twenties of this one. */
function shortDayFault(text: string, mayBeWholeMonth: boolean): ValueFault | undefined {
  const century = Number(text.slice(0, 2)) >= 72 ? '19' : '20'
  return shifted(dayFault(century + text, mayBeWholeMonth), -2)
}

function upTo(code: CodeProblemCode, limit: number): ValueCheck {
  return must(code, (text) => Number(text) <= limit)
}
const hour = upTo('hour', 23)
const minute = upTo('minute', 59)

/** Letters count from 10; the remainder of the number by 97 must be 1 (ISO 13616). */
const iban: ValueCheck = (text) => {
  if (!countryLetters.has(text.slice(0, 2))) return ['iban', 0, Math.min(2, text.length)]
  if (text.length <= 10 || /[^0-9A-Z]/.test(text)) return whole('iban', text)
  const turned = text.slice(4) + text.slice(0, 4)
  const remainder = [...turned].reduce((rest, one) => {
    const number = Number.parseInt(one, 36)
    return (rest * (number < 10 ? 10 : 100) + number) % 97
  }, 0)
  return remainder === 1 ? undefined : ['iban', 2, 2]
}

const pieceOfTotal: ValueCheck = (text) => {
  const half = text.length / 2
  const [piece, total] = [Number(text.slice(0, half)), Number(text.slice(half))]
  return piece >= 1 && piece <= total ? undefined : whole('piece', text)
}

const positionInSequence: ValueCheck = (text) => {
  const [, position, end] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(text) ?? []
  return position !== undefined && Number(position) <= Number(end)
    ? undefined
    : whole('position', text)
}

const percentEncoding: ValueCheck = (text) => {
  const at = text.search(/%(?![\da-f]{2})/i)
  return at === -1 ? undefined : ['percent', at, Math.min(3, text.length - at)]
}

/** The checks that the dictionary names, of components whose characters and length are right. */
export const valueChecks: Readonly<Record<string, ValueCheck>> = {
  csum: (text) =>
    checkDigitOf(text.slice(0, -1)) === Number(text.at(-1))
      ? undefined
      : ['check-digit', text.length - 1, 1],
  csumalpha: (text) =>
    text.length >= 2 && checkPair(text.slice(0, -2)) === text.slice(-2)
      ? undefined
      : ['check-pair', Math.max(0, text.length - 2), Math.min(2, text.length)],
  gcppos1: companyPrefix,
  gcppos2: (text) => shifted(companyPrefix(text.slice(1)), 1),
  yymmdd: (text) => shortDayFault(text, false),
  yymmd0: (text) => shortDayFault(text, true),
  yyyymmdd: (text) => dayFault(text, false),
  yyyymmd0: (text) => dayFault(text, true),
  hh: hour,
  mi: minute,
  ss: upTo('second', 59),
  hhmi: (text) => hour(text.slice(0, 2)) ?? shifted(minute(text.slice(2)), 2),
  iso3166: must('country', (text) => countryNumbers.has(text)),
  iso3166999: must('country', (text) => text === '999' || countryNumbers.has(text)),
  iso3166alpha2: must('country', (text) => countryLetters.has(text)),
  iso4217: must('currency', (text) => currencyNumbers.has(text)),
  iso5218: must('choice', (text) => /^[0129]$/.test(text)),
  yesno: must('choice', (text) => /^[01]$/.test(text)),
  winding: must('choice', (text) => /^[019]$/.test(text)),
  hyphen: must('choice', (text) => text === '-'),
  importeridx: must('choice', (text) => /^[-\w]$/.test(text)),
  mediatype: must('choice', (text) => /^(0[1-9]|10|[89]\d)$/.test(text)),
  packagetype: must('choice', (text) => packageTypes.has(text)),
  zero: must('zero', (text) => /^0+$/.test(text)),
  nonzero: must('not-zero', (text) => /[1-9]/.test(text)),
  nozeroprefix: (text) => (text.startsWith('0') ? ['leading-zero', 0, 1] : undefined),
  hasnondigit: must('non-digit', (text) => /\D/.test(text)),
  latitude: upTo('latitude', 1_800_000_000),
  longitude: upTo('longitude', 3_600_000_000),
  pieceoftotal: pieceOfTotal,
  posinseqslash: positionInSequence,
  pcenc: percentEncoding,
  iban,
  couponcode: couponFault,
  couponposoffer: positiveCouponFault,
}
