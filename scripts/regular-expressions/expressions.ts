import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  parseSync,
  Visitor,
  type Argument,
  type CallExpression,
  type NewExpression,
} from 'oxc-parser'

/** A literal regular expression in the sources, and every place where it occurs. */
export type Expression = { source: string; flags: string; places: string[] }

const root = dirname(dirname(import.meta.dirname))

/** Every literal regular expression of the packages, each once; tests and their fixtures left out. */
export function expressionsOfPackages(): Expression[] {
  const expressions = new Map<string, Expression>()
  const files = globSync('packages/*/src/**/*.{ts,tsx,js}', { cwd: root })
  for (const file of files.toSorted()) {
    if (/\.test\.tsx?$|[/\\]test[/\\]|[/\\]dist[/\\]/.test(file)) continue
    for (const { source, flags, line } of expressionsIn(
      file,
      readFileSync(join(root, file), 'utf8'),
    )) {
      const key = literalOf({ source, flags })
      const known = expressions.get(key) ?? { source, flags, places: [] }
      known.places.push(`${file}:${line}`)
      expressions.set(key, known)
    }
  }
  return [...expressions.values()]
}

/** Literals of a file: `/…/`, and `RegExp('…')` with texts that are written out. */
export function expressionsIn(
  file: string,
  text: string,
): { source: string; flags: string; line: number }[] {
  const { program, errors } = parseSync(file, text)
  const [error] = errors
  if (error !== undefined) throw new Error(`${file}: ${error.message}`)
  const expressions: { source: string; flags: string; line: number }[] = []
  const add = (node: { start: number }, source: string, flags: string): void => {
    expressions.push({ source, flags, line: text.slice(0, node.start).split('\n').length })
  }
  const addCall = (node: CallExpression | NewExpression): void => {
    const { callee } = node
    if (callee.type !== 'Identifier' || callee.name !== 'RegExp') return
    const [source, flags] = node.arguments.map(writtenText)
    if (source === undefined || (node.arguments.length > 1 && flags === undefined)) return
    add(node, source, flags ?? '')
  }
  new Visitor({
    Literal: (node) => {
      if ('regex' in node) add(node, node.regex.pattern, node.regex.flags)
    },
    CallExpression: addCall,
    NewExpression: addCall,
  }).visit(program)
  return expressions
}

/** The text of a literal; undefined if it is assembled at run time. */
function writtenText(node: Argument): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined
  if (node.type !== 'TemplateLiteral' || node.expressions.length > 0) return undefined
  return node.quasis[0]?.value.cooked ?? undefined
}

export function literalOf({ source, flags }: Pick<Expression, 'source' | 'flags'>): string {
  return `/${source}/${flags}`
}

/** Names an expression in the list of those that were checked. */
export function digestOf(expression: Pick<Expression, 'source' | 'flags'>): string {
  return createHash('sha256').update(literalOf(expression)).digest('hex').slice(0, 20)
}
