import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { connectorNames } from '@touchstone/contract'
import { z } from 'zod'
import { AppError } from '../../platform/errors/index.ts'

/** What the `package.json` of a connector says of it. */
const Manifest = z.object({
  main: z.string().min(1).max(200),
  touchstone: z.strictObject({
    connector: z
      .string()
      .max(64)
      .regex(/^[a-z][a-z0-9-]*$/),
    needs: z.string().min(1).max(500),
    hosts: z.string().min(1).max(500),
    terms: z.string().min(1).max(500),
    searches: z.boolean(),
  }),
})

export type ConnectorPackage = {
  name: string
  needs: string
  hosts: string
  terms: string
  searches: boolean
  feePerCall: 0
  /** Without a link in its path. */
  folder: string
  /** The file of its connector. */
  entry: string
}

const maxFiles = 20_000

/** Reads what the packages that the operator lists say of themselves; none of their code is run. */
export function loadPackages(folders: readonly string[]): ConnectorPackage[] {
  const packages = folders.map(loadPackage)
  const names = new Set<string>(connectorNames)
  for (const { name, folder } of packages) {
    if (names.has(name)) throw unusable(folder, `there is another connector named ${name}`)
    names.add(name)
  }
  return packages
}

function loadPackage(stated: string): ConnectorPackage {
  try {
    if (!existsSync(join(stated, 'package.json'))) throw new Error('it has no package.json')
    const folder = realpathSync(resolve(stated))
    const text = readFileSync(join(folder, 'package.json'), 'utf8')
    const { main, touchstone } = Manifest.parse(JSON.parse(text))
    const entry = realpathSync(join(folder, main))
    if (!entry.startsWith(folder + sep)) throw new Error('main lies outside of it')
    assertNoLinksOut(folder)
    const { connector: name, ...facts } = touchstone
    return { name, ...facts, feePerCall: 0, folder, entry }
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message
    throw unusable(stated, reason)
  }
}

/** A link would let the package read what it points at. */
function assertNoLinksOut(folder: string): void {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  if (entries.length > maxFiles) throw new Error(`it has more than ${maxFiles} files`)
  for (const entry of entries) {
    const path = join(folder, entry)
    if (!lstatSync(path).isSymbolicLink()) continue
    if (!realpathSync(path).startsWith(folder + sep)) throw new Error(`${entry} leads out of it`)
  }
}

function unusable(folder: string, reason: string): AppError {
  return new AppError({
    code: 'bad-configuration',
    message: `CONNECTOR_PACKAGES: the package in ${folder} cannot be used: ${reason}`,
  })
}
