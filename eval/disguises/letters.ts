import unicodeConfusables from 'unhomoglyph/data.json' with { type: 'json' }

type LetterTable = ReadonlyMap<string, readonly string[]>

function tableOf(rows: Record<string, string>): LetterTable {
  return new Map(Object.entries(rows).map(([letter, signs]) => [letter, [...signs]]))
}

/**
 * Cyrillic letters that readers take for the Latin one in nearly every typeface. A name of only such letters can be
 * written entirely in Cyrillic.
 */
export const cyrillicTwins: LetterTable = tableOf({
  a: 'а',
  c: 'с',
  d: 'ԁ',
  e: 'е',
  h: 'һ',
  i: 'і',
  j: 'ј',
  l: 'ӏ',
  o: 'о',
  p: 'р',
  q: 'ԛ',
  s: 'ѕ',
  v: 'ѵ',
  w: 'ԝ',
  x: 'х',
  y: 'у',
  A: 'А',
  B: 'В',
  C: 'С',
  E: 'Е',
  G: 'Ԍ',
  H: 'Н',
  I: 'ІӀ',
  J: 'Ј',
  K: 'К',
  M: 'М',
  O: 'О',
  P: 'Р',
  Q: 'Ԛ',
  S: 'Ѕ',
  T: 'Т',
  V: 'Ѵ',
  W: 'Ԝ',
  X: 'Х',
  Y: 'УҮ',
})

const lookAlikesBeyondCyrillic: Record<string, string> = {
  a: 'αɑ',
  b: 'ЬɓЪ',
  c: 'ϲᴄċ',
  d: 'ɗđ',
  e: 'ҽєɘėę',
  f: 'ƒ',
  g: 'ɡɢց',
  h: 'հɦ',
  i: 'ιıɩɪї',
  j: 'ʝϳ',
  k: 'κкĸ',
  l: 'ɭłι',
  m: 'мᴍɱ',
  n: 'ողηɳп',
  o: 'οօøᴏσ',
  p: 'ρþ',
  q: 'գզ',
  r: 'гɾʀ',
  s: 'ꜱʂ',
  t: 'тτŧᴛ',
  u: 'սυʋцᴜ',
  v: 'νᴠ',
  w: 'ωաᴡѡ',
  x: 'χ×',
  y: 'үγʏɣ',
  z: 'ʐᴢƶ',
  A: 'Α',
  B: 'ΒẞƁ',
  C: 'ϹƇ',
  D: 'ÐĐƊ',
  E: 'ΕЄƐ',
  F: 'ϜҒ',
  G: 'ƓɢႺ',
  H: 'Η',
  I: 'Ιӏ',
  J: 'Ɉ',
  K: 'ΚƘ',
  L: 'ԼȽŁ',
  M: 'ΜϺ',
  N: 'ΝИ',
  O: 'ΟՕØ',
  P: 'ΡƤ',
  Q: 'Ҩ',
  R: 'ЯƦ',
  S: 'ՏϨ',
  T: 'ΤŦ',
  U: 'ՍЦ',
  V: 'ƲᏙ',
  W: 'ШѠ',
  X: 'Χ',
  Y: 'ΥɎ',
  Z: 'ΖƵ',
}

/** Look-alikes of Cyrillic, Greek, Armenian, phonetic and other letters, chosen by eye. */
export const lookAlikes: LetterTable = new Map(
  Object.entries(lookAlikesBeyondCyrillic).map(([letter, signs]) => [
    letter,
    [...(cyrillicTwins.get(letter) ?? []), ...signs],
  ]),
)

/** Cyrillic letters that only resemble a Latin one, as a style writes them: GЦCCI, ЯOLEX. */
export const fauxCyrillic: LetterTable = tableOf({
  A: 'Д',
  B: 'БЪ',
  E: 'ЄЭ',
  K: 'Ж',
  N: 'ИП',
  O: 'ФӨ',
  R: 'Я',
  T: 'Г',
  U: 'ЦЏ',
  V: 'Ѵ',
  W: 'ШЩ',
  X: 'Ж',
  Y: 'Ч',
  Z: 'З',
})

/**
 * Characters that Unicode’s confusables reduce to a single Latin letter (UTS #39, section 4),
 * without those that are the letter itself in another style.
 */
export const unicodeLookAlikes: LetterTable = confusables(unicodeConfusables)

function confusables(skeletons: Record<string, string>): LetterTable {
  const table = new Map<string, string[]>()
  for (const [sign, skeleton] of Object.entries(skeletons)) {
    if (!/^[A-Za-z]$/.test(skeleton) || sign <= '\x7f' || [...sign].length !== 1) continue
    if (/^[A-Za-z]$/.test(sign.normalize('NFKC'))) continue
    const signs = table.get(skeleton)
    if (signs === undefined) table.set(skeleton, [sign])
    else signs.push(sign)
  }
  return table
}

export const smallCapitals: LetterTable = alphabet('ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡxʏᴢ', 'a')

function alphabet(signs: string, first: 'a' | 'A'): LetterTable {
  const start = first.charCodeAt(0)
  return new Map([...signs].map((sign, at) => [String.fromCharCode(start + at), [sign]]))
}

interface Run {
  upper?: number
  lower?: number
  /** Letters that Unicode had before and left out of the run. */
  holes?: Record<string, string>
}

function styled({ upper, lower, holes = {} }: Run): LetterTable {
  const table = new Map<string, string[]>()
  for (let at = 0; at < 26; at++) {
    const small = String.fromCharCode(0x61 + at)
    const capital = String.fromCharCode(0x41 + at)
    const bigStart = upper ?? lower
    const smallStart = lower ?? upper
    if (bigStart === undefined || smallStart === undefined) continue
    table.set(capital, [holes[capital] ?? String.fromCodePoint(bigStart + at)])
    table.set(small, [holes[small] ?? String.fromCodePoint(smallStart + at)])
  }
  return table
}

/** Alphabets that Unicode has twice over, by the kind of disguise. */
export const styledAlphabets = {
  'math-bold': styled({ upper: 0x1d400, lower: 0x1d41a }),
  'math-italic': styled({ upper: 0x1d434, lower: 0x1d44e, holes: { h: 'ℎ' } }),
  'math-bold-italic': styled({ upper: 0x1d468, lower: 0x1d482 }),
  'math-script': styled({
    upper: 0x1d49c,
    lower: 0x1d4b6,
    holes: {
      B: 'ℬ',
      E: 'ℰ',
      F: 'ℱ',
      H: 'ℋ',
      I: 'ℐ',
      L: 'ℒ',
      M: 'ℳ',
      R: 'ℛ',
      e: 'ℯ',
      g: 'ℊ',
      o: 'ℴ',
    },
  }),
  'math-bold-script': styled({ upper: 0x1d4d0, lower: 0x1d4ea }),
  'math-fraktur': styled({
    upper: 0x1d504,
    lower: 0x1d51e,
    holes: { C: 'ℭ', H: 'ℌ', I: 'ℑ', R: 'ℜ', Z: 'ℨ' },
  }),
  'math-bold-fraktur': styled({ upper: 0x1d56c, lower: 0x1d586 }),
  'math-double-struck': styled({
    upper: 0x1d538,
    lower: 0x1d552,
    holes: { C: 'ℂ', H: 'ℍ', N: 'ℕ', P: 'ℙ', Q: 'ℚ', R: 'ℝ', Z: 'ℤ' },
  }),
  'math-sans': styled({ upper: 0x1d5a0, lower: 0x1d5ba }),
  'math-monospace': styled({ upper: 0x1d670, lower: 0x1d68a }),
  circled: styled({ upper: 0x24b6, lower: 0x24d0 }),
  'negative-circled': styled({ upper: 0x1f150 }),
  squared: styled({ upper: 0x1f130 }),
  'negative-squared': styled({ upper: 0x1f170 }),
  parenthesised: styled({ lower: 0x249c }),
  'regional-indicator': styled({ upper: 0x1f1e6 }),
  'full-width': styled({ upper: 0xff21, lower: 0xff41 }),
} as const satisfies Record<string, LetterTable>

export const leetDigits: LetterTable = tableOf({
  o: '0',
  i: '1',
  l: '1',
  e: '3',
  a: '4',
  s: '5',
  t: '7',
  b: '8',
  g: '9',
})

export const leetSigns: LetterTable = tableOf({
  a: '@',
  s: '$',
  i: '!',
  l: '|',
  c: '©',
  e: '€',
})

/** Two signs that look like one letter, in the letter size in which they do. */
export const leetPairs: LetterTable = new Map([
  ['w', ['vv']],
  ['W', ['VV']],
  ['m', ['rn']],
  ['v', ['\\/']],
  ['V', ['\\/']],
])

/** Keys beside a letter on the QWERTY board, left, right, above and below. */
export const keyNeighbours: LetterTable = tableOf({
  q: 'wa',
  w: 'qes',
  e: 'wrd',
  r: 'etf',
  t: 'ryg',
  y: 'tuh',
  u: 'yij',
  i: 'uok',
  o: 'ipl',
  p: 'ol',
  a: 'qsz',
  s: 'adwx',
  d: 'sfec',
  f: 'dgrv',
  g: 'fhtb',
  h: 'gjyn',
  j: 'hkum',
  k: 'jli',
  l: 'ko',
  z: 'xa',
  x: 'zcs',
  c: 'xvd',
  v: 'cbf',
  b: 'vng',
  n: 'bmh',
  m: 'nk',
})

/** Signs that separate or join letters, by the name they carry in a kind. */
export const separators = {
  space: ' ',
  dot: '.',
  dash: '-',
  underscore: '_',
  'middle-dot': '·',
  star: '*',
  bar: '|',
  tilde: '~',
} as const

function range(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at))
}

/** Zero-width characters, by kind. */
export const invisibles = {
  'zero-width-space': ['\u200b', '\ufeff'],
  'zero-width-joiner': ['\u200c', '\u200d', '\u2060'],
  'soft-hyphen': ['\u00ad'],
  'variation-selector': range(0xfe00, 0xfe0f),
  'direction-mark': ['\u200e', '\u200f', '\u202a', '\u202c', '\u2066', '\u2069', '\u061c'],
} as const satisfies Record<string, readonly string[]>

/** Marks on, in or under the letter before them; 034F is invisible and left out. */
export const combiningMarks: readonly string[] = range(0x300, 0x36f).filter(
  (mark) => mark !== '\u034f',
)

/** Marks that ring or frame the letter before them. */
export const enclosingMarks: readonly string[] = [
  '\u0488',
  '\u0489',
  ...range(0x20d0, 0x20e0),
  '\u20e2',
  '\u20e3',
  '\u20e4',
]
