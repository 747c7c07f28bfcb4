import { foldToString } from '@touchstone/recognition'

const languages = 'ar de en es fr id it ja ko nl pl pt ru th tr vi zh zh-Hant'.split(' ')

let names: ReadonlySet<string> | undefined

/** Whether a folded word names a country or a language: where goods or people come from is no reason to search. */
export function namesOrigin(key: string): boolean {
  names ??= originNames()
  return names.has(key) || key.split(' ').some((word) => names?.has(word))
}

function originNames(): Set<string> {
  const found = new Set<string>()
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  const codes = letters.flatMap((first) => letters.map((second) => first + second))
  for (const language of languages) {
    for (const type of ['region', 'language'] as const) {
      const display = new Intl.DisplayNames(language, { type, fallback: 'none' })
      for (const code of codes) {
        const name = display.of(type === 'region' ? code.toUpperCase() : code)
        if (name !== undefined) found.add(foldToString(name))
      }
    }
  }
  return found
}
