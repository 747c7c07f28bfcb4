import { lexicons, starterPack } from '@touchstone/recognition'

/** A text designed to slow reading down: `unit` returns its nth piece. */
interface Shape {
  name: string
  unit: (index: number) => string
}

const brands = starterPack.flatMap((pack) => pack.brands)
const names = brands.map((brand) => brand.name)
const latinNames = names.filter((name) => /^[a-z]{6,12}$/i.test(name))
const terms = lexicons.flatMap((lexicon) =>
  lexicon.terms.flatMap((term) => term.forms.map((form) => form.replace(/^\*|\*$/g, ''))),
)
const guards = lexicons.flatMap((lexicon) => lexicon.guards.flatMap((guard) => guard.words))
const shortName = latinNames[0] ?? 'velmoraq'

function nth(values: readonly string[], index: number): string {
  return values[index % values.length] ?? ''
}

/** A word of letters alone that is another one for each index. */
function word(index: number, length: number): string {
  let letters = ''
  for (let rest = (index + 1) * 7919; letters.length < length; rest = Math.floor(rest / 26) + 31)
    letters += String.fromCharCode(0x61 + (rest % 26))
  return letters
}

function misspelt(name: string, index: number): string {
  const at = 1 + (index % (name.length - 1))
  return name.slice(0, at) + nth(['q', 'zz', '', 'w'], index) + name.slice(at + 1)
}

function masked(name: string, index: number): string {
  const at = 1 + (index % (name.length - 2))
  return `${name.slice(0, at)}*${name.slice(at + 1)}`
}

export const hostileShapes: readonly Shape[] = [
  { name: 'one letter over and over', unit: () => 'a' },
  { name: 'masks', unit: () => '*' },
  { name: 'masked letters', unit: (i) => `${nth(['g', 'n', 'a', 'l'], i)}**i ` },
  { name: 'masked names', unit: (i) => `${masked(nth(latinNames, i), i)} ` },
  { name: 'joints', unit: () => 'a-b.' },
  { name: 'names with joints', unit: (i) => `${[...nth(latinNames, i)].join('-')} ` },
  { name: 'single letters', unit: (i) => `${word(i, 1)} ` },
  { name: 'hashtags', unit: (i) => `#${word(i, 9)} ` },
  { name: 'hashtags of names and words', unit: (i) => `#${nth(latinNames, i)}${word(i, 6)} ` },
  { name: 'one brand name', unit: () => `${shortName} ` },
  { name: 'all brand names', unit: (i) => `${nth(names, i)} ` },
  { name: 'misspelt names', unit: (i) => `${misspelt(nth(latinNames, i), i)} ` },
  { name: 'names run together', unit: (i) => nth(latinNames, i).toLowerCase() },
  { name: 'disguised names', unit: (i) => `${nth(latinNames, i).replace(/[aeo]/, '4')} ` },
  { name: 'terms and guards', unit: (i) => `${nth(terms, i)} ${nth(guards, i)} ` },
  { name: 'one term and one guard', unit: () => `replica ${guards[0] ?? ''} ` },
  { name: 'quotes', unit: () => '"“\'' },
  { name: 'digits', unit: (i) => String(i % 10) },
  { name: 'digit groups', unit: (i) => `${i * 7919} ` },
  { name: 'combining marks', unit: () => '\u0301\u0336' },
  { name: 'kana voicing marks', unit: () => '\u3099' },
  { name: 'words with x', unit: (i) => `${word(i, 3)}x${word(i + 1, 3)}x ` },
  { name: 'names with x', unit: (i) => `${nth(latinNames, i).replace(/(?<=.)[a-z]/, 'x')} ` },
  { name: 'long words', unit: (i) => `${word(i, 39)} ` },
  { name: 'one word', unit: (i) => word(i, 8) },
  { name: 'Han letters apart', unit: (i) => `${String.fromCharCode(0x4e00 + ((i * 37) % 5000))} ` },
  { name: 'Han letters with joints', unit: (i) => `${nth(['高', '仿', '复', '刻'], i)}.` },
  { name: 'prices', unit: (i) => `$${(i * 13) % 999}.99 ` },
  {
    name: 'prices beside names',
    unit: (i) => `${nth(names, i)} was $${(i * 13) % 999} now ¥${i % 99} `,
  },
  { name: 'emoji', unit: () => '👨‍👩‍👧🇨🇳' },
  { name: 'lone surrogates', unit: () => '\ud83d\udc00\ud800 ' },
  { name: 'right-to-left marks', unit: () => '\u202eab\u202c\u200f' },
  { name: 'Arabic prefixes', unit: (i) => `وال${nth(['نايك', 'قميص', 'حقيبة'], i)} ` },
  { name: 'Cyrillic among Latin', unit: (i) => `${nth(latinNames, i).replace(/[aeo]/gi, 'о')} ` },
  { name: 'bars and slashes', unit: () => 'a|b\\/' },
  { name: 'capitals with digits', unit: (i) => `${nth(['OWAJ', 'LVNK', 'CCAJ'], i)}${i % 9} ` },
  { name: 'expanding characters', unit: () => '\ufdfa㌀' },
]

/** A text of the shape that is no longer than `length`, and shorter by less than a piece. */
export function hostileText(shape: Shape, length: number): string {
  let text = ''
  for (let index = 0; ; index++) {
    const next = shape.unit(index)
    if (text.length + next.length > length) return text
    text += next
  }
}
