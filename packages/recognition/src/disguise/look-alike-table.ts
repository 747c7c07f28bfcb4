import unhomoglyph from 'unhomoglyph'

/**
 * Letters that resemble a Latin one in small type or by their outline alone; the Unicode data leave them out because
 * a careful reader distinguishes them. Both cases are given if they look like different letters.
 */
const alikeInSmallType = new Map<string, string>()
for (const [letter, alikes] of Object.entries({
  a: 'ɐɒʌΛλДдᴀᗩΔ',
  b: 'ẞвьЬЪъβБϐʙɓƁƂƃ',
  c: 'ƈƇϾȼȻꞓ',
  d: 'ɗɖƊᴅԺ',
  e: 'εΕЄєёЭэɘəɛƐɜᴇꬲҽҾҼƎǝ',
  f: 'ғҒƒꜰϝ',
  g: 'ɠƓɢցԌႺԍ',
  h: 'нɦħĦʜԨηнҺҥҤ',
  j: 'ʝɉᴊ',
  k: 'кκКΚҚқҜҝĸƙƘᴋЖж',
  l: 'ιіІїЇɨłŁƚȽɫɭʟԼɩլꮮ',
  m: 'мɱᴍʍӍ',
  n: 'пПИΝղոռŋɳɲƞɴՌЛлҋ',
  o: 'σФфθΘȯəօϙѲѳԾՕ',
  p: 'ρƥƤᴘþÞҏ',
  q: 'ɋԛԚҨҩꞯ',
  r: 'гЯяɾɽʀɿɹΓГ',
  s: 'ꜱʂƨƧϨϩ',
  t: 'тτΤƭʈŧŦᴛҬҭ',
  u: 'цЦυυʊЏџևմ',
  v: 'ѵѴʋƲνɅ',
  w: 'ωшШщЩѡѠԝԜɯϢ',
  x: 'χΧҳҲӼӽ×',
  y: 'үҮγʏчЧƴƳУуұ',
  z: 'ʐƶƵȥзЗᴢζ',
}))
  for (const alike of alikes) if (!alikeInSmallType.has(alike)) alikeInSmallType.set(alike, letter)
// The small letter looks like another one than the capital.
for (const [alike, letter] of [
  ['и', 'u'],
  ['ц', 'u'],
  ['я', 'r'],
  ['ш', 'w'],
  ['η', 'n'],
] as const)
  alikeInSmallType.set(alike, letter)

/** Digits and signs used in place of a letter. */
const lookAlikeOf: Record<string, string> = {
  ℮: 'e',
  '✝': 't',
  '†': 't',
  '∂': 'a',
  '§': 's',
  '¡': 'l',
  '¦': 'l',
  '｜': 'l',
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'l',
  '|': 'l',
  '©': 'c',
  '€': 'e',
  '£': 'l',
  '¥': 'y',
  '¢': 'c',
}
for (const digit of '013456789')
  lookAlikeOf[String.fromCharCode(digit.charCodeAt(0) + 0xfee0)] = lookAlikeOf[digit] ?? ''

const alike = new Map<string, string>()

/** The letter that a character looks like according to its skeleton, or an empty string. */
function latinOf(char: string): string {
  const bare = unhomoglyph(char).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const letter = bare === 'rn' ? 'm' : bare === 'vv' ? 'w' : bare
  if (!/^[a-z]$/.test(letter)) return ''
  return letter === 'i' ? 'l' : letter
}

/** Signs and letters with their own meaning, whatever letter they resemble. */
const ordinary =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{P}\p{Z}\p{C}\p{Mn}]$/u

/**
 * The Latin letter that a letter of another alphabet looks like, in the alphabet
 * of skeletons; empty where it looks like none. Source: Unicode Technical
 * Standard #39, through the package unhomoglyph.
 * @param char one code point
 */
export function lookAlike(char: string): string {
  const known = alike.get(char)
  if (known !== undefined) return known
  let letter = alikeInSmallType.get(char) ?? ''
  if (letter === '' && (char.codePointAt(0) ?? 0) > 0x7f && !ordinary.test(char))
    letter = /^\p{Script=Latin}$/u.test(char) ? latinVariant(char) : latinOf(char)
  alike.set(char, letter)
  return letter
}

/** Latin letters that folding leaves alone (ɑ, ɡ, ᴏ) look like plain ones too. */
function latinVariant(char: string): string {
  const plain = char.normalize('NFKD').replace(/\p{M}/gu, '')
  return /^[A-Za-z]$/.test(plain) ? '' : latinOf(char)
}

/** The letter that a digit or sign replaces, or undefined. */
export function letterFor(char: string): string | undefined {
  return lookAlikeOf[char]
}

/**
 * A folded name in the alphabet in which look-alikes are compared: "i" is "l",
 * because I, l, 1, | and ! are one stroke.
 */
export function skeleton(folded: string): string {
  return folded.replaceAll('i', 'l')
}
