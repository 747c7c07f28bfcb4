// Writes the types of message keys and arguments from the English locale files: `npm run messages`.
import { writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { readLocale, typesOfMessages } from '../packages/messages/src/compile/index.ts'

const packages = join(dirname(import.meta.dirname), 'packages')

export type MessageOwner = {
  name: string
  /** The folder of the locale files, where it is not `locales`. */
  locales?: string
  /** The file of their types. */
  types: string
  /** Whether the types go out without the locale files. */
  isPublished?: true
  /** What a source that shows messages calls; without it, each may. */
  reader?: string
}

/** The packages that own messages, and where each has their types. */
export const messageOwners: readonly MessageOwner[] = [
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
    reader: 'textIn(',
  },
]

export function localesOf({ name, locales = 'locales' }: MessageOwner): string {
  return join(packages, name, locales)
}

export function typesFileOf({ name, types }: MessageOwner): string {
  return join(packages, name, types)
}

export function typesOf(owner: MessageOwner): string {
  const locales = localesOf(owner)
  const english = readLocale(locales, 'en')
  if (owner.isPublished) return typesOfMessages(english)
  return typesOfMessages(
    english,
    relative(dirname(typesFileOf(owner)), locales).replaceAll('\\', '/'),
  )
}

if (import.meta.main) {
  for (const owner of messageOwners) writeFileSync(typesFileOf(owner), typesOf(owner))
}
