// Writes the types of message keys and arguments from the English locale files: `npm run messages`.
import { writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { readLocale, typesOfMessages } from '../packages/messages/src/compile/index.ts'

const packages = join(dirname(import.meta.dirname), 'packages')

export type MessageOwner = {
  name: string
  /** The folder of the locale files, if it is not `locales`. */
  locales?: string
  /** The file of their types, if these are more than the keys of the English file. */
  types?: string
  /** Whether the types go out without the locale files. */
  isPublished?: true
  /** What a source with messages imports; without it, every source may use them. */
  reader?: string
}

/** The packages that own messages, and where each has their types. */
export const messageOwners: readonly MessageOwner[] = [
  { name: 'recognition' },
  {
    name: 'jurisdiction',
    locales: 'src/locales',
    types: 'src/locales/message-types.ts',
    isPublished: true,
  },
  { name: 'console', types: 'src/messages/message-types.ts' },
  { name: 'seller-portal', types: 'src/messages/message-types.ts' },
  {
    name: 'server',
    types: 'src/platform/messages/message-types.ts',
    isPublished: true,
    reader: "platform/messages/index.ts'",
  },
]

export function localesOf({ name, locales = 'locales' }: MessageOwner): string {
  return join(packages, name, locales)
}

/** The types file and its content, for each package that has one. */
export function typesOf(owner: MessageOwner): { file: string; text: string }[] {
  if (owner.types === undefined) return []
  const locales = localesOf(owner)
  const english = readLocale(locales, 'en')
  const file = join(packages, owner.name, owner.types)
  const path = relative(dirname(file), locales).replaceAll('\\', '/')
  return [{ file, text: typesOfMessages(english, owner.isPublished ? undefined : path) }]
}

if (import.meta.main) {
  for (const { file, text } of messageOwners.flatMap(typesOf)) writeFileSync(file, text)
}
