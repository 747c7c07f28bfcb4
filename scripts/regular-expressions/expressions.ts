import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'

/** A regular expression that a source file holds as a literal, and every place where it stands. */
export type Expression = { source: string; flags: string; places: string[] }

const root = dirname(dirname(import.meta.dirname))

/** Every literal regular expression of the packages, each once; tests and their fixtures left out. */
export function expressionsOfPackages(): Expression[] {
  const found = new Map<string, Expression>()
  const files = globSync('packages/*/src/**/*.{ts,tsx,js}', { cwd: root })
  for (const file of files.toSorted()) {
    if (/\.test\.tsx?$|[/\\]test[/\\]|[/\\]dist[/\\]/.test(file)) continue
    for (const { source, flags, line } of expressionsIn(
      file,
      readFileSync(join(root, file), 'utf8'),
    )) {
      const key = literalOf({ source, flags })
      const known = found.get(key) ?? { source, flags, places: [] }
      known.places.push(`${file}:${line}`)
      found.set(key, known)
    }
  }
  return [...found.values()]
}

/** Literals of a file: `/…/`, and `RegExp('…')` with texts that are written out. */
export function expressionsIn(
  file: string,
  text: string,
): { source: string; flags: string; line: number }[] {
  const program = ts.createSourceFile(file, text, ts.ScriptTarget.Latest)
  const found: { source: string; flags: string; line: number }[] = []
  const add = (node: ts.Node, source: string, flags: string): void => {
    const { line } = program.getLineAndCharacterOfPosition(node.getStart(program))
    found.push({ source, flags, line: line + 1 })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/')
      add(node, node.text.slice(1, end), node.text.slice(end + 1))
    } else if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
      const [source, flags] = node.arguments ?? []
      const isCalled = ts.isIdentifier(node.expression) && node.expression.text === 'RegExp'
      const isWritten = (one: ts.Expression | undefined): one is ts.StringLiteralLike =>
        one !== undefined && ts.isStringLiteralLike(one)
      if (isCalled && isWritten(source) && (flags === undefined || isWritten(flags))) {
        add(node, source.text, flags?.text ?? '')
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(program)
  return found
}

export function literalOf({ source, flags }: Pick<Expression, 'source' | 'flags'>): string {
  return `/${source}/${flags}`
}

/** Names an expression in the list of those that were checked. */
export function digestOf(expression: Pick<Expression, 'source' | 'flags'>): string {
  return createHash('sha256').update(literalOf(expression)).digest('hex').slice(0, 20)
}
