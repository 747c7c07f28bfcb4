import type { Brand, Catalog } from '@touchstone/contract'
import { starterPack } from '@touchstone/recognition'

const syllables =
  'ba cor del fen gra hul jin kop lur mav nez pol qui ros sut tem vor wex yal zin'.split(' ')
const han = [
  ...'维克斯莱诺雅莎罗兰贝卡迪欧琪森奥格特丽娜伯宝玛洛菲安达尔曼妮佳乐思凯芙伦朗登百施瑞',
]
const cyrillic = [...'абвгдезиклмнопрстуфхя']
const endings = ['Sport', 'Studio', 'Paris', 'Official', 'Originals', 'Kids', 'Home', 'Milano']

/** A number that looks random and is always the same. */
function scrambled(seed: number): number {
  const mixed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d)
  return (mixed ^ (mixed >>> 13)) >>> 0
}

function spelled(parts: readonly string[], seed: number, length: number): string {
  return Array.from(
    { length },
    (_, i) => parts[scrambled(seed * 31 + i + 1) % parts.length] ?? '',
  ).join('')
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** An invented word; another one for each of the first 8,000 even and 160,000 odd seeds. */
function coined(seed: number): string {
  const odd = seed % 2 === 1
  let rest = odd ? (seed * 48_611) % 160_000 : ((seed / 2) * 3557) % 8000
  let word = ''
  for (let left = odd ? 4 : 3; left > 0; left--, rest = Math.floor(rest / syllables.length))
    word += syllables[rest % syllables.length] ?? ''
  return capitalised(word)
}

/** The kth alias of an invented brand: its name in other scripts, lines, models, abbreviations. */
function alias(seed: number, name: string, k: number): NonNullable<Brand['aliases']>[number] {
  const own = seed * 101 + k
  switch (k % 5) {
    case 0:
      return { text: spelled(han, own, 3 + (own % 2)), language: 'zh', kind: 'official' }
    case 1:
      return {
        text: capitalised(spelled(cyrillic, own, 6 + (own % 4))),
        language: 'ru',
        kind: 'official',
      }
    case 2:
      return { text: `${coined(own)} ${10 + (own % 90)}`, kind: 'model' }
    case 3:
      return { text: `${name} ${endings[own % endings.length]}`, kind: 'official' }
    default:
      return { text: `${coined(own)}${coined(own * 7 + 1).toLowerCase()}`, kind: 'nickname' }
  }
}

function invented(seed: number, aliases: number): Brand {
  const name = seed % 2 === 0 ? coined(seed) : `${coined(seed)} ${coined(seed + 77_777)}`
  return {
    id: `invented-${seed}`,
    name,
    productTypes: ['handbag'],
    aliases: Array.from({ length: aliases }, (_, k) => alias(seed, name, k)),
  }
}

/**
 * A catalog of real brands of the starter pack, those with most aliases first,
 * and invented ones behind them, all with as many aliases each.
 */
export function catalogOf(brands: number, aliases: number, real: number): Catalog {
  const known = starterPack
    .flatMap((pack) => pack.brands)
    .sort((a, b) => b.aliases.length - a.aliases.length)
    .slice(0, Math.min(real, brands))
    .map((brand, seed): Brand => {
      const own = brand.aliases.slice(0, aliases)
      const more = Array.from({ length: aliases - own.length }, (_, k) =>
        alias(1_000_000 + seed, brand.name, k),
      )
      return { ...brand, aliases: [...own, ...more] }
    })
  const rest = Array.from({ length: brands - known.length }, (_, seed) => invented(seed, aliases))
  return { brands: [...known, ...rest] }
}
