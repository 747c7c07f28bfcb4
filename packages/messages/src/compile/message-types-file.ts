import { argumentsOf } from './compile-message.ts'

/**
 * The types of keys and arguments, from the English namespaces. With `locales`, the path from the types file to the
 * JSON files, keys are derived from those files; without it they are written out, for a package published without the
 * JSON files.
 */
export function typesOfMessages(
  english: Readonly<Record<string, Readonly<Record<string, string>>>>,
  locales?: string,
): string {
  const namespaces = Object.keys(english).toSorted()
  const nameOf = (namespace: string): string =>
    namespace.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
  const imports =
    locales === undefined
      ? []
      : namespaces.map(
          (namespace) =>
            `import type ${nameOf(namespace)} from '${locales}/en/${namespace}.json'\n`,
        )
  const keysOf = (namespace: string): string =>
    locales === undefined
      ? union(quoted(namespace), Object.keys(english[namespace] ?? {}))
      : `  ${quoted(namespace)}: keyof typeof ${nameOf(namespace)}`
  const keys = namespaces.map(keysOf)
  const messages = namespaces.flatMap((namespace) => Object.entries(english[namespace] ?? {}))
  const lines = messages.flatMap(([key, message]) => {
    const members = [...argumentsOf(message)].map(([name, type]) => `${name}: ${type}`)
    return members.length === 0 ? [] : [entry(quoted(key), members)]
  })
  return `// Written by \`npm run messages\` from the English files; a test holds it to them.
${imports.join('')}
/** The keys of each namespace. */
export type NamespaceKeys = {
${keys.join('\n')}
}

/** The values of messages that have arguments. */
export type MessageArguments = {
${lines.join('\n')}
}
`
}

/** In oxfmt's format, as `entry` is. */
function union(name: string, keys: readonly string[]): string {
  const texts = keys.map((key) => `'${key}'`)
  const line = `  ${name}: ${texts.join(' | ')}`
  return line.length <= 100 ? line : `  ${name}:\n${texts.map((key) => `    | ${key}`).join('\n')}`
}

function entry(key: string, members: readonly string[]): string {
  const line = `  ${key}: { ${members.join('; ')} }`
  if (line.length <= 100) return line
  return `  ${key}: {\n${members.map((member) => `    ${member}`).join('\n')}\n  }`
}

function quoted(key: string): string {
  return /^[a-z]\w*$/i.test(key) ? key : `'${key}'`
}
