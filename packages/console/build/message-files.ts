import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { firstNamespaces } from './first-namespaces.ts'

type MessageFilesPlugin = {
  name: string
  resolveId(id: string): string | undefined
  load(id: string): string | undefined
}

const name = 'virtual:messages'
export const consoleLocales = join(import.meta.dirname, '..', 'locales')
const recognition = join(import.meta.dirname, '..', '..', 'recognition')
const reasons = join(recognition, 'locales')
const firstFile = /[/\\]locales[/\\]([a-z]+)[/\\]first-messages\.js$/

/**
 * Bundles messages: those of the first pages as one file per language, since every file costs the browser time, and
 * the others as one file per namespace.
 */
export function messageFiles(): MessageFilesPlugin {
  return {
    name: 'touchstone-message-files',
    resolveId: (id) => {
      if (id === name) return `\0${name}`
      return firstFile.test(id) ? id : undefined
    },
    load: messageModule,
  }
}

/** The code of `virtual:messages` and of the files that it refers to. */
function messageModule(id: string): string | undefined {
  if (id.endsWith(name)) return listOfFiles()
  const [, language] = firstFile.exec(id) ?? []
  return language === undefined ? undefined : firstMessages(language)
}

function listOfFiles(): string {
  const languages = readdirSync(consoleLocales, { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map((folder) => folder.name)
  const files = languages.map((language) => {
    const path = join(consoleLocales, language, 'first-messages.js')
    return `${language}: () => import(${JSON.stringify(path)})`
  })
  const others = languages.flatMap((language) =>
    readdirSync(join(consoleLocales, language))
      .map((file) => file.replace(/\.json$/, ''))
      .filter((namespace) => !firstNamespaces.some((first) => first === namespace))
      .map((namespace) => {
        const path = JSON.stringify(namespaceFile(language, namespace))
        return `'${language}/${namespace}': () => import(${path})`
      }),
  )
  const meanings = languages
    .map((language) => [language, join(recognition, 'meanings', `${language}.json`)] as const)
    .filter(([, path]) => existsSync(path))
    .map(
      ([language, path]) =>
        `${language}: () => import(${JSON.stringify(path)}, { with: { type: 'json' } })`,
    )
  return `export const firstFiles = {\n${files.join(',\n')}\n}
export const meaningFiles = {\n${meanings.join(',\n')}\n}
export const messageFiles = {\n${others.join(',\n')}\n}`
}

function firstMessages(language: string): string {
  const imports = firstNamespaces.map(
    (namespace, at) => `import m${at} from ${JSON.stringify(namespaceFile(language, namespace))}`,
  )
  const sentences = JSON.stringify(join(reasons, language, 'reasons.json'))
  return `${imports.join('\n')}
import reasons from ${sentences} with { type: 'json' }
export { reasons }
export const messages = { ${firstNamespaces.map((_, at) => `...m${at}`).join(', ')} }`
}

function namespaceFile(language: string, namespace: string): string {
  return join(consoleLocales, language, `${namespace}.json`)
}
