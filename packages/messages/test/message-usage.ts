import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'

/** A source's message keys, and the sources that it loads. */
type Source = {
  /** String literals, each of which may be a key. */
  literals: Set<string>
  /** Template strings that start with a literal: any matching key may be meant. */
  patterns: { head: string; whole: RegExp }[]
  /** Keys built without a literal start. */
  hidden: string[]
  /** Static imports and re-exports with the imported names; undefined for all. */
  loads: { file: string; names: readonly string[] | undefined; isExport: boolean }[]
}

const known = new Map<string, Source>()

function sourceOf(file: string): Source {
  const source = known.get(file) ?? readSource(file)
  known.set(file, source)
  return source
}

function readSource(file: string): Source {
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const text = readFileSync(file, 'utf8')
  const source: Source = { literals: new Set(), patterns: [], hidden: [], loads: [] }
  const place = (specifier: ts.Node): string | undefined => {
    if (!ts.isStringLiteral(specifier) || !specifier.text.startsWith('.')) return undefined
    const target = join(dirname(file), specifier.text)
    return /\.tsx?$/.test(target) && existsSync(target) ? target : undefined
  }
  const load = (
    specifier: ts.Node | undefined,
    names: readonly string[] | undefined,
    isExport: boolean,
  ): void => {
    const target = specifier && place(specifier)
    if (target !== undefined) source.loads.push({ file: target, names, isExport })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const { importClause } = node
      if (importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return
      return load(node.moduleSpecifier, namesIn(importClause?.namedBindings), false)
    }
    if (ts.isExportDeclaration(node)) {
      if (!node.isTypeOnly) load(node.moduleSpecifier, namesIn(node.exportClause), true)
      return
    }
    // A dynamic import loads a page of its own.
    if (ts.isImportTypeNode(node) || isDynamicImport(node)) return
    const beginning = prefixIn(node)
    if (beginning !== undefined) {
      source.patterns.push({ head: beginning, whole: new RegExp(`^${escaped(beginning)}.`) })
    }
    const key = keyGivenTo(node)
    if (key !== undefined && isHidden(key)) source.hidden.push(`${file}: ${key.getText(parsed)}`)
    if (ts.isStringLiteralLike(node)) source.literals.add(node.text)
    if (ts.isTemplateExpression(node) && node.head.text !== '') {
      const rest = node.templateSpans.map(({ literal }) => `.+${escaped(literal.text)}`)
      const whole = new RegExp(`^${escaped(node.head.text)}${rest.join('')}$`)
      source.patterns.push({ head: node.head.text, whole })
    }
    ts.forEachChild(node, visit)
  }
  const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, kind)
  visit(parsed)
  return source
}

function isDynamicImport(node: ts.Node): boolean {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

const readers: ReadonlySet<string> = new Set(['t', 'word', 'words', 'saying'])

/** The key argument of a call that shows a message. */
function keyGivenTo(node: ts.Node): ts.Expression | undefined {
  if (!ts.isCallExpression(node)) return undefined
  const name = nameOfCalled(node.expression)
  return name !== undefined && readers.has(name) ? node.arguments[0] : undefined
}

function nameOfCalled(called: ts.Expression): string | undefined {
  const name = ts.isPropertyAccessExpression(called) ? called.name : called
  return ts.isIdentifier(name) ? name.text : undefined
}

function isHidden(key: ts.Expression): boolean {
  return ts.isTemplateExpression(key) ? key.head.text === '' : ts.isBinaryExpression(key)
}

/** The declared prefix of keys: `words('log.action.')`. */
function prefixIn(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || nameOfCalled(node.expression) !== 'words') return undefined
  const [argument] = node.arguments
  return argument !== undefined && ts.isStringLiteralLike(argument) ? argument.text : undefined
}

function namesIn(bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined) {
  if (bindings === undefined || !('elements' in bindings)) return undefined
  return bindings.elements
    .filter((element) => !element.isTypeOnly)
    .map((element) => (element.propertyName ?? element.name).text)
}

/** The files that `entry` loads statically; through an index, only those of the imported names. */
export function filesLoadedBy(entry: string): Set<string> {
  const files = new Set<string>()
  const seen = new Set<string>()
  const visit = (file: string, names: readonly string[] | undefined): void => {
    const key = `${file} ${names?.join() ?? '*'}`
    if (seen.has(key)) return
    seen.add(key)
    const { loads } = sourceOf(file)
    const exports = loads.filter(({ isExport }) => isExport)
    const isWanted = (name: string): boolean => names?.includes(name) ?? true
    for (const { file: target, names: forwardedNames } of exports) {
      const wantedNames = forwardedNames?.filter(isWanted)
      if (wantedNames === undefined || wantedNames.length > 0) visit(target, wantedNames)
    }
    const passedOn = exports.flatMap(({ names: forwardedNames }) => forwardedNames ?? [])
    // An index that only re-exports uses no messages itself.
    if (names?.every((name) => passedOn.includes(name)) === true) return
    files.add(file)
    loads.filter(({ isExport }) => !isExport).forEach((load) => visit(load.file, load.names))
  }
  visit(entry, undefined)
  return files
}

/** Places where a key is built without a literal start, which a key needs. */
export function hiddenKeysIn(files: Iterable<string>): string[] {
  return [...files].flatMap((file) => sourceOf(file).hidden)
}

const knownBeginnings = new WeakMap<readonly string[], ReadonlySet<string>>()

/** Everything with which a key begins. */
function beginningsOf(keys: readonly string[]): ReadonlySet<string> {
  const beginnings =
    knownBeginnings.get(keys) ??
    new Set(keys.flatMap((key) => Array.from(key, (_, end) => key.slice(0, end + 1))))
  knownBeginnings.set(keys, beginnings)
  return beginnings
}

/** The `keys` that the files use. */
export function keysNamedIn(files: Iterable<string>, keys: readonly string[]): Set<string> {
  const sources = [...files].map(sourceOf)
  const literals = new Set(sources.flatMap((source) => [...source.literals]))
  // Most template strings of a server are no keys: their heads begin none.
  const beginnings = beginningsOf(keys)
  const patterns = sources
    .flatMap((source) => source.patterns)
    .filter(({ head }) => beginnings.has(head))
  const isBuilt = (key: string): boolean =>
    patterns.some(({ head, whole }) => key.startsWith(head) && whole.test(key))
  return new Set(keys.filter((key) => literals.has(key) || isBuilt(key)))
}
