import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

export type Block = {
  shell: string
  /** Content of the last line of JSON; "…" stands for variable parts. */
  promise: unknown
}
export type Recipe = { blocks: Block[]; files: Record<string, string> }

/**
 * The shell blocks of a page, each with the JSON between it and the next heading or block, and the programs that the
 * page asks to save under a name.
 */
export function readRecipe(page: string): Recipe {
  const text = readFileSync(`${root}/docs/${page}`, 'utf8')
  const recipe: Recipe = { blocks: [], files: {} }
  let open: Block | undefined
  for (const [whole, language, content = ''] of text.matchAll(
    /^## [^\n]*$|^```(\w+)\n(.*?)^```$/gms,
  )) {
    if (language === 'json' && open) open.promise = JSON.parse(content)
    open = undefined
    if (language === 'sh') recipe.blocks.push((open = { shell: content, promise: undefined }))
    if (language !== 'js') continue
    const before = text.slice(0, text.indexOf(whole))
    const [, name = 'nameless.mjs'] = /Save as `(\S+\.mjs)`:\s*$/.exec(before) ?? []
    recipe.files[name] = content
  }
  return recipe
}

/** JSON pointers to the promised parts that an answer lacks; it may contain more. */
export function lacking(promise: unknown, answer: unknown, at = ''): string[] {
  if (promise === '…') return answer === undefined || answer === null ? [at] : []
  if (typeof promise !== 'object' || promise === null) return promise === answer ? [] : [at]
  if (typeof answer !== 'object' || answer === null) return [at]
  if (Array.isArray(promise) && promise.length === 0) {
    return Array.isArray(answer) && answer.length === 0 ? [] : [at]
  }
  return Object.entries(promise).flatMap(([name, value]) =>
    lacking(value, (answer as Record<string, unknown>)[name], `${at}/${name}`),
  )
}
