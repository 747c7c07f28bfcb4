import { readFileSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { domainOf, crossDomainReferences } from './cross-domain-references.ts'
import { tableOwners as readTableOwners, type TableOwners } from './table-owners.ts'

/** What oxlint hands to a rule of a plugin, as far as these rules need it. */
interface RuleContext {
  filename: string
  options: unknown[]
  sourceCode: { text: string; getLocFromIndex(index: number): object }
  report(descriptor: {
    node?: object
    loc?: object
    messageId: string
    data?: Record<string, string>
  }): void
}
type Visitor = Record<string, (node: object) => void>
interface Rule {
  meta: { type: 'problem'; schema: object; messages: Record<string, string> }
  create(context: RuleContext): Visitor
}

const root = dirname(import.meta.dirname)
const isDomain = /^packages\/console\/src\//
const isQueries = /^packages\/server\/src\/[^/]+\/[^/]+\/queries\.ts$/

/** A path inside the repository with forward slashes, or undefined outside it. */
function placeOf(file: string): string | undefined {
  const place = relative(root, file).split(sep).join('/')
  return place.startsWith('..') ? undefined : place
}

function packageOf(place: string): string | undefined {
  return /^packages\/[^/]+/.exec(place)?.[0]
}

/**
 * A leaf is a folder directly under the `src` of a package: packages/recognition/src/brand. In the server it is a
 * folder of a domain: packages/server/src/listings/queue. In the console a whole domain counts as one leaf, whose own
 * leaves have entrances too. The contract has a single entrance.
 */
function leafOf(place: string): string | undefined {
  if (place.startsWith('packages/contract/')) return undefined
  return /^(packages\/(?:server\/src\/[^/]+|[^/]+\/src)\/[^/]+)\//.exec(place)?.[1]
}

/** A leaf of the server that owns tables has a second entrance, `queries.ts`, with queries that other leaves join. */
function isEntrance(place: string, leaf: string): boolean {
  const inside = place.slice(leaf.length + 1)
  if (inside === 'index.ts') return true
  return isDomain.test(leaf) ? /^[^/]+\/index\.ts$/.test(inside) : isQueries.test(place)
}

/**
 * Permitted imports of the second entrance, so that it is part of no cycle: leaves read each other's tables in both
 * directions.
 */
function mayQueriesImport(target: string): boolean {
  return isQueries.test(target) || target.startsWith('packages/server/src/platform/')
}

/** Calls `visit` for everything that names a module: import, export from, import() and import types. */
function eachSpecifier(visit: (node: object, specifier: string) => void): Visitor {
  const handle = (node: object): void => {
    const { source, expression } = node as { source?: unknown; expression?: unknown }
    const literal = source ?? expression
    if (typeof literal !== 'object' || literal === null || !('value' in literal)) return
    if (typeof literal.value === 'string') visit(node, literal.value)
  }
  return {
    ImportDeclaration: handle,
    ExportNamedDeclaration: handle,
    ExportAllDeclaration: handle,
    ImportExpression: handle,
    TSImportType: handle,
    TSExternalModuleReference: handle,
  }
}

const leafEntrance: Rule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      leaf: 'Enter {{leaf}} by its index.ts: what lies behind it may change without notice.',
      package:
        'Import another package by its name: its exports are its promise, its files are not.',
      queries:
        'queries.ts imports the platform and other queries.ts alone, so that two leaves can read tables of each other.',
    },
  },
  create(context) {
    const here = placeOf(context.filename)
    if (here === undefined) return {}
    return eachSpecifier((node, specifier) => {
      if (!specifier.startsWith('.')) return
      const target = placeOf(join(dirname(context.filename), specifier))
      if (target === undefined) return
      const from = packageOf(here)
      const to = packageOf(target)
      if (from !== undefined && to !== undefined && from !== to) {
        context.report({ node, messageId: 'package' })
        return
      }
      if (isQueries.test(here) && !mayQueriesImport(target)) {
        context.report({ node, messageId: 'queries' })
      }
      const leaf = leafOf(target)
      if (leaf === undefined || leaf === leafOf(here) || isEntrance(target, leaf)) return
      context.report({ node, messageId: 'leaf', data: { leaf } })
    })
  },
}

const onlyImports: Rule = {
  meta: {
    type: 'problem',
    schema: [
      {
        type: 'object',
        properties: {
          allow: { type: 'array', items: { type: 'string' } },
          reason: { type: 'string' },
        },
        required: ['allow', 'reason'],
        additionalProperties: false,
      },
    ],
    messages: { refused: '"{{specifier}}" may not be imported here: {{reason}}' },
  },
  create(context) {
    const [{ allow, reason }] = context.options as [{ allow: string[]; reason: string }]
    return eachSpecifier((node, specifier) => {
      const allowed = allow.some((name) => specifier === name || specifier.startsWith(`${name}/`))
      if (specifier.startsWith('.') || allowed) return
      context.report({ node, messageId: 'refused', data: { specifier, reason } })
    })
  },
}

const fileName: Rule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      vague:
        '"{{name}}" says nothing of what is inside, so anything ends up there: name it after what it does.',
    },
  },
  create(context): Visitor {
    const place = placeOf(context.filename)
    if (place === undefined) return {}
    const name = place
      .split('/')
      .find((part) => /(^|[-_.])(utils?|helpers?|common|manager)([-_.]|$)/i.test(part))
    if (name === undefined) return {}
    return {
      Program: (node) => context.report({ node, messageId: 'vague', data: { name } }),
    }
  },
}

/** As ESLint's rule of this name, which oxlint does not have itself. */
const noRestrictedSyntax: Rule = {
  meta: {
    type: 'problem',
    schema: {
      type: 'array',
      items: {
        type: 'object',
        properties: { selector: { type: 'string' }, message: { type: 'string' } },
        required: ['selector', 'message'],
        additionalProperties: false,
      },
    },
    messages: { refused: '{{message}}' },
  },
  create(context) {
    const restrictions = context.options as { selector: string; message: string }[]
    return Object.fromEntries(
      restrictions.map(({ selector, message }) => [
        selector,
        (node) => context.report({ node, messageId: 'refused', data: { message } }),
      ]),
    )
  },
}

let owners: TableOwners | undefined

function tableOwners(): TableOwners {
  return (owners ??= readTableOwners())
}

const tableOwner: Rule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      foreign:
        '{{table}} is a table of {{owner}}: read it through what a queries.ts of {{owner}} exports.',
    },
  },
  create(context): Visitor {
    const place = placeOf(context.filename)
    if (place === undefined || domainOf(place) === undefined) return {}
    return {
      Program() {
        const references = crossDomainReferences(place, context.sourceCode.text, tableOwners())
        for (const { table, owner, index } of references) {
          const loc = context.sourceCode.getLocFromIndex(index)
          context.report({ loc, messageId: 'foreign', data: { table, owner } })
        }
      },
    }
  },
}

// oxlint-disable-next-line import/no-default-export -- oxlint asks a plugin for its default.
export default {
  meta: { name: 'touchstone' },
  rules: {
    'file-name': fileName,
    'no-restricted-syntax': noRestrictedSyntax,
    'only-imports': onlyImports,
    'leaf-entrance': leafEntrance,
    'table-owner': tableOwner,
  },
}

/** The packages that a workspace package may import by its own package.json. */
export function dependenciesOf(name: string): string[] {
  const file = join(root, 'packages', basename(name), 'package.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as {
    dependencies?: Record<string, string>
    peerDependencies?: Record<string, string>
  }
  return Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
}
