import type { RuntimePackage } from './runtime-packages.ts'

/** Licences of packages that an archive may contain; a package under another needs a decision. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  // Only for libraries in files of their own, which can be replaced: the libvips of sharp.
  'LGPL-3.0-or-later',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'Unlicense',
])

/** Licences that a manifest does not state, read from the licence file of that version. */
const readFromFile: Record<string, string> = { 'png-js@2.0.0': 'MIT' }

/** The SPDX expression of a package’s licence; undefined if it states none. */
export function licenceOf({ name, version, licence }: RuntimePackage): string | undefined {
  return licence ?? readFromFile[`${name}@${version}`]
}

/** Whether an SPDX expression of names, `AND`, `OR` and parentheses can be met by allowed licences. */
export function isAllowed(expression: string): boolean {
  const alternatives = expression.replace(/^\((.*)\)$/, '$1').split(' OR ')
  return alternatives.some((all) => all.split(' AND ').every((name) => allowed.has(name)))
}

/** The packages that state no licence, or none that is allowed, as `name version (licence)`. */
export function refusedPackages(packages: readonly RuntimePackage[]): string[] {
  return packages.flatMap((entry) => {
    const licence = licenceOf(entry)
    return licence !== undefined && isAllowed(licence)
      ? []
      : [`${entry.name} ${entry.version} (${licence ?? 'no licence'})`]
  })
}
