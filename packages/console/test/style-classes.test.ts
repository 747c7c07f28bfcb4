import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

// Neither the compiler nor the browser says that a class has no rule.

const source = join(import.meta.dirname, '..', 'src')
const components = globSync(join(source, '**/*.tsx')).map((file) => ({
  file,
  text: readFileSync(file, 'utf8'),
}))

/** The classes of a style sheet that have rules. */
function classesOf(sheet: string): Set<string> {
  const rules = readFileSync(sheet, 'utf8').replaceAll(
    /\/\*[^]*?\*\/|composes:[^;]*;|:global\([^)]*\)/g,
    '',
  )
  return new Set([...rules.matchAll(/\.([a-z_][\w-]*)(?=[^{}]*\{)/gi)].map(([, name = '']) => name))
}

/** Style sheets with the classes that components take from them; undefined where a class is computed. */
function usesOf(): Map<string, Set<string> | undefined> {
  const uses = new Map<string, Set<string> | undefined>()
  for (const { file, text } of components) {
    for (const [, name = '', path = ''] of text.matchAll(
      /import (\w+) from '([^']+\.module\.css)'/g,
    )) {
      const sheet = join(dirname(file), path)
      const earlier = uses.has(sheet) ? uses.get(sheet) : new Set<string>()
      const isComputed = new RegExp(`\\b${name}\\[`).test(text)
      const named = [...text.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))]
      uses.set(
        sheet,
        isComputed || earlier === undefined
          ? undefined
          : new Set([...earlier, ...named.map(([, one = '']) => one)]),
      )
    }
  }
  return uses
}

test('every class that a component takes from a style sheet has a rule there', () => {
  const without = components.flatMap(({ file, text }) =>
    [...text.matchAll(/import (\w+) from '([^']+\.module\.css)'/g)].flatMap(
      ([, name, path = '']) => {
        const classes = classesOf(join(dirname(file), path))
        return [...text.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))]
          .map(([, one = '']) => one)
          .filter((one) => !classes.has(one))
          .map((one) => `${relative(source, file)}: ${one}`)
      },
    ),
  )
  expect(without).toEqual([])
})

test('every class with a rule is taken by a component', () => {
  const idle = [...usesOf()].flatMap(([sheet, used]) =>
    used === undefined
      ? []
      : [...classesOf(sheet)]
          .filter((one) => !used.has(one))
          .map((one) => `${relative(source, sheet)}: ${one}`),
  )
  expect(idle).toEqual([])
})
