import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './places.ts'

/** An entry of package-lock.json. */
type LockEntry = {
  version?: string
  resolved?: string
  integrity?: string
  license?: string
  link?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, { optional?: boolean }>
}

export type RuntimePackage = {
  name: string
  version: string
  /** Its folder below the repository, as package-lock.json names it. */
  place: string
  /** SPDX expression; undefined if its manifest states none. */
  licence: string | undefined
  /** `sha512-…` in base64, as the registry states it. */
  integrity: string | undefined
  /** Places of the packages that it needs. */
  needs: string[]
}

/** A package in an archive: in its own folder, or in the pages of the console, which are built from it. */
export type ArchivedPackage = RuntimePackage & { inPages: boolean }

const bundledPackages = join(root, 'packages/console/dist/.vite/bundled-packages.json')

/** The only system that archives are made for. */
export const system = { platform: 'linux', arch: 'x64', libc: 'glibc' } as const

function runsHere(entry: LockEntry): boolean {
  const { os, cpu, libc } = entry
  return (
    (os === undefined || os.includes(system.platform)) &&
    (cpu === undefined || cpu.includes(system.arch)) &&
    (libc === undefined || libc.includes(system.libc))
  )
}

/** Where Node finds a package that the code at `place` names. */
function resolvePlace(
  entries: Record<string, LockEntry>,
  name: string,
  place: string,
): string | undefined {
  for (let folder = place; ;) {
    const candidate = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`
    if (entries[candidate] !== undefined) return candidate
    if (folder === '') return undefined
    const parent = folder.lastIndexOf('/node_modules/')
    folder = parent === -1 ? '' : folder.slice(0, parent)
  }
}

function neededNames(entry: LockEntry): string[] {
  const peers = Object.keys(entry.peerDependencies ?? {}).filter(
    (name) => entry.peerDependenciesMeta?.[name]?.optional !== true,
  )
  const { dependencies = {}, optionalDependencies = {} } = entry
  return [...Object.keys(dependencies), ...Object.keys(optionalDependencies), ...peers]
}

function readLock(): Record<string, LockEntry> {
  const text = readFileSync(join(root, 'package-lock.json'), 'utf8')
  return (JSON.parse(text) as { packages: Record<string, LockEntry> }).packages
}

function packageOf(place: string, entry: LockEntry, needs: string[]): RuntimePackage {
  const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
  const { version = '', license: licence, integrity } = entry
  return { name, version, place, licence, integrity, needs }
}

/** The packages of others that the command needs on linux-x64, by package-lock.json, ordered by place. */
function runtimePackages(): RuntimePackage[] {
  const entries = readLock()
  const found = new Map<string, RuntimePackage | undefined>()
  const follow = (place: string): string[] => {
    const named = entries[place]
    const target = named?.link === true ? named.resolved : place
    const entry = target === undefined ? undefined : entries[target]
    if (target === undefined || entry === undefined) return []
    const isOwn = !target.includes('node_modules/')
    if (!found.has(target)) {
      found.set(target, undefined)
      const needs = neededNames(entry).flatMap((name) => {
        const needed = resolvePlace(entries, name, target)
        const wanted = needed === undefined ? undefined : entries[needed]
        return needed !== undefined && wanted !== undefined && runsHere(wanted)
          ? follow(needed)
          : []
      })
      if (!isOwn) found.set(target, packageOf(target, entry, needs))
    }
    return isOwn ? [] : [target]
  }
  follow('packages/cli')
  return [...found.values()]
    .filter((entry) => entry !== undefined)
    .sort((one, other) => (one.place < other.place ? -1 : 1))
}

/** All packages of others in an archive, ordered by place. Needs the built console. */
export function archivedPackages(): ArchivedPackage[] {
  const entries = readLock()
  const runtime = runtimePackages()
  const places = new Set(runtime.map(({ place }) => place))
  const inPages = (JSON.parse(readFileSync(bundledPackages, 'utf8')) as string[])
    .filter((place) => !places.has(place))
    .map((place) => {
      const entry = entries[place]
      if (entry === undefined) throw new Error(`package-lock.json has no ${place}.`)
      return { ...packageOf(place, entry, []), inPages: true }
    })
  return [...runtime.map((entry) => ({ ...entry, inPages: false })), ...inPages].sort(
    (one, other) => (one.place < other.place ? -1 : 1),
  )
}
