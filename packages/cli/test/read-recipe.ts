import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

export type Block = {
  shell: string
  /** What its last line of JSON is promised to hold; "…" stands for what varies. */
  promise: unknown
}
export type Recipe = { blocks: Block[]; files: Record<string, string> }

/**
 * A page's shell blocks, each with the JSON that follows before the next heading or block, and the
 * programs that the page asks to save under a name.
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

/** Where an answer lacks what was promised of it, as JSON pointers; it may hold more. */
export function lacking(promise: unknown, answer: unknown, at = ''): string[] {
  if (promise === '…') return answer === undefined || answer === null ? [at] : []
  if (typeof promise !== 'object' || promise === null) return promise === answer ? [] : [at]
  if (typeof answer !== 'object' || answer === null) return [at]
  if (Array.isArray(promise) && promise.length === 0) {
    return Array.isArray(answer) && answer.length === 0 ? [] : [at]
  }
  return Object.entries(promise).flatMap(([name, one]) =>
    lacking(one, (answer as Record<string, unknown>)[name], `${at}/${name}`),
  )
}
