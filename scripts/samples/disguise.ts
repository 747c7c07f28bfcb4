import type { Random } from './random.ts'
import type { SampleBrand } from './brands.ts'

const lookAlikes: Record<string, string> = {
  a: 'а',
  c: 'с',
  e: 'е',
  o: 'ο',
  p: 'р',
  r: 'г',
  u: 'υ',
  v: 'ν',
  B: 'В',
  C: 'С',
  O: 'Ο',
  P: 'Ρ',
  T: 'Τ',
  V: 'Ѵ',
}
const digits: Record<string, string> = { a: '4', e: '3', i: '1', o: '0', s: '5', l: '1', O: '0' }
const zeroWidth = ['\u200b', '\u200c', '\u2060', '\u00ad']

function swap(name: string, table: Record<string, string>, random: Random): string {
  const letters = [...name]
  const places = letters.flatMap((letter, index) => (letter in table ? [index] : []))
  const chosen = new Set(random.shuffle(places).slice(0, random.whole(1, 3)))
  return letters
    .map((letter, index) => (chosen.has(index) ? (table[letter] ?? letter) : letter))
    .join('')
}

function mask(name: string, random: Random): string {
  const letters = [...name]
  const at = random.whole(1, letters.length - 2)
  const sign = random.pick(['*', '•', '_', '●'])
  letters[at] = sign
  if (letters.length > 7 && random.chance(0.4)) letters[Math.min(at + 1, letters.length - 2)] = sign
  return letters.join('')
}

export function fullWidth(text: string): string {
  return text.replaceAll(/[!-~]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0))
}

export function withZeroWidth(text: string, random: Random): string {
  const letters = [...text]
  letters.splice(random.whole(1, Math.max(1, letters.length - 1)), 0, random.pick(zeroWidth))
  return letters.join('')
}

/** The brand's name in the ways in which sellers hide it from a word filter. */
export function disguise(brand: SampleBrand, language: string, random: Random): string {
  const { name } = brand
  const ways: (() => string)[] = [
    () => swap(name, lookAlikes, random),
    () => swap(name, digits, random),
    () => mask(name, random),
    () => [...name].join(random.pick([' ', '.', '-', '·'])),
    () => withZeroWidth(name, random),
    () => fullWidth(name),
    () => name.toUpperCase().replace('V', '\\/').replace('W', 'VV'),
  ]
  const { abbreviation } = brand
  if (abbreviation) ways.push(() => abbreviation)
  for (const [nicknameLanguage, nickname] of brand.nicknames) {
    if (nicknameLanguage === language) ways.push(() => nickname)
  }
  const native = brand.names[language]
  if (native) ways.push(() => mask(native, random))
  if (native && ['zh', 'ja', 'ko'].includes(language)) ways.push(() => [...native].join(' '))
  // A common word in disguise reads like the plain word to most detectors: always pull it apart.
  if (brand.commonWord) return random.pick([mask(name, random), swap(name, digits, random)])
  return random.pick(ways)()
}
