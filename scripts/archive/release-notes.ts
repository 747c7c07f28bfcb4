import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './places.ts'

/** The section of a version in CHANGELOG.md. */
export function releaseNotes(version: string): string {
  const [, ...sections] = readFileSync(join(root, 'CHANGELOG.md'), 'utf8').split(/^## /m)
  const section = sections.find((text) => text.split(/\s/, 1)[0] === version)
  if (section === undefined) throw new Error(`CHANGELOG.md has no section ${version}.`)
  return `# Touchstone ${section.trim()}\n`
}
